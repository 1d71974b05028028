// The link's log lines in the agent's log: only fields that may be logged.
import type { LinkLog } from '../link/linkLog.ts';
import type { Log } from '../runtime/log.ts';

/** The link's log on the agent's. */
export function createLinkLog(log: Log): LinkLog {
  const write =
    (level: 'info' | 'warn'): LinkLog['info'] =>
    (event, fields = {}) =>
      log(level, event, {
        ...(fields.code === undefined ? {} : { code: fields.code }),
        ...(fields.reason === undefined ? {} : { detail: fields.reason }),
        ...(fields.seq === undefined ? {} : { seq: fields.seq }),
      });
  return { info: write('info'), warn: write('warn') };
}
