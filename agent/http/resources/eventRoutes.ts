// GET /api/events: live changes as server-sent events: `state` first, then `station`, `lot`, `state` and `alive`. Open
// to screens without a session, which get the public view. Must not know what an event holds.
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { readSessionToken } from '../shared/requestGuard.ts';

/** Adds the event stream; a screen beyond the feed's limit is refused. */
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
      ...definedHeaders(reply.getHeaders()),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 1000\n\n');
    const connection = parts.feed.open(
      { write: (text) => raw.write(text), destroy: () => raw.destroy() },
      () => parts.sessions.find(token) !== undefined,
    );
    raw.on('drain', () => connection.onDrained());
    raw.on('close', () => connection.onClosed());
    // Without this listener a connection reset would end the process; 'close' follows it.
    raw.on('error', () => connection.onClosed());
  });
}

function definedHeaders(
  headers: Record<string, number | string | string[] | undefined>,
): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, number | string | string[]] => pair[1] !== undefined),
  );
}
