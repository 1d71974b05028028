// The result of a request to the agent: its value, or an error with a code that has a text. Plain types, known to every
// part of the page.

/** The server's one shape of an error, or `unreachable` where no answer came. */
export interface RequestError {
  code: string;
  message: string;
  params: Record<string, string | number>;
  /** What a change would make wrong in the site file, each with its place. */
  faults?: SiteFileError[];
}

export interface SiteFileError {
  /** "instruments[2].port.baud". */
  path: string;
  problem: string;
  allowed: string;
}

export type RequestResult<T> = { ok: true; value: T } | { ok: false; error: RequestError };
