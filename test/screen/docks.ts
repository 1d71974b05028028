// The docks of the tests' base, taken from the demo's, and lots that come to them.
import type { DemoMaterial } from '../../simulators/demo/demoLots.ts';
import { packDemoLot, type DemoLot, type DemoLotPlan } from '../../simulators/demo/demoLots.ts';
import { buildDemoStations, COBALT } from '../../simulators/demo/demoBase.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import type { GateScenario, StationScenario } from '../../simulators/world/worldScenario.ts';

export const SEED = 'screen';

/** 600 kg with a reader, 1.5 t with a reader, 1.5 t without one, and the weighbridge. */
export type DockId = 'dock-1' | 'dock-2' | 'dock-4' | 'bridge-1';
const DOCKS: readonly string[] = ['dock-1', 'dock-2', 'dock-4', 'bridge-1'] satisfies DockId[];

export function testDocks(): StationScenario[] {
  return buildDemoStations(createRandomStream(SEED)).filter(({ id }) => DOCKS.includes(id));
}

/** Where goods leave. */
export const GATE: GateScenario = { id: 'gate-1', outer: 'reader-out', inner: 'reader-in' };

export interface LotWish {
  lot: string;
  dock: DockId;
  /** How many packages its notice names. */
  announced: number;
  material: DemoMaterial;
  mishaps: DemoLotPlan['mishaps'];
  foreignAfter: DemoLotPlan['foreignAfter'];
}

/** A lot as it stands at its dock; of cobalt drums that are what the notice says, unless something else is wished. */
export function lotFor(wish: Pick<LotWish, 'lot' | 'dock' | 'announced'> & Partial<LotWish>): DemoLot {
  const station = testDocks().find(({ id }) => id === wish.dock);
  if (!station) throw new RangeError(`there is no ${wish.dock}`);
  // Lot numbers end in three digits: tags of two lots are never the same.
  const firstSerial = Number(wish.lot.slice(-3)) * 10_000;
  const { lot, announced, material = COBALT, mishaps = {}, foreignAfter = null } = wish;
  return packDemoLot(
    { lot, material, station, announced, mishaps, foreignAfter, firstSerial },
    createRandomStream(SEED),
  );
}
