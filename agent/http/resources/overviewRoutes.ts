// GET /api/drift, /api/map, /api/operators: overviews of all scales, areas and operators, for every signed-in person.
// Must not know how they are counted.
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { requireSession } from '../shared/requestGuard.ts';
import { sendQueryUnavailable } from '../shared/httpErrors.ts';

/** Adds the three overviews. */
export function addOverviewRoutes(app: HttpApp, parts: ServerParts): void {
  const { queries } = parts.agent;

  app.get('/api/drift', async (request, reply) => {
    if (requireSession(request, reply, parts) === null) return reply;
    const drift = await queries.drift();
    return typeof drift === 'string' ? sendQueryUnavailable(reply, drift) : reply.send({ drift });
  });

  app.get('/api/map', async (request, reply) => {
    if (requireSession(request, reply, parts) === null) return reply;
    const areas = await queries.areas();
    return typeof areas === 'string' ? sendQueryUnavailable(reply, areas) : reply.send({ areas });
  });

  app.get('/api/operators', (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    reply.send({ operators: queries.operators() });
  });
}
