// A base tells of an act that takes two persons, which no first person had asked for; or of an act on a package that a
// request parks. Headquarters rejects both by its own book (CONTRACT.md 9.8).
import { expect, it } from 'vitest';
import type { Entry, NewEntry } from '../../agent/core/model/entry.ts';
import type { SecondPersonAct } from '../../agent/core/model/secondPersonActs.ts';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { releaseOrder } from '../core/releaseScenes.ts';
import { askedFor } from '../core/staff.ts';

const PACKAGE = 'CO-1-1';
/** The boot of the scenes' clock. */
const BOOT = 'boot';

/** What headquarters rejects of one weighed drum and of what the base says afterwards. */
function rejectedOf(claims: (weighing: string) => readonly NewEntry[]): string[] {
  const headquarters = new SimulatedHeadquarters();
  try {
    const dock = new CaseDock();
    dock.signOrder = (order) => headquarters.signOrder(order);
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    dock.weigh(268, [epcOf(1)]);
    // The base's own fold takes no such entries: they are sent as a base would that had not judged them.
    const { entries } = dock.ledger;
    const last = entries.at(-1);
    const sent = claims(dock.onScale ?? '').map((claim, i) => ({ ...last, ...claim, seq: entries.length + 1 + i }));
    headquarters.receiveEntries(
      ([...entries, ...sent] as Entry[]).map((entry) => ({ entry, hash: MemoryLedger.hashOf(entry) })),
    );
    return headquarters.judge().rejected;
  } finally {
    headquarters.close();
  }
}

const PAIR = { askedBy: 'bob', operator: 'tom' };
const APART: NewEntry = { kind: 'package-quarantined', body: { package: PACKAGE, reason: 'person', operator: 'ann' } };
const LIFTED: NewEntry = { kind: 'quarantine-lifted', body: { package: PACKAGE, ...PAIR } };

type Claim = (weighing: string) => { subject: string; act: NewEntry; before?: NewEntry };

/** Each act that a second person does by an entry of its own; a release ends with its job, and is compared as a whole. */
const CLAIMS: Readonly<Record<Exclude<SecondPersonAct, 'release'>, Claim>> = {
  'open-sealed': () => ({
    subject: 'deposit-1',
    act: {
      kind: 'sealed-order-opened',
      body: {
        sealed: 'deposit-1',
        order: 'order-CO-1',
        release: releaseOrder({ kind: 'by-packages', packages: [PACKAGE] }),
        ...PAIR,
      },
    },
  }),
  'lift-quarantine': () => ({ subject: PACKAGE, act: LIFTED, before: APART }),
  'confirm-date': () => ({
    subject: BOOT,
    act: { kind: 'date-confirmed', body: { operator: 'bob', approvedBy: 'tom' } },
  }),
  'lift-doubt': (weighing) => ({
    subject: 'scale-1',
    act: { kind: 'doubt-lifted', body: { scale: 'scale-1', weighings: [weighing], packages: [], ...PAIR } },
  }),
  'reverse-weighing': (weighing) => ({
    subject: weighing,
    act: { kind: 'weighing-reversed', body: { weighing, reason: 'operator', ...PAIR } },
  }),
};

const claimed = ({ before, act }: ReturnType<Claim>): NewEntry[] => (before ? [before, act] : [act]);

const ACTS = Object.keys(CLAIMS) as (keyof typeof CLAIMS)[];

it.each(ACTS)('%s that nobody had asked for is rejected', (act) => {
  const rejected = rejectedOf((weighing) => claimed(CLAIMS[act](weighing)));
  expect(rejected).toEqual([expect.stringContaining(`bob had not asked for ${act} of `)]);
});

it.each(ACTS)('%s that somebody else had asked for is rejected', (act) => {
  const rejected = rejectedOf((weighing) => {
    const claim = CLAIMS[act](weighing);
    return [askedFor(act, claim.subject, 'sue'), ...claimed(claim)];
  });
  expect(rejected).toEqual([expect.stringContaining(`bob had not asked for ${act} of `)]);
});

it.each(ACTS)('%s that was asked for is not rejected for want of a first person', (act) => {
  const rejected = rejectedOf((weighing) => {
    const claim = CLAIMS[act](weighing);
    return [askedFor(act, claim.subject, 'bob'), ...claimed(claim)];
  });
  expect(rejected.join()).not.toContain('had not asked for');
});

/** The drum is set apart and brought back by two, while a request to take its weighing back stands or not. */
const apartAndBack = (parking: (weighing: string) => readonly NewEntry[]): string[] =>
  rejectedOf((weighing) => [APART, ...parking(weighing), askedFor('lift-quarantine', PACKAGE, 'bob'), LIFTED]);

/** What names the package, so that it is parked. */
const asked = (weighing: string): NewEntry => {
  const request = askedFor('reverse-weighing', weighing, 'cho');
  return { ...request, body: { ...request.body, packages: [PACKAGE] } } as NewEntry;
};

it('a package that a request parks is not brought back until that request is over', () => {
  expect(apartAndBack(() => [])).toEqual([]);
  expect(apartAndBack((weighing) => [asked(weighing)])).toEqual([expect.stringContaining('has an open finding')]);
  expect(
    apartAndBack((weighing) => [
      asked(weighing),
      {
        kind: 'request-withdrawn',
        body: { act: 'reverse-weighing', subject: weighing, reason: 'operator', operator: 'cho' },
      },
    ]),
  ).toEqual([]);
});
