// GET /api/cases and /api/cases/:finding: findings with everything said and photographed about them, for every
// signed-in person. Must not know which weights are hidden from whom: the case service decides that.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';
import { findingRef } from '../../core/model/commandValues.ts';

const casesQuery = z.strictObject({
  state: z.enum(['open', 'decided']).default('open'),
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});

/** Adds the pages of cases and the single case. */
export function addCaseRoutes(app: HttpApp, parts: ServerParts): void {
  const { cases } = parts.agent;

  app.get('/api/cases', { schema: { querystring: casesQuery } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const { state, before = null } = request.query;
    reply.send(cases.listCases({ state, before }, session.actor));
  });

  app.get('/api/cases/:finding', { schema: { params: z.strictObject({ finding: findingRef }) } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const { finding } = request.params;
    const caseView = cases.findCase(finding, session.actor);
    if (caseView === null) sendError(reply, 'case-unknown', { finding });
    else reply.send(caseView);
  });
}
