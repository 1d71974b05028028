// What a technician does at an instrument besides changing it: the models to choose from, a test read, its verification
// mark.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });
const verification = z.strictObject({
  mark: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,80}$/u, '1 to 80 characters')
    .nullable(),
  until: z.iso.date('a date like 2027-03-31').nullable(),
});

export function addInstrumentCareRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/models', (request, reply) => {
    if (requireSession(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ models: parts.agent.models() });
  });

  app.post('/api/instruments/:id/test-read', { schema: { params } }, async (request, reply) => {
    if (requireSession(request, reply, parts, ['technician']) === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { id } = request.params;
    const read = await parts.agent.testRead(id);
    if (read === undefined) return sendError(reply, 'instrument-unknown', { instrument: id });
    return read ?? sendError(reply, 'busy');
  });

  app.put('/api/instruments/:id/verification', { schema: { params, body: verification } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['technician']);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { id } = request.params;
    const outcome = await parts.agent.setVerification(id, request.body, session.actor);
    switch (outcome.kind) {
      case 'done':
        return { kind: 'done', instrument: id };
      case 'unknown':
        return sendError(reply, 'instrument-unknown', { instrument: id });
      case 'no-scale':
        return sendError(reply, 'instrument-no-scale', { instrument: id });
      case 'not-recorded':
        return sendError(reply, 'not-recorded');
      case 'refused':
        return reply.code(409).send({ code: outcome.code, message: outcome.message, params: outcome.params });
    }
  });
}
