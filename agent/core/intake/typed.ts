// A weight that a person read and typed: possible, marked manual, and never verifying a lot by itself.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';

export function decideTypeWeight(event: Act & { job: string; package: string; grossMg: MassMg; reason: string }, _book: Book): Decision | Refusal {
  return refuse('job-unknown', { job: event.job });
}
