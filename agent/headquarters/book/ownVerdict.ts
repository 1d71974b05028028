// Headquarters' own verdict on a lot, from the evidence it has taken, and how it differs from the base's. CONTRACT.md
// 9.5. Reads only.
import type { VerdictBody } from '../../link/contract/entrySchemas.ts';
import { type BaseBook, isOpenFindingRow } from './baseBook.ts';
import {
  isWithinComparison,
  type DeterminationComparison,
  comparisonDifferenceMg,
  rootSumSquareMg,
  comparisonToleranceMg,
} from './scaleBounds.ts';
import { listImpliedFindings, listUnreportedFindings } from './impliedFindings.ts';
import type { BookFindingRow, BookLotRow, BookPackageRow } from './bookRows.ts';
import { BOOK_STATES_AT_BASE } from './packageSteps.ts';

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
] as const;
export type OwnVerdict = Pick<VerdictBody, 'verdict' | (typeof VERDICT_FIGURES)[number]> & {
  findings: OwnVerdictFinding[];
};

/** One weighing with the packages that have their figures from it. */
interface OwnDetermination {
  packages: BookPackageRow[];
  comparison: DeterminationComparison;
  biasMg: number;
  verifies: 'packages' | 'sum' | 'nothing';
}

interface VerdictQuestion {
  claimed: Pick<VerdictBody, 'lot' | 'order'>;
  /** The verdict's cause: findings that the verdict itself brought have the same. */
  cause: string;
}

export function computeOwnVerdict(book: BaseBook, of: VerdictQuestion): OwnVerdict | string {
  const lot = book.findRow('lots', of.claimed.lot);
  if (!lot) return `lot ${of.claimed.lot} is unknown`;
  const known = book
    .findRows('packages', 'lot', lot.lot)
    .filter((row) => row.order_id === of.claimed.order && row.state !== 'dropped');
  const asked = known.filter(({ state }) => state !== 'returned' && state !== 'written-off');
  const found = asked.filter((row) => row.gross_mg !== null && row.net_mg !== null && row.basis !== null);
  const determinations = listDeterminations(book, found);
  const findings = [
    ...listStandingFindings(book, of),
    ...listWholeLotFindings(book, { ...of, lot, known, determinations }),
  ];
  const verdict = findings.length === 0 && found.length === asked.length ? 'verified' : 'discrepant';
  const commonBiasMg = Math.abs(sumOver(determinations, ({ biasMg }) => biasMg));
  const rssBoundMg = rootSumSquareMg(determinations.map(({ comparison }) => comparison.scaleMg)) + commonBiasMg;
  return {
    verdict,
    findings,
    announced: asked.length,
    found: found.length,
    grossMg: sumOver(found, (row) => row.gross_mg ?? 0),
    netMg: sumOver(found, (row) => row.net_mg ?? 0),
    declaredGrossMg: sumOver(found, (row) => row.earlier_gross_mg ?? row.announced_gross_mg),
    linearBoundMg: sumOver(determinations, ({ comparison }) => comparisonToleranceMg(comparison)),
    rssBoundMg,
    commonBiasMg,
    driftWarning:
      verdict === 'verified' &&
      Math.abs(sumOver(determinations, ({ comparison }) => comparisonDifferenceMg(comparison))) > rssBoundMg,
  };
}

function sumOver<T>(of: readonly T[], mass: (one: T) => number): number {
  return of.reduce((total, one) => total + mass(one), 0);
}

function listDeterminations(book: BaseBook, found: readonly BookPackageRow[]): OwnDetermination[] {
  const sharing = new Map<string, BookPackageRow[]>();
  for (const row of found)
    if (row.weighing !== null && row.basis !== 'manual')
      sharing.set(row.weighing, [...(sharing.get(row.weighing) ?? []), row]);
  return [...sharing].flatMap(([id, packages]): OwnDetermination[] => {
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
    return text === null
      ? []
      : [
          {
            packages,
            comparison: JSON.parse(text) as DeterminationComparison,
            biasMg: weighing.bias_mg ?? 0,
            verifies: 'packages',
          },
        ];
  });
}

/** Open findings that the evidence bears out, and those that must follow from it and were never reported. */
function listStandingFindings(book: BaseBook, { claimed, cause }: VerdictQuestion): OwnVerdictFinding[] {
  const reported = book
    .findRows('findings', 'lot', claimed.lot)
    .filter((one) => isOpenFindingRow(one) && !(one.cause === cause && isOfWholeLot(one)) && isBorneOut(book, one))
    .sort((a, b) => a.stream - b.stream || a.seq - b.seq);
  return [...reported, ...listUnreportedFindings(book, claimed.lot)].map(({ code, package: concerned }) => ({
    code,
    package: concerned,
  }));
}

