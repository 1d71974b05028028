// GET /api/ledger: the ledger's head and how far headquarters has acknowledged it.
import type { App, Parts } from '../app.ts';
import { admit } from '../gate.ts';

export function addLedger(app: App, parts: Parts): void {
  app.get('/api/ledger', (request, reply) => {
    if (admit(request, reply, parts) === null) return;
    reply.send(parts.service.state().ledger);
  });
}
