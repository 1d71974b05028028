// What came out, in one object: read from the agent's REST interface and from headquarters' store, never from the plan.
import type { Page } from '../staff/page.ts';
import { kgText } from '../../drivers/contract/mass.ts';
import type { SeenLot, SeenState } from '../staff/seen.ts';
import { type Shown, truthOf } from './displays.ts';
import type { Lot } from './lots.ts';

/** What headquarters' own report says (`hakari headquarters report --json`). */
export interface HeadquartersReport {
  lots: { lot: string; headquartersNetKg: string; headquartersVerdict: string; agrees: boolean }[];
  releases: { release: string; left: number; short: unknown[]; leftKg: string; differences: string[] }[];
  stocktakes: { stocktake: string; result: { agrees: boolean; rounds: number } | null; differences: string[] }[];
  applied: number;
  duplicates: number;
  gaps: number;
  headHash: string;
}

export interface Outcome {
  lots: {
    lot: string;
    commodity: string;
    form: string;
    ownership: string;
    verdict: string;
    /** Those of the verdict; `decided`: headquarters has closed them since. */
    findings: { code: string; package: string | null; decided: boolean }[];
    packages: { announced: number; found: number };
    /** Null while the page hides it: a package of the lot can still be weighed again. */
    netKg: string | null;
    toleranceKg: string;
    headquartersNetKg: string;
    headquartersVerdict: string;
    /** What the simulated displays showed, less pallets and declared tares. */
    displayedNetKg: string;
    /** What truly came; within `toleranceKg` of the above. */
    trueNetKg: string;
  }[];
  releases: { release: string; released: number; short: number; netKg: string }[];
  stocktakes: { stocktake: string; agrees: boolean; rounds: number }[];
  ledger: { entries: number; acknowledged: number; headHash: string };
  headquarters: { applied: number; duplicates: number; gaps: number; headHash: string };
}

type Ledger = SeenState['ledger'];

export async function readLedger(page: Page): Promise<Ledger> {
  return (await page.read('/api/ledger')) as unknown as Ledger;
}

/** Findings have random ids; a seed is to give the same object each time. */
const byText = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Null until both sides agree on how far the ledger goes. */
export async function readOutcome(
  page: Page,
  { lots, shown }: { lots: readonly Lot[]; shown: readonly Shown[] },
  report: () => Promise<HeadquartersReport>,
): Promise<Outcome | null> {
  const ledger = await readLedger(page);
  if (ledger.acknowledged !== ledger.entries) return null;
  const there = await report();
  if (there.headHash !== ledger.headHash) return null;
  const rows: Outcome['lots'] = [];
  for (const plan of lots) {
    const name = plan.notice.lot;
    const truth = truthOf(plan, shown);
    const lot = (await page.read(`/api/lots/${encodeURIComponent(name)}`)) as unknown as SeenLot;
    if (!lot.verdict) return null;
    const theirs = there.lots.find((each) => each.lot === name);
    rows.push({
      lot: lot.lot,
      commodity: lot.commodity,
      form: lot.form,
      ownership: lot.ownership,
      verdict: lot.verdict.verdict,
      findings: lot.verdict.findings
        .map(({ code, package: concerned, state }) => ({ code, package: concerned, decided: state === 'closed' }))
        .sort(byText),
      packages: { announced: lot.announced, found: lot.verdict.found },
      netKg: lot.verdict.netKg,
      toleranceKg: lot.verdict.toleranceKg,
      headquartersNetKg: theirs?.headquartersNetKg ?? '',
      headquartersVerdict: theirs?.headquartersVerdict ?? '',
      displayedNetKg: truth.displayedNetMg === null ? '' : kgText(truth.displayedNetMg),
      trueNetKg: kgText(truth.trueNetMg),
    });
  }
  const { entries, acknowledged, headHash } = ledger;
  const { applied, duplicates, gaps } = there;
  const releases = there.releases.map(({ release, left, short, leftKg }) => ({
    release,
    released: left,
    short: short.length,
    netKg: leftKg,
  }));
  const stocktakes = there.stocktakes.map(({ stocktake, result }) => ({
    stocktake,
    agrees: result?.agrees ?? false,
    rounds: result?.rounds ?? 0,
  }));
  return {
    lots: rows,
    releases,
    stocktakes,
    ledger: { entries, acknowledged, headHash },
    headquarters: { applied, duplicates, gaps, headHash: there.headHash },
  };
}

/** The same for people. */
export function describeOutcome(outcome: Outcome): string[] {
  const lines = outcome.lots.flatMap((lot) => [
    `${lot.lot}  ${lot.form}: ${lot.verdict}; ${lot.packages.found} of ${lot.packages.announced} packages, net ${lot.netKg ?? '(hidden)'} kg ± ${lot.toleranceKg} kg; headquarters: ${lot.headquartersVerdict}, ${lot.headquartersNetKg} kg`,
    ...lot.findings.map((finding) => `    ${finding.code} ${finding.package ?? ''}`),
  ]);
  const { ledger, headquarters } = outcome;
  lines.push(
    `Ledger: ${ledger.entries} entries, ${ledger.acknowledged} acknowledged, head ${ledger.headHash.slice(0, 16)}…`,
  );
  lines.push(
    `Headquarters: ${headquarters.applied} applied, ${headquarters.duplicates} duplicates, ${headquarters.gaps} gaps, head ${headquarters.headHash.slice(0, 16)}…`,
  );
  return lines;
}
