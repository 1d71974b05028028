// GET /api/drift, /api/map, /api/operators: what is looked at as a whole.
import type { App, Parts } from '../app.ts';
import { admit } from '../gate.ts';
import { answerNotNow } from '../notNow.ts';

export function addOverview(app: App, parts: Parts): void {
  const { lookUp } = parts.service;

  app.get('/api/drift', async (request, reply) => {
    if (admit(request, reply, parts) === null) return reply;
    const drift = await lookUp.drift();
    return typeof drift === 'string' ? answerNotNow(reply, drift) : reply.send({ drift });
  });

  app.get('/api/map', async (request, reply) => {
    if (admit(request, reply, parts) === null) return reply;
    const areas = await lookUp.areas();
    return typeof areas === 'string' ? answerNotNow(reply, areas) : reply.send({ areas });
  });

  app.get('/api/operators', (request, reply) => {
    if (admit(request, reply, parts) === null) return;
    reply.send({ operators: parts.service.lookUp.operators() });
  });
}
