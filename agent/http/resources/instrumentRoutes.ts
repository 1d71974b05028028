// /api/instruments: what each instrument does and says, and adding, changing or removing one while the agent runs. The
// body is what stands under `instruments` in the site file; whether it fits is the configuration's word, not this
// file's.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SiteEditResult, InstrumentEdit } from '../../../config/siteEditor.ts';
import { fillText } from '../../core/model/refusals.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, HTTP_ERRORS, type HttpErrorBody } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';
import type { Session } from '../shared/sessionStore.ts';

const params = z.strictObject({ id: z.string().min(1).max(40) });
/**
 * Free in its members: the site file's schema names every fault with its place, which a schema here would only repeat.
 */
const instrument = z.record(z.string().max(40), z.unknown());
const body = instrument.refine((value) => typeof value['id'] === 'string', { message: 'id is missing' });

export function addInstrumentRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/instruments', (request, reply) => {
    if (requireSession(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ instruments: parts.agent.instruments() });
  });

  app.post('/api/instruments', { schema: { body } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['technician']);
    if (session === null) return reply;
    return changeInstrument({ kind: 'add', id: String(request.body['id']), instrument: request.body }, session, {
      token: readSessionToken(request),
      reply,
      parts,
    });
  });

  app.put('/api/instruments/:id', { schema: { params, body: instrument } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['technician']);
    if (session === null) return reply;
    const { id } = request.params;
    // An id given in the body must be this one: renaming would leave stations without their scale.
    if ('id' in request.body && request.body['id'] !== id)
      return sendError(reply, 'request-malformed', { detail: `the id in the body is not ${id}` });
    return changeInstrument({ kind: 'change', id, instrument: { id, ...request.body } }, session, {
      token: readSessionToken(request),
      reply,
      parts,
    });
  });

  app.delete('/api/instruments/:id', { schema: { params } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['technician']);
    if (session === null) return reply;
    return changeInstrument({ kind: 'remove', id: request.params.id }, session, {
      token: readSessionToken(request),
      reply,
      parts,
    });
  });
}

interface InstrumentRequest {
  token: string;
  reply: FastifyReply;
  parts: ServerParts;
}

async function changeInstrument(
  edit: InstrumentEdit,
  { actor }: Session,
  { token, reply, parts }: InstrumentRequest,
): Promise<FastifyReply> {
  parts.sessions.touch(token);
  return sendEditOutcome(reply, edit.id, await parts.agent.changeInstrument(edit, actor));
}

function sendEditOutcome(reply: FastifyReply, id: string, outcome: SiteEditResult): FastifyReply {
  switch (outcome.kind) {
    case 'written':
      return reply.send({ kind: 'done', instrument: id, configHash: outcome.loaded.configHash });
    case 'unknown':
      return sendError(reply, 'instrument-unknown', { instrument: id });
    case 'exists':
      return sendError(reply, 'instrument-exists', { instrument: id });
    case 'file-changed':
      return sendError(reply, 'site-file-changed');
    case 'not-written':
      return sendError(reply, 'site-file-not-written', { reason: outcome.reason });
    case 'faulty': {
      const { status, message } = HTTP_ERRORS['site-file-faulty'];
      const counted = { faults: outcome.errors.length };
      const refused: HttpErrorBody = { code: 'site-file-faulty', message: fillText(message, counted), params: counted };
      return reply.code(status).send({ ...refused, faults: outcome.errors });
    }
  }
}
