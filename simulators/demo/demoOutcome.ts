// What came out, in one object: read from the agent's REST interface and from headquarters' store, never from the plan.
import type { StaffPage } from '../staff/staffPage.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { PageLot, PageState } from '../staff/pageDocuments.ts';
import { type LoggedDisplay, lotMassesOf } from './displayLog.ts';
import type { DemoLot } from './demoLots.ts';

/** What headquarters' own report says (`hakari headquarters report --json`). */
export interface ReportOfHeadquarters {
  lots: { lot: string; headquartersNetKg: string; headquartersVerdict: string; agrees: boolean }[];
  releases: { release: string; left: number; short: unknown[]; leftKg: string; differences: string[] }[];
  stocktakes: { stocktake: string; result: { agrees: boolean; rounds: number } | null; differences: string[] }[];
  applied: number;
  duplicates: number;
  gaps: number;
  headHash: string;
}

export interface DemoOutcome {
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

type LedgerState = PageState['ledger'];

export async function readLedgerState(page: StaffPage): Promise<LedgerState> {
  return (await page.readResource('/api/ledger')) as unknown as LedgerState;
}

/** Findings have random ids; a seed is to give the same object each time. */
const compareAsText = (value: unknown, other: unknown): number =>
  JSON.stringify(value) < JSON.stringify(other) ? -1 : 1;

/** Null until both sides agree on how far the ledger goes. */
export async function readDemoOutcome(
  page: StaffPage,
  { lots, displays }: { lots: readonly DemoLot[]; displays: readonly LoggedDisplay[] },
  report: () => Promise<ReportOfHeadquarters>,
): Promise<DemoOutcome | null> {
  const ledger = await readLedgerState(page);
  if (ledger.acknowledged !== ledger.entries) return null;
  const headquartersReport = await report();
  if (headquartersReport.headHash !== ledger.headHash) return null;
  const rows: DemoOutcome['lots'] = [];
  for (const plan of lots) {
    const name = plan.notice.lot;
    const truth = lotMassesOf(plan, displays);
    const lot = (await page.readResource(`/api/lots/${encodeURIComponent(name)}`)) as unknown as PageLot;
    if (!lot.verdict) return null;
    const headquartersLot = headquartersReport.lots.find((candidate) => candidate.lot === name);
    rows.push({
      lot: lot.lot,
      commodity: lot.commodity,
      form: lot.form,
      ownership: lot.ownership,
      verdict: lot.verdict.verdict,
      findings: lot.verdict.findings
        .map(({ code, package: packageOrIdentity, state }) => ({
          code,
          package: packageOrIdentity,
          decided: state === 'closed',
        }))
        .sort(compareAsText),
      packages: { announced: lot.announced, found: lot.verdict.found },
      netKg: lot.verdict.netKg,
      toleranceKg: lot.verdict.toleranceKg,
      headquartersNetKg: headquartersLot?.headquartersNetKg ?? '',
      headquartersVerdict: headquartersLot?.headquartersVerdict ?? '',
      displayedNetKg: truth.displayedNetMg === null ? '' : formatKilograms(truth.displayedNetMg),
      trueNetKg: formatKilograms(truth.trueNetMg),
    });
  }
  const { entries, acknowledged, headHash } = ledger;
  const { applied, duplicates, gaps } = headquartersReport;
  const releases = headquartersReport.releases.map(({ release, left, short, leftKg }) => ({
    release,
    released: left,
    short: short.length,
    netKg: leftKg,
  }));
  const stocktakes = headquartersReport.stocktakes.map(({ stocktake, result }) => ({
    stocktake,
    agrees: result?.agrees ?? false,
    rounds: result?.rounds ?? 0,
  }));
  return {
    lots: rows,
    releases,
    stocktakes,
    ledger: { entries, acknowledged, headHash },
    headquarters: { applied, duplicates, gaps, headHash: headquartersReport.headHash },
  };
}

/** The same for people. */
export function describeDemoOutcome(outcome: DemoOutcome): string[] {
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
