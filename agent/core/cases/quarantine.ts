// Setting a package apart takes one person; bringing it back takes two, and only when no finding on it is open.
import type { PackageId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import { standingRequest } from '../model/bookQueries.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import { actRefusal } from '../model/packageActs.ts';
import type { SecondPersonRecord } from '../model/workRecords.ts';

/**
 * Sets a package apart; one person is enough, also while it is counted. Refuses packages that are quarantined, drove out
 * or are not at the base.
 */
export function decideQuarantine(event: CommandMeta & { package: PackageId }, book: Book): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'quarantine');
  if (refusal) return refusal;
  const body = { package: record.id, reason: 'person' as const, operator: event.operator };
  return { entries: [{ kind: 'package-quarantined', body }], effects: [], result: { package: record.id } };
}

/**
 * Brings a package back to what it was: the first person asks, a second one lifts. Refuses while a finding on it is open,
 * and the same person twice. Its lot is not asked.
 */
export function decideLiftQuarantine(event: CommandMeta & { package: PackageId }, book: Book): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'lift');
  if (refusal) return refusal;
  const { operator } = event;
  const request = liftRequest(record, book);
  if (request === null) {
    const body = { act: 'lift-quarantine' as const, subject: record.id, packages: [], netMg: asMassMg(0), operator };
    return {
      entries: [{ kind: 'second-person-asked', body }],
      effects: [],
      result: { package: record.id, asked: true },
    };
  }
  if (request.operator === operator) return refuse('second-person-needed', { operator });
  const body = { package: record.id, askedBy: request.operator, operator };
  return { entries: [{ kind: 'quarantine-lifted', body }], effects: [], result: { package: record.id, asked: false } };
}

/** The request to lift this quarantine; null if there is none since it began. */
export function liftRequest(record: PackageRecord, book: Book): SecondPersonRecord | null {
  const request = standingRequest(book, 'lift-quarantine', record.id);
  return request && request.seq >= (record.quarantine?.seq ?? 0) ? request : null;
}
