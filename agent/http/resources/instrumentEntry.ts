// GET /api/instruments/:id: one instrument's entry of the site file as it stands there – what a form that changes it
// begins with.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });

export function addInstrumentConfigRoute(app: HttpApp, parts: ServerParts): void {
  app.get('/api/instruments/:id', { schema: { params } }, (request, reply) => {
    if (requireSession(request, reply, parts, ['technician']) === null) return;
    const { id } = request.params;
    const outcome = parts.agent.readSiteInstrument(id);
    switch (outcome.kind) {
      case 'found':
        reply.send({ instrument: outcome.instrument });
        return;
      case 'unknown':
        sendError(reply, 'instrument-unknown', { instrument: id });
        return;
      case 'file-changed':
        sendError(reply, 'site-file-changed');
        return;
      case 'not-read':
        sendError(reply, 'site-file-not-read', { reason: outcome.reason });
    }
  });
}
