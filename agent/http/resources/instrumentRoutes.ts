// /api/instruments and /api/models: what each instrument does, says and is verified for; reading, adding, changing or
// removing one entry of the site file while the agent runs; a test read; the verification mark. Whether an entry fits
// is decided by the configuration: this file must not know the site file's form.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SiteEditResult, InstrumentEdit } from '../../../config/siteEditor.ts';
import { fillText } from '../../core/model/refusals.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, HTTP_ERRORS, type HttpErrorBody } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';
import type { Session } from '../shared/sessionStore.ts';
import { branded } from '../../core/model/values.ts';
import type { InstrumentId } from '../../../drivers/contract/siteIds.ts';

const params = z.strictObject({ id: branded<InstrumentId>(z.string().min(1).max(40)) });
/** Any members: the site file's schema names every error with its path and line, so this one does not repeat them. */
const instrumentBody = z.record(z.string().max(40), z.unknown());
const newInstrumentBody = instrumentBody.refine((value) => typeof value['id'] === 'string', {
  message: 'id is missing',
});

const verificationBody = z.strictObject({
  mark: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,80}$/u, '1 to 80 characters')
    .nullable(),
  until: z.iso.date('a date like 2027-03-31').nullable(),
});

/** Adds the list of instruments and the three changes of the site file: POST, PUT and DELETE. */
export function addInstrumentRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/instruments', (request, reply) => {
    if (requireSession(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ instruments: parts.agent.instruments() });
  });

  app.post('/api/instruments', { schema: { body: newInstrumentBody } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, ['technician']);
    if (session === null) return reply;
    return changeInstrument({ kind: 'add', id: String(request.body['id']), instrument: request.body }, session, {
      token: readSessionToken(request),
      reply,
      parts,
    });
  });

  app.put('/api/instruments/:id', { schema: { params, body: instrumentBody } }, async (request, reply) => {
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

/** Adds GET /api/instruments/:id: one entry of the site file as it stands there, for the form that changes it. */
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

/** Adds the list of models, the test read and the verification mark. */
export function addInstrumentCareRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/models', (request, reply) => {
    if (requireSession(request, reply, parts, ['technician', 'supervisor']) === null) return;
    reply.send({ models: parts.agent.models() });
  });

  app.post('/api/instruments/:id/test-read', { schema: { params } }, async (request, reply) => {
    if (requireSession(request, reply, parts, ['technician']) === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { id } = request.params;
    const testRead = await parts.agent.testRead(id);
    if (testRead === undefined) return sendError(reply, 'instrument-unknown', { instrument: id });
    return testRead ?? sendError(reply, 'busy');
  });

  app.put(
    '/api/instruments/:id/verification',
    { schema: { params, body: verificationBody } },
    async (request, reply) => {
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
    },
  );
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
      const errorParams = { faults: outcome.errors.length };
      const error: HttpErrorBody = {
        code: 'site-file-faulty',
        message: fillText(message, errorParams),
        params: errorParams,
      };
      return reply.code(status).send({ ...error, faults: outcome.errors });
    }
  }
}
