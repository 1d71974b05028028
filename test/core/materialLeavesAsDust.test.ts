// Material is taken out of a drum: how much one person may take without anybody's word, and what the drum counts for
// afterwards.
import { describe, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideTypeRemoval } from '../../agent/core/loads/typedRemoval.ts';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideReseal } from '../../agent/core/cases/packageCare.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { DOCK_SCALES, SCALE, drum, notice, type Dock } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { type Outcome, Store } from './stocktakeScenes.ts';
import { consentTo } from './staff.ts';

/** A balance for what is taken out. */
const BALANCE: ScaleFacts = {
  ...SCALE,
  instrument: 'balance',
  ranges: [{ maxMg: 6 * KG, minMg: 40_000, intervalMg: 2_000 }],
  decimals: 3,
};

/** Ann says that she takes it out of CO-1-1, whose seal was read, and weighs it; `sealAfter` null: it bears none. */
function takeOut(
  dock: Dock,
  kg: number,
  {
    scale = SCALE,
    from = 'CO-1-1',
    sealAfter = dock.id(),
  }: { scale?: ScaleFacts; sealAfter?: string | null; from?: string } = {},
): Outcome {
  const sealOf = (): string | null => dock.ledger.book.get('package', from)?.seal ?? null;
  if (sealAfter !== null && sealOf() === null) dock.readSeal(from, `S-${from}`);
  const sealBefore = sealOf();
  const load = { kind: 'removal', package: from, reason: 'dust', sealBefore, sealAfter } as const;
  const event = {
    id: dock.id(),
    operator: 'ann',
    station: 'dock-1',
    weighing: null,
    stationKnown: true,
    scales: DOCK_SCALES,
  };
  const announced = dock.act((book) => decideAnnounceLoad({ ...event, load }, book));
  const weighed = 'refusal' in announced ? announced : dock.weigh(kg, [], { scale });
  dock.onScale = null;
  return weighed;
}

it('lets one person take a sample of half a kilogram', () => {
  const { dock } = new Store(2);
  takeOut(dock, 0.5, { scale: BALANCE });
  expect(dock.ledger.kinds()).toContain('material-removed');
});

it('does not let one person take nearly all of a drum in silence', () => {
  const { dock } = new Store(2);
  const taken = takeOut(dock, 249);
  const result = dock.findings().some(([code, name]) => code === 'THEFT_SUSPECTED' && name === 'CO-1-1');
  expect('refusal' in taken || result).toBe(true);
});

