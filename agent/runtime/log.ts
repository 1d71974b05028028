// The log, through an allow-list: an event's name and a few named fields, each a short text or number. There is no
// field for a mass, a commodity or a lot, so none can get in by accident. The only file of the agent that knows pino.
import { pino } from 'pino';

export interface LogFields {
  instrument?: string;
  station?: string;
  code?: string;
  detail?: string;
  port?: number;
  seq?: number;
}

export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

const MAX_TEXT = 300;

/** Writes JSON lines to standard error: standard output belongs to what a command prints. */
export function openLog(): Log {
  const logger = pino({ base: null }, pino.destination({ fd: 2, sync: true }));
  return (level, event, fields = {}) => {
    const { instrument, station, code, detail, port, seq } = fields;
    logger[level]({ event, instrument, station, code, detail: detail?.slice(0, MAX_TEXT), port, seq });
  };
}
