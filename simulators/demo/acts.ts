// The second act of the demo: a group on a pallet, a lorry over the weighbridge, a release, a stocktake with a recount
// by another person, and a discrepancy that headquarters decides. Each act is a short script of hands and buttons.
import { kgText } from '../../drivers/contract/mass.ts';
import { pause, simulatorClock } from '../clock.ts';
import type { Page } from '../staff/page.ts';
import { runErrand } from '../staff/person.ts';
import type { SeenState, SeenStation, Wish } from '../staff/seen.ts';
import type { Lot } from './lots.ts';
import { errandFor, personParts, type Play } from './play.ts';

const LOOK_MS = 250;
const PATIENCE_MS = 45_000;

export interface SecondLots {
  nickel: Lot;
  molybdenum: Lot;
  vanadium: Lot;
  manganese: Lot;
}

/** Who acts where; `page` is that of the person. */
export interface Scene {
  play: Play;
  page: Page;
  station: string;
}

function stationOf({ page, station }: Scene): SeenStation | undefined {
  return page.state()?.stations.find((each) => each.station === station);
}

/** Looks at the page until it shows what is wanted. */
export async function until<T>(
  scene: Scene,
  what: string,
  seen: (state: SeenState) => T | undefined | null | false,
): Promise<T> {
  const clock = simulatorClock();
  const endMs = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    scene.play.stage.stop.throwIfAborted();
    const state = scene.page.state();
    const found = state ? seen(state) : undefined;
    if (found) return found;
    if (clock.monotonicMs() > endMs)
      throw new Error(
        `${scene.station}: ${what} did not come; the screen says ${JSON.stringify(stationOf(scene)?.guidance)}`,
      );
    await scene.page.changed(LOOK_MS);
  }
}

export const guided = (scene: Scene, ...keys: string[]): Promise<SeenStation> =>
  until(scene, keys.join(' or '), () => {
    const station = stationOf(scene);
    return station && keys.includes(station.guidance.key) ? station : undefined;
  });

export async function press(scene: Scene, wish: Wish): Promise<Record<string, unknown>> {
  const answer = await scene.page.ask(wish);
  if (answer.kind === 'refused')
    throw new Error(`${scene.station}: ${wish.kind} was refused: ${answer.code} ${answer.message}`);
  return answer.result;
}

export async function openJob(scene: Scene, subject: string): Promise<string> {
  const order = await until(scene, `an order for ${subject}`, (state) =>
    state.orders.find((each) => each.subject === subject && each.state === 'open'),
  );
  const { job } = await press(scene, { kind: 'open-job', order: order.order, station: scene.station });
  return String(job);
}

/** Puts things on the platform together, waits for a sentence that says the weight is taken, and takes them off. */
async function weigh(scene: Scene, things: readonly string[], ...taken: string[]): Promise<void> {
  const { world } = scene.play.stage;
  // Carried and let down as one: a hand's breadth between two touchdowns would be two loads.
  await Promise.all(
    things.map((thing) =>
      world.move({ do: 'place', package: thing, station: scene.station, carryMs: 800, lowerMs: 250, restMs: 200 }),
    ),
  );
  await guided(scene, ...taken);
  await world.move({ do: 'remove', station: scene.station });
}

/** Three drums on one pallet, weighed together against their sum. */
export async function groupOnPallet(play: Play, lot: Lot, station: string): Promise<void> {
  const scene: Scene = { play, page: play.stage.page, station };
  const job = await openJob(scene, lot.notice.lot);
  await guided(scene, 'place-package');
  const codes = lot.notice.packages.map(({ mark }) => mark);
  if (lot.pallet === null) throw new Error(`lot ${lot.notice.lot} stands on no pallet`);
  await press(scene, {
    kind: 'form-group',
    station,
    codes,
    palletKg: kgText(lot.pallet.trueMassMg),
    palletTareKind: 'weighed',
  });
  await weigh(scene, [...lot.things.map(({ id }) => id)], 'group-remove');
  await guided(scene, 'all-weighed');
  await press(scene, { kind: 'close-job', job });
  play.tell(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one pallet, job closed`);
}

/** A lorry: loaded pass, unloading with every bag scanned, empty pass. */
export async function lorryOverTheBridge(play: Play, lot: Lot, station: string): Promise<void> {
  const scene: Scene = { play, page: play.stage.page, station };
  if (lot.lorry === null) throw new Error(`lot ${lot.notice.lot} came on no lorry`);
  const job = await openJob(scene, lot.notice.lot);
  const { visit } = (await press(scene, { kind: 'vehicle-arrived', station, plates: 'TOKYO 100 A 12-34' })) as {
    visit: string;
  };
  await press(scene, { kind: 'announce-pass', visit, axlesOn: true });
  await weigh(scene, [lot.lorry.loaded.id], 'drive-off');
  await guided(scene, 'unload');
  await press(scene, {
    kind: 'vehicle-unloaded',
    visit,
    lot: lot.notice.lot,
    codes: lot.notice.packages.map(({ mark }) => mark),
    scanned: true,
  });
  await press(scene, { kind: 'announce-pass', visit, axlesOn: true });
  await weigh(scene, [lot.lorry.empty.id], 'drive-off');
  await until(scene, 'a cleared bridge', () => stationOf(scene)?.guidance.key !== 'drive-off');
  await press(scene, { kind: 'close-job', job });
  play.tell(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: one lorry, job closed`);
}

