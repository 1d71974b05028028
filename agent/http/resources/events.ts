// GET /api/events: live changes as server-sent events: `state` first, then `station`, `lot`, `state` and `alive`.
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { tokenOf } from '../gate.ts';

export function addEvents(app: App, parts: Parts): void {
  app.get('/api/events', (request, reply) => {
    if (parts.feed.full()) {
      answerError(reply, 'too-many-screens');
      return;
    }
    const token = tokenOf(request);
    reply.hijack();
    const raw = reply.raw;
    raw.writeHead(200, {
      ...headersOf(reply.getHeaders()),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 1000\n\n');
    const line = parts.feed.open(
      { write: (text) => raw.write(text), destroy: () => raw.destroy() },
      () => parts.sessions.peek(token) !== undefined,
    );
    raw.on('drain', () => line.drained());
    raw.on('close', () => line.closed());
    // Without a listener a reset connection would end the process; 'close' follows.
    raw.on('error', () => line.closed());
  });
}

function headersOf(
  headers: Record<string, number | string | string[] | undefined>,
): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, number | string | string[]] => pair[1] !== undefined),
  );
}
