// /api/session: signing in with badge and PIN, who is signed in, signing out.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit, SESSION_COOKIE, tokenOf } from '../gate.ts';

/** Each check of a PIN costs 16 MB and a fifth of a second; more at once only wait for each other. */
const SIGN_INS_AT_ONCE = 8;

const signIn = z.strictObject({ badge: z.string().min(1).max(64), pin: z.string().min(1).max(12) });

export function addSession(app: App, parts: Parts): void {
  const cookie = (value: string, rest: string): string => `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${parts.settings.tls === null ? '' : '; Secure'}${rest}`;
  let atOnce = 0;

  app.post('/api/session', { schema: { body: signIn } }, async (request, reply) => {
    if (atOnce >= SIGN_INS_AT_ONCE) return answerError(reply, 'busy');
    atOnce += 1;
    const outcome = await parts.door.signIn(request.body.badge, request.body.pin).finally(() => (atOnce -= 1));
    if (outcome.kind === 'refused') {
      if (outcome.retryAfterSeconds <= 0) return answerError(reply, 'sign-in-refused');
      return answerError(reply.header('retry-after', outcome.retryAfterSeconds), 'sign-in-wait', { retryAfterSeconds: outcome.retryAfterSeconds });
    }
    // Whoever signs in at this screen replaces the one before.
    parts.sessions.close(tokenOf(request));
    const token = parts.sessions.open({ actor: outcome.actor, name: outcome.name });
    if (token === null) return answerError(reply, 'too-many-sessions');
    parts.feed.recheck();
    return reply.header('set-cookie', cookie(token, '')).send({ operator: outcome.actor.operator, name: outcome.name, roles: outcome.actor.roles, token });
  });

  app.get('/api/session', (request, reply) => {
    const session = admit(request, reply, parts);
    if (session === null) return;
    reply.send({ operator: session.actor.operator, name: session.name, roles: session.actor.roles });
  });

  app.delete('/api/session', (request, reply) => {
    parts.sessions.close(tokenOf(request));
    parts.feed.recheck();
    reply.code(204).header('set-cookie', cookie('', '; Max-Age=0')).send();
  });
}
