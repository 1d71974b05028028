// Headquarters' own verdict on a lot, from the evidence it has taken, and how it differs from the base's. CONTRACT.md
// 9.5. Reads only.
import type { VerdictBody } from '../../link/contract/entrySchemas.ts';
import { type BaseBook, isOpenFindingRow } from './baseBook.ts';
import {
  isWithinComparison,
  type DeterminationComparison,
  comparisonDifferenceMg,
  permissibleErrorMg,
  rootSumSquareMg,
  comparisonToleranceMg,
} from './scaleBounds.ts';
import { listImpliedFindings, listUnreportedFindings } from './impliedFindings.ts';
import type { BookFindingRow, BookLotRow, BookPackageRow } from './bookRows.ts';
import { BOOK_STATES_AT_BASE } from './packageSteps.ts';

/** A finding that headquarters' own verdict rests on. */
export interface OwnVerdictFinding {
  code: string;
  package: string | null;
}

const VERDICT_FIGURES = [
  'announced',
  'found',
  'grossMg',
  'netMg',
  'declaredGrossMg',
  'linearBoundMg',
  'rssBoundMg',
  'commonBiasMg',
  'driftWarning',
  'identity',
] as const;
type MassFigure = Extract<(typeof VERDICT_FIGURES)[number], `${string}Mg`>;
/** Headquarters' verdict on a lot; all masses in milligrams. */
export type OwnVerdict = Pick<VerdictBody, 'verdict' | Exclude<(typeof VERDICT_FIGURES)[number], MassFigure>> &
  Record<MassFigure, number> & { findings: OwnVerdictFinding[] };

/** One weighing with the packages that have their figures from it. */
interface OwnDetermination {
  packages: BookPackageRow[];
  comparison: DeterminationComparison;
  /** Of each reading: a pair of passes has two. */
  scalesMg: number[];
  biasMg: number;
  verifies: 'packages' | 'sum' | 'nothing';
}

interface VerdictQuestion {
  claimed: Pick<VerdictBody, 'lot' | 'order'>;
  /** The verdict's cause: findings that the verdict itself brought have the same. */
  cause: string;
}

/**
 * Computes the verdict on a lot from the book alone; a text if the lot is unknown, or its masses are too large to be
 * added up. CONTRACT.md 9.5.
 */
export function computeOwnVerdict(book: BaseBook, question: VerdictQuestion): OwnVerdict | string {
  const lot = book.findRow('lots', question.claimed.lot);
  if (!lot) return `lot ${question.claimed.lot} is unknown`;
  const deliveredRows = book
    .findRows('packages', 'lot', lot.lot)
    .filter((row) => row.order_id === question.claimed.order && row.state !== 'dropped');
  const expectedRows = deliveredRows.filter(({ state }) => state !== 'returned' && state !== 'written-off');
  const weighedRows = expectedRows.filter((row) => row.gross_mg !== null && row.net_mg !== null && row.basis !== null);
  const determinations = listDeterminations(book, weighedRows);
  const findings = [
    ...listStandingFindings(book, question),
    ...listWholeLotFindings(book, { ...question, lot, known: deliveredRows, determinations }),
  ];
  const verdict = findings.length === 0 && weighedRows.length === expectedRows.length ? 'verified' : 'discrepant';
  const commonBiasMg = Math.abs(sumOver(determinations, ({ biasMg }) => biasMg));
  const rssBoundMg = rootSumSquareMg(determinations.flatMap(({ scalesMg }) => scalesMg)) + commonBiasMg;
  const masses: Record<MassFigure, number> = {
    grossMg: sumOver(weighedRows, (row) => row.gross_mg ?? 0),
    netMg: sumOver(weighedRows, (row) => row.net_mg ?? 0),
    declaredGrossMg: sumOver(weighedRows, (row) => row.earlier_gross_mg ?? row.announced_gross_mg),
    linearBoundMg: sumOver(determinations, ({ comparison }) => comparisonToleranceMg(comparison)),
    rssBoundMg,
    commonBiasMg,
  };
  // A base may claim any mass; a report could not state such a sum.
  if (!Object.values(masses).every(Number.isSafeInteger))
    return `masses of lot ${lot.lot} are too large to be added up`;
  return {
    verdict,
    findings,
    announced: expectedRows.length,
    found: weighedRows.length,
    ...masses,
    driftWarning:
      verdict === 'verified' &&
      Math.abs(sumOver(determinations, ({ comparison }) => comparisonDifferenceMg(comparison))) > rssBoundMg,
    identity: weighedRows.some(({ unread }) => unread === 1) ? 'counted' : 'read',
  };
}

