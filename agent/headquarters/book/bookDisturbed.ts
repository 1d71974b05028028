// Weight findings that a disturbed load makes void: kept, so that headquarters' report can tell them for each person.
// CONTRACT.md 9.1.
import type { BookDisturbedRow } from './bookDisturbedRow.ts';
import { type BaseBook, isOpenFindingRow, parseIdList } from './baseBook.ts';
import { JOINT_FINDING_CODES } from './bookJoints.ts';
import { listImpliedFindings } from './impliedFindings.ts';
import type { BookWeighingRow } from './bookRows.ts';
import type { BookContext, ContractEntryOf } from './bookContext.ts';

/** What a weight says of goods; the others are about the scale, a name or a photograph. */
const WEIGHT_CODES: readonly string[] = ['WEIGHT_LOW', 'WEIGHT_HIGH', ...JOINT_FINDING_CODES, 'THEFT_SUSPECTED'];

type VoidedFinding = Pick<
  BookDisturbedRow,
  'finding' | 'code' | 'lot' | 'package' | 'members' | 'declared_mg' | 'measured_mg'
>;

/** Keeps what the reversal of a disturbed weighing is about to make void: to be called before it does. */
export function keepDisturbedFindings(
  { book, stream }: BookContext,
  { body, seq, at }: ContractEntryOf<'weighing-reversed'>,
  row: BookWeighingRow,
): void {
  if (body.reason !== 'load-disturbed') return;
  const voided = [...listReported(book, row), ...listNotReportedYet(book, row)];
  for (const [part, finding] of voided.entries())
    book.saveRow('disturbed_findings', {
      ...{ stream: stream.stream, seq, part, base: book.base },
      ...{ weighing: row.weighing, person: row.operator, wall_ms: at.wallMs },
      ...finding,
    });
}

function listReported(book: BaseBook, row: BookWeighingRow): VoidedFinding[] {
  return book
    .findRows('findings', 'weighing', row.weighing)
    .filter((finding) => WEIGHT_CODES.includes(finding.code) && isOpenFindingRow(finding))
    .sort((one, other) => one.seq - other.seq)
    .map(({ finding, code, lot, package: of, declared_mg, measured_mg }) => ({
      ...{ finding, code, lot, package: of, declared_mg, measured_mg },
      members: JSON.stringify(listMembers(book, row, { lot, package: of })),
    }));
}

/** What a sample found is reported at the end of its count; a foot before that makes it void all the same. */
function listNotReportedYet(book: BaseBook, row: BookWeighingRow): VoidedFinding[] {
  return listImpliedFindings(book, row.weighing)
    .filter(({ code, finding }) => finding === null && WEIGHT_CODES.includes(code))
    .map(({ code, lot, package: of }) => ({
      ...{ finding: null, code, lot, package: of },
      ...(code.startsWith('WEIGHT_') ? findCompared(row) : { declared_mg: null, measured_mg: null }),
      members: JSON.stringify(listMembers(book, row, { lot, package: of })),
    }));
}

function findCompared({ comparison }: BookWeighingRow): Pick<VoidedFinding, 'declared_mg' | 'measured_mg'> {
  const compared = JSON.parse(comparison ?? '{}') as { expectedMg?: number; measuredMg?: number };
  return { declared_mg: compared.expectedMg ?? null, measured_mg: compared.measuredMg ?? null };
}

function listMembers(
  book: BaseBook,
  { weighing, group_id }: BookWeighingRow,
  subject: { lot: string | null; package: string | null },
): string[] {
  if (subject.package !== null) return [subject.package];
  if (group_id !== null) return parseIdList(book.findRow('groups_weighed', group_id)?.packages ?? '[]');
  return subject.lot === null ? [] : parseIdList(book.findPassPair(weighing, subject.lot)?.packages ?? '[]');
}
