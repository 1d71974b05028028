// A deposited release: one person asks with headquarters' code, another opens it. From then on it is a release like any
// other.
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { ReleaseOrder } from '../model/stockOrders.ts';
import { allocateRelease } from './allocation.ts';
import { standingRequest } from '../model/bookQueries.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';

/** The command that opens a deposited release. */
export interface OpenSealedEvent extends CommandMeta {
  sealed: string;
  /** What the code opened; null if it opens nothing. */
  content: ReleaseOrder | null;
  /** The code was not tried: after wrong ones this many seconds must pass. */
  waitSeconds?: number;
}

/**
 * Opens a deposited release: the first person asks, a second one opens. Refuses wrong codes, attempts during the wait,
 * deposits that are open or cancelled, releases that cannot be allocated, and the same person twice.
 */
export function decideOpenSealed(event: OpenSealedEvent, book: Book): Decided | Refusal {
  const { sealed, content, operator } = event;
  const deposit = book.get('deposit', sealed);
  if (!deposit) return refuse('deposit-unknown', { sealed });
  const order = book.get('order', deposit.order);
  if (order?.state === 'cancelled') return refuse('order-not-open', { order: order.id, state: order.state });
  if (deposit.state !== 'sealed') return refuse('deposit-opened', { sealed });
  if (event.waitSeconds !== undefined) return refuse('code-wait', { seconds: event.waitSeconds });
  if (content === null) return refuse('code-wrong', { sealed });
  const allocated = allocateRelease(content, { order: deposit.order, book });
  // Checked before the first person's request is recorded: a second person would come in vain.
  if ('reason' in allocated) return refuse('release-impossible', { reason: allocated.reason });
  const request = standingRequest(book, 'open-sealed', sealed);
  if (!request)
    return {
      entries: [
        {
          kind: 'second-person-asked',
          body: { act: 'open-sealed', subject: sealed, packages: [], netMg: asMassMg(0), operator },
        },
      ],
      effects: [],
      result: { sealed, opened: false },
    };
  if (request.operator === operator) return refuse('second-person-needed', { operator });
  const body = { sealed, order: deposit.order, release: content, askedBy: request.operator, operator };
  return {
    entries: [{ kind: 'sealed-order-opened', body }, allocated.entry],
    effects: [],
    result: { sealed, opened: true, order: deposit.order },
  };
}
