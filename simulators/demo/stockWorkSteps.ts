// The second act of the demo: a group on a pallet, a lorry over the weighbridge, a release, a stocktake with a recount
// by another person, and a discrepancy that headquarters decides. Each act is a short script of hands and buttons.
import { formatKilograms } from '../../drivers/contract/mass.ts';
import { delayBy, createSimulatorClock } from '../runtime/simulatorClock.ts';
import type { StaffPage } from '../staff/staffPage.ts';
import { runStaffTask } from '../staff/staffTask.ts';
import type { PageState, PageStation, StaffCommand } from '../staff/pageDocuments.ts';
import type { DemoLot } from './demoLots.ts';
import { createIntakeTask, staffTaskPartsFor, type DemoRun } from './demoRun.ts';

const LOOK_MS = 250;
const WAIT_LIMIT_MS = 45_000;

export interface StockWorkLots {
  nickel: DemoLot;
  molybdenum: DemoLot;
  vanadium: DemoLot;
  manganese: DemoLot;
}

/** Who acts where; `page` is that of the person. */
export interface StepContext {
  run: DemoRun;
  page: StaffPage;
  station: string;
}

function findOwnStation({ page, station }: StepContext): PageStation | undefined {
  return page.latestState()?.stations.find((each) => each.station === station);
}

/** Looks at the page until it shows what is wanted. */
export async function waitForPageState<T>(
  scene: StepContext,
  what: string,
  seen: (state: PageState) => T | undefined | null | false,
): Promise<T> {
  const clock = createSimulatorClock();
  const endMs = clock.monotonicMs() + WAIT_LIMIT_MS;
  for (;;) {
    scene.run.testbed.stop.throwIfAborted();
    const state = scene.page.latestState();
    const found = state ? seen(state) : undefined;
    if (found) return found;
    if (clock.monotonicMs() > endMs)
      throw new Error(
        `${scene.station}: ${what} did not come; the screen says ${JSON.stringify(findOwnStation(scene)?.guidance)}`,
      );
    await scene.page.waitForChange(LOOK_MS);
  }
}

export const waitForGuidance = (scene: StepContext, ...keys: string[]): Promise<PageStation> =>
  waitForPageState(scene, keys.join(' or '), () => {
    const station = findOwnStation(scene);
    return station && keys.includes(station.guidance.key) ? station : undefined;
  });

export async function sendDemoCommand(scene: StepContext, wish: StaffCommand): Promise<Record<string, unknown>> {
  const answer = await scene.page.sendCommand(wish);
  if (answer.kind === 'refused')
    throw new Error(`${scene.station}: ${wish.kind} was refused: ${answer.code} ${answer.message}`);
  return answer.result;
}

export async function openDemoJob(scene: StepContext, subject: string): Promise<string> {
  const order = await waitForPageState(scene, `an order for ${subject}`, (state) =>
    state.orders.find((each) => each.subject === subject && each.state === 'open'),
  );
  const { job } = await sendDemoCommand(scene, { kind: 'open-job', order: order.order, station: scene.station });
  return String(job);
}

/** Puts things on the platform together, waits for a sentence that says the weight is taken, and takes them off. */
async function weighTogether(scene: StepContext, things: readonly string[], ...taken: string[]): Promise<void> {
  const { world } = scene.run.testbed;
  // Carried and let down as one: a hand's breadth between two touchdowns would be two loads.
  await Promise.all(
    things.map((thing) =>
      world.sendMove({ do: 'place', package: thing, station: scene.station, carryMs: 800, lowerMs: 250, restMs: 200 }),
    ),
  );
  await waitForGuidance(scene, ...taken);
  await world.sendMove({ do: 'remove', station: scene.station });
}

