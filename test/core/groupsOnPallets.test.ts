// Two to four drums on one pallet, weighed together: what a group proves, and what must not happen to it.
import { describe, expect, it } from 'vitest';
import { asPackageId } from '../../agent/core/model/ids.ts';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const four = [drum(1), drum(2), drum(3), drum(4)];
const SSCC = '349012340000000019';
const epcOf = (n: number): string => drum(n).epcHex ?? '';

function ready(packages = four): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice(packages));
  base.open();
  return base;
}

/** Four drums of 268 kg on a pallet of 20 kg. */
const FULL = 4 * 268 + 20;
/** Four drums and their pallet leave it an own part of 2.5 kg: just the 1 % of a drum's net. */
const BIG = { maxMg: 3_000 * KG, minMg: 10 * KG, intervalMg: 500_000 };
const PALLET_SCALE = {
  scale: {
    ...{
      instrument: 'pallet-scale',
      model: 'm',
      serialNumber: null,
      class: 'III' as const,
      ranges: [BIG],
      unit: 'kg' as const,
      decimals: 1,
      verified: true,
      verificationMark: 'M',
      verifiedUntil: '2027-12-31',
    },
  },
};

describe('the label of a pallet', () => {
  const onPallet = four.map((announced, index) => ({ ...announced, pallet: index < 3 ? SSCC : null }));

  it.each([['(00)349012340000000019'], ['urn:epc:id:sscc:4901234.3000000001'], [SSCC]])(
    '%s means all that was announced on it',
    (code) => {
      const base = ready(onPallet);
      expect(base.form([code])).toMatchObject({ packages: 3 });
      expect(base.bodies('group-formed')[0]?.packages).toEqual(['CO-1-1', 'CO-1-2', 'CO-1-3']);
    },
  );

  it('stands beside another package, counts no package twice, and is too large for a group or not', () => {
    const base = ready(onPallet);
    expect(base.form([SSCC, 'DRUM 2'])).toMatchObject({ refusal: 'scanned-twice' });
    expect(base.form(['DRUM 4'])).toMatchObject({ refusal: 'group-size' });
    expect(base.form([SSCC, 'DRUM 4'])).toMatchObject({ packages: 4 });
    const five = ready([1, 2, 3, 4, 5].map((n) => drum(n, { pallet: 'PALLET A' })));
    expect(five.form(['pallet a'])).toMatchObject({ refusal: 'group-size' });
  });

  it('names no package', () => {
    const base = ready(onPallet);
    base.place(268);
    expect(base.identify(SSCC)).toMatchObject({
      refusal: 'code-names-pallet',
      params: { packages: 'DRUM 1; DRUM 2; DRUM 3' },
    });
  });
});

describe('a group that agrees', () => {
  it('verifies the lot with one weighing, and shares its mass exactly', () => {
    const base = ready();
    const { group } = base.form(['DRUM 1', 'DRUM 2', epcOf(3), 'CO-1-4']) as { group: string };
    expect(base.place(FULL, PALLET_SCALE)).toMatchObject({ group, number: 1 });
    expect(base.bodies('weighing')[0]).toMatchObject({
      basis: 'group',
      group,
      tareMg: (20 + 4 * 18) * KG,
      tareKind: 'declared',
      package: null,
    });
    expect(base.packages().map(({ state, basis, grossMg, netMg }) => [state, basis, grossMg, netMg])).toEqual(
      four.map(() => ['present', 'group', 268 * KG, 250 * KG]),
    );
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'verified' });
    expect(base.verdict()).toMatchObject({ found: 4, grossMg: 4 * 268 * KG, netMg: 1_000 * KG });
  });

  it('shares what does not divide without losing a milligram', () => {
    const base = ready([drum(1), drum(2, { grossMg: 269 * KG }), drum(3)]);
    base.form(['DRUM 1', 'DRUM 2', 'DRUM 3']);
    base.place(826, PALLET_SCALE);
    expect(base.packages().reduce((sum, { grossMg }) => sum + (grossMg ?? 0), 0)).toBe(806 * KG);
  });

  it('that rises on the scale replaces the lower plateau', () => {
    const base = ready();
    base.form(['DRUM 1', 'DRUM 2']);
    base.place(500, PALLET_SCALE);
    expect(base.findings().map(([code]) => code)).toEqual(['WEIGHT_LOW']);
    base.place(556, { ...PALLET_SCALE, rises: true });
    expect(base.findings()).toEqual([]);
    expect(base.packages().map(({ grossMg }) => grossMg)).toEqual([268 * KG, 268 * KG, null, null]);
  });
});

