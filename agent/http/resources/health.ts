// GET /healthz: the server answers. For a supervisor process; says nothing about the base but its name.
import type { App, Parts } from '../app.ts';

export function addHealth(app: App, parts: Parts): void {
  app.get('/healthz', (_request, reply) => {
    const { base, software, alarms } = parts.service.state();
    reply.send({ ok: true, base, software, alarms: alarms.length });
  });
}
