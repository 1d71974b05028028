// /api/session: signing in with badge and PIN, or within a shift with the badge alone; who is signed in; locking; the
// operator's language; signing out. Must not know how a PIN is checked.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession, SESSION_COOKIE, readSessionToken } from '../shared/requestGuard.ts';
import { OPERATOR_LANGUAGES } from '../../services/agentApi.ts';
import type { Session } from '../shared/sessionStore.ts';
import { sendSignInRefused } from '../shared/pinCheckLimiter.ts';

const signInBody = z.strictObject({ badge: z.string().min(1).max(64), pin: z.string().min(1).max(12).optional() });
const languageBody = z.strictObject({ language: z.enum(OPERATOR_LANGUAGES) });

/** Adds the five routes of a session. */
export function addSessionRoutes(app: HttpApp, parts: ServerParts): void {
  app.post('/api/session', { schema: { body: signInBody } }, async (request, reply) => {
    const { badge, pin } = request.body;
    const opening: SessionOpening = { parts, reply, previousToken: readSessionToken(request) };
    if (pin === undefined) return unlockSession(badge, opening);
    const outcome = await parts.pinChecks.run(() => parts.authenticator.signIn({ badge, pin }));
    if (outcome === null) return sendError(reply, 'busy');
    return outcome.kind === 'refused'
      ? sendSignInRefused(reply, outcome.retryAfterSeconds)
      : openSession(outcome, opening);
  });

  app.get('/api/session', (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session !== null) reply.send(sessionToJson(session, parts));
  });

  // The shift goes on: the badge alone opens a new session.
  app.post('/api/session/lock', (request, reply) => {
    closeSession(readSessionToken(request), { parts, reply });
  });

  app.put('/api/session/language', { schema: { body: languageBody } }, async (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const outcome = await parts.authenticator.setLanguage(request.body.language, session.actor);
    switch (outcome.kind) {
      case 'done':
        return sessionToJson(session, parts);
      case 'not-recorded':
        return sendError(reply, 'not-recorded');
      case 'refused':
        return reply.code(409).send({ code: outcome.code, message: outcome.message, params: outcome.params });
    }
  });

  app.delete('/api/session', (request, reply) => {
    const session = closeSession(readSessionToken(request), { parts, reply });
    if (session === undefined) return;
    parts.authenticator.endShift(session.actor.operator);
    parts.agent.noteSignedOut(session.actor.operator);
  });
}

interface SessionOpening {
  parts: ServerParts;
  reply: FastifyReply;
  /** Of the session that this one replaces at the same screen; empty if none. */
  previousToken: string;
}

function unlockSession(badge: string, opening: SessionOpening): FastifyReply {
  const { parts, reply } = opening;
  const outcome = parts.authenticator.unlockWithBadge(badge);
  switch (outcome.kind) {
    case 'pin-needed':
      return sendError(reply, 'pin-needed');
    case 'refused':
      return sendSignInRefused(reply, outcome.retryAfterSeconds);
    case 'signed-in':
      return openSession(outcome, opening);
  }
}

/** `sinceMs`: monotonic, when the PIN was given; now if absent. */
function openSession(
  { actor, name, sinceMs }: Session & { sinceMs?: number },
  { parts, reply, previousToken }: SessionOpening,
): FastifyReply {
  const previous = parts.sessions.close(previousToken);
  // Somebody else goes on at this screen.
  if (previous && previous.actor.operator !== actor.operator) parts.agent.noteSignedOut(previous.actor.operator);
  const token = parts.sessions.open({ actor, name }, sinceMs);
  if (token === null) return sendError(reply, 'too-many-sessions');
  parts.feed.recheckSessions();
  return reply
    .header('set-cookie', formatSessionCookie(token, { parts, attributes: '' }))
    .send({ ...sessionToJson({ actor, name }, parts), token });
}

function closeSession(token: string, { parts, reply }: Pick<SessionOpening, 'parts' | 'reply'>): Session | undefined {
  const session = parts.sessions.close(token);
  parts.feed.recheckSessions();
  reply
    .code(204)
    .header('set-cookie', formatSessionCookie('', { parts, attributes: '; Max-Age=0' }))
    .send();
  return session;
}

function formatSessionCookie(value: string, { parts, attributes }: { parts: ServerParts; attributes: string }): string {
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict${parts.settings.tls === null ? '' : '; Secure'}${attributes}`;
}

function sessionToJson({ actor, name }: Session, { authenticator, settings }: ServerParts): Record<string, unknown> {
  const { operator, roles } = actor;
  return {
    operator,
    name,
    roles,
    language: authenticator.language(operator),
    idleLockMinutes: settings.idleLockMinutes,
  };
}
