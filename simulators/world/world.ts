// The physical world of a base: docks with platforms, indicators and antennas, and the packages that are moved between
// them. Time comes in with every call; the same seed and the same moves give the same world. Wires sample it, hands
// move things in it. It must not know the agent, any protocol, or what was announced.
import { seededChance, type SeededChance } from '../chance.ts';
import { createAerial, type Aerial } from './aerial.ts';
import { createIndicator, type Indicator } from './indicator.ts';
import { createPlatform, type Platform, type Touchdown } from './platform.ts';
import type { GateScenario, PackageScenario, Scenario, StationScenario } from './scenario.ts';

/** The check weight's name on a platform; packages have other names. */
export const CHECK_WEIGHT = 'check-weight';

export interface Dock {
  id: string;
  scale: string;
  reader: string | null;
  indicator: Indicator;
  aerial: Aerial;
}

/** What the display showed when the load was taken off, and what lay there. */
export interface Shown {
  things: string[];
  grossMg: number;
}

export type Moved = { doneAtMs: number; epcHex?: string; shown?: Shown } | { refused: string };

/** Two antennas, one on each side. */
export interface Gate extends GateScenario {
  aerials: Record<GateSide, Aerial>;
}
export type GateSide = 'inner' | 'outer';

export interface World {
  readonly docks: readonly Dock[];
  readonly gates: readonly Gate[];
  /** Carries a package from where it waits to the station and lets it down. */
  place(package_: string, station: string, nowMs: number, manner?: Partial<Manner>): Moved;
  placeCheckWeight(station: string, nowMs: number): Moved;
  /** Takes whatever lies on the station's platform away: into the store or to the hold area. */
  remove(station: string, nowMs: number): Moved;
  /** Fixes the next pre-encoded tag of the station's drawer to the package; says what is printed on it. */
  attachTag(package_: string, station: string, nowMs: number): Moved;
  /**
   * Carries a package before one side of a gate; null: away from both. Through the gate is one side after the other.
   */
  carry(package_: string, gate: string, side: GateSide | null, nowMs: number): Moved;
  /** Another lorry: a package that was not in the scenario. */
  bring(package_: PackageScenario): Moved;
}

/** How a load is brought and let down. `carryMs`: how long its tag comes up before the load touches the platform. */
export interface Manner extends Touchdown {
  carryMs: number;
}

interface DockInside {
  dock: Dock;
  platform: Platform;
  scenario: StationScenario;
  spareTags: string[];
  chance: SeededChance;
}

interface Thing extends PackageScenario {
  place: 'waiting' | 'platform' | 'away';
}

const PACKAGES_MAX = 100_000;

function openDock(scenario: StationScenario, seed: SeededChance, startMs: number): DockInside {
  const chance = seed.split(scenario.id);
  const spring = {
    hertz: chance.between(3, 5),
    dampingMs: chance.between(90, 160),
    overshoot: chance.between(0.02, 0.06),
  };
  const platform = createPlatform(spring);
  const { maxMg, intervalMg, unit, decimals, spanError } = scenario.scale;
  const facts = { maxMg, intervalMg, unit, decimals, spanError };
  const indicator = createIndicator({ facts, platform, chance: chance.split('noise'), startMs });
  const dock: Dock = {
    id: scenario.id,
    scale: scenario.scale.id,
    reader: scenario.reader,
    indicator,
    aerial: createAerial(chance.split('air')),
  };
  return { dock, platform, scenario, spareTags: [...scenario.spareTags], chance: chance.split('hands') };
}

/**
 * Forks come in with a seeded share and rest; always trembling, so that a scale sees motion while they are under the
 * load.
 */
function usualManner(chance: SeededChance): Manner {
  return {
    carryMs: chance.between(700, 1_100),
    lowerMs: chance.between(200, 350),
    restingShare: chance.between(0.55, 0.85),
    restMs: chance.between(150, 450),
    tremble: 0.01,
  };
}

const WEIGHT_MANNER: Touchdown = { lowerMs: 400, restingShare: 0.5, restMs: 0, tremble: 0 };

