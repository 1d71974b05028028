// POST /api/messages: one sealed message of headquarters that somebody carried here, as `hakari import` sends it.
// Whether it is from headquarters its seal and signature say; the role only keeps the door.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit, tokenOf } from '../gate.ts';

/** The largest frame seals to 349 819 characters (CONTRACT.md, section 4). */
const MESSAGE_CHARACTERS = 350_000;
const body = z.strictObject({ message: z.string().min(1).max(MESSAGE_CHARACTERS) });

export function addMessages(app: App, parts: Parts): void {
  app.post('/api/messages', { bodyLimit: MESSAGE_CHARACTERS + 100, schema: { body } }, async (request, reply) => {
    const session = admit(request, reply, parts, ['supervisor', 'technician']);
    if (session === null) return reply;
    parts.sessions.touch(tokenOf(request));
    const taken = await parts.service.takeMessage(request.body.message);
    if (taken === null) return answerError(reply, 'headquarters-unknown');
    return taken.outcome === 'not-recorded' ? answerError(reply, 'not-recorded') : taken;
  });
}
