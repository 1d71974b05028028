// Goods that belong to no package of a job: held under what can be read on them, with a finding.
import type { FindingId, JobId, OperatorId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { NewEntry } from '../model/entry.ts';
import type { FindingCode } from '../model/findings.ts';
import type { ForeignRecord, JobRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { cutText, TEXT_MAX } from '../model/comparableText.ts';
import { findTagBearer, foreignRecordId, isPalletTag } from '../model/packageLookup.ts';

/** What is held, by whose word (null: headquarters ended the job before anybody named it), and with which finding. */
export interface HeldGoodsFacts {
  book: Book;
  job: JobRecord;
  identity: string;
  /** The package here or expected that bears this name; undefined: none, or several. */
  named: PackageRecord | undefined;
  code: FindingCode;
  operator: OperatorId | null;
  findingId: FindingId;
}

/** The entries that hold a weighed load, and its finding. */
export function heldEntries(weighing: WeighingRecord, facts: HeldGoodsFacts): NewEntry[] {
  const { book, job, identity, named, code, operator, findingId } = facts;
  const unknownEpcHex = weighing.tags.find((epcHex) => !findTagBearer(book, epcHex) && !isPalletTag(book, epcHex));
  const held: NewEntry = {
    kind: 'package-foreign',
    body: {
      job: job.id,
      station: weighing.station,
      identity,
      named: named?.id ?? null,
      epcHex: unknownEpcHex ?? null,
      weighing: weighing.id,
      operator,
    },
  };
  // The same foreign package weighed again (its first weighing was reversed) is still one finding.
  const known: ForeignRecord | undefined = book.get('foreign', foreignRecordId(job.id, identity));
  if (known?.state === 'held') return [held];
  const finding = { finding: findingId, code, lot: job.lot, job: job.id, package: identity, operator };
  return [held, { kind: 'finding', body: { ...finding, weighing: null, comparison: null, note: null } }];
}

/** The same words on another load are another package: "NO MARK (2)". */
export function distinctIdentity(book: Book, { job, words }: { job: JobId; words: string }): string {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : ` (${count})`;
    const identity = cutText(words, TEXT_MAX - suffix.length) + suffix;
    const known = book.get('foreign', foreignRecordId(job, identity));
    const weighing = known?.weighing == null ? undefined : book.get('weighing', known.weighing);
    if (!known || weighing?.state === 'reversed') return identity;
  }
}

/** The finding with which goods of a job are held that bear the name of `named`, or of no package. */
export function foreignFindingCode(job: JobRecord, named: PackageRecord | undefined): FindingCode {
  if (job.lot === null) return 'UNANNOUNCED';
  return named && named.lot !== job.lot ? 'WRONG_LOT' : 'EXTRA_PACKAGE';
}
