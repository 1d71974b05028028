// Counting, blind: what was seen, what nobody can reach, what somebody looked for in vain.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';

export type CountHow = 'tag' | 'scan' | 'typed' | 'inferred' | 'absent';

export function decideCount(event: Act & { stocktake: string; codes: readonly string[]; how: CountHow }, _book: Book): Decision | Refusal {
  return refuse('stocktake-unknown', { stocktake: event.stocktake });
}