function sumOver<T>(items: readonly T[], mass: (item: T) => number): number {
  return items.reduce((total, item) => total + mass(item), 0);
}

function listDeterminations(book: BaseBook, weighedRows: readonly BookPackageRow[]): OwnDetermination[] {
  const rowsByWeighing = new Map<string, BookPackageRow[]>();
  for (const row of weighedRows)
    if (row.weighing !== null && row.basis !== 'manual')
      rowsByWeighing.set(row.weighing, [...(rowsByWeighing.get(row.weighing) ?? []), row]);
  return [...rowsByWeighing].flatMap(([id, packages]): OwnDetermination[] => {
    const weighing = book.findRow('weighings', id);
    const [first] = packages;
    if (!weighing || !first) return [];
    if (weighing.visit !== null) {
      const pair = book.findPassPair(id, first.lot);
      return pair
        ? [
            {
              packages,
              comparison: JSON.parse(pair.comparison) as DeterminationComparison,
              scalesMg: [pair.before, pair.after].map((pass) => permissibleErrorOfPass(book, pass)),
              biasMg: 0,
              verifies: pair.verifies,
            },
          ]
        : [];
    }
    const text =
      weighing.group_id === null
        ? first.comparison
        : (book.findRow('groups_weighed', weighing.group_id)?.comparison ?? null);
    if (text === null) return [];
    const comparison = JSON.parse(text) as DeterminationComparison;
    const biasMg = weighing.bias_mg ?? 0;
    return [{ packages, comparison, scalesMg: [comparison.scaleMg], biasMg, verifies: 'packages' }];
  });
}

function permissibleErrorOfPass(book: BaseBook, weighing: string): number {
  const row = book.findRow('weighings', weighing);
  return row ? permissibleErrorMg(row.class, row.interval_mg, row.gross_mg) : 0;
}

/** Open findings that the evidence bears out, and those that must follow from it and were never reported. */
function listStandingFindings(book: BaseBook, { claimed, cause }: VerdictQuestion): OwnVerdictFinding[] {
  const reported = book
    .findRows('findings', 'lot', claimed.lot)
    .filter(
      (finding) =>
        isOpenFindingRow(finding) && !(finding.cause === cause && isOfWholeLot(finding)) && isBorneOut(book, finding),
    )
    .sort((a, b) => a.stream - b.stream || a.seq - b.seq);
  return [...reported, ...listUnreportedFindings(book, claimed.lot)].map(({ code, package: packageOrIdentity }) => ({
    code,
    package: packageOrIdentity,
  }));
}

function isOfWholeLot({ code, package: packageOrIdentity, weighing }: BookFindingRow): boolean {
  if (weighing !== null) return false;
  return (
    code === 'SCALE_FAULT' ||
    (packageOrIdentity === null && ['LOT_TOTAL', 'CONTRACT_QUANTITY', 'WEIGHT_UNPROVEN'].includes(code))
  );
}

/** What headquarters can compute must follow; the rest rests on what only the base saw, and is believed. */
function isBorneOut(book: BaseBook, finding: BookFindingRow): boolean {
  const { code, weighing } = finding;
  if (weighing !== null && ['WEIGHT_LOW', 'WEIGHT_HIGH', 'SCALE_UNVERIFIED', 'EMPTY_WEIGHT_UNUSUAL'].includes(code)) {
    const row = book.findRow('weighings', weighing);
    if (row === undefined || row.purpose === 'recount' || row.purpose === 'removal') return true;
    return listImpliedFindings(book, weighing).some((impliedFinding) => impliedFinding.code === code);
  }
  if (!['EXTRA_PACKAGE', 'WRONG_LOT', 'UNANNOUNCED'].includes(code) || finding.job === null) return true;
  if (!book.findForeign(finding.job, finding.package ?? ''))
    return book.findRow('jobs', finding.job)?.work === 'stocktake';
  return (
    book.store
      .prepare('SELECT 1 FROM implied_findings WHERE base = ? AND code = ? AND package = ? AND finding = ?')
      .get(book.base, code, finding.package, finding.finding) !== undefined
  );
}

