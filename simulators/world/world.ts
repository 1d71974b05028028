// The physical world of a base: docks with platforms, indicators and antennas, and the packages that are moved between
// them. Time comes in with every call; the same seed and the same moves give the same world. Wires sample it, hands
// move things in it. It must not know the agent, any protocol, or what was announced.
import { createRandomStream, type RandomStream } from '../runtime/randomStream.ts';
import { createSimulatedAntenna } from './simulatedAntenna.ts';
import { createSimulatedIndicator } from './simulatedIndicator.ts';
import { createScalePlatform, type ScalePlatform, type LoadTouchdown } from './scalePlatform.ts';
import type { GateScenario, PackageScenario, WorldScenario, StationScenario } from './worldScenario.ts';
import type { Indicator } from '../wires/indicator.ts';
import type { Antenna } from '../wires/antenna.ts';

/** The check weight's name on a platform; packages have other names. */
export const CHECK_WEIGHT_ITEM = 'check-weight';

export interface SimulatedDock {
  id: string;
  scale: string;
  reader: string | null;
  indicator: Indicator;
  antenna: Antenna;
}

/** What the display showed when the load was taken off, and what lay there. */
export interface DisplayedLoad {
  things: string[];
  grossMg: number;
}

export type MoveOutcome = { doneAtMs: number; epcHex?: string; shown?: DisplayedLoad } | { refused: string };

/** Two antennas, one on each side. */
export interface SimulatedGate extends GateScenario {
  antennas: Record<GateSide, Antenna>;
}
export type GateSide = 'inner' | 'outer';

export interface World {
  readonly docks: readonly SimulatedDock[];
  readonly gates: readonly SimulatedGate[];
  /** Carries a package from where it waits to the station and lets it down. */
  place(package_: string, station: string, nowMs: number, manner?: Partial<LoadHandling>): MoveOutcome;
  placeCheckWeight(station: string, nowMs: number): MoveOutcome;
  /** Takes whatever lies on the station's platform away: into the store or to the hold area. */
  remove(station: string, nowMs: number): MoveOutcome;
  /** Fixes the next pre-encoded tag of the station's drawer to the package; says what is printed on it. */
  attachTag(package_: string, station: string, nowMs: number): MoveOutcome;
  /**
   * Carries a package before one side of a gate; null: away from both. Through the gate is one side after the other.
   */
  carryToGate(package_: string, gate: string, side: GateSide | null, nowMs: number): MoveOutcome;
  /** Another lorry: a package that was not in the scenario. */
  addPackage(package_: PackageScenario): MoveOutcome;
}

/** How a load is brought and let down. `carryMs`: how long its tag comes up before the load touches the platform. */
export interface LoadHandling extends LoadTouchdown {
  carryMs: number;
}

interface DockState {
  dock: SimulatedDock;
  platform: ScalePlatform;
  scenario: StationScenario;
  spareTags: string[];
  chance: RandomStream;
}

interface WorldPackage extends PackageScenario {
  place: 'waiting' | 'platform' | 'away';
}

const PACKAGES_MAX = 100_000;

function openDock(scenario: StationScenario, seed: RandomStream, startMs: number): DockState {
  const chance = seed.split(scenario.id);
  const spring = {
    hertz: chance.between(3, 5),
    dampingMs: chance.between(90, 160),
    overshoot: chance.between(0.02, 0.06),
  };
  const platform = createScalePlatform(spring);
  const { maxMg, intervalMg, unit, decimals, spanError } = scenario.scale;
  const facts = { maxMg, intervalMg, unit, decimals, spanError };
  const indicator = createSimulatedIndicator({ facts, platform, chance: chance.split('noise'), startMs });
  const dock: SimulatedDock = {
    id: scenario.id,
    scale: scenario.scale.id,
    reader: scenario.reader,
    indicator,
    antenna: createSimulatedAntenna(chance.split('air')),
  };
  return { dock, platform, scenario, spareTags: [...scenario.spareTags], chance: chance.split('hands') };
}

/**
 * Forks come in with a seeded share and rest; always trembling, so that a scale sees motion while they are under the
 * load.
 */
function drawLoadHandling(chance: RandomStream): LoadHandling {
  return {
    carryMs: chance.between(700, 1_100),
    lowerMs: chance.between(200, 350),
    restingShare: chance.between(0.55, 0.85),
    restMs: chance.between(150, 450),
    tremble: 0.01,
  };
}

const CHECK_WEIGHT_TOUCHDOWN: LoadTouchdown = { lowerMs: 400, restingShare: 0.5, restMs: 0, tremble: 0 };

