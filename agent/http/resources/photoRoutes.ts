// POST /api/photos stores one JPEG file and answers its hash; the command attach-photo then names the finding it
// belongs to. GET /api/photos/:photo gives the file back. The session is checked before the file is read. Must not know
// where photographs are kept.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EVIDENCE_STORE_LIMITS } from '../../core/ports/evidenceStore.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { COMMANDS } from '../../core/model/command.ts';
import { sendError, type HttpErrorCode } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';
import { photoRef } from '../../core/model/commandValues.ts';

const JPEG = 'image/jpeg';
const params = z.strictObject({ photo: photoRef });

/** Adds storing and reading a photograph. */
export function addPhotoRoutes(app: HttpApp, parts: ServerParts): void {
  const { cases } = parts.agent;
  const requirePhotoRole = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (requireSession(request, reply, parts, COMMANDS['attach-photo'].roles) !== null) done();
  };

  // A scope of its own: every other route takes JSON alone, and this one takes JPEG alone.
  void app.register((scope: HttpApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(JPEG, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post(
      '/api/photos',
      { bodyLimit: EVIDENCE_STORE_LIMITS.photoBytes, onRequest: requirePhotoRole },
      (request, reply) => {
        parts.sessions.touch(readSessionToken(request));
        if (!Buffer.isBuffer(request.body)) return sendError(reply, 'photo-malformed');
        const stored = cases.storePhoto(request.body);
        return stored.kind === 'refused'
          ? sendError(reply, stored.code satisfies HttpErrorCode)
          : reply.send({ photo: stored.photo, bytes: stored.bytes });
      },
    );
    done();
  });

  app.get('/api/photos/:photo', { schema: { params } }, (request, reply) => {
    if (requireSession(request, reply, parts) === null) return;
    const bytes = cases.readPhoto(request.params.photo);
    if (bytes === null) sendError(reply, 'photo-not-here');
    else reply.type(JPEG).header('content-disposition', 'inline').send(Buffer.from(bytes));
  });
}
