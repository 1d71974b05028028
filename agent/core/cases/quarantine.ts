// Setting a package apart takes one person; bringing it back takes two, and only when no finding on it is open.
import type { PackageId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import { standingRequest } from '../model/bookQueries.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import { canStepPackage } from '../model/states.ts';
import type { SecondPersonRecord } from '../model/workRecords.ts';

/**
 * Sets a package apart; one person is enough. Refuses packages that are quarantined, being counted or not at the base.
 */
export function decideQuarantine(event: CommandMeta & { package: PackageId }, book: Book): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = quarantineRefusal(record);
  if (refusal) return refusal;
  const body = { package: record.id, reason: 'person' as const, operator: event.operator };
  return { entries: [{ kind: 'package-quarantined', body }], effects: [], result: { package: record.id } };
}

/** Why a package cannot be set apart; null if it can. */
export function quarantineRefusal({ id, state, throughGate }: PackageRecord): Refusal | null {
  if (throughGate !== null) return refuse('package-drove-out', { package: id, gate: throughGate.gate });
  if (state === 'quarantined') return refuse('package-already-quarantined', { package: id });
  if (state === 'counting') return refuse('package-frozen', { package: id });
  return canStepPackage(state, 'quarantine') ? null : refuse('package-not-at-base', { package: id, state });
}

/**
 * Brings a package back into store: the first person asks, a second one lifts. Refuses while a finding on it is open or
 * its lot is undecided, and the same person twice.
 */
export function decideLiftQuarantine(event: CommandMeta & { package: PackageId }, book: Book): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = liftRefusal(record, book);
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

/** Why a quarantine cannot be lifted; null if it can. */
export function liftRefusal(record: PackageRecord, book: Book): Refusal | null {
  if (record.state !== 'quarantined') return refuse('package-not-quarantined', { package: record.id });
  const isDisputed = book
    .where('finding', 'package', record.id)
    .some(({ state }) => state === 'open' || state === 'recounted');
  if (isDisputed) return refuse('package-disputed', { package: record.id });
  const lot = book.get('lot', record.lot);
  // It comes back into store: its lot must have got there.
  return lot?.state === 'verified' || lot?.state === 'closed'
    ? null
    : refuse('lot-undecided', { lot: record.lot, state: lot?.state ?? '' });
}
