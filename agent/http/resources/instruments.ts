// /api/instruments: what each instrument does and says, and adding, changing or removing one while the agent runs. The
// body is what stands under `instruments` in the site file; whether it fits is the configuration's word, not this
// file's.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { EditOutcome, InstrumentEdit } from '../../../config/writeSite.ts';
import { fillText } from '../../core/refusals.ts';
import type { App, Parts } from '../app.ts';
import { answerError, HTTP_ERRORS, type ErrorBody } from '../errors.ts';
import { admit, tokenOf } from '../gate.ts';
import type { Session } from '../sessions.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });
/**
 * Free in its members: the site file's schema names every fault with its place, which a schema here would only repeat.
 */
const instrument = z.record(z.string().max(40), z.unknown());
const body = instrument.refine((value) => typeof value['id'] === 'string', { message: 'id is missing' });

export function addInstruments(app: App, parts: Parts): void {
  app.get('/api/instruments', (request, reply) => {
    if (admit(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ instruments: parts.service.instruments() });
  });

  app.post('/api/instruments', { schema: { body } }, async (request, reply) => {
    const session = admit(request, reply, parts, ['technician']);
    if (session === null) return reply;
    return change({ kind: 'add', id: String(request.body['id']), instrument: request.body }, session, {
      token: tokenOf(request),
      reply,
      parts,
    });
  });

  app.put('/api/instruments/:id', { schema: { params, body: instrument } }, async (request, reply) => {
    const session = admit(request, reply, parts, ['technician']);
    if (session === null) return reply;
    const { id } = request.params;
    // An id given in the body must be this one: renaming would leave stations without their scale.
    if ('id' in request.body && request.body['id'] !== id)
      return answerError(reply, 'request-malformed', { detail: `the id in the body is not ${id}` });
    return change({ kind: 'change', id, instrument: { id, ...request.body } }, session, {
      token: tokenOf(request),
      reply,
      parts,
    });
  });

  app.delete('/api/instruments/:id', { schema: { params } }, async (request, reply) => {
    const session = admit(request, reply, parts, ['technician']);
    if (session === null) return reply;
    return change({ kind: 'remove', id: request.params.id }, session, { token: tokenOf(request), reply, parts });
  });
}

interface Asked {
  token: string;
  reply: FastifyReply;
  parts: Parts;
}

async function change(edit: InstrumentEdit, { actor }: Session, { token, reply, parts }: Asked): Promise<FastifyReply> {
  parts.sessions.touch(token);
  return answer(reply, edit.id, await parts.service.changeInstrument(edit, actor));
}

function answer(reply: FastifyReply, id: string, outcome: EditOutcome): FastifyReply {
  switch (outcome.kind) {
    case 'written':
      return reply.send({ kind: 'done', instrument: id, configHash: outcome.loaded.configHash });
    case 'unknown':
      return answerError(reply, 'instrument-unknown', { instrument: id });
    case 'exists':
      return answerError(reply, 'instrument-exists', { instrument: id });
    case 'file-changed':
      return answerError(reply, 'site-file-changed');
    case 'not-written':
      return answerError(reply, 'site-file-not-written', { reason: outcome.reason });
    case 'faulty': {
      const { status, message } = HTTP_ERRORS['site-file-faulty'];
      const counted = { faults: outcome.faults.length };
      const refused: ErrorBody = { code: 'site-file-faulty', message: fillText(message, counted), params: counted };
      return reply.code(status).send({ ...refused, faults: outcome.faults });
    }
  }
}
