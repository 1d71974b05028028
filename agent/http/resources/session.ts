// /api/session: signing in with badge and PIN, or within a shift with the badge alone; who is signed in; locking; the
// language one reads; signing out.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit, SESSION_COOKIE, tokenOf } from '../gate.ts';
import { LANGUAGES } from '../service.ts';
import type { Session } from '../sessions.ts';
import { answerRefusedSignIn } from '../signIn.ts';

const signIn = z.strictObject({ badge: z.string().min(1).max(64), pin: z.string().min(1).max(12).optional() });
const language = z.strictObject({ language: z.enum(LANGUAGES) });

export function addSession(app: App, parts: Parts): void {
  app.post('/api/session', { schema: { body: signIn } }, async (request, reply) => {
    const { badge, pin } = request.body;
    const opening: Opening = { parts, reply, before: tokenOf(request) };
    if (pin === undefined) return unlock(badge, opening);
    const outcome = await parts.pins.run(() => parts.door.signIn(badge, pin));
    if (outcome === null) return answerError(reply, 'busy');
    return outcome.kind === 'refused' ? answerRefusedSignIn(reply, outcome.retryAfterSeconds) : open(outcome, opening);
  });

  app.get('/api/session', (request, reply) => {
    const session = admit(request, reply, parts);
    if (session !== null) reply.send(shown(session, parts));
  });

  // The badge alone comes back.
  app.post('/api/session/lock', (request, reply) => {
    close(tokenOf(request), { parts, reply });
  });

  app.put('/api/session/language', { schema: { body: language } }, async (request, reply) => {
    const session = admit(request, reply, parts);
    if (session === null) return reply;
    parts.sessions.touch(tokenOf(request));
    const outcome = await parts.door.setLanguage(request.body.language, session.actor);
    switch (outcome.kind) {
      case 'done':
        return shown(session, parts);
      case 'not-recorded':
        return answerError(reply, 'not-recorded');
      case 'refused':
        return reply.code(409).send({ code: outcome.code, message: outcome.message, params: outcome.params });
    }
  });

  app.delete('/api/session', (request, reply) => {
    const session = close(tokenOf(request), { parts, reply });
    if (session !== undefined) parts.door.endShift(session.actor.operator);
  });
}

interface Opening {
  parts: Parts;
  reply: FastifyReply;
  /** Whoever signs in at this screen replaces the one before. */
  before: string;
}

function unlock(badge: string, opening: Opening): FastifyReply {
  const { parts, reply } = opening;
  const outcome = parts.door.unlock(badge);
  switch (outcome.kind) {
    case 'pin-needed':
      return answerError(reply, 'pin-needed');
    case 'refused':
      return answerRefusedSignIn(reply, outcome.retryAfterSeconds);
    case 'signed-in':
      return open(outcome, opening);
  }
}

/** `sinceMs`: when the PIN was given; without it, now. */
function open(
  { actor, name, sinceMs }: Session & { sinceMs?: number },
  { parts, reply, before }: Opening,
): FastifyReply {
  parts.sessions.close(before);
  const token = parts.sessions.open({ actor, name }, sinceMs);
  if (token === null) return answerError(reply, 'too-many-sessions');
  parts.feed.recheck();
  return reply
    .header('set-cookie', cookie(token, { parts, rest: '' }))
    .send({ ...shown({ actor, name }, parts), token });
}

function close(token: string, { parts, reply }: Pick<Opening, 'parts' | 'reply'>): Session | undefined {
  const session = parts.sessions.close(token);
  parts.feed.recheck();
  reply
    .code(204)
    .header('set-cookie', cookie('', { parts, rest: '; Max-Age=0' }))
    .send();
  return session;
}

function cookie(value: string, { parts, rest }: { parts: Parts; rest: string }): string {
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${parts.settings.tls === null ? '' : '; Secure'}${rest}`;
}

function shown({ actor, name }: Session, { door, settings }: Parts): Record<string, unknown> {
  const { operator, roles } = actor;
  return { operator, name, roles, language: door.language(operator), idleLockMinutes: settings.idleLockMinutes };
}
