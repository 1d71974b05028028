// The physical world of a base: docks with platforms, indicators and antennas, and the packages that are moved between
// them. Time comes in with every call; the same seed and the same moves give the same world. Wires sample it, simulated
// staff moves items in it. Must not know the agent, any protocol, or what was announced.
import { createRandomStream, type RandomStream } from '../runtime/randomStream.ts';
import { createSimulatedAntenna } from './simulatedAntenna.ts';
import { createSimulatedIndicator } from './simulatedIndicator.ts';
import { createScalePlatform, type ScalePlatform, type LoadTouchdown } from './scalePlatform.ts';
import type { GateScenario, PackageScenario, WorldScenario, StationScenario } from './worldScenario.ts';
import type { Indicator } from '../wires/indicator.ts';
import type { Antenna } from '../wires/antenna.ts';

/** The check weight's name on a platform; packages have other names. */
export const CHECK_WEIGHT_ITEM = 'check-weight';

/** A station of the world as its wires see it. */
export interface SimulatedDock {
  id: string;
  /** Instrument id of its scale. */
  scale: string;
  /** Instrument id of its reader; null where it has none. */
  reader: string | null;
  indicator: Indicator;
  antenna: Antenna;
}

/** What the display showed when a load was taken off, and what lay there. */
export interface DisplayedLoad {
  /** Ids of the items, the check weight's among them. */
  items: string[];
  grossMg: number;
}

/**
 * `doneAtMs`: when the move is physically over, by the clock of the call. `epcHex`: of a tag that was attached.
 * `displayed`: of a load that was removed.
 */
export type MoveOutcome = { doneAtMs: number; epcHex?: string; displayed?: DisplayedLoad } | { refused: string };

/** A gate with two antennas, one on each side. */
export interface SimulatedGate extends GateScenario {
  antennas: Record<GateSide, Antenna>;
}
/** The side of a gate: into the base or out of it. */
export type GateSide = 'inner' | 'outer';

/** The world as its wires and its staff use it; times are monotonic milliseconds of the caller's clock. */
export interface World {
  readonly docks: readonly SimulatedDock[];
  readonly gates: readonly SimulatedGate[];
  /** Carries a package from where it waits to the station and lets it down. */
  place(item: string, station: string, nowMs: number, handling?: Partial<LoadHandling>): MoveOutcome;
  placeCheckWeight(station: string, nowMs: number): MoveOutcome;
  /** Takes whatever lies on the station's platform away: into the store or to the hold area. */
  /** Takes off what lies there; `only`: that one thing of it. */
  remove(station: string, nowMs: number, only?: string | null): MoveOutcome;
  /** Fixes the next pre-encoded tag of the station's drawer to the package; says what is printed on it. */
  attachTag(item: string, station: string, nowMs: number): MoveOutcome;
  /**
   * Carries a package before one side of a gate; null: away from both. Through the gate is one side after the other.
   */
  carryToGate(item: string, gate: string, side: GateSide | null, nowMs: number): MoveOutcome;
  /** Adds a package that was not in the scenario; it waits at its station. */
  addPackage(item: PackageScenario): MoveOutcome;
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
  random: RandomStream;
}

interface WorldPackage extends PackageScenario {
  place: 'waiting' | 'platform' | 'away';
}

const PACKAGES_MAX = 100_000;

function openDock(scenario: StationScenario, seed: RandomStream, startMs: number): DockState {
  const random = seed.split(scenario.id);
  const dynamics = {
    hertz: random.between(3, 5),
    dampingMs: random.between(90, 160),
    overshoot: random.between(0.02, 0.06),
  };
  const platform = createScalePlatform(dynamics);
  const { maxMg, intervalMg, unit, decimals, spanError } = scenario.scale;
  const facts = { maxMg, intervalMg, unit, decimals, spanError };
  const indicator = createSimulatedIndicator({ spec: facts, platform, random: random.split('noise'), startMs });
  const dock: SimulatedDock = {
    id: scenario.id,
    scale: scenario.scale.id,
    reader: scenario.reader,
    indicator,
    antenna: createSimulatedAntenna(random.split('air')),
  };
  return { dock, platform, scenario, spareTags: [...scenario.spareTags], random: random.split('hands') };
}

/**
 * Forks come in with a seeded share and rest; always trembling, so that a scale sees motion while they are under the
 * load.
 */
function drawLoadHandling(random: RandomStream): LoadHandling {
  return {
    carryMs: random.between(700, 1_100),
    lowerMs: random.between(200, 350),
    restingShare: random.between(0.55, 0.85),
    restMs: random.between(150, 450),
    tremble: 0.01,
  };
}

const CHECK_WEIGHT_TOUCHDOWN: LoadTouchdown = { lowerMs: 400, restingShare: 0.5, restMs: 0, tremble: 0 };

/** Lifts what lies there, or one thing of it. */
function removeItems(
  dockState: DockState,
  items: Map<string, WorldPackage>,
  { nowMs, only }: { nowMs: number; only: string | null },
): MoveOutcome {
  const lyingItems = dockState.platform.listItems();
  if (only !== null && !lyingItems.includes(only)) return { refused: `${only} does not lie there` };
  const displayed = { items: lyingItems, grossMg: dockState.dock.indicator.readDisplay().grossMg };
  let doneAtMs = nowMs;
  for (const id of only === null ? lyingItems : [only]) {
    doneAtMs = Math.max(doneAtMs, dockState.platform.lift(id, nowMs));
    const item = items.get(id);
    if (!item) continue;
    item.place = 'away';
    if (item.epcHex !== null) dockState.dock.antenna.takeAway(item.epcHex, nowMs);
  }
  return { doneAtMs, displayed };
}