it('counts a drum with what is left in it when it leaves', () => {
  const dock = new ReleaseDock().stock([drum(1)]);
  takeOut(dock, 1, { scale: BALANCE });
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  dock.pick('CO-1-1');
  dock.weigh(267, [EPC(1)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('sue');
  expect(dock.bodies('release-closed')[0]?.netMg).toBe(249 * KG);
});

/** Drum 1 leaves by a release, with what is left in it, and comes back. */
function leaveAndComeBack(dock: ReleaseDock, kg: number): void {
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  dock.pick('CO-1-1');
  dock.weigh(kg, [EPC(1)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('sue');
  dock.order({ kind: 'return-notice', lot: 'CO-1', packages: ['CO-1-1'] }, { order: 'back' });
  dock.openRelease('back');
  dock.weigh(kg, [EPC(1)]);
  dock.onScale = null;
  dock.close();
}

it('a drum that left and came back has not forgotten what was taken out of it', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  takeOut(dock, 1, { scale: BALANCE });
  leaveAndComeBack(dock, 267);
  expect(dock.package('CO-1-1').state).toBe('stored');
  const suspected = (): (string | null | undefined)[] =>
    dock.findings().flatMap(([code, name]) => (code === 'THEFT_SUSPECTED' ? [name] : []));
  expect(suspected()).toEqual([]);
  takeOut(dock, 1, { scale: BALANCE });
  expect(suspected()).toEqual(['CO-1-1']);
});

it('a person has not forgotten what he took out of drums that left meanwhile', () => {
  const dock = new ReleaseDock().stock([1, 2, 3, 4, 5, 6, 7].map((n) => drum(n)));
  for (const n of [1, 2, 3, 4, 5]) takeOut(dock, 1, { scale: BALANCE, from: `CO-1-${n}` });
  leaveAndComeBack(dock, 267);
  takeOut(dock, 1, { scale: BALANCE, from: 'CO-1-6' });
  expect(dock.findings()).toContainEqual(['THEFT_SUSPECTED', 'CO-1-6']);
});

describe('a drum with a seal', () => {
  function sealed(): Store {
    const store = new Store(1);
    const person = { id: store.dock.id(), operator: 'ann', package: 'CO-1-1' };
    store.dock.act((book) => decideReseal({ ...person, reason: 'reseal', sealBefore: null, sealAfter: 'S-1' }, book));
    return store;
  }

  it('bears the seal that was put on', () => {
    expect(sealed().package('CO-1-1')?.seal).toBe('S-1');
  });

  it('is not opened without saying which seal it bears then', () => {
    const { dock } = sealed();
    takeOut(dock, 0.5, { scale: BALANCE, sealAfter: null });
    expect(dock.ledger.kinds()).not.toContain('material-removed');
  });
});

describe('typed, because it is too light for the scale', () => {
  const typed = (
    dock: Dock,
    massMg: number,
    facts: { stepMg?: number; note?: string; package?: string } = {},
  ): Outcome => {
    const { stepMg = 1_000, note = 'laboratory balance', package: name = 'CO-1-1' } = facts;
    dock.readSeal('CO-1-1', dock.ledger.book.get('package', 'CO-1-1')?.seal ?? 'S-1');
    const sealBefore = dock.ledger.book.get('package', 'CO-1-1')?.seal ?? null;
    const said = { reason: 'sample' as const, sealBefore, sealAfter: dock.id() };
    const at = { station: 'dock-1', stationKnown: true, scales: DOCK_SCALES };
    const event = {
      id: dock.id(),
      operator: 'ann',
      package: name,
      massMg: asMassMg(massMg),
      stepMg,
      note,
      said,
      ...at,
    };
    return dock.act((book, now) => decideTypeRemoval(event, { book, at: now }));
  };

  it('is booked like what was weighed, and refused where the scale can weigh it or nothing can be true of it', () => {
    const { dock } = new Store(2);
    const minMg = Math.min(...SCALE.ranges.map((range) => range.minMg));
    expect(typed(dock, 100_000)).toMatchObject({ package: 'CO-1-1' });
    expect(dock.ledger.kinds().slice(-2)).toEqual(['removal-typed', 'material-removed']);
    const refusals = [
      typed(dock, minMg),
      typed(dock, 0),
      typed(dock, 100_000, { stepMg: 0 }),
      typed(dock, 100_000, { stepMg: 100_001 }),
      typed(dock, 100_000, { note: ' ' }),
      typed(dock, 100_000, { package: 'CO-1-9' }),
    ].map((outcome) => ('refusal' in outcome ? outcome.refusal : null));
    expect(refusals).toEqual([
      'scale-can-weigh',
      'weight-impossible',
      'balance-step-impossible',
      'balance-step-impossible',
      'reason-missing',
      'package-unknown',
    ]);
    expect(typed(dock, minMg - 1)).toMatchObject({ package: 'CO-1-1' });
  });
});

it('a second person who says so before lets more be taken, once', () => {
  const { dock } = new Store(2);
  const consent = consentTo(dock.id(), { operator: 'bob', taker: 'ann', package: 'CO-1-1' });
  dock.act((book) => decideAllowRemoval(consent, book));
  takeOut(dock, 2, { scale: BALANCE });
  expect(dock.findings()).toEqual([]);
  expect(dock.ledger.entries.at(-1)).toMatchObject({ kind: 'material-removed', body: { allowedBy: 'bob' } });
  takeOut(dock, 1, { scale: BALANCE });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
});

it('nobody allows himself', () => {
  const { dock } = new Store(2);
  const consent = consentTo(dock.id(), { operator: 'ann', taker: 'ann', package: 'CO-1-1' });
  expect(dock.act((book) => decideAllowRemoval(consent, book))).toMatchObject({ refusal: 'consent-to-oneself' });
  takeOut(dock, 2, { scale: BALANCE });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
});

it('one person takes little from each of many drums, and the sixth kilogram in 30 days parks its drum', () => {
  const { dock } = new Store(6);
  for (let n = 1; n <= 6; n += 1) takeOut(dock, 1, { scale: BALANCE, from: `CO-1-${n}` });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-6']]);
});

describe('a lot whose notice allows less', () => {
  const limited = (packageKg: number, personKg: number, drums = 3): ReleaseDock => {
    const removalLimits = { packageMg: packageKg * KG, personMg: personKg * KG };
    const packages = Array.from({ length: drums }, (_, index) => drum(index + 1));
    return new ReleaseDock().stock(packages, { removalLimits });
  };

  it('parks a drum out of which more is taken than its notice says', () => {
    const dock = limited(0.2, 5);
    takeOut(dock, 0.2, { scale: BALANCE });
    expect(dock.findings()).toEqual([]);
    takeOut(dock, 0.1, { scale: BALANCE });
    expect(dock.findings()).toContainEqual(['THEFT_SUSPECTED', 'CO-1-1']);
  });

  it('parks the drum with which a person has taken more out of this lot', () => {
    const dock = limited(1, 1.5);
    takeOut(dock, 0.9, { scale: BALANCE });
    takeOut(dock, 0.9, { scale: BALANCE, from: 'CO-1-2' });
    expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-2']]);
  });

  it('allows no more than elsewhere by a higher limit', () => {
    const dock = limited(200, 200);
    takeOut(dock, 1.5, { scale: BALANCE });
    expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
  });
});

describe('a drum without a seal', () => {
  function photographed(dock: Dock, finding: string): Outcome {
    const photo = { id: dock.id(), operator: 'ann', finding, photo: 'ab'.repeat(32), storedBytes: 1_000 };
    return dock.act((book) => decideAttachPhoto(photo, book));
  }

  it('is parked when something is taken out of it, until a photograph shows it', () => {
    const { dock } = new Store(1);
    takeOut(dock, 0.5, { scale: BALANCE, sealAfter: null });
    expect(dock.findings()).toEqual([['PHOTO_MISSING', 'CO-1-1']]);
    expect(dock.ledger.book.get('package', 'CO-1-1')).toMatchObject({ held: true, removedMg: 500_000 });
    const [finding] = dock.ledger.all('finding');
    expect(photographed(dock, finding?.id ?? '')).toMatchObject({ finding: finding?.id });
    expect(dock.ledger.book.get('package', 'CO-1-1')?.held).toBe(false);
    expect(dock.ledger.all('photo')).toHaveLength(1);
  });

  it('that alone kept its lot from being verified lets it, once it is photographed', () => {
    const dock = new CaseDock();
    dock.order(notice([drum(1)]));
    dock.open();
    dock.weigh(268, [epcOf(1)]);
    dock.onScale = null;
    takeOut(dock, 0.5, { scale: BALANCE, sealAfter: null });
    dock.close();
    expect(dock.lotState()).toBe('discrepant');
    photographed(dock, dock.finding('PHOTO_MISSING').id);
    expect([dock.lotState(), dock.drum(1).state]).toEqual(['verified', 'stored']);
  });
});
