// What a failed check weighing does to the book: figures are doubtful, and what the scale proved meanwhile is unproven
// again.
import type { Book, BookChange } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { EntryBodies } from '../model/entry.ts';
import { afterPackageStep } from '../model/states.ts';
import { requireRecord, putRecord, stepLot } from './bookChanges.ts';
import { withdrawMembers } from './jointChanges.ts';
import { applySampleReversed } from './stocktakeChanges.ts';

/**
 * Marks weighings and packages as doubtful, takes back samples and agreements that rest on them, and opens their lots
 * again.
 */
export function applyWeighingsDoubted(body: EntryBodies['weighings-doubted'], book: Book): BookChange[] {
  const weighings = body.weighings.map((id) => requireRecord(book, 'weighing', id));
  const packages = new Map(body.packages.map((id) => [id, { ...requireRecord(book, 'package', id), doubtful: true }]));
  for (const record of unstagePackages(weighings, { book, packages })) packages.set(record.id, record);
  return [
    ...weighings.map((record) => putRecord('weighing', { ...record, doubted: true })),
    ...[...packages.values()].map((record) => putRecord('package', record)),
    ...weighings.flatMap((record) => [...reverseSamples(record, book), ...reopenAgreedFindings(record, book)]),
    ...withdrawMembers(
      book,
      weighings.flatMap(({ id, package: member }) => (member === null ? [] : [{ package: member, weighing: id }])),
    ),
    ...body.lots.map((lot) => stepLot(book, lot, 'reopen')),
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
    ? applySampleReversed(record, { package: requireRecord(book, 'package', record.package), book })
    : [];
}

function reopenAgreedFindings(record: WeighingRecord, book: Book): BookChange[] {
  if (record.purpose !== 'recount' || record.package === null) return [];
  const findings = book
    .where('finding', 'package', record.package)
    .filter(({ recount, state }) => recount === record.id && state === 'recounted');
  return findings.map((finding) => putRecord('finding', { ...finding, state: 'open' as const }));
}
