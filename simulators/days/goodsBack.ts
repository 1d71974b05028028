// Released goods come back: announced, or at the dock before anybody has announced them.
import {
  clearPlatform,
  openOrderJob,
  platformOfWork,
  readCommandResult,
  readNewEntries,
  sendExpectedCommand,
  type DayWork,
  type StoredPackage,
} from './dayContext.ts';
import { weighUntilItStands } from './loadHandling.ts';
import { asLotId, asPackageId } from '../../agent/link/contract/contractIds.ts';

const MOST_BACK = 3;
const EARLY_PROBABILITY = 0.5;

/** Some packages of one lot that left come back; one of them may stand there before its notice. */
export function receiveGoodsBack(work: DayWork): void {
  const { context } = work;
  const lot = context.released.find(({ item }) => context.truth.areHonest([item.id]))?.lot;
  if (lot === undefined) return;
  const back = context.released
    .filter((stored) => stored.lot === lot && context.truth.areHonest([stored.item.id]))
    .slice(0, MOST_BACK);
  const [early] = context.random.isTrue(EARLY_PROBABILITY) ? back : [];
  if (early) weighBeforeNotice(work, early);
  const { order, accepted, reason } = context.base.issueOrder({
    kind: 'return-notice',
    lot: asLotId(lot),
    packages: back.map(({ item }) => asPackageId(item.id)),
  });
  if (!accepted) {
    context.unexpected.push(`day ${context.truth.day}: return of ${lot} refused: ${reason}`);
    return;
  }
  const job = openOrderJob(work, order);
  if (job === '') return;
  for (const stored of back) {
    if (stored !== early) weighUntilItStands(work, stored.item);
    context.released.splice(context.released.indexOf(stored), 1);
    context.stock.set(stored.item.id, { ...stored, station: work.station, isWeighedAlone: true, area: null });
    context.truth.noteStoreAct('goods back');
  }
  sendExpectedCommand(work, { kind: 'close-job', job });
  readNewEntries(work);
}

/** Nobody knows yet what it is doing here: it is weighed, and held under what can be read on it. */
function weighBeforeNotice(work: DayWork, { item, lot }: StoredPackage): void {
  const { base, truth } = work.context;
  const job = readCommandResult(sendExpectedCommand(work, { kind: 'open-unannounced', station: work.station }), 'job');
  if (job === '') return;
  const error = truth.recordError({
    kind: 'back before its notice',
    origin: 'stock',
    lots: [lot],
    packages: [item.id],
    isCertain: true,
  });
  truth.packagesHandled += 1;
  platformOfWork(work).place([item]);
  const weighing = base.station(work.station).load?.weighing ?? null;
  const held = sendExpectedCommand(work, {
    kind: 'hold-foreign',
    station: work.station,
    identity: item.id,
    weighing,
  });
  if (held.kind === 'done') truth.markFound(error, 'held');
  clearPlatform(work);
  sendExpectedCommand(work, { kind: 'close-job', job });
  readNewEntries(work);
}