/** Three drums on one pallet, weighed together against their sum. */
export async function receiveGroupOnPallet(play: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const scene: StepContext = { run: play, page: play.testbed.page, station };
  const job = await openDemoJob(scene, lot.notice.lot);
  await waitForGuidance(scene, 'place-package');
  const codes = lot.notice.packages.map(({ mark }) => mark);
  if (lot.pallet === null) throw new Error(`lot ${lot.notice.lot} stands on no pallet`);
  await sendDemoCommand(scene, {
    kind: 'form-group',
    station,
    codes,
    palletKg: formatKilograms(lot.pallet.trueMassMg),
    palletTareKind: 'weighed',
  });
  await weighTogether(scene, [...lot.items.map(({ id }) => id)], 'group-remove');
  await waitForGuidance(scene, 'all-weighed');
  await sendDemoCommand(scene, { kind: 'close-job', job });
  play.print(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one pallet, job closed`);
}

/** A lorry: loaded pass, unloading with every bag scanned, empty pass. */
export async function receiveLorryAtBridge(play: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const scene: StepContext = { run: play, page: play.testbed.page, station };
  if (lot.lorry === null) throw new Error(`lot ${lot.notice.lot} came on no lorry`);
  const job = await openDemoJob(scene, lot.notice.lot);
  const { visit } = (await sendDemoCommand(scene, {
    kind: 'vehicle-arrived',
    station,
    plates: 'TOKYO 100 A 12-34',
  })) as {
    visit: string;
  };
  await sendDemoCommand(scene, { kind: 'announce-pass', visit, axlesOn: true });
  await weighTogether(scene, [lot.lorry.loaded.id], 'drive-off');
  await waitForGuidance(scene, 'unload');
  await sendDemoCommand(scene, {
    kind: 'vehicle-unloaded',
    visit,
    lot: lot.notice.lot,
    codes: lot.notice.packages.map(({ mark }) => mark),
    scanned: true,
  });
  await sendDemoCommand(scene, { kind: 'announce-pass', visit, axlesOn: true });
  await weighTogether(scene, [lot.lorry.empty.id], 'drive-off');
  await waitForPageState(scene, 'a cleared bridge', () => findOwnStation(scene)?.guidance.key !== 'drive-off');
  await sendDemoCommand(scene, { kind: 'close-job', job });
  play.print(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one lorry, job closed`);
}

/** Fetches, weighs and lets go what was ordered; another person closes. */
export async function releaseDrumsByOrder(
  play: DemoRun,
  release: string,
  of: { lot: DemoLot; station: string },
): Promise<void> {
  const scene: StepContext = { run: play, page: play.testbed.page, station: of.station };
  const job = await openDemoJob(scene, release);
  const list = await waitForPageState(scene, 'the picking list', (state) =>
    state.releases.find((each) => each.release === release),
  );
  for (const { package: id, mark } of list.packages) {
    await waitForGuidance(scene, 'pick-package', 'place-picked', 'all-staged');
    await sendDemoCommand(scene, { kind: 'pick', job, code: mark });
    const station = await weighAndIdentify(scene, `thing-${id}`, mark);
    if (station.guidance.key === 'park-package') throw new Error(`${mark} was parked at dispatch`);
    await play.testbed.world.sendMove({ do: 'remove', station: scene.station });
  }
  await waitForGuidance(scene, 'all-staged');
  await sendDemoCommand(scene, { kind: 'close-job', job });
  await sendDemoCommand({ ...scene, page: play.testbed.secondPage }, { kind: 'close-job', job });
  play.print(`${of.station}: release ${release}: ${list.packages.length} packages gone, closed by two persons`);
}

/** Whatever the reader did not see is scanned. */
export async function weighAndIdentify(scene: StepContext, thing: string, mark: string): Promise<PageStation> {
  await scene.run.testbed.world.sendMove({ do: 'place', package: thing, station: scene.station });
  const station = await waitForGuidance(scene, 'recorded-remove', 'park-package', 'scan-package');
  if (station.guidance.key !== 'scan-package') return station;
  await sendDemoCommand(scene, {
    kind: 'identify',
    station: scene.station,
    code: mark,
    typed: false,
    weighing: station.load?.weighing ?? null,
  });
  return waitForGuidance(scene, 'recorded-remove', 'park-package');
}

/**
 * Counted blind: the first person mistypes a mark that nothing bears; headquarters draws a sample; another person
 * recounts.
 */
