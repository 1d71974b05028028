// A lot at the dock, from notice to verdict, through the pure core.
import { describe, expect, it } from 'vitest';
import { KG } from './loads.ts';
import { Dock, drum, notice, SCALE } from './intakeScenes.ts';

const three = [drum(1), drum(2), drum(3)];
const epcOf = (n: number): string => drum(n).epcHex ?? '';

function opened(packages = three): Dock {
  const dock = new Dock();
  dock.order(notice(packages));
  return dock.open();
}

describe('a lot that fits', () => {
  it('is verified, package by package and in total', () => {
    const dock = opened();
    for (const n of [1, 2, 3]) dock.weigh(268.2, [epcOf(n)]);
    dock.onScale = null;
    expect(dock.close()).toEqual({ verdict: 'verified', lot: 'CO-1' });
    expect(dock.verdict()).toMatchObject({
      announced: 3,
      found: 3,
      findings: [],
      netMg: 750_600_000,
      grossMg: 804_600_000,
    });
    expect(dock.ledger.book.where('package', 'lot', 'CO-1').map((record) => record.state)).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
    expect(dock.ledger.book.get('order', 'order-CO-1')?.state).toBe('done');
  });

  it('numbers weighings per scale without gaps', () => {
    const dock = opened();
    expect([dock.weigh(268, [epcOf(1)]), dock.weigh(268, [epcOf(2)])]).toMatchObject([{ number: 1 }, { number: 2 }]);
  });
});

describe('identity of the load', () => {
  it('is bound without a touch only by exactly one expected tag', () => {
    const dock = opened();
    expect(dock.weigh(268, [epcOf(1)])).toMatchObject({ package: 'CO-1-1' });
    expect(dock.weigh(268, [epcOf(2), epcOf(3)])).toMatchObject({ package: null });
    expect(dock.weigh(268, [])).toMatchObject({ package: null });
    expect(dock.weigh(268, ['3074257BF7194E40000099FF'])).toMatchObject({ package: null });
    expect(dock.weigh(268, [epcOf(1)])).toMatchObject({ package: null });
  });

  it('a scanned mark binds it, and an untagged drum needs a tag before the job can close', () => {
    const dock = opened([drum(1, { epcHex: null })]);
    dock.weigh(268, []);
    expect(dock.identify('DRUM 1')).toEqual({ package: 'CO-1-1', tagNeeded: true });
    expect(dock.close()).toMatchObject({ refusal: 'tag-missing' });
    expect(dock.attachTag('CO-1-1', 'xyz')).toMatchObject({ refusal: 'epc-malformed' });
    expect(dock.attachTag('CO-1-1', epcOf(9))).toEqual({ package: 'CO-1-1' });
    expect(dock.close()).toMatchObject({ verdict: 'verified' });
  });

  it('a tag of one drum on another is not reconciled silently', () => {
    const dock = opened();
    dock.weigh(268, [epcOf(1), epcOf(2)]);
    expect(dock.identify('DRUM 3')).toMatchObject({ refusal: 'tag-names-other-package', params: { other: 'CO-1-1' } });
  });

  it('two chips with one EPC are a finding, and bind nothing', () => {
    const dock = opened();
    expect(dock.weigh(268, [epcOf(1), epcOf(1)], { tids: ['E2801', 'E2802'] })).toMatchObject({ package: null });
    expect(dock.findings()).toEqual([['DUPLICATE_TAG', 'CO-1-1']]);
  });

  it('one chip read by two antennas, or once without its TID, is one tag', () => {
    const dock = opened();
    expect(dock.weigh(268, [epcOf(1), epcOf(1)], { tids: ['E2801', 'E2801'] })).toMatchObject({ package: 'CO-1-1' });
    expect(dock.weigh(268, [epcOf(2), epcOf(2)], { tids: ['E2801'] })).toMatchObject({ package: 'CO-1-2' });
    expect(dock.findings()).toEqual([]);
  });

  it('a used tag cannot be fixed to a second package', () => {
    const dock = opened();
    dock.weigh(268, []);
    dock.identify('DRUM 1');
    expect(dock.attachTag('CO-1-1', epcOf(2))).toMatchObject({ refusal: 'epc-in-use' });
  });

  it('nothing can be identified when no load lies there', () => {
    const dock = opened();
    expect(dock.identify('DRUM 1')).toMatchObject({ refusal: 'nothing-on-scale' });
    dock.weigh(268, []);
    dock.onScale = null;
    expect(dock.identify('DRUM 1')).toMatchObject({ refusal: 'nothing-on-scale' });
  });

  it('one package is not weighed twice', () => {
    const dock = opened();
    dock.weigh(268, [epcOf(1)]);
    dock.weigh(268, []);
    expect(dock.identify('DRUM 1')).toMatchObject({ refusal: 'package-already-weighed' });
  });
});

