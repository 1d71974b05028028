// What follows findings: a recount by somebody else, weighing again what became doubtful, and in the evening
// headquarters' signed decisions, which alone close a case.
import { platformOfWork, readNewEntries, sendExpectedCommand, type DayWork } from './dayContext.ts';
import { weighAnnouncedItem } from './loadHandling.ts';

const RECOUNT_PROBABILITY = 0.4;
const WEIGHT_CODES = ['WEIGHT_LOW', 'WEIGHT_HIGH'];
/**
 * Headquarters' rule of thumb: what is not there is written off, strangers go back, all else stands as it was measured.
 */
const DECISION_BY_CODE: Record<string, 'return' | 'write-off'> = {
  MISSING_PACKAGE: 'write-off',
  EXTRA_PACKAGE: 'return',
  WRONG_LOT: 'return',
  UNANNOUNCED: 'return',
};
const FINDINGS_MAX = 500;

/** Some weight findings of a lot are weighed again by a person who had no hand in them. */
export function recountSomeFindings(work: DayWork, lot: string): void {
  const { context } = work;
  const other: DayWork = { ...work, person: context.staff.recounter };
  for (const { finding, code, package: id } of context.base.lot(lot).findings) {
    const storedPackage = id === null ? undefined : context.stock.get(id);
    if (
      !storedPackage ||
      !WEIGHT_CODES.includes(code) ||
      !context.random.isTrue(RECOUNT_PROBABILITY) ||
      storedPackage.item.trueMassMg > platformOfWork(work).spec.maxMg
    )
      continue;
    if (weighAnnouncedItem(other, storedPackage.item, { kind: 'recount', finding }) === 'refused') continue;
    const agreed = context.base.lot(lot).findings.find((candidate) => candidate.finding === finding);
    if (agreed?.state === 'recounted') approveRecount(work, finding);
  }
}

/** The other supervisor approves what the first one had a hand in. */
function approveRecount(work: DayWork, finding: string): void {
  const { base, staff } = work.context;
  const command = { kind: 'approve-finding', finding };
  const answer = base.sendCommand(command, staff.supervisor);
  if (answer.kind === 'refused' && answer.code === 'case-touched')
    sendExpectedCommand({ ...work, person: staff.second }, command);
}

/** After a failed check: everything that the scale weighed since the last good one, on a scale that is sound. */
export function reweighDoubtfulPackages(work: DayWork): void {
  const { context, station } = work;
  readNewEntries(work);
  for (const id of context.ledger.takeDoubtedPackages()) {
    const storedPackage = context.stock.get(id);
    if (!storedPackage) continue;
    if (weighAnnouncedItem(work, storedPackage.item, { kind: 'reweigh', package: id }) === 'refused') continue;
    storedPackage.isWeighedAlone = true;
    storedPackage.station = station;
  }
}

/** Decisions and bookings on everything that is open. */
export function decideOpenFindings(work: DayWork): void {
  const { context } = work;
  readNewEntries(work);
  // One decision may settle what the next was about: the last package of a pallet is written off.
  for (const decision of ['return', 'write-off', 'accept'] as const) {
    const findings = groupByDecision(work).get(decision) ?? [];
    for (let startIndex = 0; startIndex < findings.length; startIndex += FINDINGS_MAX) {
      const part = findings.slice(startIndex, startIndex + FINDINGS_MAX);
      const { accepted, reason } = context.base.issueOrder({
        kind: 'decision',
        findings: part,
        decision,
        adjust: [],
        adopt: null,
        recognise: null,
        note: 'decided as measured',
      });
      if (!accepted) context.unexpected.push(`day ${context.truth.day}: decision ${decision} refused: ${reason}`);
    }
  }
  const { removals } = context.ledger;
  if (removals.length === 0) return;
  context.base.issueOrder({ kind: 'booking', removals });
  context.ledger.removals = [];
}

type FindingReference = { epoch: string; seq: number; hash: string };

function groupByDecision({ context }: DayWork): Map<'accept' | 'return' | 'write-off', FindingReference[]> {
  const wanted = new Map<'accept' | 'return' | 'write-off', FindingReference[]>();
  for (const { body, reference } of context.ledger.undecidedFindings()) {
    const { state } = context.base.finding(body.finding);
    if (state !== 'open' && state !== 'recounted') {
      if (state === 'closed' || state === 'void') context.ledger.markSettled(body.finding);
      continue;
    }
    // A doubtful weight is weighed again, not decided.
    if (body.code === 'SCALE_FAULT') continue;
    const decision = DECISION_BY_CODE[body.code] ?? 'accept';
    wanted.set(decision, [...(wanted.get(decision) ?? []), reference]);
  }
  return wanted;
}