export async function runStocktakeWithRecount(
  play: DemoRun,
  stocktake: string,
  of: { lot: DemoLot; station: string; seed: string },
): Promise<void> {
  const { testbed } = play;
  const scene: StepContext = { run: play, page: testbed.page, station: of.station };
  const second: StepContext = { ...scene, page: testbed.secondPage };
  const job = await openDemoJob(scene, stocktake);
  const marks = of.lot.notice.packages.map(({ mark }) => mark);
  const mistyped = `${marks[0] ?? ''}9`;
  await sendDemoCommand(scene, { kind: 'count', stocktake, codes: marks, how: 'scan' });
  await sendDemoCommand(scene, { kind: 'count', stocktake, codes: [mistyped], how: 'typed' });
  const clock = createSimulatorClock();
  while (!(await testbed.headquarters.drawSample(stocktake, of.seed))) {
    testbed.stop.throwIfAborted();
    await delayBy(clock, LOOK_MS);
  }
  const drawn = await waitForPageState(scene, 'the drawn sample', (state) => {
    const count = state.stocktakes.find((each) => each.stocktake === stocktake);
    return count && count.toWeigh.length > 0 ? count.toWeigh : undefined;
  });
  for (const { package: id } of drawn) {
    await sendDemoCommand(scene, { kind: 'announce-load', station: of.station, load: { kind: 'sample', package: id } });
    await waitForGuidance(scene, 'place-named');
    await weighTogether(scene, [`thing-${id}`], 'recorded-remove');
    await waitForPageState(
      scene,
      'a cleared platform',
      () => findOwnStation(scene)?.guidance.key !== 'recorded-remove',
    );
  }
  await sendDemoCommand(scene, { kind: 'close-job', job });
  await waitForPageState(second, 'the recount', (state) =>
    state.stocktakes.find((each) => each.stocktake === stocktake && each.round === 2),
  );
  await sendDemoCommand(second, { kind: 'count', stocktake, codes: [mistyped], how: 'absent' });
  await sendDemoCommand(second, { kind: 'close-job', job });
  play.print(`${of.station}: stocktake ${stocktake}: recounted by another person, closed`);
}

/** Headquarters accepts a light bag as measured: the case and its lot are closed. */
export async function decideAtHeadquarters(play: DemoRun, lot: DemoLot): Promise<void> {
  const scene: StepContext = { run: play, page: play.testbed.page, station: 'headquarters' };
  const name = lot.notice.lot;
  const open = (state: PageState): PageState['lots'][number]['findings'] =>
    state.lots.find((each) => each.lot === name)?.findings ?? [];
  const finding = await waitForPageState(scene, `a finding of lot ${name}`, (state) => open(state)[0]);
  await play.testbed.headquarters.decideFinding(
    finding.finding,
    'accept',
    'accepted as measured; the consignor is billed for the difference',
  );
  await waitForPageState(scene, 'the decision', (state) => open(state).length === 0);
  play.print(`Headquarters accepted ${finding.code} of ${finding.package ?? name} as measured.`);
}

/** All of the second act; docks work side by side as the first act has left them free. */
export async function runStockWork(play: DemoRun, lots: StockWorkLots, cobalt: DemoLot): Promise<void> {
  const { testbed } = play;
  const announced = [lots.nickel, lots.molybdenum, lots.vanadium, lots.manganese];
  await testbed.headquarters.queueOrders(
    announced.map(({ notice }) => notice),
    'second',
  );
  const errand = (lot: DemoLot, station: string): Promise<void> =>
    runStaffTask(createIntakeTask(lot, station), staffTaskPartsFor(play, `${station}/${lot.notice.lot}`));
  const checked = runStaffTask({ station: 'bridge-1', lot: null, items: [] }, staffTaskPartsFor(play, 'bridge-1'));
  await Promise.all([
    errand(lots.nickel, 'dock-1'),
    errand(lots.molybdenum, 'dock-3'),
    receiveGroupOnPallet(play, lots.vanadium, 'dock-2'),
    checked.then(() => receiveLorryAtBridge(play, lots.manganese, 'bridge-1')),
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
    releaseDrumsByOrder(play, release.release, { lot: cobalt, station: 'dock-1' }),
    runStocktakeWithRecount(play, count.stocktake, { lot: lots.nickel, station: 'dock-3', seed: 'demo' }),
  ]);
}
