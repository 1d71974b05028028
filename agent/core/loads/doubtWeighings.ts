// A failed check weighing: what the scale weighed since the last good one is doubtful, and lots not yet released are
// open again. Doubtful packages are weighed again; until then they are not verified and not set aside for a release.
import type { DoubtReason } from '../model/caseEntries.ts';
import type { FindingId, OperatorId, PackageId, WeighingId } from '../model/ids.ts';
import type { InstrumentId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { NewEntry } from '../model/entry.ts';
import { DOUBT_LIMIT } from '../model/scaleService.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { compositeId } from '../model/idPattern.ts';

/**
 * The entry that makes doubtful what a scale weighed since its last passed check weighing, with the packages and judged
 * lots that rest on it; none if it weighed nothing since.
 */
export function doubtWeighings(
  book: Book,
  { scale }: { scale: InstrumentId; operator: OperatorId; newId: () => FindingId },
): NewEntry[] {
  const era = book.get('scale', scale)?.era ?? 0;
  const weighings = book
    .where('weighing', 'era', compositeId(scale, era), DOUBT_LIMIT)
    .filter(({ state, doubted }) => state !== 'reversed' && doubted === null);
  return doubtEntries(book, { scale, weighings, reason: 'check-failed' });
}

/** The entry that makes these weighings doubtful, with the packages and judged lots that rest on them; none if none. */
export function doubtEntries(
  book: Book,
  { scale, weighings, reason }: { scale: InstrumentId; weighings: readonly WeighingRecord[]; reason: DoubtReason },
): NewEntry[] {
  if (weighings.length === 0) return [];
  const packages = new Map<PackageId, PackageRecord>();
  for (const weighing of weighings)
    for (const record of findRestingPackages(book, weighing)) packages.set(record.id, record);
  const lots = [...new Set([...packages.values()].map(({ lot }) => lot))]
    .filter((lot) => isLotJudged(book, lot))
    .sort();
  const ids = weighings.map(({ id }) => id).sort();
  const body = { scale, reason, weighings: ids, packages: [...packages.keys()].sort(), lots };
  return [{ kind: 'weighings-doubted', body }];
}

/** Packages whose figure rests on a weighing: one, a group's, or what came off a vehicle before or after a pass. */
export function findRestingPackages(book: Book, weighing: WeighingRecord): PackageRecord[] {
  const weighings = new Set<WeighingId>([weighing.id]);
  const ids: PackageId[] = weighing.package === null ? [] : [weighing.package];
  if (weighing.group !== null) ids.push(...(book.get('group', weighing.group)?.packages ?? []));
  for (const pass of weighing.visit === null ? [] : (book.get('visit', weighing.visit)?.passes ?? [])) {
    for (const pair of book.where('pair', 'after', pass.weighing)) {
      if (pair.before !== weighing.id && pair.after !== weighing.id) continue;
      weighings.add(pair.after);
      ids.push(...pair.packages);
    }
  }
  return ids.flatMap((id) => {
    const record = book.get('package', id);
    return record?.weighing != null && weighings.has(record.weighing) && STATES_AT_BASE.includes(record.state)
      ? [record]
      : [];
  });
}

function isLotJudged(book: Book, id: string): boolean {
  const lot = book.get('lot', id);
  return lot?.state === 'verified' || lot?.state === 'discrepant';
}
