// GET /api/orders: what headquarters has asked for.
import type { App, Parts } from '../app.ts';
import { admit } from '../gate.ts';

export function addOrders(app: App, parts: Parts): void {
  app.get('/api/orders', (request, reply) => {
    if (admit(request, reply, parts) === null) return;
    reply.send({ orders: parts.service.state().orders });
  });
}
