// Headquarters' own verdict on a lot, from the evidence it has stored, and how it differs from the base's. Reads only.
import type { FindingCode, Verdict } from '../../agent/headquarters/contract/entries.ts';
import type { AccuracyClass, AnnouncedPackage, IntakeNotice } from '../../agent/headquarters/contract/order.ts';
import { packageBound, rootSumSquareMg } from './bounds.ts';
import type { Store } from './store.ts';

export interface OwnFinding {
  code: FindingCode;
  package: string | null;
}

export interface Judgement {
  verdict: Verdict['verdict'];
  findings: OwnFinding[];
  announced: number;
  found: number;
  grossMg: number;
  netMg: number;
  declaredGrossMg: number;
  linearBoundMg: number;
  rssBoundMg: number;
}

interface WeighingRow {
  gross_mg: number;
  interval_mg: number;
  class: AccuracyClass;
  verified: number;
}

/** Findings that rest on what only the base saw: headquarters takes its word, which can only make a lot discrepant. */
const TAKEN_ON_TRUST: readonly FindingCode[] = ['DUPLICATE_TAG', 'MANUAL_ENTRY'];

interface Weighed {
  announced: AnnouncedPackage;
  grossMg: number;
  scaleMg: number;
  toleranceMg: number;
  sound: boolean;
}

export function judge(store: Store, stream: number, claimed: Verdict): Judgement | string {
  const body = store.prepare<[number, string], string>('SELECT body FROM notices WHERE stream = ? AND lot = ?').pluck().get(stream, claimed.lot);
  if (body === undefined) return `no notice of lot ${claimed.lot} was received before`;
  const notice = JSON.parse(body) as IntakeNotice;
  const findings: OwnFinding[] = [];
  const weighed = notice.packages.flatMap((announced) => weigh(store, { stream, notice, announced, findings }));
  const facts = store.prepare<[number, string], OwnFinding>('SELECT code, package FROM facts WHERE stream = ? AND lot = ? ORDER BY seq');
  findings.push(...facts.all(stream, claimed.lot), ...trusted(store, stream, claimed));
  if (totalIsOff(notice, weighed)) findings.push({ code: 'LOT_TOTAL', package: null });
  const total = (of: (one: Weighed) => number): number => weighed.reduce((sum, one) => sum + of(one), 0);
  return {
    verdict: findings.length === 0 && weighed.length === notice.packages.length ? 'verified' : 'discrepant',
    findings,
    announced: notice.packages.length,
    found: weighed.length,
    grossMg: total((one) => one.grossMg),
    netMg: total((one) => one.grossMg - one.announced.tareMg),
    declaredGrossMg: total((one) => one.announced.grossMg),
    linearBoundMg: total((one) => one.toleranceMg),
    rssBoundMg: rootSumSquareMg(weighed.map((one) => one.scaleMg)),
  };
}

/** The package's latest weighing that was not reversed, compared; nothing if there is none. */
function weigh(store: Store, of: { stream: number; notice: IntakeNotice; announced: AnnouncedPackage; findings: OwnFinding[] }): Weighed[] {
  const { stream, notice, announced, findings } = of;
  const row = store
    .prepare<[number, string], WeighingRow>(
      'SELECT gross_mg, interval_mg, class, verified FROM weighings WHERE stream = ? AND package = ? AND reversed = 0 ORDER BY bound_seq DESC LIMIT 1',
    )
    .get(stream, announced.package);
  if (!row) return [];
  const measured = { grossMg: row.gross_mg, intervalMg: row.interval_mg, class: row.class };
  const bound = packageBound(measured, { grossMg: announced.grossMg, by: notice.weighed });
  const difference = row.gross_mg - announced.grossMg;
  const sound = Math.abs(difference) <= bound.toleranceMg;
  if (!sound) findings.push({ code: difference < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH', package: announced.package });
  if (row.verified === 0) findings.push({ code: 'SCALE_UNVERIFIED', package: announced.package });
  return [{ announced, grossMg: row.gross_mg, ...bound, sound }];
}

function trusted(store: Store, stream: number, claimed: Verdict): OwnFinding[] {
  const claim = store.prepare<[number, string], OwnFinding>('SELECT code, package FROM claims WHERE stream = ? AND finding = ?');
  return claimed.findings
    .map((finding) => claim.get(stream, finding))
    .filter((found): found is OwnFinding => found !== undefined && TAKEN_ON_TRUST.includes(found.code));
}

/** A package that is off or absent is a finding of its own and counts here as declared; the others count as measured. */
function totalIsOff(notice: IntakeNotice, weighed: readonly Weighed[]): boolean {
  if (notice.totalGrossMg === null) return false;
  let sum = 0;
  let tolerance = 0;
  for (const announced of notice.packages) {
    const one = weighed.find((candidate) => candidate.announced.package === announced.package);
    sum += one?.sound === true ? one.grossMg : announced.grossMg;
    tolerance += one?.sound === true ? one.toleranceMg : 0;
  }
  return Math.abs(sum - notice.totalGrossMg) > tolerance;
}

/** The members in which the base's verdict differs from headquarters' own; empty if they agree. */
export function differences(store: Store, of: { stream: number; claimed: Verdict; own: Judgement }): string[] {
  const { stream, claimed, own } = of;
  const numbers = ['announced', 'found', 'grossMg', 'netMg', 'declaredGrossMg', 'linearBoundMg', 'rssBoundMg'] as const;
  const differing: string[] = numbers.filter((member) => claimed[member] !== own[member]);
  if (claimed.verdict !== own.verdict) differing.push('verdict');
  const claim = store.prepare<[number, string], OwnFinding>('SELECT code, package FROM claims WHERE stream = ? AND finding = ?');
  const said = claimed.findings.map((finding) => claim.get(stream, finding) ?? { code: 'unknown', package: finding });
  const inOrder = (list: readonly { code: string; package: string | null }[]): string => JSON.stringify(list.map((one) => [one.code, one.package]).sort());
  if (inOrder(said) !== inOrder(own.findings)) differing.push('findings');
  return differing;
}
