// What the link may log: an event's name and fields from a short list. Never payloads, quantities, keys or topics.

/** Fields that a line of the link's log may have. */
export interface LinkLogFields {
  code?: string;
  reason?: string;
  seq?: number;
  count?: number;
}

/** Where the link writes its log. */
export interface LinkLog {
  info(event: string, fields?: LinkLogFields): void;
  warn(event: string, fields?: LinkLogFields): void;
}
