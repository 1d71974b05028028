// POST /api/photos takes one JPEG file as evidence and answers its hash; the command attach-photo then says of what it
// is evidence. GET /api/photos/:photo gives the file back. Who sends is asked before the file is read.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EVIDENCE_LIMITS } from '../../core/keptEvidence.ts';
import type { App, Parts } from '../app.ts';
import { COMMAND_ROLES } from '../commandSchema.ts';
import { answerError, type HttpErrorCode } from '../errors.ts';
import { admit, tokenOf } from '../gate.ts';

const JPEG = 'image/jpeg';
const params = z.strictObject({ photo: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits') });

export function addPhotos(app: App, parts: Parts): void {
  const { evidence } = parts.service;
  const allowed = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (admit(request, reply, parts, COMMAND_ROLES['attach-photo']) !== null) done();
  };

  // A scope of its own: no other resource takes anything but JSON, and this one takes nothing else.
  void app.register((scope: App, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(JPEG, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post('/api/photos', { bodyLimit: EVIDENCE_LIMITS.photoBytes, onRequest: allowed }, (request, reply) => {
      parts.sessions.touch(tokenOf(request));
      if (!Buffer.isBuffer(request.body)) return answerError(reply, 'photo-malformed');
      const kept = evidence.keepPhoto(request.body);
      return kept.kind === 'refused'
        ? answerError(reply, kept.code satisfies HttpErrorCode)
        : reply.send({ photo: kept.photo, bytes: kept.bytes });
    });
    done();
  });

  app.get('/api/photos/:photo', { schema: { params } }, (request, reply) => {
    if (admit(request, reply, parts) === null) return;
    const bytes = evidence.photo(request.params.photo);
    if (bytes === null) answerError(reply, 'photo-not-here');
    else reply.type(JPEG).header('content-disposition', 'inline').send(Buffer.from(bytes));
  });
}
