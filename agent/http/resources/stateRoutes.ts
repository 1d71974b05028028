// GET /api/state: everything a screen shows, without a session the public view (publicView.ts). GET /healthz: that the
// agent runs. GET /api/ledger and /api/orders: two parts of the state. Must not know how the state is made.
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { readSessionToken, requireSession } from '../shared/requestGuard.ts';
import { redactState } from '../shared/publicView.ts';

/** Adds GET /api/state: whole for a session, redacted without one. */
export function addStateRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/state', (request, reply) => {
    const state = parts.agent.state();
    reply.send(parts.sessions.find(readSessionToken(request)) === undefined ? redactState(state) : state);
  });
}

/** Adds GET /healthz for probes: base, software and the number of alarms; needs no session. */
export function addHealthRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/healthz', (_request, reply) => {
    const { base, software, alarms } = parts.agent.state();
    reply.send({ ok: true, base, software, alarms: alarms.length });
  });
}

/** Adds GET /api/ledger: epoch, head and acknowledged sequence number. */
export function addLedgerRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/api/ledger', (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    reply.send(parts.agent.state().ledger);
  });
}

/** Adds GET /api/orders: the orders that screens show. */
export function addOrderRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/api/orders', (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    reply.send({ orders: parts.agent.state().orders });
  });
}