describe('a lot that does not fit', () => {
  it('a light drum, a missing one and a foreign one are each found and named', () => {
    const dock = opened();
    dock.weigh(238, [epcOf(1)]);
    dock.weigh(268, [epcOf(2)]);
    dock.weigh(260, ['E20000000000000000000042']);
    expect(dock.identify('ALIEN 7')).toMatchObject({ refusal: 'not-in-lot' });
    expect(dock.close()).toMatchObject({ refusal: 'packages-open' });
    expect(dock.holdForeign('ALIEN 7')).toEqual({ code: 'EXTRA_PACKAGE' });
    dock.missing('CO-1-3');
    expect(dock.close()).toMatchObject({ verdict: 'discrepant' });
    expect(dock.findings()).toEqual([
      ['WEIGHT_LOW', 'CO-1-1'],
      ['EXTRA_PACKAGE', 'ALIEN 7'],
      ['MISSING_PACKAGE', 'CO-1-3'],
    ]);
    expect(dock.verdict()).toMatchObject({ announced: 3, found: 2, netMg: (220 + 250) * KG });
    expect(dock.ledger.book.get('package', 'CO-1-1')?.held).toBe(true);
  });

  it('a package of another lot is a wrong lot, not an extra', () => {
    const dock = opened();
    dock.order(notice([drum(7, { package: 'CO-2-7', mark: 'OTHER 7' })], { lot: 'CO-2' }));
    dock.weigh(268, [epcOf(7)]);
    expect(dock.identify('OTHER 7')).toMatchObject({ refusal: 'package-of-other-lot' });
    expect(dock.holdForeign('OTHER 7')).toEqual({ code: 'WRONG_LOT' });
  });

  it('a package that is expected cannot be set aside as foreign', () => {
    const dock = opened();
    dock.weigh(268, []);
    expect(dock.holdForeign('DRUM 1')).toMatchObject({ refusal: 'load-identified' });
  });

  it('an unverified scale cannot verify a lot', () => {
    const dock = opened([drum(1)]);
    dock.weigh(268, [epcOf(1)], { scale: { ...SCALE, verified: false } });
    dock.close();
    expect(dock.findings()).toEqual([['SCALE_UNVERIFIED', 'CO-1-1']]);
    expect(dock.verdict()?.verdict).toBe('discrepant');
  });

  it('a certificate whose total does not fit its packages is a finding of the lot', () => {
    const dock = new Dock();
    dock.order(notice([drum(1), drum(2)], { totalGrossMg: 540 * KG }));
    dock.open().weigh(268, [epcOf(1)]);
    dock.weigh(238, [epcOf(2)]);
    dock.close();
    expect(dock.findings()).toEqual([
      ['WEIGHT_LOW', 'CO-1-2'],
      ['LOT_TOTAL', null],
    ]);
  });

  it('a light package does not make the total a second finding', () => {
    const dock = new Dock();
    dock.order(notice([drum(1), drum(2)], { totalGrossMg: 536 * KG }));
    dock.open().weigh(268, [epcOf(1)]);
    dock.weigh(238, [epcOf(2)]);
    dock.close();
    expect(dock.findings()).toEqual([['WEIGHT_LOW', 'CO-1-2']]);
  });

  it('compensating errors do not pass', () => {
    const dock = opened([drum(1), drum(2)]);
    dock.weigh(258, [epcOf(1)]);
    dock.weigh(278, [epcOf(2)]);
    dock.close();
    expect(dock.findings().map(([code]) => code)).toEqual(['WEIGHT_LOW', 'WEIGHT_HIGH']);
  });
});

