// What comes to the gate: a lot as its consignor weighed and announced it, and the items that really lie on the truck.
// The differences between the two are made in deliveryErrors.ts. Must not know the base.
import type { AnnouncedPackage, IntakeNotice } from '../../agent/link/contract/orderSchema.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import { ssccTagEpc } from '../world/ssccTag.ts';
import { MG_PER_KG, type SimulatedMaterial, packingIntervalMg, type WeighingMethod } from './simulatedMaterials.ts';
import { drawTrueScale, largestLimitMg, type TrueScale } from './trueScale.ts';
import type { PhysicalItem } from './siteModel.ts';
import { asPackageId, asLotId } from '../../agent/link/contract/contractIds.ts';

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

/** Intervals of a consignor's scale: twice the heaviest item that is weighed on it. */
const PACKING_MAX = 3_000;

export function drawSimulatedConsignors(count: number, random: RandomStream): SimulatedConsignor[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `consignor ${String.fromCharCode(65 + index)}`;
    const scales = [MG_PER_KG / 5, MG_PER_KG / 2]
      .map(asMassMg)
      .map(
        (intervalMg) =>
          [
            intervalMg,
            drawTrueScale(
              { intervalMg, maxMg: asMassMg(PACKING_MAX * intervalMg) },
              random.split(`${name}/${intervalMg}`),
            ),
          ] as const,
      );
    return { name, scales: new Map(scales) };
  });
}

/** How far a declared weight may be off: the consignor's limit and half the last digit. */
export function declaredLimitMg({ material }: Pick<SimulatedDelivery, 'material'>, grossMg: MassMg): MassMg {
  const intervalMg = packingIntervalMg(material);
  return asMassMg(largestLimitMg(intervalMg, grossMg) + intervalMg / 2);
}

export class DeliveryGenerator {
  readonly #consignors: readonly SimulatedConsignor[];
  readonly #random: RandomStream;
  #serial = 1;
  /** Which package of a lot bears a mark. */
  readonly #bearers = new Map<string, string>();
  #lots = 0;

  constructor(random: RandomStream) {
    this.#random = random;
    this.#consignors = drawSimulatedConsignors(4, random.split('consignors'));
  }

  nextTagEpc(): string {
    this.#serial += 1;
    return ssccTagEpc(this.#serial);
  }

  drawDelivery({
    material,
    method,
    count,
    plainMarks = false,
  }: {
    material: SimulatedMaterial;
    method: WeighingMethod;
    count: number;
    /** The consignor only numbers them: other lots bear the same marks. */
    plainMarks?: boolean;
  }): SimulatedDelivery {
    this.#lots += 1;
    const random = this.#random.split(`lot ${this.#lots}`);
    const consignor = random.pick(this.#consignors);
    const lot = `${material.commodity}-${String(this.#lots).padStart(4, '0')}`;
    const packed = Array.from({ length: count }, (_, index) =>
      this.#pack({ lot, material, consignor, random, plainMarks }, index + 1),
    );
    return {
      notice: createNotice({ lot, material, consignor }, packed),
      material,
      method,
      items: packed.map(({ item }) => item),
    };
  }

  /** The package of a lot that bears a mark; undefined: none. */
  packageBearing(mark: string, lot: string): string | undefined {
    return this.#bearers.get(`${lot}\n${mark}`);
  }

  /** An item of this material that no notice names, with a mark of no lot and without a tag. */
  drawUnannouncedItem(material: SimulatedMaterial): PhysicalItem {
    const mark = `XK-${String((this.#serial += 1)).padStart(5, '0')}`;
    const trueMg = Math.round(
      (material.netKg + material.tareKg + this.#random.between(-1, 1) * material.spreadKg) * MG_PER_KG,
    );
    return { id: mark, mark, trueMassMg: asMassMg(trueMg), epcHex: null, isTagReadable: false };
  }

  #pack(
    content: {
      lot: string;
      material: SimulatedMaterial;
      consignor: SimulatedConsignor;
      random: RandomStream;
      plainMarks: boolean;
    },
    number: number,
  ): { announced: AnnouncedPackage; item: PhysicalItem } {
    const { lot, material, consignor, random, plainMarks } = content;
    const scale = consignor.scales.get(packingIntervalMg(material));
    if (!scale) throw new RangeError(`${consignor.name} has no scale for ${material.form}`);
    const trueMg = Math.round(
      (material.netKg + material.tareKg + random.between(-1, 1) * material.spreadKg) * MG_PER_KG,
    );
    const id = `${lot}/${String(number).padStart(2, '0')}`;
    const mark = plainMarks ? `DRUM ${number}` : `${lot} No ${number}`;
    this.#bearers.set(`${lot}\n${mark}`, id);
    const epcHex = this.nextTagEpc();
    const announced = {
      package: asPackageId(id),
      epcHex,
      mark,
      grossMg: scale.indicate(asMassMg(trueMg)),
      tareMg: asMassMg(material.tareKg * MG_PER_KG),
      tareToleranceMg: asMassMg(MG_PER_KG / 10),
      pallet: null,
    };
    return { announced, item: { id, mark, trueMassMg: asMassMg(trueMg), epcHex, isTagReadable: random.isTrue(0.97) } };
  }
}

/** In millionths of net: four drums and their pallet leave a platform of 0.5 kg an own part of just 1 % of a drum. */
const FITNESS_SHARE_PPM = 15_000;

function createNotice(
  delivery: { lot: string; material: SimulatedMaterial; consignor: SimulatedConsignor },
  packed: readonly { announced: AnnouncedPackage }[],
): IntakeNotice {
  const { lot, material, consignor } = delivery;
  const intervalMg = packingIntervalMg(material);
  const packages = packed.map(({ announced }) => announced);
  return {
    kind: 'intake-notice',
    lot: asLotId(lot),
    commodity: material.commodity,
    form: material.form,
    element: null,
    ownership: lot.endsWith('7') ? 'private' : 'national',
    consignor: consignor.name,
    certificate: `CERT ${lot}`,
    weighed: { intervalMg, class: 'III', limitMg: null, lastDigitMg: intervalMg },
    fitnessSharePpm: FITNESS_SHARE_PPM,
    totalGrossMg: asMassMg(packages.reduce((sum, { grossMg }) => sum + grossMg, 0)),
    packaging: material.packaging,
    content: { moisturePpm: material.moisturePpm, assayPpm: material.assayPpm },
    contract: null,
    removalLimits: null,
    packages,
  };
}