describe('a group that disagrees', () => {
  it('is a finding on the whole, and after a split each drum is weighed by itself', () => {
    const base = ready();
    const { group } = base.form(['DRUM 1', 'DRUM 2', 'DRUM 3']) as { group: string };
    base.place(3 * 268 + 20 - 12, PALLET_SCALE);
    expect(base.findings()).toEqual([['WEIGHT_LOW', null]]);
    base.lift();
    base.split(group);
    expect(base.ledger.kinds().slice(-2)).toEqual(['weighing-reversed', 'group-split']);
    expect(base.findings()).toEqual([['WEIGHT_LOW', null]]);
    expect(base.states()).toEqual(['expected', 'expected', 'expected', 'expected']);
    expect(base.split(group)).toMatchObject({ refusal: 'group-is-split' });
    base.place(268, { tags: [epcOf(1)] });
    base.place(256, { tags: [epcOf(2)] });
    expect(base.findings()).toEqual([
      ['WEIGHT_LOW', null],
      ['WEIGHT_LOW', 'CO-1-2'],
    ]);
    for (const n of [3, 4]) base.place(268, { tags: [epcOf(n)] });
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    // Each of the three stands alone now.
    expect(base.findings()).toEqual([['WEIGHT_LOW', 'CO-1-2']]);
  });

  it('stays while the drums are set apart that nobody has weighed alone', () => {
    const base = ready([drum(1), drum(2), drum(3)]);
    const { group } = base.form(['DRUM 1', 'DRUM 2']) as { group: string };
    base.place(536, PALLET_SCALE);
    base.split(group);
    base.lift();
    base.form(['DRUM 1', 'DRUM 2']);
    base.place(556, PALLET_SCALE);
    base.lift();
    expect(base.findings().map(([code]) => code)).toEqual(['WEIGHT_LOW']);
    for (const id of ['CO-1-1', 'CO-1-2'])
      base.act((book) => decideQuarantine({ id: `apart-${id}`, operator: 'sue', package: asPackageId(id) }, book));
    expect(base.findings().map(([code]) => code)).toEqual(['WEIGHT_LOW']);
  });

  it('cannot be split once its lot is judged', () => {
    const base = ready([drum(1), drum(2)]);
    const { group } = base.form(['DRUM 1', 'DRUM 2']) as { group: string };
    base.place(500, PALLET_SCALE);
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    expect(base.split(group)).toMatchObject({ refusal: 'job-closed' });
  });

  it('on an unverified scale verifies nothing', () => {
    const base = ready([drum(1), drum(2)]);
    base.form(['DRUM 1', 'DRUM 2']);
    base.place(556, { scale: { ...PALLET_SCALE.scale, verified: false } });
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    expect(base.findings()).toEqual([['SCALE_UNVERIFIED', null]]);
  });
});

describe('forming a group', () => {
  it('is refused for one, five, the same twice, strangers, and packages that are weighed or waiting already', () => {
    const base = ready([...four, drum(5)]);
    expect(base.form(['DRUM 1'])).toMatchObject({ refusal: 'group-size' });
    expect(base.form(['DRUM 1', 'DRUM 2', 'DRUM 3', 'DRUM 4', 'DRUM 5'])).toMatchObject({ refusal: 'group-size' });
    expect(base.form(['DRUM 1', epcOf(1)])).toMatchObject({ refusal: 'scanned-twice' });
    expect(base.form(['DRUM 1', 'DRUM 9'])).toMatchObject({ refusal: 'not-in-lot' });
    base.place(268, { tags: [epcOf(1)] });
    expect(base.form(['DRUM 2', 'DRUM 3'])).toMatchObject({ refusal: 'load-on-scale' });
    base.lift();
    expect(base.form(['DRUM 1', 'DRUM 2'])).toMatchObject({ refusal: 'package-already-weighed' });
    base.form(['DRUM 2', 'DRUM 3']);
    expect(base.form(['DRUM 4', 'DRUM 5'])).toMatchObject({ refusal: 'load-announced' });
  });

  it('needs a pallet tare with its kind, or none', () => {
    const base = ready();
    expect(base.form(['DRUM 1', 'DRUM 2'], { palletTareMg: KG, palletTareKind: 'none' })).toMatchObject({
      refusal: 'pallet-tare-unclear',
    });
    expect(base.form(['DRUM 1', 'DRUM 2'], { palletTareMg: 0, palletTareKind: 'weighed' })).toMatchObject({
      refusal: 'pallet-tare-unclear',
    });
    expect(base.form(['DRUM 1', 'DRUM 2'], { palletTareMg: 0, palletTareKind: 'none' })).toMatchObject({ packages: 2 });
  });
});

