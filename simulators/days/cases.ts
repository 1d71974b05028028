// What follows findings: a recount by somebody else, weighing again what became doubtful, and in the evening
// headquarters' signed decisions, which alone close a case.
import { platformOf, press, weighAnnounced, type Work } from './scene.ts';
import { readOn } from './release.ts';

const RECOUNTED = 0.4;
const WEIGHT_CODES = ['WEIGHT_LOW', 'WEIGHT_HIGH'];
/**
 * Headquarters' rule of thumb: what is not there is written off, strangers go back, all else stands as it was measured.
 */
const DECISION: Record<string, 'return' | 'write-off'> = {
  MISSING_PACKAGE: 'write-off',
  EXTRA_PACKAGE: 'return',
  WRONG_LOT: 'return',
  UNANNOUNCED: 'return',
};
const FINDINGS_MAX = 500;

/** Some weight findings of a lot are weighed again by a person who had no hand in them. */
export function recountSome(work: Work, lot: string): void {
  const { scene, station } = work;
  const other: Work = { ...work, person: scene.staff.recounter };
  for (const { finding, code, package: id } of scene.base.lot(lot).findings) {
    const stored = id === null ? undefined : scene.stock.get(id);
    if (
      !stored ||
      !WEIGHT_CODES.includes(code) ||
      !scene.chance.happens(RECOUNTED) ||
      stored.thing.trueMg > platformOf(work).facts.maxMg
    )
      continue;
    const announced = scene.base.press(
      { kind: 'announce-load', station, load: { kind: 'recount', finding } },
      other.person,
    );
    if (announced.kind === 'refused') continue;
    weighAnnounced(other, stored.thing);
    const agreed = scene.base.lot(lot).findings.find((one) => one.finding === finding);
    if (agreed?.state === 'recounted')
      press({ ...work, person: scene.staff.supervisor }, { kind: 'approve-finding', finding });
  }
}

/** After a failed check: everything that the scale weighed since the last good one, on a scale that is sound. */
export function reweighDoubtful(work: Work): void {
  const { scene, station } = work;
  readOn(work);
  for (const id of scene.ledger.doubted()) {
    const stored = scene.stock.get(id);
    if (!stored) continue;
    const announced = scene.base.press(
      { kind: 'announce-load', station, load: { kind: 'reweigh', package: id } },
      work.person,
    );
    if (announced.kind === 'refused') continue;
    weighAnnounced(work, stored.thing);
    stored.single = true;
    stored.station = station;
  }
}

/** Decisions and bookings on everything that is open. */
export function decide(work: Work): void {
  const { scene } = work;
  readOn(work);
  for (const [decision, findings] of byDecision(work)) {
    for (let from = 0; from < findings.length; from += FINDINGS_MAX) {
      const part = findings.slice(from, from + FINDINGS_MAX);
      const { accepted, reason } = scene.base.order({
        kind: 'decision',
        findings: part,
        decision,
        adjust: [],
        adopt: null,
        note: 'decided as measured',
      });
      if (!accepted) scene.surprises.push(`day ${scene.truth.day}: decision ${decision} refused: ${reason}`);
    }
  }
  const { removals } = scene.ledger;
  if (removals.length === 0) return;
  scene.base.order({ kind: 'booking', removals });
  scene.ledger.removals = [];
}

type Reference = { epoch: string; seq: number; hash: string };

function byDecision({ scene }: Work): Map<'accept' | 'return' | 'write-off', Reference[]> {
  const wanted = new Map<'accept' | 'return' | 'write-off', Reference[]>();
  for (const { body, reference } of scene.ledger.undecided()) {
    const { state } = scene.base.finding(body.finding);
    if (state !== 'open' && state !== 'recounted') {
      if (state === 'closed' || state === 'void') scene.ledger.settled(body.finding);
      continue;
    }
    // A doubtful weight is weighed again, not decided.
    if (body.code === 'SCALE_FAULT') continue;
    const decision = DECISION[body.code] ?? 'accept';
    wanted.set(decision, [...(wanted.get(decision) ?? []), reference]);
  }
  return wanted;
}
