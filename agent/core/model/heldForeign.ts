// Goods that no notice announced, and the findings that hold them.
import type { Book } from './book.ts';
import type { FindingCode } from './findings.ts';
import type { FindingRecord, ForeignRecord } from './records.ts';
import { foreignRecordId } from './packageLookup.ts';

/** Codes with which foreign goods are held. */
export const FOREIGN_CODES: readonly FindingCode[] = ['UNANNOUNCED', 'EXTRA_PACKAGE', 'WRONG_LOT'];

/**
 * The goods that a finding holds under what was read on them; undefined if it is about anything else. What was read may
 * be the id of a package: the finding is about the goods all the same.
 */
export function foreignOfFinding(
  finding: Pick<FindingRecord, 'code' | 'job' | 'package'>,
  book: Book,
): ForeignRecord | undefined {
  const { code, job, package: identity } = finding;
  if (job === null || identity === null || !FOREIGN_CODES.includes(code)) return undefined;
  return book.get('foreign', foreignRecordId(job, identity));
}
