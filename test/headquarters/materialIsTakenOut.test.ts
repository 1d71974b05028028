// Material is taken out of drums: headquarters finds by code of its own what must follow from each removal, and a base
// that keeps it back is caught.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideTypeRemoval } from '../../agent/core/loads/typedRemoval.ts';
import { asWeighingId } from '../../agent/core/model/ids.ts';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { decideCheckSeal } from '../../agent/core/cases/packageCare.ts';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import { listUnreportedFindings } from '../../agent/headquarters/book/impliedFindings.ts';
import { newLoad } from '../core/loads.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';
import { BASE, type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';
import { consentTo } from '../core/staff.ts';

const KG = 1_000_000;
const BALANCE: ScaleFacts = {
  ...SCALE,
  instrument: 'balance',
  ranges: [
    { maxMg: 6 * KG, minMg: 40_000, intervalMg: 2_000 },
    { maxMg: 300 * KG, minMg: 4 * KG, intervalMg: 200_000 },
  ],
};
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  const limited = { ...notice('L', 4), removalLimits: { packageMg: 500_000, personMg: 1_200_000 } };
  await sendOrder(rig, headquarters, { order: 'order-L', body: limited });
  dock.open('order-L');
  for (const n of [1, 2, 3, 4]) {
    dock.weigh(268_400_000);
    dock.identify(`L-${n}`);
    dock.attachTag(`L-${n}`, `3074257BF7194E420000000${n}`);
  }
  dock.close();
});

afterEach(async () => {
  await rig.close();
});

const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });

const consent = (from: string) => consentTo(random.id(), { operator: 'bob', taker: 'ann', package: from });

/** The seal that a drum bears: it is read before it is opened, unless the drum gets no new one. */
function sealOf(name: string, sealAfter: string | null): string | null {
  const seal = rig.ledger.book.get('package', name)?.seal ?? null;
  if (seal !== null || sealAfter === null) return seal;
  const event = { ...by('dan'), package: name, seal: `S-${name}`, intact: true };
  decideAtBase(rig, (book) => decideCheckSeal(event, book));
  return event.seal;
}

function announce(from: string, sealAfter: string | null): void {
  const load = {
    kind: 'removal',
    package: from,
    reason: 'sample',
    sealBefore: sealOf(from, sealAfter),
    sealAfter,
  } as const;
  const at = { station: 'dock-1', weighing: null, stationKnown: true, scales: [] };
  decideAtBase(rig, (book) => decideAnnounceLoad({ ...by('ann'), ...at, load }, book));
}

function takeOut(from: string, massMg: number, sealAfter: string | null = random.id()): void {
  announce(from, sealAfter);
  dock.weigh(massMg, BALANCE);
}

const open = (): (string | null)[][] =>
  (['open', 'recounted'] as const)
    .flatMap((state) => rig.ledger.book.where('finding', 'state', state))
    .map(({ code, package: id }) => [code, id])
    .sort();

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
}

const unreported = (): (string | null)[][] =>
  listUnreportedFindings(new BaseBook(headquarters.book, BASE), 'L').map(({ code, package: id }) => [code, id]);

it('both sides find the same, by the limits of the notice, the seals and what a drum can hold', async () => {
  takeOut('L-1', 500_000);
  takeOut('L-2', 600_000);
  takeOut('L-3', 200_000, null);
  decideAtBase(rig, (book) => decideAllowRemoval(consent('L-4'), book));
  takeOut('L-4', 250 * KG);
  expect(open()).toEqual([
    ['PHOTO_MISSING', 'L-3'],
    ['THEFT_SUSPECTED', 'L-2'],
    ['THEFT_SUSPECTED', 'L-3'],
    ['THEFT_SUSPECTED', 'L-4'],
  ]);
  await agree();
  expect(unreported()).toEqual([]);
});

function typeOut(from: string, massMg: number, operator = 'ann', sealAfter: string | null = random.id()): void {
  const said = { reason: 'sample' as const, sealBefore: sealOf(from, sealAfter), sealAfter };
  const read = { massMg: asMassMg(massMg), stepMg: asMassMg(1_001), note: 'laboratory balance' };
  const event = { ...by(operator), station: 'dock-1', stationKnown: true, package: from, ...read, said, scales: [] };
  decideAtBase(rig, (book, at) => decideTypeRemoval(event, { book, at }));
}

