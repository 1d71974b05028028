// Target levels, consumption and plans: a file that only headquarters has, and how the stock stands against it. A base
// never learns any of it.
import { parse } from 'yaml';
import { z } from 'zod';
import { asMassMg, formatKilograms, parseMass } from '../../../drivers/contract/mass.ts';
import type { ReleasedGoods } from './stockWorkReports.ts';
import type { StockKind, LotStock } from './stockTotals.ts';

/** Kilograms as decimal text or a whole number, in milligrams. */
const kilogramsSchema = z.union([z.string(), z.int()]).transform((value, context): number => {
  const mass = parseMass(String(value), 'kg');
  if (!('fault' in mass) && mass.massMg >= 0) return mass.massMg;
  context.addIssue({ code: 'custom', message: 'kilograms as a decimal number in quotes, to the milligram' });
  return z.NEVER;
});
const daysSchema = z.int().min(0).max(3_650);
const planSchema = z.strictObject({
  plan: z.string().min(1).max(200),
  commodity: z.string().min(1).max(200),
  form: z.string().min(1).max(200),
  ownership: z.enum(['national', 'private']),
  netKg: kilogramsSchema,
});

/** The file of `report --targets`; kilograms become milligrams. */
export const targetsFileSchema = z.strictObject({
  /** The published frame: so many days, so many of them private. Shown, never computed with. */
  frame: z.strictObject({ days: daysSchema, privateDays: daysSchema }),
  /** By commodity: contained mass used a day, and the days that national and private stock are each to last. */
  commodities: z.record(
    z.string().min(1).max(20),
    z.strictObject({ containedKgPerDay: kilogramsSchema, nationalDays: daysSchema, privateDays: daysSchema }),
  ),
  procurement: z.array(planSchema).max(1_000).default([]),
  releases: z.array(planSchema).max(1_000).default([]),
});
/** Target levels, consumption and plans, all masses in milligrams. */
export type TargetsFile = z.infer<typeof targetsFileSchema>;

/** Parses the YAML text of a targets file; a refusal names the wrong members. */
export function parseTargets(text: string): TargetsFile | { refusal: string } {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return { refusal: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
  const parsed = targetsFileSchema.safeParse(content);
  return parsed.success
    ? parsed.data
    : {
        refusal: parsed.error.issues
          .map(({ path, message }) => `${path.join('.') || 'the whole file'}: ${message}`)
          .join('; '),
      };
}

/** How long the stock of a commodity lasts, against its target. */
export interface DaysOfCover {
  commodity: string;
  ownership: 'national' | 'private';
  /** Of lots whose certificate states moisture and assay. */
  containedKg: string;
  /** Net mass of lots whose certificate does not: in no figure beside it. */
  uncertifiedKg: string;
  containedKgPerDay: string;
  targetDays: number;
  targetKg: string;
  /** With one decimal, rounded down; null if nothing is used. */
  days: string | null;
  /** What is missing to the target; 0 if nothing. */
  shortKg: string;
}

/** Computes the days of cover by commodity and owner from the contained mass of the lots. */
export function computeDaysOfCover(targets: TargetsFile, lots: readonly LotStock[]): DaysOfCover[] {
  return Object.entries(targets.commodities).flatMap(([commodity, target]) =>
    (['national', 'private'] as const).map((ownership): DaysOfCover => {
      const ownLots = lots.filter((lot) => lot.commodity === commodity && lot.ownership === ownership);
      const containedMg = ownLots.reduce((sum, lot) => sum + (lot.containedMg ?? 0), 0);
      const targetDays = ownership === 'national' ? target.nationalDays : target.privateDays;
      const targetMg = target.containedKgPerDay * targetDays;
      return {
        commodity,
        ownership,
        containedKg: formatKilograms(asMassMg(containedMg)),
        uncertifiedKg: formatKilograms(
          asMassMg(ownLots.reduce((sum, lot) => sum + (lot.containedMg === null ? lot.netMg : 0), 0)),
        ),
        containedKgPerDay: formatKilograms(asMassMg(target.containedKgPerDay)),
        targetDays,
        targetKg: formatKilograms(asMassMg(targetMg)),
        days:
          target.containedKgPerDay === 0
            ? null
            : formatTenths((BigInt(containedMg) * 10n) / BigInt(target.containedKgPerDay)),
        shortKg: formatKilograms(asMassMg(Math.max(0, targetMg - containedMg))),
      };
    }),
  );
}

function formatTenths(count: bigint): string {
  return `${count / 10n}.${count % 10n}`;
}

/** What of a procurement or release plan is ordered, done and open. */
export interface PlanReport extends Omit<StockKind, 'element'> {
  plan: string;
  plannedKg: string;
  /** Announced to the base, or set aside for release. */
  orderedKg: string;
  /** Received at the base, or left it. */
  doneKg: string;
  /** Planned and not done yet; 0 if more was done. */
  openKg: string;
}

type Plan = TargetsFile['procurement'][number];

/** How far the announced and received lots fulfil the procurement plans. */
export function reportProcurementPlans(targets: TargetsFile, lots: readonly LotStock[]): PlanReport[] {
  return targets.procurement.map((plan) => {
    const plannedLots = lots.filter((lot) => isSameKind(plan, lot));
    return buildPlanReport(plan, {
      orderedMg: sumMasses(plannedLots, (lot) => lot.announcedNetMg),
      doneMg: sumMasses(plannedLots, (lot) => lot.receivedNetMg),
    });
  });
}

/** How far the allocated and released packages fulfil the release plans. */
export function reportReleasePlans(targets: TargetsFile, released: readonly ReleasedGoods[]): PlanReport[] {
  return targets.releases.map((plan) => {
    const plannedGoods = released.filter((goods) => isSameKind(plan, goods));
    return buildPlanReport(plan, {
      orderedMg: sumMasses(plannedGoods, (goods) => goods.allocatedMg),
      doneMg: sumMasses(plannedGoods, (goods) => goods.leftMg),
    });
  });
}

function isSameKind(plan: Plan, kind: StockKind): boolean {
  return plan.commodity === kind.commodity && plan.form === kind.form && plan.ownership === kind.ownership;
}

function sumMasses<T>(items: readonly T[], massOf: (item: T) => number): number {
  return items.reduce((total, item) => total + massOf(item), 0);
}

function buildPlanReport(
  { netKg: plannedMg, ...plan }: Plan,
  { orderedMg, doneMg }: { orderedMg: number; doneMg: number },
): PlanReport {
  return {
    ...plan,
    plannedKg: formatKilograms(asMassMg(plannedMg)),
    orderedKg: formatKilograms(asMassMg(orderedMg)),
    doneKg: formatKilograms(asMassMg(doneMg)),
    openKg: formatKilograms(asMassMg(Math.max(0, plannedMg - doneMg))),
  };
}
