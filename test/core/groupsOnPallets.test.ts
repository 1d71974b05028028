// Two to four drums on one pallet, weighed together: what a group proves, and what must not happen to it.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { Yard } from './yard.ts';

const four = [drum(1), drum(2), drum(3), drum(4)];
const epcOf = (n: number): string => drum(n).epcHex ?? '';

function ready(packages = four): Yard {
  const yard = new Yard();
  yard.order(notice(packages));
  yard.open();
  return yard;
}

/** Four drums of 268 kg on a pallet of 20 kg. */
const FULL = 4 * 268 + 20;
const BIG = { maxMg: 3_000 * KG, minMg: 20 * KG, intervalMg: 1_000_000 };
const PALLET_SCALE = {
  scale: {
    ...{
      instrument: 'pallet-scale',
      model: 'm',
      serialNumber: null,
      class: 'III' as const,
      ranges: [BIG],
      unit: 'kg' as const,
      decimals: 0,
      verified: true,
      verificationMark: 'M',
      verifiedUntil: '2027-12-31',
    },
  },
};

describe('a group that agrees', () => {
  it('verifies the lot with one weighing, and shares its mass exactly', () => {
    const yard = ready();
    const { group } = yard.form(['DRUM 1', 'DRUM 2', epcOf(3), 'CO-1-4']) as { group: string };
    expect(yard.place(FULL, PALLET_SCALE)).toMatchObject({ group, number: 1 });
    expect(yard.bodies('weighing')[0]).toMatchObject({
      basis: 'group',
      group,
      tareMg: (20 + 4 * 18) * KG,
      tareKind: 'declared',
      package: null,
    });
    expect(yard.packages().map(({ state, basis, grossMg, netMg }) => [state, basis, grossMg, netMg])).toEqual(
      four.map(() => ['present', 'group', 268 * KG, 250 * KG]),
    );
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'verified' });
    expect(yard.verdict()).toMatchObject({ found: 4, grossMg: 4 * 268 * KG, netMg: 1_000 * KG });
  });

  it('shares what does not divide without losing a milligram', () => {
    const yard = ready([drum(1), drum(2, { grossMg: 269 * KG }), drum(3)]);
    yard.form(['DRUM 1', 'DRUM 2', 'DRUM 3']);
    yard.place(826, PALLET_SCALE);
    expect(yard.packages().reduce((sum, { grossMg }) => sum + (grossMg ?? 0), 0)).toBe(806 * KG);
  });

  it('that rises on the scale replaces the lower plateau', () => {
    const yard = ready();
    yard.form(['DRUM 1', 'DRUM 2']);
    yard.place(500, PALLET_SCALE);
    expect(yard.findings().map(([code]) => code)).toEqual(['WEIGHT_LOW']);
    yard.place(556, { ...PALLET_SCALE, rises: true });
    expect(yard.findings()).toEqual([]);
    expect(yard.packages().map(({ grossMg }) => grossMg)).toEqual([268 * KG, 268 * KG, null, null]);
  });
});

describe('a group that disagrees', () => {
  it('is a finding on the whole, and after a split each drum is weighed by itself', () => {
    const yard = ready();
    const { group } = yard.form(['DRUM 1', 'DRUM 2', 'DRUM 3']) as { group: string };
    yard.place(3 * 268 + 20 - 12, PALLET_SCALE);
    expect(yard.findings()).toEqual([['WEIGHT_LOW', null]]);
    yard.lift();
    yard.split(group);
    expect(yard.ledger.kinds().slice(-2)).toEqual(['weighing-reversed', 'group-split']);
    expect(yard.findings()).toEqual([]);
    expect(yard.states()).toEqual(['expected', 'expected', 'expected', 'expected']);
    expect(yard.split(group)).toMatchObject({ refusal: 'group-is-split' });
    yard.place(268, { tags: [epcOf(1)] });
    yard.place(256, { tags: [epcOf(2)] });
    for (const n of [3, 4]) yard.place(268, { tags: [epcOf(n)] });
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'discrepant' });
    expect(yard.findings()).toEqual([['WEIGHT_LOW', 'CO-1-2']]);
  });

  it('cannot be split once its lot is judged', () => {
    const yard = ready([drum(1), drum(2)]);
    const { group } = yard.form(['DRUM 1', 'DRUM 2']) as { group: string };
    yard.place(500, PALLET_SCALE);
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'discrepant' });
    expect(yard.split(group)).toMatchObject({ refusal: 'job-closed' });
  });

  it('on an unverified scale verifies nothing', () => {
    const yard = ready([drum(1), drum(2)]);
    yard.form(['DRUM 1', 'DRUM 2']);
    yard.place(556, { scale: { ...PALLET_SCALE.scale, verified: false } });
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'discrepant' });
    expect(yard.findings()).toEqual([['SCALE_UNVERIFIED', null]]);
  });
});

