// The second act of the demo: a group on a pallet, a lorry over the weighbridge, a release, a stocktake with a recount
// by another person, and a discrepancy that headquarters decides. Each act is a short script of hands and buttons.
import { formatKilograms } from '../../drivers/contract/mass.ts';
import { delayBy, createSimulatorClock } from '../runtime/simulatorClock.ts';
import { runStaffTask } from '../staff/staffTask.ts';
import type { PageState } from '../staff/pageDocuments.ts';
import type { DemoLot } from './demoLots.ts';
import { stepOnBesideFirstPackage } from './dockTroubles.ts';
import {
  findOwnStation,
  LOOK_MS,
  openDemoJob,
  sendDemoCommand,
  type StepContext,
  waitForGuidance,
  waitForPageState,
  weighAndIdentify,
} from './stationSteps.ts';
import { createIntakeTask, staffTaskPartsFor, type DemoRun } from './demoRun.ts';

export interface StockWorkLots {
  nickel: DemoLot;
  molybdenum: DemoLot;
  vanadium: DemoLot;
  manganese: DemoLot;
}

/** Puts things on the platform together, waits for a sentence that says the weight is taken, and takes them off. */
async function weighTogether(context: StepContext, items: readonly string[], ...taken: string[]): Promise<void> {
  const { world } = context.run.testbed;
  // Carried and let down as one: a hand's breadth between two touchdowns would be two loads.
  await Promise.all(
    items.map((item) =>
      world.sendMove({ do: 'place', package: item, station: context.station, carryMs: 800, lowerMs: 250, restMs: 200 }),
    ),
  );
  await waitForGuidance(context, ...taken);
  await world.sendMove({ do: 'remove', station: context.station });
}

/** Three drums on one pallet, weighed together against their sum. */
export async function receiveGroupOnPallet(run: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const context: StepContext = { run, page: run.testbed.pageAt(station), station };
  const job = await openDemoJob(context, lot.notice.lot);
  await waitForGuidance(context, 'place-package');
  const codes = lot.notice.packages.map(({ mark }) => ({ code: mark, how: 'scanned' as const }));
  if (lot.pallet === null) throw new Error(`lot ${lot.notice.lot} stands on no pallet`);
  await sendDemoCommand(context, {
    kind: 'form-group',
    station,
    codes,
    palletKg: formatKilograms(lot.pallet.trueMassMg),
    palletTareKind: 'weighed',
  });
  await weighTogether(context, [...lot.items.map(({ id }) => id)], 'group-remove');
  await waitForGuidance(context, 'all-weighed');
  await sendDemoCommand(context, { kind: 'close-job', job });
  run.print(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one pallet, job closed`);
}

/** A lorry: loaded pass, unloading with every bag scanned, empty pass. */
export async function receiveLorryAtBridge(run: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const context: StepContext = { run, page: run.testbed.pageAt(station), station };
  if (lot.lorry === null) throw new Error(`lot ${lot.notice.lot} came on no lorry`);
  const job = await openDemoJob(context, lot.notice.lot);
  const { visit } = (await sendDemoCommand(context, {
    kind: 'vehicle-arrived',
    station,
    plates: 'TOKYO 100 A 12-34',
  })) as {
    visit: string;
  };
  const pass = { kind: 'announce-pass' as const, visit, axlesOn: true, driverAboard: true, dunnage: null };
  await sendDemoCommand(context, { ...pass, empty: false });
  await weighTogether(context, [lot.lorry.loaded.id], 'drive-off');
  await waitForGuidance(context, 'unload');
  await sendDemoCommand(context, {
    kind: 'vehicle-unloaded',
    visit,
    lot: lot.notice.lot,
    codes: lot.notice.packages.map(({ mark }) => ({ code: mark, how: 'scanned' as const })),
  });
  await sendDemoCommand(context, { ...pass, empty: true });
  await weighTogether(context, [lot.lorry.empty.id], 'drive-off');
  await waitForPageState(context, 'a cleared bridge', () => findOwnStation(context)?.guidance.key !== 'drive-off');
  await sendDemoCommand(context, { kind: 'close-job', job });
  run.print(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one lorry, job closed`);
}

/** Fetches, weighs and lets go what was ordered; another person closes. */
export async function releaseDrumsByOrder(
  run: DemoRun,
  release: string,
  target: { lot: DemoLot; station: string },
): Promise<void> {
  const context: StepContext = { run, page: run.testbed.pageAt(target.station), station: target.station };
  const job = await openDemoJob(context, release);
  const list = await waitForPageState(context, 'the picking list', (state) =>
    state.releases.find((candidate) => candidate.release === release),
  );
  for (const { package: id, mark } of list.packages) {
    await waitForGuidance(context, 'pick-package', 'place-picked', 'all-staged');
    await sendDemoCommand(context, { kind: 'pick', job, code: mark, how: 'scanned' });
    const station = await weighAndIdentify(context, `item-${id}`, mark);
    if (station.guidance.key === 'park-package') throw new Error(`${mark} was parked at dispatch`);
    await run.testbed.world.sendMove({ do: 'remove', station: context.station });
  }
  await waitForGuidance(context, 'all-staged');
  await sendDemoCommand(context, { kind: 'close-job', job });
  await sendDemoCommand({ ...context, page: run.testbed.secondPage }, { kind: 'close-job', job });
  run.print(`${target.station}: release ${release}: ${list.packages.length} packages gone, closed by two persons`);
}

