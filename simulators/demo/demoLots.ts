// The demo's lots, from a seed: what lies on the lorries (true masses), what the consignors announced, and what is
// printed on each item. Where the two disagree, it is stated here and nowhere else. Must not know the agent.
import type { AnnouncedPackage, IntakeNotice } from '../../agent/link/contract/orderSchema.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import type { DockItem } from '../staff/nextAction.ts';
import type { PackageScenario, StationScenario } from '../world/worldScenario.ts';
import { ssccTagEpc } from '../world/ssccTag.ts';
import { asPackageId, asLotId } from '../../agent/link/contract/contractIds.ts';

const MG_PER_KG: MassMg = asMassMg(1_000_000);

/** A material as it is packed and traded. */
export interface DemoMaterial {
  commodity: string;
  form: string;
  ownership: IntakeNotice['ownership'];
  consignor: string;
  markPrefix: string;
  packaging: IntakeNotice['packaging'];
  /** As its certificate states them, in millionths. */
  moisturePpm: number;
  assayPpm: number;
  netKg: number;
  tareKg: number;
  /** Filling differs from package to package by up to this. */
  spreadKg: number;
  /** Verification interval of the consignor's scale; its last digit. */
  consignorIntervalMg: MassMg;
}

/** What goes wrong with one package on the way: it gets no tag, its tag dies, it loses some, it stays behind. */
export type PackageMishap = 'untagged' | 'dead-tag' | 'light' | 'absent';

export interface DemoLotPlan {
  lot: string;
  material: DemoMaterial;
  station: StationScenario;
  announced: number;
  /** By position in the lot, from 0. */
  mishaps: Readonly<Record<number, PackageMishap>>;
  /** After how many packages a drum turns up that belongs to nobody's lot here; null: none. */
  foreignAfter: number | null;
  /** First serial number of this lot's tags. */
  firstSerial: number;
}

export interface DemoLot {
  notice: IntakeNotice;
  items: PackageScenario[];
  dockItems: DockItem[];
  /** What all its packages stand on; it is one of `items`. */
  pallet: PackageScenario | null;
  /** The lorry that brings them all, with and without them. */
  lorry: { loaded: PackageScenario; empty: PackageScenario } | null;
}

const LIGHT_BY_KG = 30;
const FOREIGN_NET_KG = 214;
const DRAWS_MAX = 1_000;

/**
 * A true mass whose indication stays clear of the edge between two display digits. Otherwise noise decides the last
 * digit, and the same seed would not give the same figures.
 */
export function drawTrueMass(
  aboutMg: MassMg,
  spreadMg: MassMg,
  scale: StationScenario['scale'],
  random: RandomStream,
  /** Other masses on the platform with it: each sum too stays clear of the edge. */
  togetherMg: readonly MassMg[] = [asMassMg(0)],
): MassMg {
  const clear = (massMg: MassMg): boolean => {
    const steps = (massMg * (1 + scale.spanError)) / scale.intervalMg;
    return Math.abs(steps - Math.round(steps)) < 0.25;
  };
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const massMg = Math.round(aboutMg + random.between(-1, 1) * spreadMg);
    if (togetherMg.every((other) => clear(asMassMg(massMg + other)))) return asMassMg(massMg);
  }
  throw new RangeError('no mass of this kind can be displayed clearly');
}

/** What the consignor's scale showed: its own error, well inside its limits, and its last digit. */
function drawDeclaredGross(massMg: MassMg, intervalMg: MassMg, random: RandomStream): MassMg {
  return asMassMg(Math.round((massMg + random.between(-0.5, 0.5) * intervalMg) / intervalMg) * intervalMg);
}

interface PackedPackage {
  announced: AnnouncedPackage;
  item: PackageScenario | null;
}

function packPackage(plan: DemoLotPlan, index: number, random: RandomStream): PackedPackage {
  const { material, station, lot } = plan;
  const mishap = plan.mishaps[index];
  const number = String(index + 1).padStart(2, '0');
  const tareMg = Math.round((material.tareKg + random.between(-0.2, 0.2)) * 10) * (MG_PER_KG / 10);
  const grossMg = drawTrueMass(
    asMassMg(material.netKg * MG_PER_KG + tareMg),
    asMassMg(material.spreadKg * MG_PER_KG),
    station.scale,
    random,
  );
  const epcHex = mishap === 'untagged' ? null : ssccTagEpc(plan.firstSerial + index);
  const announced: AnnouncedPackage = {
    package: asPackageId(`${lot}-${number}`),
    epcHex,
    mark: `${material.markPrefix}-${lot.slice(-3)}-${number}`,
    grossMg: drawDeclaredGross(grossMg, material.consignorIntervalMg, random),
    tareMg: asMassMg(tareMg),
    tareToleranceMg: asMassMg(100_000),
    pallet: null,
  };
  if (mishap === 'absent') return { announced, item: null };
  // A multiple of the display's step leaves the indication as clear of the edge as it was.
  const lostMg = mishap === 'light' ? LIGHT_BY_KG * MG_PER_KG : 0;
  return {
    announced,
    item: {
      id: `item-${announced.package}`,
      trueMassMg: asMassMg(grossMg - lostMg),
      station: station.id,
      epcHex: mishap === 'dead-tag' ? null : epcHex,
    },
  };
}

