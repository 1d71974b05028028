// Material leaves a drum: weighed at once, out of the book only when headquarters books it, and never taken for a loss.
import { describe, expect, it } from 'vitest';
import { CaseDock, epcOf } from './caseScenes.ts';
import { KG } from './loads.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import type { LoadAnnouncement } from '../../agent/core/model/commandValues.ts';
import { consentTo } from './staff.ts';

const sample: LoadAnnouncement = {
  kind: 'removal',
  package: 'CO-1-1',
  reason: 'sample',
  sealBefore: 'S-1',
  sealAfter: 'S-2',
};

/** Drums in store; the first bears a seal. */
function sealedDock(...kg: number[]): CaseDock {
  const dock = CaseDock.judged(...kg);
  dock.readSeal('CO-1-1', 'S-1');
  return dock;
}

/** Sue consents that bob takes more out of CO-1-1 than one person may take. */
function allowed(dock: CaseDock): void {
  dock.act((book) =>
    decideAllowRemoval(consentTo(dock.id(), { operator: 'sue', taker: 'bob', package: 'CO-1-1' }), book),
  );
}

function sampled(): { dock: CaseDock; removal: string } {
  const dock = sealedDock(268, 268);
  allowed(dock);
  const { removal } = dock.announce(sample, 'bob') as { removal: string };
  expect(dock.weigh(4.2)).toMatchObject({ package: 'CO-1-1' });
  return { dock, removal };
}

it('is weighed, and booked by order: gross and net alike', () => {
  const { dock, removal } = sampled();
  expect(dock.ledger.entries.at(-1)?.body).toMatchObject({
    removal,
    massMg: 4_200_000,
    sealBefore: 'S-1',
    sealAfter: 'S-2',
  });
  expect(dock.drum(1)).toMatchObject({ netMg: 250 * KG, removedMg: 4_200_000, tareTrusted: false });
  expect(dock.order({ kind: 'booking', removals: [removal, removal] })).toMatchObject({ accepted: false });
  expect(dock.order({ kind: 'booking', removals: [removal] })).toMatchObject({ accepted: true });
  expect(dock.drum(1)).toMatchObject({ netMg: 245_800_000, grossMg: 263_800_000, removedMg: 0, bookedMg: 4_200_000 });
  expect(dock.order({ kind: 'booking', removals: [removal] })).toMatchObject({ accepted: false });
});

it('a drum whose scale fails later is expected lighter by what was taken, booked or not', () => {
  for (const booked of [true, false]) {
    const { dock, removal } = sampled();
    dock.check(103);
    if (booked) dock.order({ kind: 'booking', removals: [removal] });
    dock.reweigh(1, 'bob', 263.8);
    dock.reweigh(2, 'bob', 268);
    expect(dock.findings()).toEqual([]);
    if (!booked) dock.order({ kind: 'booking', removals: [removal] });
    expect(dock.drum(1)).toMatchObject({ netMg: 245_800_000, grossMg: 263_800_000, removedMg: 0 });
  }
});

it('booked while its drum waits to be weighed again: the next weighing shows what is left, and nothing is added to it', () => {
  const dock = sealedDock(268);
  dock.announce(sample, 'bob');
  dock.weigh(4.2);
  // More than one may take: it looks like theft, the drum is set apart, and headquarters wants it weighed again.
  dock.quarantine('CO-1-1', 'bob');
  const removal = dock.ledger.book.where('removal', 'package', 'CO-1-1')[0]?.id ?? '';
  dock.decide('recount', [dock.finding('THEFT_SUSPECTED')]);
  expect(dock.drum(1)).toMatchObject({ state: 'expected', removedMg: 4_200_000 });
  expect(dock.order({ kind: 'booking', removals: [removal] })).toMatchObject({ accepted: true });
  dock.open();
  dock.weigh(263.8, [epcOf(1)]);
  expect(dock.drum(1)).toMatchObject({ netMg: 245_800_000, removedMg: 0, bookedMg: 4_200_000 });
});

it('the drum itself is no sample: its tag says so at once', () => {
  const dock = sealedDock(268, 268);
  dock.announce(sample, 'bob');
  expect(dock.weigh(268, [epcOf(1)])).toMatchObject({ refusal: 'removed-load-tagged' });
  dock.announce(null, 'bob');
  expect(dock.weigh(4.2)).toMatchObject({ refusal: 'no-job' });
});

describe('a load as heavy as what the drum holds', () => {
  it('is recorded and parks the drum, allowed or not: trying tells nothing', () => {
    for (const kg of [250, 268, 900]) {
      const dock = sealedDock(268, 268);
      allowed(dock);
      dock.announce(sample, 'bob');
      expect(dock.weigh(kg)).toMatchObject({ package: 'CO-1-1' });
      expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
      expect(dock.drum(1)).toMatchObject({ netMg: 250 * KG, removedMg: 0, held: true });
      expect(dock.ledger.kinds()).not.toContain('material-removed');
    }
  });

  it('a gram less is answered in the same words', () => {
    const answers = [249.8, 250].map((kg) => {
      const dock = sealedDock(268, 268);
      dock.announce(sample, 'bob');
      const answer = dock.weigh(kg);
      return [Object.keys(answer), dock.findings(), dock.drum(1).held];
    });
    expect(answers[0]).toEqual(answers[1]);
  });

  it('laid down by mistake is taken back by two', () => {
    const dock = sealedDock(268, 268);
    dock.announce(sample, 'bob');
    dock.weigh(268);
    const weighed = dock.onScale ?? '';
    dock.onScale = null;
    dock.reverse(weighed);
    expect(dock.findings()).toEqual([]);
    expect(dock.drum(1)).toMatchObject({ netMg: 250 * KG, removedMg: 0, held: false });
  });
});

it('a bag that was still held by hand is weighed once: the rising load replaces the removal', () => {
  const { dock, removal } = sampled();
  expect(dock.weigh(6, [], { replacesKg: 4.2 })).toMatchObject({ package: 'CO-1-1' });
  expect(dock.ledger.book.get('removal', removal)).toMatchObject({ massMg: 6 * KG, state: 'open' });
  expect(dock.drum(1).removedMg).toBe(6 * KG);
});

it('spilled material is a finding of its own and holds the drum', () => {
  const dock = CaseDock.judged(268);
  allowed(dock);
  dock.announce({ ...sample, reason: 'spillage', sealAfter: null, sealBefore: null }, 'bob');
  dock.weigh(4.2);
  expect(dock.findings()).toEqual([['SPILLAGE', 'CO-1-1']]);
  expect(dock.drum(1)).toMatchObject({ held: true, tareTrusted: true });
});

it('a bag put down further once its sample is booked is a removal of its own', () => {
  const { dock, removal } = sampled();
  dock.order({ kind: 'booking', removals: [removal] });
  dock.weigh(6, [], { replacesKg: 4.2 });
  expect(dock.ledger.book.get('removal', removal)).toMatchObject({ massMg: 4_200_000, state: 'booked' });
  expect(dock.ledger.all('removal')).toHaveLength(2);
  expect(dock.drum(1)).toMatchObject({ removedMg: 6 * KG, bookedMg: 4_200_000 });
});

it('a bag put down further exchanges no seal', () => {
  const { dock } = sampled();
  dock.weigh(6, [], { replacesKg: 4.2 });
  expect(dock.drum(1).seal).toBe('S-2');
  expect(dock.findings()).toEqual([]);
});
