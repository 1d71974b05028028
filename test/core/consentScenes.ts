// Consents to removals for tests: people who consent, take out, take back, are disturbed and lose their roles, at a dock
// whose every act the core decides; and what a reader of the bare entries makes of it.
import { asMassMg } from '../../drivers/contract/mass.ts';
import fc from 'fast-check';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideLoadDisturbed } from '../../agent/core/loads/loadOutcome.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import type { Entry, EntryOf } from '../../agent/core/model/entry.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { consentTo, STAFF } from './staff.ts';

export const BALANCE: ScaleFacts = {
  ...SCALE,
  instrument: 'balance',
  ranges: [
    { maxMg: 6 * KG, minMg: 40_000, intervalMg: 2_000 },
    { maxMg: 600 * KG, minMg: 4 * KG, intervalMg: 200_000 },
  ],
};

/** Drums of 250 kg net in store. */
export class ConsentDock {
  readonly dock: CaseDock;

  constructor(signOrder: CaseDock['signOrder'] = null) {
    this.dock = new CaseDock();
    this.dock.signOrder = signOrder;
    this.dock.order(notice([1, 2, 3].map((n) => drum(n))));
    this.dock.open();
    for (const n of [1, 2, 3]) this.dock.weigh(268, [epcOf(n)]);
    this.dock.onScale = null;
    this.dock.close();
    for (const n of [1, 2, 3]) this.dock.readSeal(`CO-1-${n}`, `S-${n}`);
  }

  consent(operator: string, taker: string, mostKg: number, minutes = 10, from = 'CO-1-1'): boolean {
    const event = consentTo(this.dock.id(), { operator, taker, package: from, mostMg: mostKg * KG, minutes });
    return !('refusal' in this.dock.act((book) => decideAllowRemoval(event, book)));
  }

  /** The load stays on the scale. */
  take(operator: string, kg: number, from = 'CO-1-1'): Record<string, unknown> | Refusal {
    const seal = this.dock.ledger.book.get('package', from)?.seal ?? null;
    const seals = { sealBefore: seal, sealAfter: `N-${this.dock.id()}` };
    this.dock.onScale = null;
    const announced = this.dock.announce({ kind: 'removal', package: from, reason: 'dust', ...seals }, operator);
    return 'refusal' in announced ? announced : this.dock.weigh(kg, [], { scale: BALANCE });
  }

  rise(kg: number): Record<string, unknown> | Refusal {
    return this.dock.onScale === null
      ? { refusal: 'nothing-there', params: {} }
      : this.dock.weigh(kg, [], { scale: BALANCE, replacesKg: 0 });
  }

  reverseAlone(operator: string): Record<string, unknown> | Refusal {
    const event = { id: this.dock.id(), operator, weighing: this.dock.onScale ?? '', liesThere: true, people: STAFF };
    return this.dock.act((book) => decideReverse(event, book));
  }

  disturb(): void {
    const weighing = this.dock.onScale === null ? undefined : this.dock.ledger.book.get('weighing', this.dock.onScale);
    if (weighing === undefined) return;
    const subject = { load: weighing.load, station: 'dock-1', scale: 'balance', weighing: weighing.id };
    const plateaus = [{ massMg: asMassMg(KG), durationMs: 2_000 }];
    this.dock.act((book) => decideLoadDisturbed({ ...subject, plateaus }, book));
    this.dock.onScale = null;
  }

  pass(minutes: number): void {
    this.dock.ledger.aheadMs += minutes * 60_000;
  }

  /** Locked at once, and unlocked. */
  lock(operator: string): void {
    const entries = [true, false].map((locked) => ({
      kind: 'register-changed' as const,
      body: { change: { kind: 'operator-locked' as const, operator, locked }, operator: 'tess', approvedBy: null },
    }));
    this.dock.act(() => ({ entries, effects: [], result: {} }));
  }

  suspected(): boolean {
    return this.dock.findings().some(([code]) => code === 'THEFT_SUSPECTED');
  }
}

interface Taken {
  entry: EntryOf<'material-removed'>;
  /** Its weighing was reversed later. */
  isVoid: boolean;
}

/**
 * By the bare entries, with no code of either side: removals that stand, are beyond what one person may take (1 kg out of
 * one of these drums, 5 kg of a person), have no finding, and that no consent covers, each weighing by its own.
 */
