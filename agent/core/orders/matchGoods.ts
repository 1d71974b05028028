// Goods that came before their notice: what of them a notice or an amendment announces is bound to its package at once.
import { type LotId, asOperatorId, asOrderId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { ForeignRecord, WeighingRecord } from '../model/records.ts';
import { newExpectedPackage } from '../projection/bookChanges.ts';
import type { NewEntry } from '../model/entry.ts';
import type { AnnouncedPackage, IntakeNotice } from '../model/intakeNotice.ts';
import type { IntakeAmendment } from '../model/stockOrders.ts';
import { arrivalExpectation, compareWithExpectation } from '../weight/comparisons.ts';
import { comparableText } from '../model/comparableText.ts';
import { comparedFindings } from '../weight/weightFindings.ts';
import { isFitFor, lotSharePpm } from '../weight/fitness.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';

/**
 * Binds held goods to the packages that a notice announces. The notice is not in the book yet: everything is compared
 * with what it says.
 */
export function matchGoodsToNotice(notice: IntakeNotice, book: Book): NewEntry[] {
  return matchPackages(notice.packages, { lot: notice.lot, notice, book });
}

/** Binds held goods to the packages that an amendment adds: it may announce what was an extra package of its lot. */
export function matchGoodsToAmendment(body: IntakeAmendment, book: Book): NewEntry[] {
  const lot = book.get('lot', body.lot);
  return lot ? matchPackages(body.add, { lot: lot.id, notice: lot, book }) : [];
}

function matchPackages(
  packages: readonly AnnouncedPackage[],
  { lot, notice, book }: { lot: LotId; notice: Pick<IntakeNotice, 'weighed' | 'fitnessSharePpm'>; book: Book },
): NewEntry[] {
  const matchedWeighings = new Set<string>();
  return packages.flatMap((announced): NewEntry[] => {
    const heldGoods = findHeldGoods(announced, { lot, book, taken: matchedWeighings });
    if (!heldGoods) return [];
    const { record, byTag } = heldGoods;
    matchedWeighings.add(record.id);
    const boundBy = byTag ? ('tag' as const) : ('typed' as const);
    // Nobody decides this: the person who weighed it named it then.
    const bound: NewEntry = {
      kind: 'weighing-bound',
      body: {
        weighing: record.id,
        package: announced.package,
        boundBy,
        operator: record.operator ?? asOperatorId('headquarters'),
      },
    };
    const comparison = compareWithExpectation(
      record,
      arrivalExpectation(newExpectedPackage(announced, { lot, order: asOrderId('') }), notice),
    );
    const fit = isFitFor(record.ownPartMg, {
      netMg: asMassMg(comparison.declaredMg - announced.tareMg),
      sharePpm: lotSharePpm(notice, record.fitnessSharePpm),
    });
    return [bound, ...comparedFindings(record, { comparison, fit, lot, job: null, package: announced.package })];
  });
}

/**
 * The one weighed thing that is held without a lot, or in this one, and bears the package's id, mark or tag. Two of
 * them, or a mark on another tag, are for people to look at.
 */
function findHeldGoods(
  announced: AnnouncedPackage,
  search: { lot: LotId; book: Book; taken: ReadonlySet<string> },
): { record: WeighingRecord; byTag: boolean } | undefined {
  const { lot, book, taken } = search;
  const { epcHex } = announced;
  const named = [announced.package, announced.mark, ...(epcHex === null ? [] : [epcHex])].flatMap((identity) =>
    book.where('foreign', 'identityKey', comparableText(identity)),
  );
  const tagged = epcHex === null ? [] : book.where('foreign', 'epcHex', epcHex);
  const candidates = new Map<string, ForeignRecord>();
  for (const foreign of [...tagged, ...named])
    if (foreign.state === 'held' && (foreign.lot === null || foreign.lot === lot)) candidates.set(foreign.id, foreign);
  const [foreign] = candidates.values();
  if (!foreign || candidates.size > 1 || foreign.weighing === null) return undefined;
  if (epcHex !== null && foreign.epcHex !== null && foreign.epcHex !== epcHex) return undefined;
  const record = book.get('weighing', foreign.weighing);
  if (record?.state !== 'foreign' || taken.has(record.id)) return undefined;
  return { record, byTag: epcHex !== null && (foreign.epcHex === epcHex || foreign.identityKey === epcHex) };
}
