// What every request passes before its route: the check of Host (a foreign page cannot make a browser reach this server
// under another name) and Origin, the headers of every answer, and the session. Must not know what a route does.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../core/model/roles.ts';
import type { Actor } from '../../core/model/command.ts';
import type { HttpApp, ServerParts } from './httpApp.ts';
import { sendError } from './httpErrors.ts';
import type { Session } from './sessionStore.ts';

/** Name of the cookie that holds the session's token. */
export const SESSION_COOKIE = 'hakari-session';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds the checks of Host and Origin and the headers of every answer. */
export function addRequestGuard(app: HttpApp, parts: ServerParts): void {
  const names = new Set(
    ['localhost', '127.0.0.1', '[::1]', bracketIpv6(parts.settings.host), ...parts.settings.names].map((name) =>
      name.toLowerCase(),
    ),
  );
  app.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply, parts);
    const host = parseHostUrl(`http://${request.headers.host ?? ''}`);
    if (host === null || !names.has(host.hostname)) {
      sendError(reply, 'host-refused');
      return;
    }
    if (isForeignOrigin(request, host)) {
      sendError(reply, 'origin-refused');
      return;
    }
    done();
  });
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, parts: ServerParts): void {
  reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  });
  if (parts.settings.tls !== null) reply.header('strict-transport-security', 'max-age=31536000');
  if (request.url.startsWith('/api/') || request.url.startsWith('/healthz')) reply.header('cache-control', 'no-store');
}

/** By the headers with which a browser names the page that asks; programs send neither. */
function isForeignOrigin(request: FastifyRequest, host: URL): boolean {
  const site = request.headers['sec-fetch-site'];
  // A link or a typed address ('none') may open the page; nothing else crosses sites.
  if (site === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') return true;
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  return parseHostUrl(origin)?.host !== host.host;
}

/** Null for what is no address. */
function parseHostUrl(text: string): URL | null {
  if (!/^https?:\/\/[^\s/@?#]+$/.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

function bracketIpv6(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The token from `Authorization: Bearer` or from the page's cookie; empty if neither holds one. */
export function readSessionToken(request: FastifyRequest): string {
  const bearer = /^Bearer ([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (bearer?.[1] !== undefined) return bearer[1];
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value !== undefined) return value;
  }
  return '';
}

/**
 * The session of a request, or null after the refusal has been sent. `roles` empty: any. The pages of one browser share
 * a cookie: a page that names its operator is refused when another page has signed somebody else in since.
 */
export function requireSession(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
  roles: readonly Role[] = [],
): Session | null {
  const session = parts.sessions.find(readSessionToken(request));
  if (session === undefined) {
    sendError(reply, 'not-signed-in');
    return null;
  }
  const pageOperator = request.headers['hakari-operator'];
  if (typeof pageOperator === 'string' && pageOperator !== encodeURIComponent(session.actor.operator)) {
    sendError(reply, 'other-person');
    return null;
  }
  return roles.length === 0 || requireRole(session.actor, reply, roles) ? session : null;
}

/** Whether the actor has one of the roles; false after the refusal has been sent. */
export function requireRole(actor: Actor, reply: FastifyReply, roles: readonly Role[]): boolean {
  if (actor.roles.some((role) => roles.includes(role))) return true;
  sendError(reply, 'role-missing', { roles: roles.join(' or ') });
  return false;
}