export function uncovered(entries: readonly Entry[]): string[] {
  const of = <K extends Entry['kind']>(kind: K): EntryOf<K>[] =>
    entries.filter((entry): entry is EntryOf<K> & Entry => entry.kind === kind);
  const reversals = of('weighing-reversed');
  const reversedAt = (weighing: string): number =>
    reversals.find(({ body }) => body.weighing === weighing)?.seq ?? Infinity;
  const taken: Taken[] = of('material-removed').map((entry) => ({
    entry,
    isVoid: reversedAt(entry.body.weighing) < Infinity,
  }));
  const isBeyond = ({ entry: { seq, body } }: Taken): boolean => {
    const before = taken.filter(({ entry }) => entry.seq <= seq && reversedAt(entry.body.weighing) > seq);
    const sum = (some: readonly Taken[]): number => some.reduce((mg, { entry }) => mg + entry.body.massMg, 0);
    return (
      sum(before.filter(({ entry }) => entry.body.package === body.package)) > KG ||
      sum(before.filter(({ entry }) => entry.body.operator === body.operator)) > 5 * KG
    );
  };
  const spent = new Map<number, number>();
  const isCovered = ({ entry: { seq, at, body } }: Taken): boolean => {
    const consent = of('removal-allowed')
      .filter((one) => one.body.package === body.package && one.seq < seq)
      .at(-1);
    if (consent?.body.taker !== body.operator || consent.body.operator === body.operator) return false;
    if (body.massMg > consent.body.mostMg) return false;
    if (at.monotonicMs - consent.at.monotonicMs > consent.body.minutes * 60_000) return false;
    const isLost = of('register-changed').some(
      ({ seq: later, body: { change } }) =>
        later > consent.seq &&
        later < seq &&
        change.kind === 'operator-locked' &&
        change.locked &&
        [consent.body.taker, consent.body.operator].includes(change.operator),
    );
    const isUsed = of('weighing').some(
      ({ seq: later, body: { weighing, purpose, package: from, operator } }) =>
        later > consent.seq &&
        weighing !== body.weighing &&
        later < seq &&
        purpose === 'removal' &&
        from === body.package &&
        operator === body.operator &&
        !reversals.some(
          (one) =>
            one.body.weighing === weighing &&
            one.seq < seq &&
            ['load-rose', 'load-disturbed'].includes(one.body.reason),
        ),
    );
    if (isLost || isUsed) return false;
    const sumMg = (spent.get(consent.seq) ?? 0) + body.massMg;
    spent.set(consent.seq, sumMg);
    return sumMg <= consent.body.mostMg;
  };
  return taken
    .filter((one) => !one.isVoid && isBeyond(one))
    .filter(
      ({ entry }) =>
        !of('finding').some(({ body }) => body.code === 'THEFT_SUSPECTED' && body.weighing === entry.body.weighing),
    )
    .filter((one) => !isCovered(one))
    .map(({ entry }) => `${entry.body.operator} took ${entry.body.massMg} mg out of ${entry.body.package}`);
}

type Act = (s: ConsentDock) => unknown;
const PEOPLE = ['bob', 'cho', 'dan'] as const;
const person = fc.constantFrom(...PEOPLE);
const someDrum = fc.constantFrom('CO-1-1', 'CO-1-2');
const kg = fc.constantFrom(0.4, 1, 2, 20, 21, 120, 260);
/** One step of a random sequence. */
export const CONSENT_ACTS: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    // As they should do it.
    arbitrary: fc.tuple(fc.constantFrom(['bob', 'cho'], ['cho', 'bob']), fc.constantFrom(2, 20), someDrum).map(
      ([[giver = '', taker = ''], mass, from]) =>
        (s: ConsentDock) =>
          s.consent(giver, taker, mass, 10, from) && s.take(taker, mass, from),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(person, person, kg, fc.constantFrom(1, 10), someDrum).map(
      ([a, b, most, minutes, from]) =>
        (s: ConsentDock) =>
          s.consent(a, b, most, minutes, from),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(person, kg, someDrum).map(
      ([who, mass, from]) =>
        (s: ConsentDock) =>
          s.take(who, mass, from),
    ),
  },
  { weight: 2, arbitrary: kg.map((mass) => (s: ConsentDock) => s.rise(mass)) },
  { weight: 3, arbitrary: person.map((who) => (s: ConsentDock) => s.reverseAlone(who)) },
  { weight: 1, arbitrary: fc.constant((s: ConsentDock) => s.disturb()) },
  { weight: 1, arbitrary: fc.constant((s: ConsentDock) => s.dock.reverse(s.dock.onScale ?? '')) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, 6, 30).map((minutes) => (s: ConsentDock) => s.pass(minutes)) },
  { weight: 1, arbitrary: person.map((who) => (s: ConsentDock) => s.lock(who)) },
);
