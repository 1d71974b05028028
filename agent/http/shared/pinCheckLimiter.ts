// PIN checks that the web server has under way: how many at once, and the answer to a refused one. Must not know how a
// PIN is checked.
import type { FastifyReply } from 'fastify';
import { sendError } from './httpErrors.ts';
import type { Authenticator } from '../../services/agentApi.ts';

type PinCheckOutcome = Awaited<ReturnType<Authenticator['checkPin']>>;

/** Each check costs 16 MB and a fifth of a second of CPU; more at once would only wait for each other. */
const MAX_CHECKS_AT_ONCE = 8;

/** Limits the PIN checks under way. */
export class PinCheckLimiter {
  #running = 0;

  /** Runs the check; null, without running it, if too many are under way. */
  async run(check: () => Promise<PinCheckOutcome>): Promise<PinCheckOutcome | null> {
    if (this.#running >= MAX_CHECKS_AT_ONCE) return null;
    this.#running += 1;
    return check().finally(() => (this.#running -= 1));
  }
}

/** Answers 401, or 429 with the seconds to wait in `retry-after`. */
export function sendSignInRefused(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  if (retryAfterSeconds <= 0) return sendError(reply, 'sign-in-refused');
  return sendError(reply.header('retry-after', retryAfterSeconds), 'sign-in-wait', { retryAfterSeconds });
}