describe('forming a group', () => {
  it('is refused for one, five, the same twice, strangers, and packages that are weighed or waiting already', () => {
    const yard = ready([...four, drum(5)]);
    expect(yard.form(['DRUM 1'])).toMatchObject({ refusal: 'group-size' });
    expect(yard.form(['DRUM 1', 'DRUM 2', 'DRUM 3', 'DRUM 4', 'DRUM 5'])).toMatchObject({ refusal: 'group-size' });
    expect(yard.form(['DRUM 1', epcOf(1)])).toMatchObject({ refusal: 'scanned-twice' });
    expect(yard.form(['DRUM 1', 'DRUM 9'])).toMatchObject({ refusal: 'not-in-lot' });
    yard.place(268, { tags: [epcOf(1)] });
    expect(yard.form(['DRUM 2', 'DRUM 3'])).toMatchObject({ refusal: 'load-on-scale' });
    yard.lift();
    expect(yard.form(['DRUM 1', 'DRUM 2'])).toMatchObject({ refusal: 'package-already-weighed' });
    yard.form(['DRUM 2', 'DRUM 3']);
    expect(yard.form(['DRUM 4', 'DRUM 5'])).toMatchObject({ refusal: 'load-announced' });
  });

  it('needs a pallet tare with its kind, or none', () => {
    const yard = ready();
    expect(yard.form(['DRUM 1', 'DRUM 2'], { palletTareMg: KG, palletTareKind: 'none' })).toMatchObject({
      refusal: 'pallet-tare-unclear',
    });
    expect(yard.form(['DRUM 1', 'DRUM 2'], { palletTareMg: 0, palletTareKind: 'weighed' })).toMatchObject({
      refusal: 'pallet-tare-unclear',
    });
    expect(yard.form(['DRUM 1', 'DRUM 2'], { palletTareMg: 0, palletTareKind: 'none' })).toMatchObject({ packages: 2 });
  });
});

describe('while a group waits', () => {
  it('none of it is weighed, typed or declared missing by itself', () => {
    const yard = ready();
    yard.form(['DRUM 1', 'DRUM 2']);
    const otherGroup = yard.openAt('dock-2', 'order-CO-1');
    expect(yard.place(268, { station: 'dock-2', tags: [epcOf(1)] })).toMatchObject({ package: null });
    expect(yard.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'package-awaited' });
    expect(yard.type(otherGroup, 'CO-1-2', 268)).toMatchObject({ refusal: 'package-awaited' });
    expect(yard.missing('CO-1-2')).toMatchObject({ refusal: 'package-awaited' });
    expect(yard.form(['DRUM 1', 'DRUM 3'], { station: 'dock-2', loadOnScale: null })).toMatchObject({
      refusal: 'package-awaited',
    });
  });

  it('a drum on the pallet that nobody scanned stops the weighing', () => {
    const yard = ready();
    yard.form(['DRUM 1', 'DRUM 2']);
    expect(yard.place(556, { ...PALLET_SCALE, tags: [epcOf(1), epcOf(3)] })).toMatchObject({
      refusal: 'group-has-stranger',
      params: { package: 'CO-1-3' },
    });
    expect(yard.place(556, { ...PALLET_SCALE, tags: [epcOf(1)] })).toMatchObject({ package: null });
  });

  it('it moves with its job, and a job that ends frees its packages and its station', () => {
    const yard = ready();
    const { group } = yard.form(['DRUM 1', 'DRUM 2']) as { group: string };
    yard.move(yard.job, 'dock-2');
    expect([yard.book.get('station', 'dock-1')?.intent, yard.book.get('station', 'dock-2')?.intent]).toEqual([
      null,
      { kind: 'group', group },
    ]);
    expect(yard.book.get('group', group)?.station).toBe('dock-2');
    expect(yard.endDelivery(yard.job)).toMatchObject({ lot: 'CO-1' });
    expect(yard.book.get('group', group)?.state).toBe('split');
    expect(yard.book.get('station', 'dock-2')).toMatchObject({ job: null, intent: null });
    const job = yard.openAt('dock-2', 'order-CO-1');
    expect(yard.place(268, { station: 'dock-2', tags: [epcOf(1)] })).toMatchObject({ package: 'CO-1-1' });
    expect(yard.book.get('job', job)?.state).toBe('open');
  });

  it('a weighing taken back leaves the pallet waiting', () => {
    const yard = ready();
    const { group } = yard.form(['DRUM 1', 'DRUM 2']) as { group: string };
    const { weighing } = yard.place(556, PALLET_SCALE) as { weighing: string };
    yard.lift();
    yard.reverse(weighing);
    expect(yard.states().slice(0, 2)).toEqual(['expected', 'expected']);
    expect(yard.place(557, PALLET_SCALE)).toMatchObject({ group });
    expect(yard.states().slice(0, 2)).toEqual(['present', 'present']);
  });
});
