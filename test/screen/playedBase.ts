// A base on which something has happened: lots in several states, a case, a count and a release under way, a load that
// waits for its scan. Played through the API by simulated staff, for whoever wants to look at pages that are not empty.
import { COBALT, FERRO_CHROME, MOLYBDENUM_ORE, NICKEL, TUNGSTEN_ORE } from '../../simulators/demo/demoBase.ts';
import {
  waitForGuidance,
  openDemoJob,
  sendDemoCommand,
  waitForPageState,
  weighAndIdentify,
} from '../../simulators/demo/stationSteps.ts';
import type { DemoLot } from '../../simulators/demo/demoLots.ts';
import { lotFor } from './docks.ts';
import type { ScreenStage } from './stage.ts';

const cobalt = lotFor({ lot: 'LOT-26-301', dock: 'dock-1', announced: 3, material: COBALT });
const chrome = lotFor({
  lot: 'LOT-26-302',
  dock: 'dock-2',
  announced: 3,
  material: FERRO_CHROME,
  mishaps: { 1: 'light' },
});
const tungsten = lotFor({
  lot: 'LOT-26-303',
  dock: 'dock-4',
  announced: 3,
  material: TUNGSTEN_ORE,
  mishaps: { 2: 'absent' },
  foreignAfter: 1,
});
const nickel = lotFor({ lot: 'LOT-26-304', dock: 'dock-1', announced: 2, material: NICKEL });
const molybdenum = lotFor({
  lot: 'LOT-26-305',
  dock: 'dock-2',
  announced: 4,
  material: MOLYBDENUM_ORE,
  mishaps: { 1: 'untagged' },
});
const announcedOnly = lotFor({ lot: 'LOT-26-306', dock: 'dock-1', announced: 6, material: COBALT });

/** One drum each: a drift chart needs lots. */
const drums = [311, 312, 313, 314].map((number) =>
  lotFor({ lot: `LOT-26-${number}`, dock: 'dock-4', announced: 1, material: TUNGSTEN_ORE }),
);

export const PLAYED_LOTS: readonly DemoLot[] = [cobalt, chrome, tungsten, nickel, molybdenum, ...drums];

/** One lot that fits, one that does not. */
export async function playSmall(stage: ScreenStage): Promise<void> {
  await stage.announce(cobalt, chrome, announcedOnly);
  await Promise.all([stage.work(cobalt, 'dock-1'), stage.work(chrome, 'dock-2')]);
}

/** Everything there is to see. */
export async function playLarge(stage: ScreenStage): Promise<void> {
  await stage.announce(cobalt, chrome, tungsten, nickel, molybdenum, announcedOnly, ...drums);
  await Promise.all([
    stage.work(cobalt, 'dock-1').then(() => stage.work(nickel, 'dock-1')),
    stage.work(chrome, 'dock-2').then(() => waitForScan(stage, molybdenum)),
    workAll(stage, [tungsten, ...drums], 'dock-4'),
    stage.checkScales('bridge-1'),
  ]);
  const release = {
    kind: 'release-order' as const,
    release: 'REL-26-01',
    regime: 'emergency' as const,
    recipient: 'Alloy works',
    selection: { kind: 'by-lot' as const, lot: cobalt.notice.lot, count: 2 },
  };
  const stocktake = {
    kind: 'stocktake-order' as const,
    stocktake: 'ST-26-01',
    scope: { kind: 'lot-scope' as const, lot: nickel.notice.lot },
  };
  await stage.headquarters.queueOrders([release, stocktake], 'stock');
  await decideMissing(stage);
  await putAway(stage);
  await halfReleased(stage, release.release);
  const counting = stage.sceneAt('dock-1');
  await openDemoJob(counting, stocktake.stocktake);
  await sendDemoCommand(counting, {
    kind: 'count',
    stocktake: stocktake.stocktake,
    codes: nickel.notice.packages.slice(0, 1).map(({ mark }) => mark),
    how: 'scan',
  });
}

