// GET /api/lots/:lot: one lot with its packages, findings and verdict. Must not know how a lot is stored.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';
import { lotRef } from '../../core/model/commandValues.ts';

const params = z.strictObject({ lot: lotRef });

/** Adds the single lot, for every signed-in person. */
export function addLotRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/lots/:lot', { schema: { params } }, (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    const lot = parts.agent.lot(request.params.lot);
    if (lot === undefined) sendError(reply, 'lot-unknown', { lot: request.params.lot });
    else reply.send(lot);
  });
}
