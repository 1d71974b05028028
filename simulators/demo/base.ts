// The demo's base: four docks with their instruments, three lots that are always the same but for the seed's masses, and as many
// further random ones as wanted. Must not know processes.
import type { SeededChance } from '../chance.ts';
import { spanErrorWithin } from '../world/indicator.ts';
import type { ScaleScenario, ScaleWire, StationScenario } from '../world/scenario.ts';
import { ssccTag } from './epc.ts';
import type { LotPlan, Material, Mishap } from './lots.ts';

const KG = 1_000_000;

export const COBALT: Material = {
  commodity: 'Co',
  form: 'cobalt-metal',
  ownership: 'national',
  consignor: 'Northern Cobalt Refining',
  markPrefix: 'NCR',
  netKg: 250,
  tareKg: 18.2,
  spreadKg: 0.8,
  consignorIntervalMg: 200_000,
};
export const FERRO_CHROME: Material = {
  commodity: 'Cr',
  form: 'ferro-chrome',
  ownership: 'national',
  consignor: 'Cape Alloys',
  markPrefix: 'CAL',
  netKg: 1_000,
  tareKg: 2.6,
  spreadKg: 3,
  consignorIntervalMg: 500_000,
};
export const TUNGSTEN_ORE: Material = {
  commodity: 'W',
  form: 'tungsten-ore',
  ownership: 'private',
  consignor: 'Serra Mining',
  markPrefix: 'SRM',
  netKg: 300,
  tareKg: 16.4,
  spreadKg: 2.5,
  consignorIntervalMg: 200_000,
};

interface DockFacts {
  wire: ScaleWire;
  maxKg: number;
  intervalMg: number;
  checkWeightKg: number;
  reader: boolean;
}

const DOCKS: readonly DockFacts[] = [
  { wire: 'and-indicator-serial', maxKg: 600, intervalMg: 200_000, checkWeightKg: 200, reader: true },
  { wire: 'laumas-rtu-serial', maxKg: 1_500, intervalMg: 500_000, checkWeightKg: 500, reader: true },
  { wire: 'and-balance-tcp', maxKg: 600, intervalMg: 200_000, checkWeightKg: 200, reader: true },
  { wire: 'laumas-tcp', maxKg: 1_500, intervalMg: 500_000, checkWeightKg: 500, reader: false },
];

/** Half of the in-service limit: a good scale in use, so that what fits is found to fit. */
const ERROR_PART = 0.5;
const SPARE_TAGS = 200;
const SPARE_SERIAL = 9_000_000_000;
const LOT_SERIALS = 10_000;

export function buildStations(seed: SeededChance): StationScenario[] {
  return DOCKS.map((dock, index) => {
    const number = index + 1;
    const facts = { maxMg: dock.maxKg * KG, intervalMg: dock.intervalMg };
    const scale: ScaleScenario = {
      id: `scale-${number}`,
      wire: dock.wire,
      ...facts,
      unit: 'kg',
      decimals: 1,
      spanError: spanErrorWithin(facts, ERROR_PART, seed.split(`scale-${number}`)),
      address: 1,
    };
    return {
      id: `dock-${number}`,
      scale,
      reader: dock.reader ? `reader-${number}` : null,
      checkWeightMg: dock.checkWeightKg * KG,
      spareTags: Array.from({ length: SPARE_TAGS }, (_, tag) => ssccTag(SPARE_SERIAL + index * SPARE_TAGS + tag)),
    };
  });
}

function stationAt(stations: readonly StationScenario[], index: number): StationScenario {
  const station = stations[index];
  if (!station) throw new RangeError(`there is no dock ${index + 1}`);
  return station;
}

/** The three lots of every demo: one that fits, one with a light bag, one with a drum missing and a stranger among the rest. */
export function firstLots(stations: readonly StationScenario[]): LotPlan[] {
  const at = (index: number): StationScenario => stationAt(stations, index);
  const untagged: Record<number, Mishap> = { 2: 'untagged' };
  const light: Record<number, Mishap> = { 1: 'light' };
  const absent: Record<number, Mishap> = { 3: 'absent' };
  return [
    { lot: 'LOT-26-101', material: COBALT, station: at(0), announced: 5, mishaps: untagged, foreignAfter: null, firstSerial: LOT_SERIALS },
    { lot: 'LOT-26-102', material: FERRO_CHROME, station: at(1), announced: 4, mishaps: light, foreignAfter: null, firstSerial: 2 * LOT_SERIALS },
    { lot: 'LOT-26-103', material: TUNGSTEN_ORE, station: at(2), announced: 4, mishaps: absent, foreignAfter: 1, firstSerial: 3 * LOT_SERIALS },
  ];
}

/** A further lot for one dock; `number` counts all lots of this demo, from 4. */
export function furtherLot(stations: readonly StationScenario[], dock: number, number: number, seed: SeededChance): LotPlan {
  const chance = seed.split(`lot ${number}`);
  const material = [COBALT, FERRO_CHROME, TUNGSTEN_ORE][dock] ?? COBALT;
  const announced = 3 + Math.floor(chance.fraction() * 4);
  const mishaps: Record<number, Mishap> = {};
  if (chance.happens(0.5)) mishaps[Math.floor(chance.fraction() * announced)] = chance.pick<Mishap>(['untagged', 'light', 'absent']);
  return {
    lot: `LOT-26-${100 + number}`,
    material,
    station: stationAt(stations, dock),
    announced,
    mishaps,
    foreignAfter: chance.happens(0.15) ? 1 : null,
    firstSerial: number * LOT_SERIALS,
  };
}