function removeAll(inside: DockState, things: Map<string, WorldPackage>, nowMs: number): MoveOutcome {
  const lying = inside.platform.listItems();
  const shown = { things: lying, grossMg: inside.dock.indicator.readDisplay().grossMg };
  let doneAtMs = nowMs;
  for (const id of lying) {
    doneAtMs = Math.max(doneAtMs, inside.platform.lift(id, nowMs));
    const thing = things.get(id);
    if (!thing) continue;
    thing.place = 'away';
    if (thing.epcHex !== null) inside.dock.antenna.takeAway(thing.epcHex, nowMs);
  }
  return { doneAtMs, shown };
}

const CARRY_MS = 700;

function moveAtGate(gate: SimulatedGate, { epcHex }: WorldPackage, side: GateSide | null, nowMs: number): MoveOutcome {
  if (epcHex === null) return { doneAtMs: nowMs + CARRY_MS };
  for (const each of ['inner', 'outer'] as const) {
    if (each === side) gate.antennas[each].bringNear(epcHex, nowMs, CARRY_MS);
    else gate.antennas[each].takeAway(epcHex, nowMs);
  }
  // Stands there long enough to be read.
  return { doneAtMs: nowMs + 2 * CARRY_MS };
}

function attachSpareTag(inside: DockState, thing: WorldPackage, nowMs: number): MoveOutcome {
  if (thing.epcHex !== null) return { refused: 'it carries a tag already' };
  const epcHex = inside.spareTags.shift();
  if (epcHex === undefined) return { refused: 'the drawer is empty' };
  thing.epcHex = epcHex;
  if (thing.place === 'platform') inside.dock.antenna.bringNear(epcHex, nowMs, 0);
  return { doneAtMs: nowMs, epcHex };
}

export function createWorld(scenario: WorldScenario, startMs: number): World {
  const seed = createRandomStream(`${scenario.seed}/world`);
  const insides = new Map(scenario.stations.map((station) => [station.id, openDock(station, seed, startMs)]));
  const things = new Map<string, WorldPackage>(
    scenario.packages.map((each) => [each.id, { ...each, place: 'waiting' }]),
  );
  const at = (station: string): DockState | undefined => insides.get(station);
  const gates = scenario.gates.map((gate): SimulatedGate => {
    const chance = seed.split(`gate ${gate.id}`);
    return {
      ...gate,
      antennas: {
        inner: createSimulatedAntenna(chance.split('inner')),
        outer: createSimulatedAntenna(chance.split('outer')),
      },
    };
  });

  const place: World['place'] = (id, station, nowMs, manner) => {
    const inside = at(station);
    const thing = things.get(id);
    if (!inside) return { refused: `there is no station ${station}` };
    if (!thing) return { refused: `there is no package ${id}` };
    if (thing.place === 'platform') return { refused: `${id} lies on a platform already` };
    const { carryMs, ...touchdown } = { ...drawLoadHandling(inside.chance), ...manner };
    thing.place = 'platform';
    if (thing.epcHex !== null) inside.dock.antenna.bringNear(thing.epcHex, nowMs, carryMs);
    return { doneAtMs: inside.platform.place({ id, massMg: thing.trueMassMg, atMs: nowMs + carryMs, touchdown }) };
  };

  return {
    docks: [...insides.values()].map((inside) => inside.dock),
    gates,
    place,
    placeCheckWeight: (station, nowMs) => {
      const inside = at(station);
      if (!inside) return { refused: `there is no station ${station}` };
      if (inside.platform.listItems().includes(CHECK_WEIGHT_ITEM))
        return { refused: 'the check weight lies there already' };
      const massMg = inside.scenario.checkWeightMg;
      return {
        doneAtMs: inside.platform.place({
          id: CHECK_WEIGHT_ITEM,
          massMg,
          atMs: nowMs,
          touchdown: CHECK_WEIGHT_TOUCHDOWN,
        }),
      };
    },
    remove: (station, nowMs) => {
      const inside = at(station);
      return inside ? removeAll(inside, things, nowMs) : { refused: `there is no station ${station}` };
    },
    attachTag: (id, station, nowMs) => {
      const inside = at(station);
      const thing = things.get(id);
      if (!inside || !thing) return { refused: `there is no such station or package` };
      return attachSpareTag(inside, thing, nowMs);
    },
    carryToGate: (id, gateId, side, nowMs) => {
      const gate = gates.find((each) => each.id === gateId);
      const thing = things.get(id);
      return gate && thing ? moveAtGate(gate, thing, side, nowMs) : { refused: 'there is no such gate or package' };
    },
    addPackage: (package_) => {
      if (things.size >= PACKAGES_MAX) return { refused: 'the world is full' };
      if (things.has(package_.id)) return { refused: `${package_.id} is here already` };
      things.set(package_.id, { ...package_, place: 'waiting' });
      return { doneAtMs: 0 };
    },
  };
}
