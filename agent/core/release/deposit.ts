// A deposited release: one person asks with headquarters' code, another opens it.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { ReleaseOrder } from '../stockOrders.ts';

/** `content`: what the code opened; null if it opens nothing. */
export function decideOpenSealed(event: Act & { sealed: string; content: ReleaseOrder | null }, _book: Book): Decision | Refusal {
  return refuse('deposit-unknown', { sealed: event.sealed });
}
