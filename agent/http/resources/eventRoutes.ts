// GET /api/events: live changes as server-sent events: `state` first, then `station`, `lot`, `state` and `alive`.
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { readSessionToken } from '../shared/requestGuard.ts';

export function addEventRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/events', (request, reply) => {
    if (parts.feed.isFull()) {
      sendError(reply, 'too-many-screens');
      return;
    }
    const token = readSessionToken(request);
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
      () => parts.sessions.find(token) !== undefined,
    );
    raw.on('drain', () => line.onDrained());
    raw.on('close', () => line.onClosed());
    // Without a listener a reset connection would end the process; 'close' follows.
    raw.on('error', () => line.onClosed());
  });
}

function headersOf(
  headers: Record<string, number | string | string[] | undefined>,
): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, number | string | string[]] => pair[1] !== undefined),
  );
}
