// Findings that must follow from the evidence (CONTRACT.md 9.4), kept beside those that the base reports: what was
// never reported shows, and so does what nothing bears out.
import { isWithinComparison, type DeterminationComparison, comparisonDifferenceMg } from './scaleBounds.ts';
import type { BaseBook } from './baseBook.ts';
import type { BookFindingRow, BookWeighingRow } from './bookRows.ts';

export interface ImpliedFinding {
  code: string;
  lot: string | null;
  package: string | null;
  weighing: string | null;
  /** The base must report it; otherwise it is only believed if it does. */
  required: boolean;
}

export interface ImpliedFindingRow {
  due: number;
  code: string;
  lot: string | null;
  package: string | null;
  weighing: string | null;
  required: number;
  finding: string | null;
}

export function recordImpliedFinding(
  book: BaseBook,
  { code, lot, package: concerned, weighing, required }: ImpliedFinding,
): void {
  book.store
    .prepare('INSERT INTO dues (base, code, lot, package, weighing, required) VALUES (?, ?, ?, ?, ?, ?)')
    .run(book.base, code, lot, concerned, weighing, required ? 1 : 0);
}

/** What a weighing says against what was expected. */
export function recordWeighingFindings(
  book: BaseBook,
  weighing: Pick<BookWeighingRow, 'weighing' | 'verified'>,
  of: { comparison: DeterminationComparison; lot: string | null; package: string | null; required: boolean },
): void {
  const { comparison, ...about } = of;
  const due = { ...about, weighing: weighing.weighing };
  if (!isWithinComparison(comparison))
    recordImpliedFinding(book, { ...due, code: comparisonDifferenceMg(comparison) < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH' });
  if (weighing.verified === 0) recordImpliedFinding(book, { ...due, code: 'SCALE_UNVERIFIED' });
}

/** A weighing that is reversed, or compared anew, says nothing any more. */
export function deleteImpliedFindings(book: BaseBook, weighing: string): void {
  book.store.prepare('DELETE FROM dues WHERE base = ? AND weighing = ?').run(book.base, weighing);
}

/** The reported finding answers the latest of what must follow and was not reported yet. */
export function matchReportedFinding(
  book: BaseBook,
  { finding, code, package: concerned, weighing }: BookFindingRow,
): void {
  const rows =
    weighing === null
      ? book.store
          .prepare<unknown[], ImpliedFindingRow>(
            'SELECT * FROM dues WHERE base = ? AND code = ? AND package IS ? AND finding IS NULL ORDER BY due DESC LIMIT 1',
          )
          .all(book.base, code, concerned)
      : listImpliedFindings(book, weighing).filter(
          (due) => due.code === code && due.finding === null && (due.package === null || due.package === concerned),
        );
  const [due] = rows;
  if (due) book.store.prepare('UPDATE dues SET finding = ? WHERE due = ?').run(finding, due.due);
}

export function listImpliedFindings(book: BaseBook, weighing: string): ImpliedFindingRow[] {
  return book.store
    .prepare<[string, string], ImpliedFindingRow>('SELECT * FROM dues WHERE base = ? AND weighing = ?')
    .all(book.base, weighing);
}

export function listUnreportedFindings(book: BaseBook, lot: string): ImpliedFindingRow[] {
  return book.store
    .prepare<[string, string], ImpliedFindingRow>(
      'SELECT * FROM dues WHERE base = ? AND lot = ? AND required = 1 AND finding IS NULL ORDER BY due',
    )
    .all(book.base, lot);
}
