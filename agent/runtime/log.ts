// The log, through an allow-list: an event's name and a few named fields, each a short text or number. There is no
// field for a mass, a commodity or a lot, so that none is logged by accident. The only file of the agent that may know
// pino.
import type { InstrumentId, StationId } from '../../drivers/contract/siteIds.ts';
import { pino } from 'pino';

/** Every field that a log line may have. */
export interface LogFields {
  instrument?: InstrumentId;
  station?: StationId;
  code?: string;
  detail?: string;
  port?: number;
  seq?: number;
}

/** Writes one line. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

const MAX_DETAIL_CHARACTERS = 300;

/** A log of JSON lines on standard error: standard output is for what a command prints. */
export function openLog(): Log {
  const logger = pino({ base: null }, pino.destination({ fd: 2, sync: true }));
  return (level, event, fields = {}) => {
    const { instrument, station, code, detail, port, seq } = fields;
    logger[level]({ event, instrument, station, code, detail: detail?.slice(0, MAX_DETAIL_CHARACTERS), port, seq });
  };
}
