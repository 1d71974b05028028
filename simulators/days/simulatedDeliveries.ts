// What comes to the gate: a lot as its consignor weighed and announced it, and the things that really lie on the truck.
// Where the two come to differ, mistakes.ts says so. Must not know the base.
import type { AnnouncedPackage, IntakeNotice } from '../../agent/link/contract/orderSchema.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import { ssccTagEpc } from '../world/ssccTag.ts';
import { MG_PER_KG, type SimulatedMaterial, packingIntervalMg, type WeighingMethod } from './simulatedMaterials.ts';
import { drawTrueScale, largestLimitMg, type TrueScale } from './trueScale.ts';
import type { PhysicalItem } from './siteModel.ts';

export interface SimulatedDelivery {
  notice: IntakeNotice;
  material: SimulatedMaterial;
  method: WeighingMethod;
  /** In the order in which they are unloaded. */
  items: PhysicalItem[];
}

export interface SimulatedConsignor {
  name: string;
  /** By the interval of the scale used: drums and bags are not packed on the same one. */
  scales: Map<MassMg, TrueScale>;
}

/** Twice the heaviest thing that they weigh: a common size for the scale of a packing line. */
const PACKING_MAX = 3_000;

export function drawSimulatedConsignors(count: number, chance: RandomStream): SimulatedConsignor[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `consignor ${String.fromCharCode(65 + index)}`;
    const scales = [MG_PER_KG / 5, MG_PER_KG / 2].map(
      (intervalMg) =>
        [
          intervalMg,
          drawTrueScale({ intervalMg, maxMg: PACKING_MAX * intervalMg }, chance.split(`${name}/${intervalMg}`)),
        ] as const,
    );
    return { name, scales: new Map(scales) };
  });
}

/** How far a declared weight may be off: the consignor's limit and half the last digit. */
export function declaredLimitMg({ material }: Pick<SimulatedDelivery, 'material'>, grossMg: MassMg): MassMg {
  const intervalMg = packingIntervalMg(material);
  return largestLimitMg(intervalMg, grossMg) + intervalMg / 2;
}

export class DeliveryGenerator {
  readonly #consignors: readonly SimulatedConsignor[];
  readonly #chance: RandomStream;
  #serial = 1;
  #lots = 0;

  constructor(chance: RandomStream) {
    this.#chance = chance;
    this.#consignors = drawSimulatedConsignors(4, chance.split('consignors'));
  }

  nextTagEpc(): string {
    this.#serial += 1;
    return ssccTagEpc(this.#serial);
  }

  drawDelivery({
    material,
    way,
    count,
  }: {
    material: SimulatedMaterial;
    way: WeighingMethod;
    count: number;
  }): SimulatedDelivery {
    this.#lots += 1;
    const chance = this.#chance.split(`lot ${this.#lots}`);
    const consignor = chance.pick(this.#consignors);
    const lot = `${material.commodity}-${String(this.#lots).padStart(4, '0')}`;
    const packed = Array.from({ length: count }, (_, index) =>
      this.#pack({ lot, material, consignor, chance }, index + 1),
    );
    return {
      notice: createNotice({ lot, material, consignor }, packed),
      material,
      method: way,
      items: packed.map(({ thing }) => thing),
    };
  }

  /** Something that no notice names, of the kind that lies around in a consignor's yard. */
  drawUnannouncedItem(material: SimulatedMaterial): PhysicalItem {
    const mark = `XK-${String((this.#serial += 1)).padStart(5, '0')}`;
    const trueMg = Math.round(
      (material.netKg + material.tareKg + this.#chance.between(-1, 1) * material.spreadKg) * MG_PER_KG,
    );
    return { id: mark, mark, trueMassMg: trueMg, epcHex: null, isTagReadable: false };
  }

  #pack(
    of: { lot: string; material: SimulatedMaterial; consignor: SimulatedConsignor; chance: RandomStream },
    number: number,
  ): { announced: AnnouncedPackage; thing: PhysicalItem } {
    const { lot, material, consignor, chance } = of;
    const scale = consignor.scales.get(packingIntervalMg(material));
    if (!scale) throw new RangeError(`${consignor.name} has no scale for ${material.form}`);
    const trueMg = Math.round(
      (material.netKg + material.tareKg + chance.between(-1, 1) * material.spreadKg) * MG_PER_KG,
    );
    const id = `${lot}/${String(number).padStart(2, '0')}`;
    const mark = `${lot} No ${number}`;
    const epcHex = this.nextTagEpc();
    const announced = {
      package: id,
      epcHex,
      mark,
      grossMg: scale.indicate(trueMg),
      tareMg: material.tareKg * MG_PER_KG,
      tareToleranceMg: MG_PER_KG / 10,
    };
    return { announced, thing: { id, mark, trueMassMg: trueMg, epcHex, isTagReadable: chance.isTrue(0.97) } };
  }
}

function createNotice(
  of: { lot: string; material: SimulatedMaterial; consignor: SimulatedConsignor },
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
