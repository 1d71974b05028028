// POST /api/photos takes one JPEG file as evidence and answers its hash; the command attach-photo then says of what it
// is evidence. GET /api/photos/:photo gives the file back. Who sends is asked before the file is read.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EVIDENCE_STORE_LIMITS } from '../../core/ports/evidenceStore.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { COMMANDS } from '../../core/model/command.ts';
import { sendError, type HttpErrorCode } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';

const JPEG = 'image/jpeg';
const params = z.strictObject({ photo: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits') });

export function addPhotoRoutes(app: HttpApp, parts: ServerParts): void {
  const { cases } = parts.agent;
  const allowed = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (requireSession(request, reply, parts, COMMANDS['attach-photo'].roles) !== null) done();
  };

  // A scope of its own: no other resource takes anything but JSON, and this one takes nothing else.
  void app.register((scope: HttpApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(JPEG, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post('/api/photos', { bodyLimit: EVIDENCE_STORE_LIMITS.photoBytes, onRequest: allowed }, (request, reply) => {
      parts.sessions.touch(readSessionToken(request));
      if (!Buffer.isBuffer(request.body)) return sendError(reply, 'photo-malformed');
      const kept = cases.storePhoto(request.body);
      return kept.kind === 'refused'
        ? sendError(reply, kept.code satisfies HttpErrorCode)
        : reply.send({ photo: kept.photo, bytes: kept.bytes });
    });
    done();
  });

  app.get('/api/photos/:photo', { schema: { params } }, (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    const bytes = cases.readPhoto(request.params.photo);
    if (bytes === null) sendError(reply, 'photo-not-here');
    else reply.type(JPEG).header('content-disposition', 'inline').send(Buffer.from(bytes));
  });
}
