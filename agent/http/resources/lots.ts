// GET /api/lots/:lot: one lot with its packages, findings and verdict.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit } from '../gate.ts';

const params = z.strictObject({ lot: z.string().min(1).max(100) });

export function addLots(app: App, parts: Parts): void {
  app.get('/api/lots/:lot', { schema: { params } }, (request, reply) => {
    if (admit(request, reply, parts) === null) return;
    const lot = parts.service.lot(request.params.lot);
    if (lot === undefined) answerError(reply, 'lot-unknown', { lot: request.params.lot });
    else reply.send(lot);
  });
}
