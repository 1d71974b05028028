// Every error that the web server itself answers with, in one table: status, text, and one shape {code, message,
// params}. The core's refusals and the register's have their own tables. Must not know which route answers with which.
import type { FastifyReply } from 'fastify';
import { fillText } from '../../core/model/refusals.ts';
import type { QueryUnavailable } from '../../services/agentApi.ts';

/** Status and English text of each code; `{name}` stands for a parameter. */
export const HTTP_ERRORS = {
  'not-signed-in': { status: 401, message: 'Sign in with badge and PIN first.' },
  'pin-needed': { status: 401, message: 'The badge alone does not open this screen now. Type your PIN too.' },
  'same-person': { status: 409, message: 'This is your own badge. Another person must confirm it with badge and PIN.' },
  'sign-in-refused': { status: 401, message: 'Badge or PIN is wrong.' },
  'sign-in-wait': { status: 429, message: 'Too many wrong tries. Wait {retryAfterSeconds} seconds.' },
  'other-person': { status: 401, message: 'Somebody else is signed in at this browser by now. Sign in again.' },
  'role-missing': { status: 403, message: 'This needs the role {roles}.' },
  'host-refused': {
    status: 421,
    message: 'This server is not reached under that name. Add it to http.names in the site file.',
  },
  'origin-refused': { status: 403, message: 'The request comes from a page of another server.' },
  'not-found': { status: 404, message: 'There is nothing at this address.' },
  'lot-unknown': { status: 404, message: 'There is no lot {lot} at this base.' },
  'weighing-unknown': { status: 404, message: 'There is no weighing {weighing} in this ledger.' },
  'case-unknown': { status: 404, message: 'There is no case {finding} at this base.' },
  'curve-unknown': { status: 404, message: 'No curve of weighing {weighing} is kept.' },
  blind: {
    status: 409,
    message: 'Hidden until this package is counted or weighed again: whoever does it must not know.',
  },
  'photo-not-here': {
    status: 404,
    message: 'This photograph is not here, or its bytes are not those that were taken.',
  },
  'photo-malformed': { status: 415, message: 'A photograph is a JPEG file. Take it again.' },
  'photo-too-large': { status: 413, message: 'A photograph is at most 2 MB. Take it again with fewer pixels.' },
  'photos-waiting': {
    status: 503,
    message: 'Too many photographs belong to no case yet. Add them to their cases, or wait a day.',
  },
  'evidence-no-space': {
    status: 503,
    message: 'Too little space is left on the disk for photographs. Call the administrator.',
  },
  'evidence-failed': {
    status: 503,
    message: 'The storage of photographs fails. Weighing goes on; call the administrator.',
  },
  'instrument-unknown': { status: 404, message: 'There is no instrument {instrument} in the site file.' },
  'instrument-no-scale': {
    status: 409,
    message: 'Instrument {instrument} is no scale, so it bears no verification mark.',
  },
  'instrument-exists': { status: 409, message: 'There is an instrument {instrument} already.' },
  'site-file-changed': {
    status: 409,
    message:
      'The site file was edited since the agent read it. Check it and start the agent again, then change instruments here.',
  },
  'site-file-faulty': {
    status: 422,
    message: 'With this change the site file would have faults ({faults}). Nothing was changed.',
  },
  'site-file-not-written': {
    status: 503,
    message: 'The site file could not be written: {reason}. Nothing was changed.',
  },
  'site-file-not-read': { status: 503, message: 'The site file could not be read: {reason}.' },
  'headquarters-unknown': {
    status: 409,
    message: 'The site file names no headquarters, so no message can be from it.',
  },
  'request-malformed': { status: 400, message: 'The request has not the form it must have: {detail}' },
  'request-too-large': { status: 413, message: 'The request is larger than {bytes} bytes.' },
  'media-refused': { status: 415, message: 'Send JSON; a photograph as image/jpeg.' },
  'not-recorded': { status: 503, message: 'Not recorded: the storage did not take it. Send the same command again.' },
  'storage-away': {
    status: 503,
    message: 'The storage does not answer now, so nothing can be looked up. Try again in a minute.',
  },
  'too-many-sessions': { status: 503, message: 'Too many people are signed in. Sign out somewhere first.' },
  'too-many-screens': { status: 503, message: 'Too many screens are open.' },
  busy: { status: 503, message: 'Too much at once. Try again in a second.' },
  internal: { status: 500, message: 'The agent made a mistake. It is in the log under {request}.' },
} as const satisfies Record<string, { status: number; message: string }>;

/** A code of the table. */
export type HttpErrorCode = keyof typeof HTTP_ERRORS;
/** What fills the placeholders of an error's text. */
export type ErrorParams = Record<string, string | number>;

/** The body of every error answer, refusals of the core and the register included. */
export interface HttpErrorBody {
  code: string;
  message: string;
  params: ErrorParams;
}

/** Answers with the code's status and filled text. */
export function sendError(reply: FastifyReply, code: HttpErrorCode, params: ErrorParams = {}): FastifyReply {
  const { status, message } = HTTP_ERRORS[code];
  const body: HttpErrorBody = { code, message: fillText(message, params), params };
  return reply.code(status).send(body);
}

/** Answers 503 for a query that the storage or the number of queries under way did not allow. */
export function sendQueryUnavailable(reply: FastifyReply, reason: QueryUnavailable): FastifyReply {
  return sendError(reply, reason === 'busy' ? 'busy' : 'storage-away');
}
