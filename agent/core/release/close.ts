// Closing a release: one person asks, another closes; only staged packages of the order leave.
import type { Book, JobRecord } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';

export function closeRelease(_event: Act, { job }: { book: Book; job: JobRecord }): Decision | Refusal {
  return refuse('job-unknown', { job: job.id });
}