describe('a weighing that was wrong', () => {
  it('a load that rises replaces its weighing, keeps its package and drops the finding', () => {
    const dock = opened([drum(1)]);
    dock.weigh(240, [epcOf(1)]);
    expect(dock.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
    expect(dock.weigh(268, [epcOf(1)], { replacesKg: 240 })).toMatchObject({ number: 2, package: 'CO-1-1' });
    expect(dock.findings()).toEqual([]);
    expect(dock.ledger.kinds().slice(-2)).toEqual(['weighing-reversed', 'weighing']);
    expect(dock.close()).toMatchObject({ verdict: 'verified' });
  });

  it('a reversed weighing makes its package expected again and cannot be reversed twice', () => {
    const dock = opened([drum(1)]);
    const weighing = String((dock.weigh(268, [epcOf(1)]) as Record<string, unknown>)['weighing']);
    dock.reverse(weighing);
    expect(dock.ledger.book.get('package', 'CO-1-1')).toMatchObject({ state: 'expected', netMg: null });
    expect(dock.reverse(weighing)).toMatchObject({ refusal: 'weighing-reversed' });
  });

  it('a foreign drum weighed again is still one finding', () => {
    const dock = opened([drum(1)]);
    dock.weigh(200, []);
    dock.holdForeign('ALIEN');
    dock.weigh(260, [], { replacesKg: 200 });
    expect(dock.holdForeign('ALIEN')).toEqual({ code: 'EXTRA_PACKAGE' });
    expect(dock.findings()).toEqual([['EXTRA_PACKAGE', 'ALIEN']]);
  });
});

describe('orders', () => {
  it('out of turn is refused without an entry', () => {
    const dock = new Dock();
    expect(dock.order(notice(three), { counter: 2 })).toMatchObject({ refusal: 'order-out-of-turn' });
    expect(dock.order(notice(three), { previous: 'f'.repeat(64) })).toMatchObject({ refusal: 'order-out-of-turn' });
    expect(dock.order(notice(three), { base: 'other' })).toMatchObject({ refusal: 'order-for-other-base' });
    expect(dock.ledger.kinds()).toEqual(['epoch-opened', 'agent-started']);
  });

  it.each([
    ['a package twice', [drum(1), drum(1)]],
    ['a mark twice', [drum(1), drum(2, { mark: 'DRUM 1' })]],
    ['a tag twice', [drum(1), drum(2, { epcHex: epcOf(1) })]],
    ['tare above gross', [drum(1, { tareMg: 300 * KG })]],
    ['no package', []],
  ])('one that cannot be carried out advances the counter and changes nothing: %s', (_name, packages) => {
    const dock = new Dock();
    expect(dock.order(notice(packages))).toMatchObject({ accepted: false });
    expect(dock.ledger.kinds().at(-1)).toBe('order-refused');
    expect(dock.ledger.book.get('lot', 'CO-1')).toBeUndefined();
    expect(dock.order(notice(three), { order: 'the-next' })).toMatchObject({ accepted: true });
  });

  it('one job a station, one station an order', () => {
    const dock = opened();
    dock.order(notice([drum(8, { package: 'CO-2-8' })], { lot: 'CO-2' }));
    dock.open('CO-2');
    expect(dock.ledger.book.get('job', 'job-CO-2')).toBeUndefined();
    expect(dock.ledger.book.get('station', 'dock-1')?.job).toBe('job-CO-1');
  });

  it('without a job a load is not recorded', () => {
    const dock = new Dock();
    expect(dock.weigh(268, [epcOf(1)])).toMatchObject({ refusal: 'no-job' });
  });
});