function createForeignItem(plan: DemoLotPlan, random: RandomStream): { item: PackageScenario; dockItem: DockItem } {
  const id = `item-${plan.lot}-foreign`;
  const trueMassMg = drawTrueMass(
    asMassMg((FOREIGN_NET_KG + plan.material.tareKg) * MG_PER_KG),
    asMassMg(2 * MG_PER_KG),
    plan.station.scale,
    random,
  );
  return {
    item: { id, trueMassMg, station: plan.station.id, epcHex: null },
    dockItem: { item: id, mark: `XK-${1_000 + Math.floor(random.fraction() * 9_000)}` },
  };
}

/** Packs the lot. The order in which items stand at the dock is the order in which they are lifted. */
export function packDemoLot(plan: DemoLotPlan, seed: RandomStream): DemoLot {
  const random = seed.split(plan.lot);
  const packed = Array.from({ length: plan.announced }, (_, index) => packPackage(plan, index, random));
  const items: PackageScenario[] = [];
  const dockItems: DockItem[] = [];
  const foreign = plan.foreignAfter === null ? null : createForeignItem(plan, random);
  for (const { announced, item } of packed) {
    if (foreign && items.length === plan.foreignAfter) {
      items.push(foreign.item);
      dockItems.push(foreign.dockItem);
    }
    if (!item) continue;
    items.push(item);
    dockItems.push({ item: item.id, mark: announced.mark });
  }
  return { notice: createDemoNotice(plan, packed), items, dockItems, pallet: null, lorry: null };
}

const PALLET_MG = 20 * MG_PER_KG;
const LORRY_MG = 11_800 * MG_PER_KG;

/** All packages of the lot on one pallet, whose mass was weighed before. */
export function putLotOnPallet(lot: DemoLot, station: StationScenario, seed: RandomStream): DemoLot {
  const goodsMg = lot.items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0);
  const trueMassMg = drawTrueMass(
    asMassMg(PALLET_MG),
    MG_PER_KG,
    station.scale,
    seed.split(`pallet ${lot.notice.lot}`),
    [asMassMg(goodsMg)],
  );
  const pallet = { id: `pallet-${lot.notice.lot}`, trueMassMg, station: station.id, epcHex: null };
  return { ...lot, pallet, items: [...lot.items, pallet] };
}

/** The lot on a lorry; the bags themselves are not lifted at the weighbridge. */
export function putLotOnLorry(lot: DemoLot, station: StationScenario, seed: RandomStream): DemoLot {
  const random = seed.split(`lorry ${lot.notice.lot}`);
  const goodsMg = lot.items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0);
  const emptyMg = drawTrueMass(asMassMg(LORRY_MG), asMassMg(300 * MG_PER_KG), station.scale, random, [
    asMassMg(0),
    asMassMg(goodsMg),
  ]);
  const lorry = (id: string, trueMassMg: MassMg): PackageScenario => ({
    id: `lorry-${id}-${lot.notice.lot}`,
    trueMassMg,
    station: station.id,
    epcHex: null,
  });
  return { ...lot, lorry: { loaded: lorry('loaded', asMassMg(emptyMg + goodsMg)), empty: lorry('empty', emptyMg) } };
}

function createDemoNotice(plan: DemoLotPlan, packed: readonly PackedPackage[]): IntakeNotice {
  const { material, lot } = plan;
  return {
    kind: 'intake-notice',
    lot: asLotId(lot),
    commodity: material.commodity,
    form: material.form,
    element: null,
    ownership: material.ownership,
    consignor: material.consignor,
    certificate: `CERT-${lot}`,
    weighed: {
      intervalMg: material.consignorIntervalMg,
      class: 'III',
      limitMg: null,
      lastDigitMg: material.consignorIntervalMg,
    },
    fitnessSharePpm: null,
    totalGrossMg: null,
    packaging: material.packaging,
    content: { moisturePpm: material.moisturePpm, assayPpm: material.assayPpm },
    contract: null,
    removalLimits: null,
    packages: packed.map((packedPackage) => packedPackage.announced),
  };
}

/** Every item of the world at the start; a lorry is one item, its bags are on it. */
export const itemsOfLots = (lots: readonly DemoLot[]): PackageScenario[] =>
  lots.flatMap(({ items, lorry }) => (lorry === null ? items : [lorry.loaded, lorry.empty]));
