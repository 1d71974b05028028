// POST /api/messages: one sealed message of headquarters that somebody carried here, as `hakari import` sends it.
// Seal and signature prove that it is from headquarters; the roles only limit who may hand one in. Must not know its
// form.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';

/** The largest frame seals to 349 820 characters (CONTRACT.md, section 4). */
const MAX_MESSAGE_CHARACTERS = 350_000;
const body = z.strictObject({ message: z.string().min(1).max(MAX_MESSAGE_CHARACTERS) });

/** Adds the import of one carried message, for supervisors and technicians. */
export function addMessageRoutes(app: HttpApp, parts: ServerParts): void {
  app.post('/api/messages', { bodyLimit: MAX_MESSAGE_CHARACTERS + 100, schema: { body } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['supervisor', 'technician']);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const imported = await parts.agent.importMessage(request.body.message);
    if (imported === null) return sendError(reply, 'headquarters-unknown');
    return imported.outcome === 'not-recorded' ? sendError(reply, 'not-recorded') : imported;
  });
}