describe('what was read off a balance and typed', () => {
  const takes = { typed: typeOut, weighed: takeOut } as const;
  type How = keyof typeof takes;
  /** Of one drum 500 g may be taken, by one person 1.2 kg of the lot: what was typed counts double, before and now. */
  const rows: [string, [How, string, number][], boolean][] = [
    ['half of what a drum may lose', [['typed', 'L-1', 250_000]], false],
    ['a little more', [['typed', 'L-1', 250_001]], true],
    [
      'weighed after it',
      [
        ['typed', 'L-1', 200_000],
        ['weighed', 'L-1', 100_000],
      ],
      false,
    ],
    [
      'weighed after it, more',
      [
        ['typed', 'L-1', 200_000],
        ['weighed', 'L-1', 101_000],
      ],
      true,
    ],
    [
      'after what was weighed',
      [
        ['weighed', 'L-1', 200_000],
        ['typed', 'L-1', 150_000],
      ],
      false,
    ],
    [
      'after what was weighed, more',
      [
        ['weighed', 'L-1', 200_000],
        ['typed', 'L-1', 150_001],
      ],
      true,
    ],
    [
      'of several drums',
      [
        ['typed', 'L-1', 200_000],
        ['typed', 'L-2', 200_000],
        ['typed', 'L-3', 200_000],
      ],
      false,
    ],
    [
      'of several drums, more than a person may',
      [
        ['typed', 'L-1', 200_000],
        ['typed', 'L-2', 200_000],
        ['typed', 'L-3', 200_001],
      ],
      true,
    ],
    [
      'then weighed, more than a person may',
      [
        ['typed', 'L-1', 200_000],
        ['typed', 'L-2', 200_000],
        ['weighed', 'L-3', 400_500],
      ],
      true,
    ],
  ];
  it.each(rows)('%s', async (_what, steps, isTooMuch) => {
    for (const [how, from, massMg] of steps) takes[how](from, massMg);
    expect(open()).toEqual(isTooMuch ? [['THEFT_SUSPECTED', steps.at(-1)?.[1]]] : []);
    const removed = rig.ledger.book.get('package', 'L-1');
    const ofFirst = steps.filter(([, from]) => from === 'L-1');
    expect(removed?.removedMg).toBe(ofFirst.reduce((sum, [, , massMg]) => sum + massMg, 0));
    await agree();
    expect(unreported()).toEqual([]);
  });

  it('says how far it may be off: four steps of its balance', async () => {
    typeOut('L-1', 100_000);
    expect(rig.ledger.book.get('package', 'L-1')).toMatchObject({ removedMg: 100_000, removedLimitMg: 4_004 });
    await agree();
  });

  it('is photographed without seals, allowed by another, and no lighter than the drum never taken out of it', async () => {
    typeOut('L-1', 100_000, 'ann', null);
    decideAtBase(rig, (book) => decideAllowRemoval(consent('L-2'), book));
    typeOut('L-2', 900_000);
    typeOut('L-3', 250_400_000);
    expect(open()).toEqual([
      ['PHOTO_MISSING', 'L-1'],
      ['THEFT_SUSPECTED', 'L-3'],
    ]);
    await agree();
    expect(unreported()).toEqual([]);
  });

  it('is taken back by two, and counts no more', async () => {
    typeOut('L-1', 250_000);
    const [typed] = rig.ledger.book.where('removal', 'package', 'L-1');
    const people = ['ann', 'bob'].map((operator) => ({ operator, roles: ['operator' as const] }));
    const takeBack = { weighing: typed?.weighing ?? asWeighingId('none'), liesThere: false, people };
    for (const operator of ['ann', 'bob'])
      decideAtBase(rig, (book) => decideReverse({ ...by(operator), ...takeBack }, book));
    expect(rig.ledger.book.get('package', 'L-1')).toMatchObject({ removedMg: 0, removedLimitMg: 0 });
    typeOut('L-1', 250_000);
    expect(open()).toEqual([]);
    await agree();
  });

  it('a base that keeps its finding back is caught', async () => {
    for (const [from, massMg, sealAfter] of [
      ['L-1', 300_000, 'N-1'],
      ['L-2', 100_000, null],
      ['L-4', 250_400_000, 'N-4'],
    ] as const) {
      const said = { reason: 'sample' as const, sealBefore: sealOf(from, sealAfter), sealAfter };
      const read = { massMg: asMassMg(massMg), stepMg: asMassMg(1_000), note: 'n' };
      const event = { ...by('ann'), station: 'dock-1', stationKnown: true, package: from, ...read, said, scales: [] };
      decideAtBase(rig, (book, at) => {
        const outcome = decideTypeRemoval(event, { book, at });
        if ('refusal' in outcome) throw new Error(outcome.refusal);
        return { ...outcome, entries: outcome.entries.filter(({ kind }) => kind !== 'finding') };
      });
    }
    await deliverEntries(rig, headquarters);
    expect(unreported()).toEqual([
      ['THEFT_SUSPECTED', 'L-1'],
      ['PHOTO_MISSING', 'L-2'],
      ['THEFT_SUSPECTED', 'L-4'],
    ]);
  });
});

it('both sides end with the photograph what only asked for it', async () => {
  takeOut('L-1', 300_000, null);
  await agree();
  const [finding] = rig.ledger.book.where('finding', 'state', 'open');
  const photo = { finding: finding?.id ?? '', photo: 'ab'.repeat(32), storedBytes: 1_000 };
  decideAtBase(rig, (book) => decideAttachPhoto({ ...by('ann'), ...photo }, book));
  expect(open()).toEqual([]);
  await agree();
  expect(unreported()).toEqual([]);
});

it('a base that keeps its findings back is caught', async () => {
  for (const [from, massMg, sealAfter] of [
    ['L-1', 600_000, 'N-1'],
    ['L-2', 300_000, null],
    ['L-4', 250 * KG, 'N-4'],
  ] as const) {
    announce(from, sealAfter);
    decideAtBase(rig, (book, at) => {
      const outcome = decideCapture({ ...capturedLoad(massMg), at }, book);
      if ('refusal' in outcome) throw new Error(outcome.refusal);
      return { ...outcome, entries: outcome.entries.filter(({ kind }) => kind !== 'finding') };
    });
  }
  await deliverEntries(rig, headquarters);
  expect(unreported()).toEqual([
    ['THEFT_SUSPECTED', 'L-1'],
    ['PHOTO_MISSING', 'L-2'],
    ['THEFT_SUSPECTED', 'L-4'],
  ]);
});

function capturedLoad(grossMg: number): Omit<Parameters<typeof decideCapture>[0], 'at'> {
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const times = { range: grossMg > 6 * KG ? 1 : 0, readAtMs: 5_000, zeroAtMs: 1_000 };
  const capture = { load: 1, take: 1, purpose: 'weigh' as const, grossMg, ...times, window, tags: [] };
  const made = { weighing: random.id(), ...newLoad(), software: 's', configHash: 'c' };
  return { station: 'dock-1', capture, scale: BALANCE, ...made };
}
