// Headquarters' own verdict on a lot, from the evidence it has taken, and how it differs from the base's. CONTRACT.md
// 9.5. Reads only.
import type { VerdictBody } from '../../link/contract/entrySchemas.ts';
import { type BaseBook, isOpenFindingRow } from './baseBook.ts';
import {
  type DeterminationComparison,
  comparisonDifferenceMg,
  honestSumLimitMg,
  type WeighedSum,
  permissibleErrorMg,
  comparisonToleranceMg,
} from './scaleBounds.ts';
import { JOINT_FINDING_CODES } from './bookJoints.ts';
import { listImpliedFindings, listUnreportedFindings } from './impliedFindings.ts';
import { palletToleranceMg, indicationOfWeighing } from './expectedGross.ts';
import type { BookFindingRow, BookLotRow, BookPackageRow } from './bookRows.ts';
import { quantityOfContract, lotTotal, type OwnDetermination, sumOver } from './lotQuantities.ts';
import { BOOK_STATES_AT_BASE } from './packageSteps.ts';
import { isPapersLimitTooLarge } from './scaleFitness.ts';

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
  'driftBoundMg',
  'commonBiasMg',
  'netLimitMg',
  'driftWarning',
  'verifiedMass',
  'identitiesRead',
  'weighedByNobody',
  'contents',
] as const;
/** The announced by what became of them: each a list of ids, in any order. */
const VERDICT_PARTS = ['missing', 'toCome', 'ended'] as const;
type MassFigure = Exclude<Extract<(typeof VERDICT_FIGURES)[number], `${string}Mg`>, 'netLimitMg'>;
/** Headquarters' verdict on a lot; all masses in milligrams. */
export type OwnVerdict = Pick<
  VerdictBody,
  'verdict' | Exclude<(typeof VERDICT_FIGURES)[number], MassFigure | 'netLimitMg'>
> &
  Record<MassFigure, number> &
  Record<(typeof VERDICT_PARTS)[number], string[]> & { netLimitMg: number | null; findings: OwnVerdictFinding[] };

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
  const linearBoundMg = sumOver(determinations, ({ comparison }) => comparisonToleranceMg(comparison));
  const masses: Record<MassFigure, number> = {
    grossMg: sumOver(weighedRows, (row) => (row.gross_mg ?? 0) - row.removed_mg),
    netMg: sumOver(weighedRows, (row) => (row.net_mg ?? 0) - row.removed_mg),
    declaredGrossMg: sumOver(weighedRows, (row) => row.earlier_gross_mg ?? row.announced_gross_mg),
    linearBoundMg,
    driftBoundMg: Math.min(linearBoundMg, honestSumLimitMg(determinations.flatMap(listWeighedSums)) + commonBiasMg),
    commonBiasMg,
  };
  const netLimitMg = limitOfNetMg(weighedRows, determinations);
  // A base may claim any mass; a report could not state such a sum.
  if (![...Object.values(masses), netLimitMg ?? 0].every(Number.isSafeInteger))
    return `masses of lot ${lot.lot} are too large to be added up`;
  const differenceMg = sumOver(determinations, ({ comparison }) => comparisonDifferenceMg(comparison));
  return {
    verdict,
    findings,
    announced: expectedRows.length,
    found: weighedRows.length,
    missing: idsInState(expectedRows, 'missing'),
    toCome: idsInState(expectedRows, 'expected'),
    ended: deliveredRows.filter((row) => !expectedRows.includes(row)).map((row) => row.package),
    ...masses,
    netLimitMg,
    driftWarning:
      verdict === 'verified' &&
      determinations.length >= DETERMINATIONS_FOR_DRIFT &&
      Math.abs(differenceMg) > masses.driftBoundMg,
    verifiedMass: verdict === 'discrepant' ? 'none' : netLimitMg === null ? 'gross' : 'net',
    identitiesRead: weighedRows.filter(({ unread }) => unread === 0).length,
    weighedByNobody: weighingsByNobody(determinations).size,
    contents: lot.moisture_ppm === null ? 'unstated' : 'certified',
  };
}

/** Ids of those that indicated something while nobody was there; a pass of two pairs counts once. */
function weighingsByNobody(determinations: readonly OwnDetermination[]): Set<string> {
  const indications = determinations.flatMap(({ indicated }) => indicated);
  return new Set(indications.filter((row) => row.operator === null).map((row) => row.weighing));
}

function idsInState(rows: readonly BookPackageRow[], state: BookPackageRow['state']): string[] {
  return rows.filter((row) => row.state === state).map((row) => row.package);
}

/** Fewer determinations show no constant deviation. */
const DETERMINATIONS_FOR_DRIFT = 4;

