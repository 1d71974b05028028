// Weight findings that a disturbed load made void, for each person. Reads only. One is an accident; many of one person
// are a question, above all those that no later weighing showed again.
import { formatMinute } from './ageReports.ts';
import { kgTextOrNull } from './stockTotals.ts';
import type { BookDisturbedRow } from '../book/bookDisturbedRow.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';

/** Whether weighings after the disturbed one, which stand, showed the same of the same goods. */
export type DisturbedOutcome = 'shown again' | 'not shown again' | 'not weighed again';

/** A weight finding that a disturbed load made void. */
export interface DisturbedFindingReport {
  base: string;
  /** Of the weighing; null: nobody was signed in. */
  person: string | null;
  /** Of the reversal: day and minute in Japan, by the base's clock. */
  at: string;
  code: string;
  lot: string | null;
  /** Null where several were weighed together. */
  package: string | null;
  weighing: string;
  /** Null where the base had not reported it yet. */
  finding: string | null;
  declaredKg: string | null;
  measuredKg: string | null;
  /** Measured less declared. */
  differenceKg: string | null;
  later: DisturbedOutcome;
}

/** Columns of the table. */
export const DISTURBED_COLUMNS: readonly (keyof DisturbedFindingReport)[] = [
  'base',
  'person',
  'at',
  'code',
  'lot',
  'package',
  'weighing',
  'finding',
  'declaredKg',
  'measuredKg',
  'differenceKg',
  'later',
];

/** How many weight findings of a person's weighings disturbed loads made void. */
export interface DisturbedPersonReport {
  base: string;
  person: string | null;
  voided: number;
  /** Of them, what no later weighing showed again, also for want of one. */
  notShownAgain: number;
}

/** All such findings, the oldest first. */
export function listDisturbedFindings(book: HeadquartersBook): DisturbedFindingReport[] {
  return book
    .prepare<[], BookDisturbedRow & { shown: number; unweighed: number }>(
      `SELECT d.*, ${SHOWN_SQL} AS shown, ${UNWEIGHED_SQL} AS unweighed FROM disturbed_findings d ORDER BY d.stream, d.seq, d.part`,
    )
    .all()
    .map(({ base, person, code, lot, package: of, weighing, finding, ...row }) => ({
      ...{ base, person, at: formatMinute(row.wall_ms), code, lot, package: of, weighing, finding },
      declaredKg: kgTextOrNull(row.declared_mg),
      measuredKg: kgTextOrNull(row.measured_mg),
      differenceKg:
        row.declared_mg === null || row.measured_mg === null ? null : kgTextOrNull(row.measured_mg - row.declared_mg),
      later: row.shown > 0 ? 'shown again' : row.unweighed > 0 ? 'not weighed again' : 'not shown again',
    }));
}

/** The same, counted; first who has most that was not shown again, of equals the one whose oldest is the oldest. */
export function countDisturbedOfPersons(findings: readonly DisturbedFindingReport[]): DisturbedPersonReport[] {
  const persons = new Map<string, DisturbedPersonReport>();
  for (const { base, person, later } of findings) {
    const key = JSON.stringify([base, person]);
    const row = persons.get(key) ?? { base, person, voided: 0, notShownAgain: 0 };
    row.voided += 1;
    if (later !== 'shown again') row.notShownAgain += 1;
    persons.set(key, row);
  }
  return [...persons.values()].sort((one, other) => other.notShownAgain - one.notShownAgain);
}

/** A weighing after the disturbed one. */
const LATER_SQL = `(w.stream, w.seq) > (SELECT o.stream, o.seq FROM weighings o WHERE o.base = d.base AND o.weighing = d.weighing)`;

const MEMBERS_SQL = '(SELECT value FROM json_each(d.members))';

/** What headquarters itself takes from later weighings, whether or not the base reported it. */
const SHOWN_SQL = `(SELECT count(*) FROM implied_findings i JOIN weighings w ON w.base = i.base AND w.weighing = i.weighing
  WHERE i.base = d.base AND i.lot IS d.lot AND i.code = d.code AND ${LATER_SQL}
    AND (i.package IN ${MEMBERS_SQL} OR (i.package IS NULL AND EXISTS (
      SELECT 1 FROM (SELECT g.packages FROM groups_weighed g WHERE g.base = d.base AND g.group_id = w.group_id
        UNION ALL SELECT r.packages FROM pairs r WHERE r.base = d.base AND r.after = w.weighing AND r.lot = d.lot) t,
        json_each(t.packages) k WHERE k.value IN ${MEMBERS_SQL}))))`;

/** Of the goods, how many no later weighing that stands has weighed. A removal's says only what was taken. */
const UNWEIGHED_SQL = `(SELECT count(*) FROM json_each(d.members) m WHERE NOT EXISTS (
  SELECT 1 FROM weighings w WHERE w.base = d.base AND w.state = 'bound' AND w.doubt IS NULL AND ${LATER_SQL}
    AND ((w.package = m.value AND (w.purpose = 'removal') = (d.code = 'THEFT_SUSPECTED'))
      OR w.weighing = (SELECT p.weighing FROM packages p WHERE p.base = d.base AND p.package = m.value))))`;