/** The findings that only the whole lot shows, unless they are open already or were decided on the same figures. */
function listWholeLotFindings(
  book: BaseBook,
  lotEvidence: VerdictQuestion & {
    lot: BookLotRow;
    known: readonly BookPackageRow[];
    determinations: readonly OwnDetermination[];
  },
): OwnVerdictFinding[] {
  const { lot, known, determinations, cause } = lotEvidence;
  const earlierFindings = book.findRows('findings', 'lot', lot.lot).filter((finding) => finding.cause !== cause);
  const isNewFinding = (code: string, figures: { declaredMg: number; measuredMg: number } | null): boolean =>
    !earlierFindings.some((finding) => {
      if (finding.code !== code || finding.package !== null || finding.state === 'void') return false;
      return (
        finding.state !== 'closed' ||
        (finding.declared_mg === (figures?.declaredMg ?? null) && finding.measured_mg === (figures?.measuredMg ?? null))
      );
    });
  const findings: OwnVerdictFinding[] = [];
  const addLotFinding = (code: string): number => findings.push({ code, package: null });
  const isReturn = lotEvidence.claimed.order !== lot.order_id;
  const total = isReturn ? null : lotTotal(lot, lotEvidence);
  if (total && Math.abs(total.measuredMg - total.declaredMg) > total.limitMg && isNewFinding('LOT_TOTAL', total))
    addLotFinding('LOT_TOTAL');
  if (determinations.some(({ verifies }) => verifies !== 'packages') && isNewFinding('WEIGHT_UNPROVEN', null))
    addLotFinding('WEIGHT_UNPROVEN');
  const contract = isReturn ? null : contractQuantity(lot, known);
  if (
    contract &&
    Math.abs(contract.measuredMg - contract.declaredMg) > contract.limitMg &&
    isNewFinding('CONTRACT_QUANTITY', contract)
  )
    addLotFinding('CONTRACT_QUANTITY');
  const faultyPackages = new Set(
    earlierFindings
      .filter((finding) => finding.code === 'SCALE_FAULT' && isOpenFindingRow(finding))
      .map((finding) => finding.package),
  );
  const doubtful = known.filter(
    (row) => row.doubtful === 1 && BOOK_STATES_AT_BASE.includes(row.state) && !faultyPackages.has(row.package),
  );
  return [...findings, ...doubtful.map((row) => ({ code: 'SCALE_FAULT', package: row.package }))];
}

interface LotQuantity {
  declaredMg: number;
  measuredMg: number;
  limitMg: number;
}

/** What is off by itself is a finding of its own and counts here as declared; the others count as measured. */
function lotTotal(
  lot: BookLotRow,
  lotEvidence: { known: readonly BookPackageRow[]; determinations: readonly OwnDetermination[] },
): LotQuantity | null {
  if (lot.total_gross_mg === null) return null;
  const agreeing = lotEvidence.determinations.filter(
    ({ comparison, verifies }) => isWithinComparison(comparison) && verifies !== 'sum',
  );
  const measured = agreeing.flatMap(({ packages }) => packages);
  const counted = new Set(measured.map((row) => row.package));
  const declared = lotEvidence.known.filter((row) => !counted.has(row.package));
  return {
    declaredMg: lot.total_gross_mg,
    measuredMg:
      sumOver(measured, (row) => (row.gross_mg ?? 0) + row.booked_mg) +
      sumOver(declared, (row) => row.announced_gross_mg),
    limitMg: sumOver(agreeing, ({ comparison }) => comparisonToleranceMg(comparison)),
  };
}

function contractQuantity(lot: BookLotRow, known: readonly BookPackageRow[]): LotQuantity | null {
  if (lot.contract_mg === null || lot.contract_ppm === null) return null;
  const limitMg = Number((BigInt(lot.contract_mg) * BigInt(lot.contract_ppm)) / 1_000_000n);
  return { declaredMg: lot.contract_mg, measuredMg: sumOver(known, (row) => row.net_mg ?? 0), limitMg };
}

/** The members in which the base's verdict differs from headquarters' own; empty if they agree. */
export function listVerdictDifferences(
  book: BaseBook,
  { claimed, own: ownVerdict }: { claimed: VerdictBody; own: OwnVerdict },
): string[] {
  const differing: string[] = VERDICT_FIGURES.filter((member) => claimed[member] !== ownVerdict[member]);
  if (claimed.verdict !== ownVerdict.verdict) differing.push('verdict');
  const claimedFindings = claimed.findings.map(
    (id) => book.findRow('findings', id) ?? { code: 'unknown', package: id },
  );
  const sortedFindingsText = (findings: readonly OwnVerdictFinding[]): string =>
    JSON.stringify(findings.map((finding) => [finding.code, finding.package]).sort());
  if (sortedFindingsText(claimedFindings) !== sortedFindingsText(ownVerdict.findings)) differing.push('findings');
  return differing;
}