async function workAll(stage: ScreenStage, lots: readonly DemoLot[], dock: string): Promise<void> {
  for (const lot of lots) await stage.work(lot, dock);
}

/** Some stand in halls and in the yard; of the others nobody has said where. */
async function putAway(stage: ScreenStage): Promise<void> {
  const marksOf = (lot: DemoLot): string[] => lot.notice.packages.map(({ mark }) => mark);
  const places: [string, string[]][] = [
    ['hall-1', [...marksOf(cobalt), ...marksOf(nickel)]],
    ['hall-2', drums.flatMap(marksOf)],
    ['yard', marksOf(chrome).slice(0, 1)],
  ];
  for (const [area, marks] of places) {
    const codes = marks.map((code) => ({ code, how: 'scanned' as const }));
    await sendDemoCommand(stage.sceneAt('dock-1'), { kind: 'relocate', codes, area });
  }
}

/** One package is weighed; the next, which bears no tag, lies on the scale. */
async function waitForScan(stage: ScreenStage, lot: DemoLot): Promise<void> {
  const scene = stage.sceneAt('dock-2');
  const [first, second] = lot.dockItems;
  if (!first || !second) throw new RangeError(`lot ${lot.notice.lot} is too small`);
  await openDemoJob(scene, lot.notice.lot);
  await waitForGuidance(scene, 'place-package');
  await weighAndIdentify(scene, first.item, first.mark);
  await stage.takeOff('dock-2');
  await waitForGuidance(scene, 'place-package');
  await stage.put(second.item, 'dock-2');
  await waitForGuidance(scene, 'scan-package');
}

async function halfReleased(stage: ScreenStage, release: string): Promise<void> {
  const scene = stage.sceneAt('dock-4');
  const job = await openDemoJob(scene, release);
  const list = await waitForPageState(scene, 'the picking list', (state) =>
    state.releases.find((each) => each.release === release),
  );
  const [first] = list.packages;
  if (!first) throw new RangeError('nothing is to be picked');
  await waitForGuidance(scene, 'pick-package');
  await sendDemoCommand(scene, { kind: 'pick', job, code: first.mark, how: 'scanned' });
  await weighAndIdentify(scene, `item-${first.package}`, first.mark);
  await stage.takeOff('dock-4');
}

async function decideMissing(stage: ScreenStage): Promise<void> {
  const scene = stage.sceneAt('headquarters');
  const missing = await waitForPageState(scene, 'a missing package', (state) =>
    state.lots.flatMap(({ findings }) => findings).find(({ code }) => code === 'MISSING_PACKAGE'),
  );
  await stage.headquarters.decideFinding(missing.finding, 'accept', 'never loaded: the consignor has found it');
}

/** Every page by its name, with something to show. */
export async function played(stage: ScreenStage): Promise<Record<string, string>> {
  const { lots, stations } = (await stage.page.readResource('/api/state')) as unknown as {
    lots: { lot: string; findings: { finding: string; code: string }[] }[];
    stations: { load: { weighing: string } | null }[];
  };
  const light = lots.flatMap(({ findings }) => findings).find(({ code }) => code === 'WEIGHT_LOW');
  const weighing = await aWeighing(stage);
  const loaded = stations.some(({ load }) => load !== null);
  return {
    stations: '#/',
    station: `#/station/${loaded ? 'dock-2' : 'dock-1'}`,
    cases: '#/cases',
    case: `#/case/${light?.finding ?? ''}`,
    lots: '#/lots',
    lot: `#/lot/${chrome.notice.lot}`,
    map: '#/map',
    drift: '#/drift',
    instruments: '#/instruments',
    history: '#/history',
    weighing: `#/weighing/${weighing}`,
    people: '#/people',
    'scan-sheet': '#/scan-sheet',
  };
}

async function aWeighing(stage: ScreenStage): Promise<string> {
  const { weighings } = (await stage.page.readResource(`/api/weighings?lot=${chrome.notice.lot}`)) as {
    weighings?: { weighing: string }[];
  };
  return weighings?.[0]?.weighing ?? '';
}
