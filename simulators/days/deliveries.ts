// What comes to the gate: a lot as its consignor weighed and announced it, and the things that really lie on the truck.
// Where the two come to differ, mistakes.ts says so. Must not know the base.
import type { AnnouncedPackage, IntakeNotice } from '../../agent/headquarters/contract/order.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { SeededChance } from '../chance.ts';
import { ssccTag } from '../demo/epc.ts';
import { KG, type Material, packingIntervalMg, type Way } from './materials.ts';
import { drawScale, largestLimit, type TrueScale } from './scaleTruth.ts';
import type { Thing } from './yard.ts';

export interface Delivery {
  notice: IntakeNotice;
  material: Material;
  way: Way;
  /** In the order in which they are unloaded. */
  things: Thing[];
}

export interface Consignor {
  name: string;
  /** By the interval of the scale used: drums and bags are not packed on the same one. */
  scales: Map<MassMg, TrueScale>;
}

/** Twice the heaviest thing that they weigh: a common size for the scale of a packing line. */
const PACKING_MAX = 3_000;

export function drawConsignors(count: number, chance: SeededChance): Consignor[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `consignor ${String.fromCharCode(65 + index)}`;
    const scales = [KG / 5, KG / 2].map(
      (intervalMg) =>
        [
          intervalMg,
          drawScale({ intervalMg, maxMg: PACKING_MAX * intervalMg }, chance.split(`${name}/${intervalMg}`)),
        ] as const,
    );
    return { name, scales: new Map(scales) };
  });
}

/** How far a declared weight may be off: the consignor's limit and half the last digit. */
export function declaredLimitMg({ material }: Pick<Delivery, 'material'>, grossMg: MassMg): MassMg {
  const intervalMg = packingIntervalMg(material);
  return largestLimit(intervalMg, grossMg) + intervalMg / 2;
}

export class Consignments {
  readonly #consignors: readonly Consignor[];
  readonly #chance: SeededChance;
  #serial = 1;
  #lots = 0;

  constructor(chance: SeededChance) {
    this.#chance = chance;
    this.#consignors = drawConsignors(4, chance.split('consignors'));
  }

  tag(): string {
    this.#serial += 1;
    return ssccTag(this.#serial);
  }

  draw({ material, way, count }: { material: Material; way: Way; count: number }): Delivery {
    this.#lots += 1;
    const chance = this.#chance.split(`lot ${this.#lots}`);
    const consignor = chance.pick(this.#consignors);
    const lot = `${material.commodity}-${String(this.#lots).padStart(4, '0')}`;
    const packed = Array.from({ length: count }, (_, index) =>
      this.#pack({ lot, material, consignor, chance }, index + 1),
    );
    return {
      notice: noticeOf({ lot, material, consignor }, packed),
      material,
      way,
      things: packed.map(({ thing }) => thing),
    };
  }

  /** Something that no notice names, of the kind that lies around in a consignor's yard. */
  stranger(material: Material): Thing {
    const mark = `XK-${String((this.#serial += 1)).padStart(5, '0')}`;
    const trueMg = Math.round(
      (material.netKg + material.tareKg + this.#chance.between(-1, 1) * material.spreadKg) * KG,
    );
    return { id: mark, mark, trueMg, epcHex: null, readable: false };
  }

  #pack(
    of: { lot: string; material: Material; consignor: Consignor; chance: SeededChance },
    number: number,
  ): { announced: AnnouncedPackage; thing: Thing } {
    const { lot, material, consignor, chance } = of;
    const scale = consignor.scales.get(packingIntervalMg(material));
    if (!scale) throw new RangeError(`${consignor.name} has no scale for ${material.form}`);
    const trueMg = Math.round((material.netKg + material.tareKg + chance.between(-1, 1) * material.spreadKg) * KG);
    const id = `${lot}/${String(number).padStart(2, '0')}`;
    const mark = `${lot} No ${number}`;
    const epcHex = this.tag();
    const announced = {
      package: id,
      epcHex,
      mark,
      grossMg: scale.indicate(trueMg),
      tareMg: material.tareKg * KG,
      tareToleranceMg: KG / 10,
    };
    return { announced, thing: { id, mark, trueMg, epcHex, readable: chance.happens(0.97) } };
  }
}

function noticeOf(
  of: { lot: string; material: Material; consignor: Consignor },
  packed: readonly { announced: AnnouncedPackage }[],
): IntakeNotice {
  const { lot, material, consignor } = of;
  const intervalMg = packingIntervalMg(material);
  const packages = packed.map(({ announced }) => announced);
  return {
    kind: 'intake-notice',
    lot,
    commodity: material.commodity,
    form: material.form,
    element: null,
    ownership: lot.endsWith('7') ? 'private' : 'national',
    consignor: consignor.name,
    certificate: `CERT ${lot}`,
    weighed: { intervalMg, class: 'III', limitMg: null, lastDigitMg: intervalMg },
    totalGrossMg: packages.reduce((sum, { grossMg }) => sum + grossMg, 0),
    packaging: material.packaging,
    content: { moisturePpm: material.moisturePpm, assayPpm: material.assayPpm },
    contract: null,
    packages,
  };
}