describe('while a group waits', () => {
  it('none of it is weighed, typed or declared missing by itself', () => {
    const base = ready();
    base.form(['DRUM 1', 'DRUM 2']);
    const otherGroup = base.openAt('dock-2', 'order-CO-1');
    expect(base.place(268, { station: 'dock-2', tags: [epcOf(1)] })).toMatchObject({ package: null });
    expect(base.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'package-awaited' });
    expect(base.type(otherGroup, 'CO-1-2', 268)).toMatchObject({ refusal: 'package-awaited' });
    expect(base.missing('CO-1-2')).toMatchObject({ refusal: 'package-awaited' });
    expect(base.form(['DRUM 1', 'DRUM 3'], { station: 'dock-2', loadOnScale: null })).toMatchObject({
      refusal: 'package-awaited',
    });
  });

  it('a drum on the pallet that nobody scanned stops the weighing', () => {
    const base = ready();
    base.form(['DRUM 1', 'DRUM 2']);
    expect(base.place(556, { ...PALLET_SCALE, tags: [epcOf(1), epcOf(3)] })).toMatchObject({
      refusal: 'group-has-stranger',
      params: { package: 'CO-1-3' },
    });
    expect(base.place(556, { ...PALLET_SCALE, tags: [epcOf(1)] })).toMatchObject({ package: null });
  });

  it('it moves with its job, and a job that ends frees its packages and its station', () => {
    const base = ready();
    const { group } = base.form(['DRUM 1', 'DRUM 2']) as { group: string };
    base.move(base.job, 'dock-2');
    expect([base.book.get('station', 'dock-1')?.intent, base.book.get('station', 'dock-2')?.intent]).toEqual([
      null,
      { kind: 'group', group },
    ]);
    expect(base.book.get('group', group)?.station).toBe('dock-2');
    expect(base.endDelivery(base.job)).toMatchObject({ lot: 'CO-1' });
    expect(base.book.get('group', group)?.state).toBe('split');
    expect(base.book.get('station', 'dock-2')).toMatchObject({ job: null, intent: null });
    const job = base.openAt('dock-2', 'order-CO-1');
    expect(base.place(268, { station: 'dock-2', tags: [epcOf(1)] })).toMatchObject({ package: 'CO-1-1' });
    expect(base.book.get('job', job)?.state).toBe('open');
  });

  it('a weighing taken back leaves the pallet waiting', () => {
    const base = ready();
    const { group } = base.form(['DRUM 1', 'DRUM 2']) as { group: string };
    const { weighing } = base.place(556, PALLET_SCALE) as { weighing: string };
    base.lift();
    base.reverse(weighing);
    expect(base.states().slice(0, 2)).toEqual(['expected', 'expected']);
    expect(base.place(557, PALLET_SCALE)).toMatchObject({ group });
    expect(base.states().slice(0, 2)).toEqual(['present', 'present']);
  });
});

describe('how the packages of a group were named', () => {
  it('is said of each; a name that was typed reads no label, a tag that came along does', () => {
    const base = ready();
    const codes = [
      { code: 'DRUM 1', how: 'scanned' as const },
      { code: 'DRUM 2', how: 'typed' as const },
      { code: 'DRUM 3', how: 'chosen' as const },
      { code: 'DRUM 4', how: 'typed' as const },
    ];
    base.form([], { codes });
    expect(base.bodies('group-formed')[0]?.named).toEqual(codes.map(({ how }) => how));
    base.place(FULL, { ...PALLET_SCALE, tags: [epcOf(4)] });
    const unread = [1, 2, 3, 4].map((n) => base.book.get('package', `CO-1-${n}`)?.unread);
    expect(unread).toEqual([false, true, true, false]);
  });

  it('is that of the pallet’s label where this named them', () => {
    const base = ready(four.map((one) => ({ ...one, pallet: SSCC })));
    base.form([], { codes: [{ code: SSCC, how: 'typed' }] });
    expect(base.bodies('group-formed')[0]?.named).toEqual(['typed', 'typed', 'typed', 'typed']);
  });
});