function isOfWholeLot({ code, package: concerned, weighing }: BookFindingRow): boolean {
  if (weighing !== null) return false;
  return (
    code === 'SCALE_FAULT' ||
    (concerned === null && ['LOT_TOTAL', 'CONTRACT_QUANTITY', 'WEIGHT_UNPROVEN'].includes(code))
  );
}

/** What headquarters can compute must follow; the rest rests on what only the base saw, and is believed. */
function isBorneOut(book: BaseBook, finding: BookFindingRow): boolean {
  const { code, weighing } = finding;
  if (weighing !== null && ['WEIGHT_LOW', 'WEIGHT_HIGH', 'SCALE_UNVERIFIED'].includes(code)) {
    const row = book.findRow('weighings', weighing);
    if (row === undefined || row.purpose === 'recount' || row.purpose === 'removal') return true;
    return listImpliedFindings(book, weighing).some((due) => due.code === code);
  }
  if (!['EXTRA_PACKAGE', 'WRONG_LOT', 'UNANNOUNCED'].includes(code) || finding.job === null) return true;
  if (!book.findForeign(finding.job, finding.package ?? ''))
    return book.findRow('jobs', finding.job)?.work === 'stocktake';
  return (
    book.store
      .prepare('SELECT 1 FROM dues WHERE base = ? AND code = ? AND package = ? AND finding = ?')
      .get(book.base, code, finding.package, finding.finding) !== undefined
  );
}

/** The findings that only the whole lot shows, unless they are open already or were decided on the same figures. */
function listWholeLotFindings(
  book: BaseBook,
  of: VerdictQuestion & {
    lot: BookLotRow;
    known: readonly BookPackageRow[];
    determinations: readonly OwnDetermination[];
  },
): OwnVerdictFinding[] {
  const { lot, known, determinations, cause } = of;
  const before = book.findRows('findings', 'lot', lot.lot).filter((one) => one.cause !== cause);
  const isNews = (code: string, figures: { declaredMg: number; measuredMg: number } | null): boolean =>
    !before.some((one) => {
      if (one.code !== code || one.package !== null || one.state === 'void') return false;
      return (
        one.state !== 'closed' ||
        (one.declared_mg === (figures?.declaredMg ?? null) && one.measured_mg === (figures?.measuredMg ?? null))
      );
    });
  const findings: OwnVerdictFinding[] = [];
  const whole = (code: string): number => findings.push({ code, package: null });
  const isReturn = of.claimed.order !== lot.order_id;
  const total = isReturn ? null : lotTotal(lot, of);
  if (total && Math.abs(total.measuredMg - total.declaredMg) > total.limitMg && isNews('LOT_TOTAL', total))
    whole('LOT_TOTAL');
  if (determinations.some(({ verifies }) => verifies !== 'packages') && isNews('WEIGHT_UNPROVEN', null))
    whole('WEIGHT_UNPROVEN');
  const contract = isReturn ? null : contractQuantity(lot, known);
  if (
    contract &&
    Math.abs(contract.measuredMg - contract.declaredMg) > contract.limitMg &&
    isNews('CONTRACT_QUANTITY', contract)
  )
    whole('CONTRACT_QUANTITY');
  const faults = new Set(
    before.filter((one) => one.code === 'SCALE_FAULT' && isOpenFindingRow(one)).map((one) => one.package),
  );
  const doubtful = known.filter(
    (row) => row.doubtful === 1 && BOOK_STATES_AT_BASE.includes(row.state) && !faults.has(row.package),
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
  of: { known: readonly BookPackageRow[]; determinations: readonly OwnDetermination[] },
): LotQuantity | null {
  if (lot.total_gross_mg === null) return null;
  const sound = of.determinations.filter(
    ({ comparison, verifies }) => isWithinComparison(comparison) && verifies !== 'sum',
  );
  const measured = sound.flatMap(({ packages }) => packages);
  const counted = new Set(measured.map((row) => row.package));
  const declared = of.known.filter((row) => !counted.has(row.package));
  return {
    declaredMg: lot.total_gross_mg,
    measuredMg:
      sumOver(measured, (row) => (row.gross_mg ?? 0) + row.booked_mg) +
      sumOver(declared, (row) => row.announced_gross_mg),
    limitMg: sumOver(sound, ({ comparison }) => comparisonToleranceMg(comparison)),
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
  { claimed, own }: { claimed: VerdictBody; own: OwnVerdict },
): string[] {
  const differing: string[] = VERDICT_FIGURES.filter((member) => claimed[member] !== own[member]);
  if (claimed.verdict !== own.verdict) differing.push('verdict');
  const said = claimed.findings.map((id) => book.findRow('findings', id) ?? { code: 'unknown', package: id });
  const inOrder = (all: readonly OwnVerdictFinding[]): string =>
    JSON.stringify(all.map((one) => [one.code, one.package]).sort());
  if (inOrder(said) !== inOrder(own.findings)) differing.push('findings');
  return differing;
}