/** Fetches, weighs and lets go what was ordered; another person closes. */
export async function releaseDrums(play: Play, release: string, of: { lot: Lot; station: string }): Promise<void> {
  const scene: Scene = { play, page: play.stage.page, station: of.station };
  const job = await openJob(scene, release);
  const list = await until(scene, 'the picking list', (state) =>
    state.releases.find((each) => each.release === release),
  );
  for (const { package: id, mark } of list.packages) {
    await guided(scene, 'pick-package', 'place-picked', 'all-staged');
    await press(scene, { kind: 'pick', job, code: mark });
    const station = await weighNamed(scene, `thing-${id}`, mark);
    if (station.guidance.key === 'park-package') throw new Error(`${mark} was parked at dispatch`);
    await play.stage.world.move({ do: 'remove', station: scene.station });
  }
  await guided(scene, 'all-staged');
  await press(scene, { kind: 'close-job', job });
  await press({ ...scene, page: play.stage.secondPage }, { kind: 'close-job', job });
  play.tell(`${of.station}: release ${release}: ${list.packages.length} packages gone, closed by two persons`);
}

/** Whatever the reader did not see is scanned. */
export async function weighNamed(scene: Scene, thing: string, mark: string): Promise<SeenStation> {
  await scene.play.stage.world.move({ do: 'place', package: thing, station: scene.station });
  const station = await guided(scene, 'recorded-remove', 'park-package', 'scan-package');
  if (station.guidance.key !== 'scan-package') return station;
  await press(scene, {
    kind: 'identify',
    station: scene.station,
    code: mark,
    typed: false,
    weighing: station.load?.weighing ?? null,
  });
  return guided(scene, 'recorded-remove', 'park-package');
}

/**
 * Counted blind: the first person mistypes a mark that nothing bears; headquarters draws a sample; another person
 * recounts.
 */
export async function stocktakeWithRecount(
  play: Play,
  stocktake: string,
  of: { lot: Lot; station: string; seed: string },
): Promise<void> {
  const { stage } = play;
  const scene: Scene = { play, page: stage.page, station: of.station };
  const second: Scene = { ...scene, page: stage.secondPage };
  const job = await openJob(scene, stocktake);
  const marks = of.lot.notice.packages.map(({ mark }) => mark);
  const mistyped = `${marks[0] ?? ''}9`;
  await press(scene, { kind: 'count', stocktake, codes: marks, how: 'scan' });
  await press(scene, { kind: 'count', stocktake, codes: [mistyped], how: 'typed' });
  const clock = simulatorClock();
  while (!(await stage.headquarters.draw(stocktake, of.seed))) {
    stage.stop.throwIfAborted();
    await pause(clock, LOOK_MS);
  }
  const drawn = await until(scene, 'the drawn sample', (state) => {
    const count = state.stocktakes.find((each) => each.stocktake === stocktake);
    return count && count.toWeigh.length > 0 ? count.toWeigh : undefined;
  });
  for (const { package: id } of drawn) {
    await press(scene, { kind: 'announce-load', station: of.station, load: { kind: 'sample', package: id } });
    await guided(scene, 'place-named');
    await weigh(scene, [`thing-${id}`], 'recorded-remove');
    await until(scene, 'a cleared platform', () => stationOf(scene)?.guidance.key !== 'recorded-remove');
  }
  await press(scene, { kind: 'close-job', job });
  await until(second, 'the recount', (state) =>
    state.stocktakes.find((each) => each.stocktake === stocktake && each.round === 2),
  );
  await press(second, { kind: 'count', stocktake, codes: [mistyped], how: 'absent' });
  await press(second, { kind: 'close-job', job });
  play.tell(`${of.station}: stocktake ${stocktake}: recounted by another person, closed`);
}

/** Headquarters accepts a light bag as measured: the case and its lot are closed. */
export async function headquartersDecides(play: Play, lot: Lot): Promise<void> {
  const scene: Scene = { play, page: play.stage.page, station: 'headquarters' };
  const name = lot.notice.lot;
  const open = (state: SeenState): SeenState['lots'][number]['findings'] =>
    state.lots.find((each) => each.lot === name)?.findings ?? [];
  const finding = await until(scene, `a finding of lot ${name}`, (state) => open(state)[0]);
  await play.stage.headquarters.decide(
    finding.finding,
    'accept',
    'accepted as measured; the consignor is billed for the difference',
  );
  await until(scene, 'the decision', (state) => open(state).length === 0);
  play.tell(`Headquarters accepted ${finding.code} of ${finding.package ?? name} as measured.`);
}

/** All of the second act; docks work side by side as the first act has left them free. */
export async function playSecond(play: Play, lots: SecondLots, cobalt: Lot): Promise<void> {
  const { stage } = play;
  const announced = [lots.nickel, lots.molybdenum, lots.vanadium, lots.manganese];
  await stage.headquarters.order(
    announced.map(({ notice }) => notice),
    'second',
  );
  const errand = (lot: Lot, station: string): Promise<void> =>
    runErrand(errandFor(lot, station), personParts(play, `${station}/${lot.notice.lot}`));
  const checked = runErrand({ station: 'bridge-1', lot: null, goods: [] }, personParts(play, 'bridge-1'));
  await Promise.all([
    errand(lots.nickel, 'dock-1'),
    errand(lots.molybdenum, 'dock-3'),
    groupOnPallet(play, lots.vanadium, 'dock-2'),
    checked.then(() => lorryOverTheBridge(play, lots.manganese, 'bridge-1')),
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
  await stage.headquarters.order([release, count], 'stock');
  await Promise.all([
    releaseDrums(play, release.release, { lot: cobalt, station: 'dock-1' }),
    stocktakeWithRecount(play, count.stocktake, { lot: lots.nickel, station: 'dock-3', seed: 'demo' }),
  ]);
}
