// The seven kinds that the stockpile publicly holds, in the forms and packages of the trade. Facts only.
import type { IntakeNotice } from '../../agent/link/contract/orderSchema.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';

export const MG_PER_KG: MassMg = asMassMg(1_000_000);

export type WeighingMethod = 'single' | 'group' | 'vehicle';

export interface SimulatedMaterial {
  commodity: string;
  form: string;
  packaging: IntakeNotice['packaging'];
  netKg: number;
  tareKg: number;
  /** Filling differs from package to package by up to this. */
  spreadKg: number;
  moisturePpm: number;
  assayPpm: number;
  /** How it is weighed here when it comes. */
  methods: readonly WeighingMethod[];
}

const drum = { packaging: 'drum', tareKg: 18, spreadKg: 4, methods: ['single', 'group'] } as const;
const bag = { packaging: 'big-bag', netKg: 1_000, tareKg: 3, spreadKg: 12, methods: ['single', 'vehicle'] } as const;

export const SIMULATED_MATERIALS: readonly SimulatedMaterial[] = [
  {
    commodity: 'Ni',
    form: 'nickel-metal',
    packaging: 'bundle',
    netKg: 1_000,
    tareKg: 4,
    spreadKg: 10,
    moisturePpm: 0,
    assayPpm: 998_000,
    methods: ['single', 'vehicle'],
  },
  { ...bag, commodity: 'Ni', form: 'ferro-nickel', moisturePpm: 1_000, assayPpm: 260_000 },
  { ...bag, commodity: 'Cr', form: 'ferro-chrome', moisturePpm: 1_000, assayPpm: 650_000 },
  { ...drum, commodity: 'W', form: 'tungsten-ore', netKg: 300, moisturePpm: 8_000, assayPpm: 520_000 },
  { ...drum, commodity: 'Co', form: 'cobalt-metal', netKg: 250, moisturePpm: 0, assayPpm: 993_000 },
  { ...drum, commodity: 'Mo', form: 'molybdenum-ore', netKg: 250, moisturePpm: 20_000, assayPpm: 570_000 },
  { ...bag, commodity: 'Mn', form: 'ferro-manganese', moisturePpm: 2_000, assayPpm: 750_000 },
  { ...drum, commodity: 'V', form: 'ferro-vanadium', netKg: 250, moisturePpm: 500, assayPpm: 780_000 },
];

/** OIML R 76, class III: the interval of the scale on which whoever packs such a thing weighs it. */
export function packingIntervalMg({ netKg }: SimulatedMaterial): MassMg {
  return netKg > 500 ? asMassMg(MG_PER_KG / 2) : asMassMg(MG_PER_KG / 5);
}
