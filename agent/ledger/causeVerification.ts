// The table of causes against the entries: its ranges cover every entry of an epoch once, in order, and a cause that led
// to nothing is one that may. What it answered is held against its entries as far as they say it.
import type { Entry } from '../core/model/entry.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import type { VerifiedEpoch } from './entryVerification.ts';

/** These always leave an entry; what people, loads and gates ask may change nothing. */
const LEADS_TO_ENTRIES = /^(?:order|epoch|run|checkpoint|register):/;

interface CauseRow {
  cause: string;
  epoch: string;
  firstSeq: number;
  lastSeq: number;
  result: string;
}

/**
 * Walks the table of causes in the order of the entries and adds what does not fit.
 *
 * @see FORMAT.md, "Causes"
 */
export function verifyCauses(
  connection: DatabaseConnection,
  epochs: readonly VerifiedEpoch[],
  discrepancies: DiscrepancyList,
): void {
  const rows = connection.prepare<[], CauseRow>(
    `SELECT cause, epochs.epoch AS epoch, first_seq AS firstSeq, last_seq AS lastSeq, result
     FROM causes JOIN epochs ON epochs.number = causes.epoch ORDER BY causes.epoch, first_seq, last_seq, cause`,
  );
  const answers = createAnswerCheck(connection);
  const reached = new Map<string, number>();
  for (const row of rows.iterate()) {
    const { cause, epoch, firstSeq, lastSeq } = row;
    const position = { epoch, seq: firstSeq };
    const next = (reached.get(epoch) ?? 0) + 1;
    const isEmpty = lastSeq === firstSeq - 1;
    if (firstSeq !== next || lastSeq < firstSeq - 1)
      discrepancies.add('cause-differs', position, 'causes do not follow each other entry by entry');
    else if (isEmpty && LEADS_TO_ENTRIES.test(cause))
      discrepancies.add('cause-surplus', position, 'it led to no entry, and such a cause always does');
    else if (!answers(row)) discrepancies.add('answer-differs', position, 'its entries do not say what was answered');
    reached.set(epoch, Math.max(next - 1, lastSeq));
  }
  for (const { epoch, entries } of epochs)
    if ((reached.get(epoch) ?? 0) !== entries)
      discrepancies.add('cause-differs', { epoch, seq: entries }, 'the last entries have no cause, or causes no entry');
}

function createAnswerCheck(connection: DatabaseConnection): (row: CauseRow) => boolean {
  const statement = connection
    .prepare<[number, number, string], Buffer>(
      `SELECT bytes FROM epochs JOIN entries ON entries.position BETWEEN epochs.first_position + ? - 1 AND epochs.first_position + ? - 1
       WHERE epochs.epoch = ?`,
    )
    .pluck();
  return ({ epoch, firstSeq, lastSeq, result }) => {
    const answer = parseObject(result);
    if (answer === null) return false;
    if (lastSeq < firstSeq) return true;
    const entries = statement.all(firstSeq, lastSeq, epoch).map((bytes) => parseObject(bytes.toString('utf8')));
    if (entries.includes(null)) return true;
    return isAnswerOf(answer, entries as unknown as Entry[]);
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Members of an answer that name what the entries made. */
const NAMES_WHAT_WAS_MADE: ReadonlySet<string> = new Set(['order', 'weighing', 'finding', 'group', 'visit', 'verdict']);

/**
 * Whether an answer can be that of these entries: whether an order was taken, what it names as made, and the number of a
 * weighing stand in one of them, or are what their cause names. Of a refusal that left entries nothing is said in them.
 */
export function isAnswerOf(
  answer: Record<string, unknown>,
  entries: readonly Pick<Entry, 'kind' | 'cause' | 'body'>[],
): boolean {
  if ('refusal' in answer) return true;
  const said = new Set(entries.flatMap(({ body }) => leaves(body)));
  const causes = entries.map(({ cause }) => cause);
  const isSaid = ([name, value]: [string, unknown]): boolean => {
    if (name === 'accepted') return value === entries.some(({ kind }) => kind === 'order-received');
    if (name === 'number') return typeof value !== 'number' || said.has(value);
    if (typeof value !== 'string' || !NAMES_WHAT_WAS_MADE.has(name)) return true;
    return said.has(value) || causes.some((cause) => cause.endsWith(`:${value}`));
  };
  return Object.entries(answer).every(isSaid);
}

/** Every text and number in a value. */
function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}
