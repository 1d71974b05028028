// A weight that a person read and typed: possible, marked manual, and never verifying a lot by itself.
import { type JobId, type PackageId, asWeighingId } from '../model/ids.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { readWords } from '../model/comparableText.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { TYPED_WEIGHT_LIMITS } from '../model/limits.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { isIntakeJob, requireOpenJob } from '../model/bookQueries.ts';

/**
 * Decides a gross mass (mg) that a person read and typed; it always comes with the finding MANUAL_ENTRY. Refuses
 * packages that are not expected, a missing reason, and masses outside the limits.
 */
export function decideTypeWeight(
  event: CommandMeta & { job: JobId; package: PackageId; grossMg: MassMg; reason: string },
  book: Book,
): Decided | Refusal {
  const job = requireOpenJob(book, event.job);
  if ('refusal' in job) return job;
  if (!isIntakeJob(job)) return refuse('job-not-intake', { job: job.id });
  const record = book.get('package', event.package);
  if (record?.lot !== job.lot) return refuse('package-unknown', { package: event.package });
  if (record.state !== 'expected') return refuse('package-already-weighed', { package: record.id });
  if (awaitedPackages(book).has(record.id)) return refuse('package-awaited', { package: record.id });
  const reason = readWords(event.reason);
  if (reason === '') return refuse('reason-missing');
  const { grossMg, operator } = event;
  if (grossMg <= 0 || grossMg > TYPED_WEIGHT_LIMITS.grossMg) return refuse('weight-impossible');
  const newId = derivedIds(event.id);
  const weighing = asWeighingId(event.id);
  const typed: NewEntry = {
    kind: 'weight-typed',
    body: { weighing, package: record.id, job: job.id, lot: job.lot, grossMg, reason, operator },
  };
  const findingBase = {
    lot: job.lot,
    job: job.id,
    package: record.id,
    weighing,
    comparison: null,
    operator,
    note: reason,
  };
  const finding: NewEntry = { kind: 'finding', body: { finding: newId(), code: 'MANUAL_ENTRY', ...findingBase } };
  return { entries: [typed, finding], effects: [], result: { weighing, package: record.id } };
}
