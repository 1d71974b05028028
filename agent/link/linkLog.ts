// What the link may log: an event's name and fields from a short list. Never payloads, quantities, keys or topics.

export interface LinkLogFields {
  code?: string;
  reason?: string;
  seq?: number;
  count?: number;
}

export interface LinkLog {
  info(event: string, fields?: LinkLogFields): void;
  warn(event: string, fields?: LinkLogFields): void;
}
