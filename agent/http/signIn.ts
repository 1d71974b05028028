// Checks of a PIN on their way through the web server: how many at once, and what a refused one is answered with.
import type { FastifyReply } from 'fastify';
import { answerError } from './errors.ts';
import type { SignIn } from './service.ts';

/** Each check of a PIN costs 16 MB and a fifth of a second; more at once only wait for each other. */
const AT_ONCE = 8;

export class PinChecks {
  #running = 0;

  /** Null: too many at once. */
  async run(check: () => Promise<SignIn>): Promise<SignIn | null> {
    if (this.#running >= AT_ONCE) return null;
    this.#running += 1;
    return check().finally(() => (this.#running -= 1));
  }
}

export function answerRefusedSignIn(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  if (retryAfterSeconds <= 0) return answerError(reply, 'sign-in-refused');
  return answerError(reply.header('retry-after', retryAfterSeconds), 'sign-in-wait', { retryAfterSeconds });
}
