// The demo's base: four docks with their instruments, three lots that are always the same but for the seed's masses,
// and as many further random ones as wanted. Must not know processes.
import { asMassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import { drawSpanError } from '../world/simulatedIndicator.ts';
import type { ScaleScenario, ScaleConnection, StationScenario } from '../world/worldScenario.ts';
import { ssccTagEpc } from '../world/ssccTag.ts';
import type { DemoLotPlan, DemoMaterial, PackageMishap } from './demoLots.ts';

const MG_PER_KG = 1_000_000;

export const COBALT: DemoMaterial = {
  commodity: 'Co',
  form: 'cobalt-metal',
  ownership: 'national',
  consignor: 'Northern Cobalt Refining',
  markPrefix: 'NCR',
  packaging: 'drum',
  moisturePpm: 0,
  assayPpm: 993_000,
  netKg: 250,
  tareKg: 18.2,
  spreadKg: 0.8,
  consignorIntervalMg: asMassMg(200_000),
};
export const FERRO_CHROME: DemoMaterial = {
  commodity: 'Cr',
  form: 'ferro-chrome',
  ownership: 'national',
  consignor: 'Cape Alloys',
  markPrefix: 'CAL',
  packaging: 'big-bag',
  moisturePpm: 2_000,
  assayPpm: 650_000,
  netKg: 1_000,
  tareKg: 2.6,
  spreadKg: 3,
  consignorIntervalMg: asMassMg(500_000),
};
export const TUNGSTEN_ORE: DemoMaterial = {
  commodity: 'W',
  form: 'tungsten-ore',
  ownership: 'private',
  consignor: 'Serra Mining',
  markPrefix: 'SRM',
  packaging: 'drum',
  moisturePpm: 5_000,
  assayPpm: 515_000,
  netKg: 300,
  tareKg: 16.4,
  spreadKg: 2.5,
  consignorIntervalMg: asMassMg(200_000),
};

export const NICKEL: DemoMaterial = {
  commodity: 'Ni',
  form: 'nickel-metal',
  ownership: 'national',
  consignor: 'Polar Nickel',
  markPrefix: 'PNI',
  packaging: 'bundle',
  moisturePpm: 0,
  assayPpm: 998_000,
  netKg: 500,
  tareKg: 1.2,
  spreadKg: 4,
  consignorIntervalMg: asMassMg(200_000),
};
export const MOLYBDENUM_ORE: DemoMaterial = {
  commodity: 'Mo',
  form: 'molybdenum-ore',
  ownership: 'national',
  consignor: 'Andes Molybdenum',
  markPrefix: 'AMO',
  packaging: 'drum',
  moisturePpm: 20_000,
  assayPpm: 570_000,
  netKg: 250,
  tareKg: 17.4,
  spreadKg: 1.5,
  consignorIntervalMg: asMassMg(200_000),
};
export const FERRO_VANADIUM: DemoMaterial = {
  commodity: 'V',
  form: 'ferro-vanadium',
  ownership: 'national',
  consignor: 'Highveld Alloys',
  markPrefix: 'HVA',
  packaging: 'drum',
  moisturePpm: 1_000,
  assayPpm: 780_000,
  netKg: 250,
  tareKg: 18,
  spreadKg: 1.2,
  consignorIntervalMg: asMassMg(200_000),
};
export const FERRO_MANGANESE: DemoMaterial = {
  commodity: 'Mn',
  form: 'ferro-manganese',
  ownership: 'private',
  consignor: 'Gulf Manganese',
  markPrefix: 'GMN',
  packaging: 'big-bag',
  moisturePpm: 3_000,
  assayPpm: 760_000,
  netKg: 1_000,
  tareKg: 2.4,
  spreadKg: 6,
  consignorIntervalMg: asMassMg(500_000),
};

interface DockSpec {
  id: string;
  decimals: number;
  wire: ScaleConnection;
  maxKg: number;
  intervalMg: number;
  checkWeightKg: number;
  reader: boolean;
}

const DOCK_SPECS: readonly DockSpec[] = [
  {
    id: 'dock-1',
    decimals: 1,
    wire: 'and-indicator-serial',
    maxKg: 600,
    intervalMg: 200_000,
    checkWeightKg: 200,
    reader: true,
  },
  {
    id: 'dock-2',
    decimals: 1,
    wire: 'laumas-rtu-serial',
    maxKg: 1_500,
    intervalMg: 500_000,
    checkWeightKg: 500,
    reader: true,
  },
  {
    id: 'dock-3',
    decimals: 1,
    wire: 'and-balance-tcp',
    maxKg: 600,
    intervalMg: 200_000,
    checkWeightKg: 200,
    reader: true,
  },
  {
    id: 'dock-4',
    decimals: 1,
    wire: 'laumas-tcp',
    maxKg: 1_500,
    intervalMg: 500_000,
    checkWeightKg: 500,
    reader: false,
  },
  // The weighbridge: its check weight is a lorry that was weighed elsewhere.
  {
    id: 'bridge-1',
    decimals: 0,
    wire: 'and-indicator-serial',
    maxKg: 50_000,
    intervalMg: 10_000_000,
    checkWeightKg: 12_000,
    reader: false,
  },
];

/** Scales err up to their in-service limit: what fits must be found to fit all the same. */
const SPAN_ERROR_SHARE = 1;
const SPARE_TAGS = 200;
const SPARE_SERIAL = 9_000_000_000;
const LOT_SERIALS = 10_000;

export function buildDemoStations(seed: RandomStream): StationScenario[] {
  return DOCK_SPECS.map((dock, index) => {
    const number = index + 1;
    const facts = { maxMg: asMassMg(dock.maxKg * MG_PER_KG), intervalMg: asMassMg(dock.intervalMg) };
    const scale: ScaleScenario = {
      id: `scale-${number}`,
      wire: dock.wire,
      ...facts,
      unit: 'kg',
      decimals: dock.decimals,
      spanError: drawSpanError(facts, SPAN_ERROR_SHARE, seed.split(`scale-${number}`)),
      address: 1,
    };
    return {
      id: dock.id,
      scale,
      reader: dock.reader ? `reader-${number}` : null,
      checkWeightMg: asMassMg(dock.checkWeightKg * MG_PER_KG),
      spareTags: Array.from({ length: SPARE_TAGS }, (_, tag) => ssccTagEpc(SPARE_SERIAL + index * SPARE_TAGS + tag)),
    };
  });
}

export function demoStationAt(stations: readonly StationScenario[], index: number): StationScenario {
  const station = stations[index];
  if (!station) throw new RangeError(`there is no dock ${index + 1}`);
  return station;
}

/**
 * The three lots of every demo: one that fits, one with a light bag, one with a drum missing and a stranger among the
 * rest.
 */
export function planFirstLots(stations: readonly StationScenario[]): DemoLotPlan[] {
  const stationAt = (index: number): StationScenario => demoStationAt(stations, index);
  const untagged: Record<number, PackageMishap> = { 2: 'untagged' };
  const light: Record<number, PackageMishap> = { 1: 'light' };
  const absent: Record<number, PackageMishap> = { 3: 'absent' };
  return [
    {
      lot: 'LOT-26-101',
      material: COBALT,
      station: stationAt(0),
      announced: 5,
      mishaps: untagged,
      foreignAfter: null,
      firstSerial: LOT_SERIALS,
    },
    {
      lot: 'LOT-26-102',
      material: FERRO_CHROME,
      station: stationAt(1),
      announced: 4,
      mishaps: light,
      foreignAfter: null,
      firstSerial: 2 * LOT_SERIALS,
    },
    {
      lot: 'LOT-26-103',
      material: TUNGSTEN_ORE,
      station: stationAt(2),
      announced: 4,
      mishaps: absent,
      foreignAfter: 1,
      firstSerial: 3 * LOT_SERIALS,
    },
  ];
}

/** The lots of the second act: two by package, one as a group on a pallet, one by lorry over the weighbridge. */
export function planStockWorkLots(stations: readonly StationScenario[]): {
  nickel: DemoLotPlan;
  molybdenum: DemoLotPlan;
  vanadium: DemoLotPlan;
  manganese: DemoLotPlan;
} {
  const planLot = (
    lot: string,
    material: DemoMaterial,
    plan: { dock: number; announced: number; serials: number },
  ): DemoLotPlan => ({
    lot,
    material,
    station: demoStationAt(stations, plan.dock),
    announced: plan.announced,
    mishaps: {},
    foreignAfter: null,
    firstSerial: plan.serials * LOT_SERIALS,
  });
  return {
    nickel: planLot('LOT-26-104', NICKEL, { dock: 0, announced: 2, serials: 4 }),
    molybdenum: planLot('LOT-26-105', MOLYBDENUM_ORE, { dock: 2, announced: 2, serials: 5 }),
    vanadium: planLot('LOT-26-106', FERRO_VANADIUM, { dock: 1, announced: 3, serials: 6 }),
    manganese: planLot('LOT-26-107', FERRO_MANGANESE, { dock: 4, announced: 10, serials: 7 }),
  };
}

/** A further lot for one dock; `number` counts all lots of this demo, from 8. */
export function planFurtherLot(
  stations: readonly StationScenario[],
  dock: number,
  number: number,
  seed: RandomStream,
): DemoLotPlan {
  const random = seed.split(`lot ${number}`);
  const material = [COBALT, FERRO_CHROME, TUNGSTEN_ORE][dock] ?? COBALT;
  const announced = 3 + Math.floor(random.fraction() * 4);
  const mishaps: Record<number, PackageMishap> = {};
  if (random.isTrue(0.5))
    mishaps[Math.floor(random.fraction() * announced)] = random.pick<PackageMishap>(['untagged', 'light', 'absent']);
  return {
    lot: `LOT-26-${100 + number}`,
    material,
    station: demoStationAt(stations, dock),
    announced,
    mishaps,
    foreignAfter: random.isTrue(0.15) ? 1 : null,
    firstSerial: number * LOT_SERIALS,
  };
}