function takeOff(inside: DockInside, things: Map<string, Thing>, nowMs: number): Moved {
  const lying = inside.platform.lying();
  const shown = { things: lying, grossMg: inside.dock.indicator.show().grossMg };
  let doneAtMs = nowMs;
  for (const id of lying) {
    doneAtMs = Math.max(doneAtMs, inside.platform.lift(id, nowMs));
    const thing = things.get(id);
    if (!thing) continue;
    thing.place = 'away';
    if (thing.epcHex !== null) inside.dock.aerial.carryOff(thing.epcHex, nowMs);
  }
  return { doneAtMs, shown };
}

const CARRY_MS = 700;

function carryAt(gate: Gate, { epcHex }: Thing, side: GateSide | null, nowMs: number): Moved {
  if (epcHex === null) return { doneAtMs: nowMs + CARRY_MS };
  for (const each of ['inner', 'outer'] as const) {
    if (each === side) gate.aerials[each].bring(epcHex, nowMs, CARRY_MS);
    else gate.aerials[each].carryOff(epcHex, nowMs);
  }
  // Stands there long enough to be read.
  return { doneAtMs: nowMs + 2 * CARRY_MS };
}

function attach(inside: DockInside, thing: Thing, nowMs: number): Moved {
  if (thing.epcHex !== null) return { refused: 'it carries a tag already' };
  const epcHex = inside.spareTags.shift();
  if (epcHex === undefined) return { refused: 'the drawer is empty' };
  thing.epcHex = epcHex;
  if (thing.place === 'platform') inside.dock.aerial.bring(epcHex, nowMs, 0);
  return { doneAtMs: nowMs, epcHex };
}

export function createWorld(scenario: Scenario, startMs: number): World {
  const seed = seededChance(`${scenario.seed}/world`);
  const insides = new Map(scenario.stations.map((station) => [station.id, openDock(station, seed, startMs)]));
  const things = new Map<string, Thing>(scenario.packages.map((each) => [each.id, { ...each, place: 'waiting' }]));
  const at = (station: string): DockInside | undefined => insides.get(station);
  const gates = scenario.gates.map((gate): Gate => {
    const chance = seed.split(`gate ${gate.id}`);
    return {
      ...gate,
      aerials: { inner: createAerial(chance.split('inner')), outer: createAerial(chance.split('outer')) },
    };
  });

  const place: World['place'] = (id, station, nowMs, manner) => {
    const inside = at(station);
    const thing = things.get(id);
    if (!inside) return { refused: `there is no station ${station}` };
    if (!thing) return { refused: `there is no package ${id}` };
    if (thing.place === 'platform') return { refused: `${id} lies on a platform already` };
    const { carryMs, ...touchdown } = { ...usualManner(inside.chance), ...manner };
    thing.place = 'platform';
    if (thing.epcHex !== null) inside.dock.aerial.bring(thing.epcHex, nowMs, carryMs);
    return { doneAtMs: inside.platform.place({ id, massMg: thing.trueMassMg, atMs: nowMs + carryMs, touchdown }) };
  };

  return {
    docks: [...insides.values()].map((inside) => inside.dock),
    gates,
    place,
    placeCheckWeight: (station, nowMs) => {
      const inside = at(station);
      if (!inside) return { refused: `there is no station ${station}` };
      if (inside.platform.lying().includes(CHECK_WEIGHT)) return { refused: 'the check weight lies there already' };
      const massMg = inside.scenario.checkWeightMg;
      return { doneAtMs: inside.platform.place({ id: CHECK_WEIGHT, massMg, atMs: nowMs, touchdown: WEIGHT_MANNER }) };
    },
    remove: (station, nowMs) => {
      const inside = at(station);
      return inside ? takeOff(inside, things, nowMs) : { refused: `there is no station ${station}` };
    },
    attachTag: (id, station, nowMs) => {
      const inside = at(station);
      const thing = things.get(id);
      if (!inside || !thing) return { refused: `there is no such station or package` };
      return attach(inside, thing, nowMs);
    },
    carry: (id, gateId, side, nowMs) => {
      const gate = gates.find((each) => each.id === gateId);
      const thing = things.get(id);
      return gate && thing ? carryAt(gate, thing, side, nowMs) : { refused: 'there is no such gate or package' };
    },
    bring: (package_) => {
      if (things.size >= PACKAGES_MAX) return { refused: 'the world is full' };
      if (things.has(package_.id)) return { refused: `${package_.id} is here already` };
      things.set(package_.id, { ...package_, place: 'waiting' });
      return { doneAtMs: 0 };
    },
  };
}
