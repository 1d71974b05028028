// GET /api/instruments/:id: one instrument's entry of the site file as it stands there – what a form that changes it
// begins with.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit } from '../gate.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });

export function addInstrumentEntry(app: App, parts: Parts): void {
  app.get('/api/instruments/:id', { schema: { params } }, (request, reply) => {
    if (admit(request, reply, parts, ['technician']) === null) return;
    const { id } = request.params;
    const outcome = parts.service.instrumentEntry(id);
    switch (outcome.kind) {
      case 'found':
        reply.send({ instrument: outcome.instrument });
        return;
      case 'unknown':
        answerError(reply, 'instrument-unknown', { instrument: id });
        return;
      case 'file-changed':
        answerError(reply, 'site-file-changed');
        return;
      case 'not-read':
        answerError(reply, 'site-file-not-read', { reason: outcome.reason });
    }
  });
}