const CARRY_MS = 700;

function moveAtGate(gate: SimulatedGate, { epcHex }: WorldPackage, side: GateSide | null, nowMs: number): MoveOutcome {
  if (epcHex === null) return { doneAtMs: nowMs + CARRY_MS };
  for (const antennaSide of ['inner', 'outer'] as const) {
    if (antennaSide === side) gate.antennas[antennaSide].bringNear(epcHex, nowMs, CARRY_MS);
    else gate.antennas[antennaSide].takeAway(epcHex, nowMs);
  }
  // Stands there long enough to be read.
  return { doneAtMs: nowMs + 2 * CARRY_MS };
}

function attachSpareTag(dockState: DockState, item: WorldPackage, nowMs: number): MoveOutcome {
  if (item.epcHex !== null) return { refused: 'it carries a tag already' };
  const epcHex = dockState.spareTags.shift();
  if (epcHex === undefined) return { refused: 'the drawer is empty' };
  item.epcHex = epcHex;
  if (item.place === 'platform') dockState.dock.antenna.bringNear(epcHex, nowMs, 0);
  return { doneAtMs: nowMs, epcHex };
}

function openGate(gate: GateScenario, seed: RandomStream): SimulatedGate {
  const random = seed.split(`gate ${gate.id}`);
  return {
    ...gate,
    antennas: {
      inner: createSimulatedAntenna(random.split('inner')),
      outer: createSimulatedAntenna(random.split('outer')),
    },
  };
}

function placeItem(
  { dock, platform, random }: DockState,
  item: WorldPackage,
  nowMs: number,
  handling: Partial<LoadHandling> | undefined,
): MoveOutcome {
  if (item.place === 'platform') return { refused: `${item.id} lies on a platform already` };
  const { carryMs, ...touchdown } = { ...drawLoadHandling(random), ...handling };
  item.place = 'platform';
  if (item.epcHex !== null) dock.antenna.bringNear(item.epcHex, nowMs, carryMs);
  return {
    doneAtMs: platform.place({ id: item.id, massMg: item.trueMassMg, atMs: nowMs + carryMs, touchdown }),
  };
}

function placeCheckWeightOn({ platform, scenario }: DockState, nowMs: number): MoveOutcome {
  if (platform.listItems().includes(CHECK_WEIGHT_ITEM)) return { refused: 'the check weight lies there already' };
  const massMg = scenario.checkWeightMg;
  return {
    doneAtMs: platform.place({ id: CHECK_WEIGHT_ITEM, massMg, atMs: nowMs, touchdown: CHECK_WEIGHT_TOUCHDOWN }),
  };
}

/**
 * The world of a scenario at `startMs`, by the clock whose readings come in with every call. A move that is not
 * possible changes nothing and says why.
 */
export function createWorld(scenario: WorldScenario, startMs: number): World {
  const seed = createRandomStream(`${scenario.seed}/world`);
  const dockStates = new Map(scenario.stations.map((station) => [station.id, openDock(station, seed, startMs)]));
  const items = new Map<string, WorldPackage>(
    scenario.packages.map((item) => [item.id, { ...item, place: 'waiting' }]),
  );
  const gates = scenario.gates.map((gate) => openGate(gate, seed));
  return {
    docks: [...dockStates.values()].map((dockState) => dockState.dock),
    gates,
    place: (id, station, nowMs, handling) => {
      const dockState = dockStates.get(station);
      const item = items.get(id);
      if (!dockState) return { refused: `there is no station ${station}` };
      return item ? placeItem(dockState, item, nowMs, handling) : { refused: `there is no package ${id}` };
    },
    placeCheckWeight: (station, nowMs) => {
      const dockState = dockStates.get(station);
      return dockState ? placeCheckWeightOn(dockState, nowMs) : { refused: `there is no station ${station}` };
    },
    remove: (station, nowMs, only = null) => {
      const dockState = dockStates.get(station);
      return dockState ? removeItems(dockState, items, { nowMs, only }) : { refused: `there is no station ${station}` };
    },
    attachTag: (id, station, nowMs) => {
      const dockState = dockStates.get(station);
      const item = items.get(id);
      if (!dockState || !item) return { refused: `there is no such station or package` };
      return attachSpareTag(dockState, item, nowMs);
    },
    carryToGate: (id, gateId, side, nowMs) => {
      const gate = gates.find((candidate) => candidate.id === gateId);
      const item = items.get(id);
      return gate && item ? moveAtGate(gate, item, side, nowMs) : { refused: 'there is no such gate or package' };
    },
    addPackage: (item) => {
      if (items.size >= PACKAGES_MAX) return { refused: 'the world is full' };
      if (items.has(item.id)) return { refused: `${item.id} is here already` };
      items.set(item.id, { ...item, place: 'waiting' });
      return { doneAtMs: 0 };
    },
  };
}
