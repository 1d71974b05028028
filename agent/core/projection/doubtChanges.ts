// What a failed check weighing does to the book: figures are doubtful, and what the scale proved meanwhile is unproven
// again.
import type { Book, BookChange } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { afterPackageStep } from '../model/states.ts';
import { requireRecord, putRecord, scaleRecord, stepLot } from './bookChanges.ts';
import { withdrawMembers } from './jointChanges.ts';
import { applySampleReversed } from './stocktakeChanges.ts';

/**
 * Marks weighings and packages as doubtful, takes back samples and agreements that rest on them, and opens their lots
 * again.
 */
export function applyWeighingsDoubted({ body, seq }: EntryOf<'weighings-doubted'>, book: Book): BookChange[] {
  const weighings = body.weighings.map((id) => requireRecord(book, 'weighing', id));
  const packages = new Map(body.packages.map((id) => [id, { ...requireRecord(book, 'package', id), doubtful: true }]));
  for (const record of unstagePackages(weighings, { book, packages })) packages.set(record.id, record);
  return [
    ...weighings.map((record) => putRecord('weighing', { ...record, doubted: body.reason })),
    ...doubtScale(body, { book, seq }),
    ...[...packages.values()].map((record) => putRecord('package', record)),
    ...weighings.flatMap((record) => [...reverseSamples(record, book), ...reopenAgreedFindings(record, book)]),
    ...withdrawMembers(
      book,
      weighings.flatMap(({ id, package: member }) => (member === null ? [] : [{ package: member, weighing: id }])),
    ),
    ...body.lots.map((lot) => stepLot(book, lot, 'reopen')),
  ];
}

/** Only what a failed check made doubtful can be lifted as a whole. */
function doubtScale(
  { scale: id, reason }: EntryBodies['weighings-doubted'],
  { book, seq }: { book: Book; seq: number },
): BookChange[] {
  if (reason !== 'check-failed') return [];
  const scale = scaleRecord(book, id);
  return [putRecord('scale', { ...scale, doubt: { era: scale.era, seq } })];
}

/** Two persons lifted the doubt: these weighings prove again what they did, and what said otherwise is void. */
export function applyDoubtLifted(body: EntryBodies['doubt-lifted'], book: Book): BookChange[] {
  return [
    ...body.weighings.map((id) => putRecord('weighing', { ...requireRecord(book, 'weighing', id), doubted: null })),
    ...body.packages.flatMap((id) => settleDoubt(book, { ...requireRecord(book, 'package', id), doubtful: false })),
    putRecord('scale', { ...scaleRecord(book, body.scale), doubt: null }),
  ];
}

/** A package is doubtful no more: its findings of a faulty scale are void. A doubt is no disagreement. */
export function settleDoubt(book: Book, record: PackageRecord): BookChange[] {
  const faults = book
    .where('finding', 'package', record.id)
    .filter((finding) => finding.code === 'SCALE_FAULT' && isFindingOpen(finding));
  return [
    putRecord('package', record),
    ...faults.map((finding) => putRecord('finding', { ...finding, state: 'void' as const })),
  ];
}

/** A package that a doubtful weighing let through to dispatch is weighed there again. */
function unstagePackages(
  weighings: readonly WeighingRecord[],
  { book, packages }: { book: Book; packages: ReadonlyMap<string, PackageRecord> },
): PackageRecord[] {
  return weighings.flatMap(({ purpose, package: id }) => {
    const record = id === null || purpose !== 'dispatch' ? undefined : (packages.get(id) ?? book.get('package', id));
    return record?.state === 'staged' ? [{ ...record, state: afterPackageStep(record.state, 'unstage') }] : [];
  });
}

function reverseSamples(record: WeighingRecord, book: Book): BookChange[] {
  return record.purpose === 'sample' && record.package !== null
    ? applySampleReversed(record, { package: requireRecord(book, 'package', record.package), book, staysOff: false })
    : [];
}

function reopenAgreedFindings(record: WeighingRecord, book: Book): BookChange[] {
  if (record.purpose !== 'recount' || record.package === null) return [];
  const findings = book
    .where('finding', 'package', record.package)
    .filter(({ recount, state }) => recount === record.id && state === 'recounted');
  return findings.map((finding) => putRecord('finding', { ...finding, state: 'open' as const }));
}
