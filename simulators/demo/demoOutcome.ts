// What came out, in one object: read from the agent's REST interface and from headquarters' store, never from the plan.
import type { StaffPage } from '../staff/staffPage.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { PageLot, PageState } from '../staff/pageDocuments.ts';
import { type LoggedDisplay, lotMassesOf } from './displayLog.ts';
import type { DemoLot } from './demoLots.ts';

/** What headquarters' own report says (`hakari headquarters report --json`). */
export interface ReportOfHeadquarters {
  lots: { lot: string; headquartersNetKg: string; headquartersVerdict: string; differences: string[] }[];
  books: { booked: number; stored: number }[];
  releases: { release: string; left: number; short: unknown[]; leftKg: string; differences: string[] }[];
  stocktakes: { stocktake: string; result: { agrees: boolean; rounds: number } | null; differences: string[] }[];
  /** What follows from the entries and the base did not report. */
  unreportedFindings: { code: string; lot: string | null; package: string | null }[];
  applied: number;
  duplicates: number;
  gaps: number;
  rejected: number;
  headHash: string;
}

/** What the page said of a trouble at a scale. */
export interface DockTrouble {
  station: string;
  /** A key of its guidance, or the code of a refusal. */
  says: string;
  /** What lay there, or was asked about. */
  package: string | null;
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
  /** What the page said of troubles at scales. */
  troubles: readonly DockTrouble[];
  headquarters: {
    applied: number;
    duplicates: number;
    gaps: number;
    /** Entries that headquarters could not accept. */
    rejected: number;
    /** Where headquarters came to something else than the base. */
    differences: string[];
    headHash: string;
  };
}

type LedgerState = PageState['ledger'];

export async function readLedgerState(page: StaffPage): Promise<LedgerState> {
  return (await page.readResource('/api/ledger')) as unknown as LedgerState;
}

/** Findings have random ids; a seed is to give the same object each time. */
const compareAsText = (value: unknown, other: unknown): number =>
  JSON.stringify(value) < JSON.stringify(other) ? -1 : 1;

function listDifferences(report: ReportOfHeadquarters): string[] {
  const { lots, releases, stocktakes, unreportedFindings } = report;
  const differing = [
    ...lots.map(({ lot, differences }) => ({ subject: `lot ${lot}`, differences })),
    ...releases.map(({ release, differences }) => ({ subject: `release ${release}`, differences })),
    ...stocktakes.map(({ stocktake, differences }) => ({ subject: `stocktake ${stocktake}`, differences })),
  ].filter(({ differences }) => differences.length > 0);
  return [
    ...differing.map(({ subject, differences }) => `${subject}: ${differences.join(', ')}`),
    ...unreportedFindings.map(({ code, lot, package: id }) => `${code} of ${id ?? lot ?? 'no lot'} is not reported`),
  ];
}

/** Null until both sides agree on how far the ledger goes. */
export async function readDemoOutcome(
  page: StaffPage,
  {
    lots,
    displays,
    troubles,
  }: { lots: readonly DemoLot[]; displays: readonly LoggedDisplay[]; troubles: readonly DockTrouble[] },
  report: () => Promise<ReportOfHeadquarters>,
): Promise<DemoOutcome | null> {
  const ledger = await readLedgerState(page);
  if (ledger.acknowledged !== ledger.entries) return null;
  const headquartersReport = await report();
  if (headquartersReport.headHash !== ledger.headHash) return null;
  // What is acknowledged is stored; it is booked a moment later.
  if (headquartersReport.books.some(({ booked, stored }) => booked < stored)) return null;
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
  return {
    lots: rows,
    ledger: { entries: ledger.entries, acknowledged: ledger.acknowledged, headHash: ledger.headHash },
    troubles,
    ...partOfHeadquarters(headquartersReport),
  };
}

function partOfHeadquarters(
  report: ReportOfHeadquarters,
): Pick<DemoOutcome, 'releases' | 'stocktakes' | 'headquarters'> {
  const { applied, duplicates, gaps, rejected, headHash } = report;
  return {
    releases: report.releases.map(({ release, left, short, leftKg }) => ({
      release,
      released: left,
      short: short.length,
      netKg: leftKg,
    })),
    stocktakes: report.stocktakes.map(({ stocktake, result }) => ({
      stocktake,
      agrees: result?.agrees ?? false,
      rounds: result?.rounds ?? 0,
    })),
    headquarters: { applied, duplicates, gaps, rejected, differences: listDifferences(report), headHash },
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
    `Headquarters: ${headquarters.applied} applied, ${headquarters.duplicates} duplicates, ${headquarters.gaps} gaps, ${headquarters.rejected} rejected, ${headquarters.differences.length} differences, head ${headquarters.headHash.slice(0, 16)}…`,
  );
  return lines;
}