/**
 * Counted blind: the first person mistypes a mark that nothing bears; headquarters draws a sample; another person
 * recounts.
 */
export async function runStocktakeWithRecount(
  run: DemoRun,
  stocktake: string,
  target: { lot: DemoLot; station: string; seed: string },
): Promise<void> {
  const { testbed } = run;
  const context: StepContext = { run, page: testbed.pageAt(target.station), station: target.station };
  const second: StepContext = { ...context, page: testbed.secondPage };
  const job = await openDemoJob(context, stocktake);
  const marks = target.lot.notice.packages.map(({ mark }) => mark);
  const mistyped = `${marks[0] ?? ''}9`;
  await sendDemoCommand(context, { kind: 'count', stocktake, codes: marks, how: 'scan' });
  await sendDemoCommand(context, { kind: 'count', stocktake, codes: [mistyped], how: 'typed' });
  const clock = createSimulatorClock();
  while (!(await testbed.headquarters.drawSample(stocktake, target.seed))) {
    testbed.stop.throwIfAborted();
    await delayBy(clock, LOOK_MS);
  }
  const drawn = await waitForPageState(context, 'the drawn sample', (state) => {
    const count = state.stocktakes.find((candidate) => candidate.stocktake === stocktake);
    return count && count.toWeigh.length > 0 ? count.toWeigh : undefined;
  });
  for (const { package: id } of drawn) {
    await sendDemoCommand(context, {
      kind: 'announce-load',
      station: target.station,
      load: { kind: 'sample', package: id },
    });
    await waitForGuidance(context, 'place-named');
    await weighTogether(context, [`item-${id}`], 'recorded-remove');
    await waitForPageState(
      context,
      'a cleared platform',
      () => findOwnStation(context)?.guidance.key !== 'recorded-remove',
    );
  }
  await sendDemoCommand(context, { kind: 'close-job', job });
  await waitForPageState(second, 'the recount', (state) =>
    state.stocktakes.find((candidate) => candidate.stocktake === stocktake && candidate.round === 2),
  );
  await sendDemoCommand(second, { kind: 'count', stocktake, codes: [mistyped], how: 'absent' });
  await sendDemoCommand(second, { kind: 'close-job', job });
  run.print(`${target.station}: stocktake ${stocktake}: recounted by another person, closed`);
}

/** Headquarters accepts a light bag as measured: the case and its lot are closed. */
export async function decideAtHeadquarters(run: DemoRun, lot: DemoLot): Promise<void> {
  const context: StepContext = { run, page: run.testbed.page, station: 'headquarters' };
  const name = lot.notice.lot;
  const open = (state: PageState): PageState['lots'][number]['findings'] =>
    state.lots.find((candidate) => candidate.lot === name)?.findings ?? [];
  const finding = await waitForPageState(context, `a finding of lot ${name}`, (state) => open(state)[0]);
  await run.testbed.headquarters.decideFinding(
    finding.finding,
    'accept',
    'accepted as measured; the consignor is billed for the difference',
  );
  await waitForPageState(context, 'the decision', (state) => open(state).length === 0);
  run.print(`Headquarters accepted ${finding.code} of ${finding.package ?? name} as measured.`);
}

/** All of the second act; docks work side by side as the first act has left them free. */
export async function runStockWork(run: DemoRun, lots: StockWorkLots, cobalt: DemoLot): Promise<void> {
  const { testbed } = run;
  const announced = [lots.nickel, lots.molybdenum, lots.vanadium, lots.manganese];
  await testbed.headquarters.queueOrders(
    announced.map(({ notice }) => notice),
    'second',
  );
  const receiveAt = (lot: DemoLot, station: string): Promise<void> =>
    runStaffTask(
      createIntakeTask(lot, station),
      staffTaskPartsFor(run, { station, name: `${station}/${lot.notice.lot}` }),
    );
  const checked = runStaffTask(
    { station: 'bridge-1', lot: null, items: [] },
    staffTaskPartsFor(run, { station: 'bridge-1', name: 'bridge-1' }),
  );
  await Promise.all([
    stepOnBesideFirstPackage(run, lots.nickel, 'dock-1').then(() => receiveAt(lots.nickel, 'dock-1')),
    receiveAt(lots.molybdenum, 'dock-3'),
    receiveGroupOnPallet(run, lots.vanadium, 'dock-2'),
    checked.then(() => receiveLorryAtBridge(run, lots.manganese, 'bridge-1')),
  ]);
  const release = {
    kind: 'release-order' as const,
    release: 'REL-26-01',
    regime: 'emergency' as const,
    recipient: 'Alloy works',
    selection: { kind: 'by-lot' as const, lot: cobalt.notice.lot, count: 2 },
  };
  const count = {
    kind: 'stocktake-order' as const,
    stocktake: 'ST-26-01',
    scope: { kind: 'lot-scope' as const, lot: lots.nickel.notice.lot },
  };
  await testbed.headquarters.queueOrders([release, count], 'stock');
  await Promise.all([
    releaseDrumsByOrder(run, release.release, { lot: cobalt, station: 'dock-1' }),
    runStocktakeWithRecount(run, count.stocktake, { lot: lots.nickel, station: 'dock-3', seed: 'demo' }),
  ]);
}
