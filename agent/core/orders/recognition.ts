// The decision "it was this package all along": goods that are held turn out to be a package that the book knows. Of one
// that is expected or missing it is as if somebody had named the load then; one that had left comes back into store.
import { derivedIds } from '../model/decide.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import type { Book } from '../model/book.ts';
import { requireLot } from '../model/bookQueries.ts';
import type { NewEntry } from '../model/entry.ts';
import { foreignOfFinding } from '../model/heldForeign.ts';
import { asOperatorId } from '../model/ids.ts';
import { signsRefusal } from '../model/packageNames.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { canStepPackage, STATES_AT_BASE } from '../model/states.ts';
import type { DecisionOrder } from '../model/stockOrders.ts';
import { bindHeldGoods } from '../intake/heldGoods.ts';
import { provisionalBook } from '../projection/provisionalBook.ts';
import { judgeAgain } from '../verdict/judgeAgain.ts';
import { arrivingRefusal } from './noticeChecks.ts';

/**
 * Why held goods cannot be recognised as that package, as a sentence for headquarters; null if they can, or if the
 * decision is another.
 *
 * @see CONTRACT.md, section 9.1
 */
export function recognitionRefusal(
  { decision, recognise }: DecisionOrder,
  { findings, book }: { findings: readonly FindingRecord[]; book: Book },
): string | null {
  if (decision !== 'recognise')
    return recognise === null ? null : 'goods are recognised only by the decision recognise';
  if (recognise === null) return 'the decision recognise names no package';
  const { identity, package: id } = recognise;
  const [finding, another] = findings;
  if (!finding || another) return 'a recognition decides one finding';
  const foreign = foreignOfFinding(finding, book);
  if (foreign?.state !== 'held' || foreign.identity !== identity)
    return `finding ${finding.id} is not about held goods ${identity}`;
  const weighing = foreign.weighing === null ? undefined : book.get('weighing', foreign.weighing);
  if (weighing?.state !== 'foreign' || !isArrival(weighing))
    return `${identity} has not been weighed as goods that come`;
  const record = book.get('package', id);
  return record ? packageRefusal(record, book) : `package ${id} is unknown`;
}

function isArrival({ purpose }: WeighingRecord): boolean {
  return purpose === 'intake' || purpose === 'unannounced';
}

function packageRefusal(record: PackageRecord, book: Book): string | null {
  const { id, state } = record;
  if (STATES_AT_BASE.includes(state)) return `package ${id} is here already: it is ${state}`;
  if (state === 'dropped') return `package ${id} was dropped: it is announced again, or the goods are adopted`;
  if (!canStepPackage(state, 'recognise'))
    return awaitedPackages(book).has(id) ? `package ${id} is being weighed with others` : null;
  return arrivingRefusal(requireLot(book, record.lot), book) ?? signsRefusal({ ...record, package: id }, { book });
}

/** What follows such a decision: the weighing is the package's, compared as it would have been; and a new verdict, if it is due. */
export function recognitionEntries(received: Extract<NewEntry, { kind: 'order-received' }>, book: Book): NewEntry[] {
  const { body, order } = received.body.order;
  if (body.kind !== 'decision' || body.recognise === null) return [];
  const { identity, package: id } = body.recognise;
  const bookAfter = provisionalBook(book, [received]);
  const expected = bookAfter.get('package', id);
  const record = body.findings
    .flatMap(({ hash }) => book.where('finding', 'hash', hash))
    .map((finding) => foreignOfFinding(finding, book))
    .flatMap((foreign) =>
      foreign?.identity === identity ? (book.get('weighing', foreign.weighing ?? '') ?? []) : [],
    )[0];
  if (!expected || !record) return [];
  const bound = bindHeldGoods({ record, boundBy: 'decision', code: identity }, { expected, book: bookAfter });
  // What had left is no delivery's, and its lot's verdict stands.
  if (expected.order === order) return bound;
  const judgement = judgeAgain(book, {
    entries: [received, ...bound],
    lot: expected.lot,
    operator: asOperatorId('headquarters'),
    newId: derivedIds(order),
  });
  return [...bound, ...judgement];
}
