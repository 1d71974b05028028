// GET /api/cases, /api/cases/:finding and /api/weighings/:id/curve: cases with their evidence, and how a load settled.
// For whoever is signed in; weights that somebody still has to find again are hidden by the service.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';

const query = z.strictObject({
  state: z.enum(['open', 'decided']).default('open'),
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
const id = z.string().regex(/^[\x21-\x7e]{1,80}$/, '1 to 80 printable characters without blanks');

export function addCaseRoutes(app: HttpApp, parts: ServerParts): void {
  const { cases } = parts.agent;

  app.get('/api/cases', { schema: { querystring: query } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const { state, before = null } = request.query;
    reply.send(cases.listCases({ state, before }, session.actor));
  });

  app.get('/api/cases/:finding', { schema: { params: z.strictObject({ finding: id }) } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const { finding } = request.params;
    const shown = cases.findCase(finding, session.actor);
    if (shown === null) sendError(reply, 'case-unknown', { finding });
    else reply.send(shown);
  });

  app.get('/api/weighings/:id/curve', { schema: { params: z.strictObject({ id }) } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const curve = cases.readCurve(request.params.id, session.actor);
    if (curve === 'unknown') sendError(reply, 'curve-unknown', { weighing: request.params.id });
    else if (curve === 'blind') sendError(reply, 'blind');
    else reply.send(curve);
  });
}