/** Both sides of a determination: the base's scale, and the one that everything of the lot was weighed on before. */
function listWeighedSums({ indicated, comparison, packages }: OwnDetermination): WeighedSum[] {
  const ownSums = indicated.map((row) => ({
    scaleName: `base ${row.scale}`,
    boundMg: permissibleErrorMg(row.class, row.interval_mg, row.gross_mg),
    roundingMg: row.interval_mg / 2,
    parts: 1,
  }));
  const { otherMg, otherRoundingMg } = comparison;
  return [...ownSums, { scaleName: 'before', boundMg: otherMg, roundingMg: otherRoundingMg, parts: packages.length }];
}

/** Null if a package was typed or opened, or nobody says how far its tare may be off. */
function limitOfNetMg(
  weighedRows: readonly BookPackageRow[],
  determinations: readonly OwnDetermination[],
): number | null {
  const isKnown = (row: BookPackageRow): boolean =>
    row.basis !== 'manual' && row.tare_trusted === 1 && (row.announced_tare_mg === 0 || row.tare_tolerance_mg !== null);
  if (!weighedRows.every(isKnown)) return null;
  const tareMg = sumOver(weighedRows, (row) => (row.announced_tare_mg === 0 ? 0 : (row.tare_tolerance_mg ?? 0)));
  const scaleMg = sumOver(
    determinations,
    ({ comparison, palletLimitMg }) => comparison.scaleMg + comparison.roundingMg + palletLimitMg,
  );
  return scaleMg + tareMg + sumOver(weighedRows, (row) => row.removed_limit_mg);
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
      if (!pair) return [];
      const earlier = book.findRow('weighings', pair.before);
      const comparison = JSON.parse(pair.comparison) as DeterminationComparison;
      const indicated = earlier ? [earlier, weighing] : [weighing];
      return [{ packages, comparison, biasMg: 0, indicated, palletLimitMg: 0, verifies: pair.verifies }];
    }
    const group = book.findRow('groups_weighed', weighing.group_id);
    const text = weighing.group_id === null ? first.comparison : (group?.comparison ?? null);
    if (text === null) return [];
    return [
      {
        packages,
        comparison: JSON.parse(text) as DeterminationComparison,
        biasMg: weighing.bias_mg ?? 0,
        indicated: [weighing],
        palletLimitMg: group
          ? palletToleranceMg(indicationOfWeighing(weighing), {
              palletMg: group.pallet_mg,
              palletKind: group.pallet_kind,
            })
          : 0,
        verifies: 'packages',
      },
    ];
  });
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
    (packageOrIdentity === null &&
      ['LOT_TOTAL', 'CONTRACT_QUANTITY', 'WEIGHT_UNPROVEN', 'NOTICE_TOO_COARSE'].includes(code))
  );
}

/** What headquarters can compute must follow; the rest rests on what only the base saw, and is believed. */
function isBorneOut(book: BaseBook, finding: BookFindingRow): boolean {
  const { code, weighing } = finding;
  const ofWeighing = [
    ...JOINT_FINDING_CODES,
    'WEIGHT_LOW',
    'WEIGHT_HIGH',
    'SCALE_UNVERIFIED',
    'SCALE_TOO_COARSE',
    'EMPTY_WEIGHT_UNUSUAL',
  ];
  if (weighing !== null && ofWeighing.includes(code)) {
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
  if (!isReturn && isPapersLimitTooLarge(book, lot, determinations) && isNewFinding('NOTICE_TOO_COARSE', null))
    addLotFinding('NOTICE_TOO_COARSE');
  const contract = isReturn ? null : quantityOfContract(lot, known);
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

/** The members in which the base's verdict differs from headquarters' own; empty if they agree. */
export function listVerdictDifferences(
  book: BaseBook,
  { claimed, own: ownVerdict }: { claimed: VerdictBody; own: OwnVerdict },
): string[] {
  const differing: string[] = VERDICT_FIGURES.filter((member) => claimed[member] !== ownVerdict[member]);
  if (claimed.verdict !== ownVerdict.verdict) differing.push('verdict');
  for (const part of VERDICT_PARTS)
    if (JSON.stringify([...claimed[part]].sort()) !== JSON.stringify([...ownVerdict[part]].sort()))
      differing.push(part);
  const claimedFindings = claimed.findings.map(
    (id) => book.findRow('findings', id) ?? { code: 'unknown', package: id },
  );
  const sortedFindingsText = (findings: readonly OwnVerdictFinding[]): string =>
    JSON.stringify(findings.map((finding) => [finding.code, finding.package]).sort());
  if (sortedFindingsText(claimedFindings) !== sortedFindingsText(ownVerdict.findings)) differing.push('findings');
  return differing;
}
