// POST /api/messages: one sealed message of headquarters that somebody carried here, as `hakari import` sends it.
// Whether it is from headquarters its seal and signature say; the role only keeps the door.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';

/** The largest frame seals to 349 819 characters (CONTRACT.md, section 4). */
const MESSAGE_CHARACTERS = 350_000;
const body = z.strictObject({ message: z.string().min(1).max(MESSAGE_CHARACTERS) });

export function addMessageRoutes(app: HttpApp, parts: ServerParts): void {
  app.post('/api/messages', { bodyLimit: MESSAGE_CHARACTERS + 100, schema: { body } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['supervisor', 'technician']);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const taken = await parts.agent.importMessage(request.body.message);
    if (taken === null) return sendError(reply, 'headquarters-unknown');
    return taken.outcome === 'not-recorded' ? sendError(reply, 'not-recorded') : taken;
  });
}
