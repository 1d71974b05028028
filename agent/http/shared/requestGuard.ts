// What every request passes before its resource: the names under which this server may be reached (a foreign page
// cannot make a browser talk to it under another name), the headers of every answer, and who is asking.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../core/model/roles.ts';
import type { Actor } from '../../core/model/command.ts';
import type { HttpApp, ServerParts } from './httpApp.ts';
import { sendError } from './httpErrors.ts';
import type { Session } from './sessionStore.ts';

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

/** Browsers name the page a request comes from; programs send neither header. */
function isForeignOrigin(request: FastifyRequest, host: URL): boolean {
  const site = request.headers['sec-fetch-site'];
  // A link or a typed address ('none') may open the page; nothing else crosses sites.
  if (site === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') return true;
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  return parseHostUrl(origin)?.host !== host.host;
}

/** `host` keeps its port; null for what is no address. */
function parseHostUrl(text: string): URL | null {
  if (!/^https?:\/\/[^\s/@?#]+$/.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

function bracketIpv6(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** From `Authorization: Bearer` or the page's cookie; empty if neither. */
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
 * The session, or null after the refusal has been sent. `roles` empty: any. A page that says in whose name it asks is
 * declined when another page of its browser has signed somebody else in since: they share one cookie.
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
  const meant = request.headers['hakari-operator'];
  if (typeof meant === 'string' && meant !== encodeURIComponent(session.actor.operator)) {
    sendError(reply, 'other-person');
    return null;
  }
  return roles.length === 0 || requireRole(session.actor, reply, roles) ? session : null;
}

/** False after the refusal has been sent. */
export function requireRole(actor: Actor, reply: FastifyReply, roles: readonly Role[]): boolean {
  if (actor.roles.some((role) => roles.includes(role))) return true;
  sendError(reply, 'role-missing', { roles: roles.join(' or ') });
  return false;
}
