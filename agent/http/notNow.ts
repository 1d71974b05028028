// The two answers of a look that cannot be taken now.
import type { FastifyReply } from 'fastify';
import { answerError } from './errors.ts';
import type { NotNow } from './lookUp.ts';

export function answerNotNow(reply: FastifyReply, why: NotNow): FastifyReply {
  return answerError(reply, why === 'busy' ? 'busy' : 'storage-away');
}
