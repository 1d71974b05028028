// What a technician does at an instrument besides changing it: the models to choose from, a test read, its verification
// mark.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { answerError } from '../errors.ts';
import { admit, tokenOf } from '../gate.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });
const verification = z.strictObject({
  mark: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,80}$/u, '1 to 80 characters')
    .nullable(),
  until: z.iso.date('a date like 2027-03-31').nullable(),
});

export function addInstrumentCare(app: App, parts: Parts): void {
  app.get('/api/models', (request, reply) => {
    if (admit(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ models: parts.service.models() });
  });

  app.post('/api/instruments/:id/test-read', { schema: { params } }, async (request, reply) => {
    if (admit(request, reply, parts, ['technician']) === null) return reply;
    parts.sessions.touch(tokenOf(request));
    const { id } = request.params;
    const read = await parts.service.testRead(id);
    if (read === undefined) return answerError(reply, 'instrument-unknown', { instrument: id });
    return read ?? answerError(reply, 'busy');
  });

  app.put('/api/instruments/:id/verification', { schema: { params, body: verification } }, async (request, reply) => {
    const session = admit(request, reply, parts, ['technician']);
    if (session === null) return reply;
    parts.sessions.touch(tokenOf(request));
    const { id } = request.params;
    const outcome = await parts.service.setVerification(id, request.body, session.actor);
    switch (outcome.kind) {
      case 'done':
        return { kind: 'done', instrument: id };
      case 'unknown':
        return answerError(reply, 'instrument-unknown', { instrument: id });
      case 'no-scale':
        return answerError(reply, 'instrument-no-scale', { instrument: id });
      case 'not-recorded':
        return answerError(reply, 'not-recorded');
      case 'refused':
        return reply.code(409).send({ code: outcome.code, message: outcome.message, params: outcome.params });
    }
  });
}
