// Checks of a PIN on their way through the web server: how many at once, and what a refused one is answered with.
import type { FastifyReply } from 'fastify';
import { sendError } from './httpErrors.ts';
import type { SignInResult } from '../../services/agentApi.ts';

/** Each check of a PIN costs 16 MB and a fifth of a second; more at once only wait for each other. */
const AT_ONCE = 8;

export class PinCheckLimiter {
  #running = 0;

  /** Null: too many at once. */
  async run(check: () => Promise<SignInResult>): Promise<SignInResult | null> {
    if (this.#running >= AT_ONCE) return null;
    this.#running += 1;
    return check().finally(() => (this.#running -= 1));
  }
}

export function sendSignInRefused(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  if (retryAfterSeconds <= 0) return sendError(reply, 'sign-in-refused');
  return sendError(reply.header('retry-after', retryAfterSeconds), 'sign-in-wait', { retryAfterSeconds });
}
