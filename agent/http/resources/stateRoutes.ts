// GET /api/state: everything a screen shows. Without a session only what the scale shows: see publicView.ts.
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { readSessionToken, requireSession } from '../shared/requestGuard.ts';
import { redactState } from '../shared/publicView.ts';

export function addStateRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/state', (request, reply) => {
    const state = parts.agent.state();
    reply.send(parts.sessions.find(readSessionToken(request)) === undefined ? redactState(state) : state);
  });
}

export function addHealthRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/healthz', (_request, reply) => {
    const { base, software, alarms } = parts.agent.state();
    reply.send({ ok: true, base, software, alarms: alarms.length });
  });
}

export function addLedgerRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/api/ledger', (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    reply.send(parts.agent.state().ledger);
  });
}

export function addOrderRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/api/orders', (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    reply.send({ orders: parts.agent.state().orders });
  });
}
