// The web server's log lines: method, route and error; never a body, a query or a header.
import type { ServerLog } from './httpApp.ts';

type WriteLine = (level: 'info' | 'warn' | 'error', event: string, fields: { code: string; detail: string }) => void;

/** A log of the web server over the agent's. */
export function createServerLog(log: WriteLine): ServerLog {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (fields: Record<string, string | number>, message: string): void =>
      log(level, 'http', {
        code: message,
        detail: [fields['method'], fields['route'], fields['error']].filter(Boolean).join(' '),
      });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
