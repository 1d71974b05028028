// Findings that must follow from the evidence (CONTRACT.md 9.4), kept beside those that the base reports: what was
// never reported shows, and so does what nothing bears out.
import { isWithinComparison, type DeterminationComparison, comparisonDifferenceMg } from './scaleBounds.ts';
import type { BaseBook } from './baseBook.ts';
import type { BookFindingRow, BookWeighingRow } from './bookRows.ts';

/** A finding that must or may follow from the evidence. */
export interface ImpliedFinding {
  code: string;
  lot: string | null;
  package: string | null;
  weighing: string | null;
  /** The base must report it; otherwise it is only believed if it does. */
  required: boolean;
}

/** An implied finding as it stands in the store; `finding` is the reported one that answers it. */
export interface ImpliedFindingRow {
  implied_finding: number;
  code: string;
  lot: string | null;
  package: string | null;
  weighing: string | null;
  required: number;
  finding: string | null;
}

/** Records a finding that the base is expected to report. */
export function recordImpliedFinding(
  book: BaseBook,
  { code, lot, package: packageOrIdentity, weighing, required }: ImpliedFinding,
): void {
  book.store
    .prepare('INSERT INTO implied_findings (base, code, lot, package, weighing, required) VALUES (?, ?, ?, ?, ?, ?)')
    .run(book.base, code, lot, packageOrIdentity, weighing, required ? 1 : 0);
}

/** What a weighing says against what was expected. */
export function recordWeighingFindings(
  book: BaseBook,
  weighing: Pick<BookWeighingRow, 'weighing' | 'verified'>,
  finding: {
    comparison: DeterminationComparison;
    /** Whether the scale could see what it was to decide. */
    fit: boolean;
    lot: string | null;
    package: string | null;
    required: boolean;
  },
): void {
  const { comparison, fit, ...subject } = finding;
  const impliedFinding = { ...subject, weighing: weighing.weighing };
  if (!isWithinComparison(comparison))
    recordImpliedFinding(book, {
      ...impliedFinding,
      code: comparisonDifferenceMg(comparison) < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH',
    });
  if (weighing.verified === 0) recordImpliedFinding(book, { ...impliedFinding, code: 'SCALE_UNVERIFIED' });
  if (!fit) recordImpliedFinding(book, { ...impliedFinding, code: 'SCALE_TOO_COARSE' });
}

/** Members of a joint weighing differ from it; a sample's finding waits for the end of its count. */
export function recordJointFinding(
  book: BaseBook,
  weighing: Pick<BookWeighingRow, 'weighing' | 'purpose'>,
  finding: { comparison: DeterminationComparison; lot: string; package: string },
): void {
  const { comparison, ...subject } = finding;
  recordImpliedFinding(book, {
    ...subject,
    weighing: weighing.weighing,
    code: comparisonDifferenceMg(comparison) < 0 ? 'JOINT_LOW' : 'JOINT_HIGH',
    required: weighing.purpose !== 'sample',
  });
}

/** A weighing that is reversed, or compared anew, says nothing any more; codes of `except` stay. */
export function deleteImpliedFindings(book: BaseBook, weighing: string, except: readonly string[] = []): void {
  for (const { code, implied_finding } of listImpliedFindings(book, weighing))
    if (!except.includes(code))
      book.store.prepare('DELETE FROM implied_findings WHERE implied_finding = ?').run(implied_finding);
}

/** The reported finding answers the latest of what must follow and was not reported yet. */
export function matchReportedFinding(
  book: BaseBook,
  { finding, code, package: packageOrIdentity, weighing }: BookFindingRow,
): void {
  const rows =
    weighing === null
      ? book.store
          .prepare<unknown[], ImpliedFindingRow>(
            'SELECT * FROM implied_findings WHERE base = ? AND code = ? AND package IS ? AND finding IS NULL ORDER BY implied_finding DESC LIMIT 1',
          )
          .all(book.base, code, packageOrIdentity)
      : listImpliedFindings(book, weighing).filter(
          (impliedFinding) =>
            impliedFinding.code === code &&
            impliedFinding.finding === null &&
            (impliedFinding.package === null || impliedFinding.package === packageOrIdentity),
        );
  const [impliedFinding] = rows;
  if (impliedFinding)
    book.store
      .prepare('UPDATE implied_findings SET finding = ? WHERE implied_finding = ?')
      .run(finding, impliedFinding.implied_finding);
}

/** What a weighing implies, reported or not. */
export function listImpliedFindings(book: BaseBook, weighing: string): ImpliedFindingRow[] {
  return book.store
    .prepare<[string, string], ImpliedFindingRow>('SELECT * FROM implied_findings WHERE base = ? AND weighing = ?')
    .all(book.base, weighing);
}

/** Findings on a lot that the base must report and has not. */
export function listUnreportedFindings(book: BaseBook, lot: string): ImpliedFindingRow[] {
  return book.store
    .prepare<[string, string], ImpliedFindingRow>(
      'SELECT * FROM implied_findings WHERE base = ? AND lot = ? AND required = 1 AND finding IS NULL ORDER BY implied_finding',
    )
    .all(book.base, lot);
}
