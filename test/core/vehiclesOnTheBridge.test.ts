// Vehicles on the weighbridge: pairs of passes, what they prove, and everything that makes a pair wrong.
import { describe, expect, it } from 'vitest';
import { SCALE, drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { LOADED, bags, delivered, ready } from './vehicleScenes.ts';
import { BRIDGE, HOUR_MS, type MultiStationBase } from './multiStationBase.ts';

/** A few bags weigh so little that the bridge sees only 5 % of them: their notice must say that this will do. */
const COARSE_IS_ENOUGH = { fitnessSharePpm: 50_000 };

describe('a vehicle whose goods are right', () => {
  it('verifies its lot by one pair, and every package has its share', () => {
    const { base, job } = delivered();
    const [pair] = base.bodies('vehicle-weighed');
    expect(pair).toMatchObject({ lots: ['MN-1'], jobs: [job], massMg: 10_200 * KG, verifies: 'packages' });
    // 22.2 t is 2 220 e of 10 kg: ± 30; 12 t: ± 20; two roundings of 5; ten bags at ± 0.6 and 0.1 of the consignor.
    expect(pair?.comparison).toMatchObject({
      scaleBoundMg: 50 * KG,
      roundingMg: 10 * KG,
      otherLimitMg: 6 * KG,
      otherRoundingMg: KG,
      toleranceMg: 67 * KG,
    });
    expect(
      base
        .packages('MN-1')
        .every(
          ({ state, basis, grossMg, netMg }) =>
            state === 'present' && basis === 'vehicle' && grossMg === 1_020 * KG && netMg === 1_018 * KG,
        ),
    ).toBe(true);
    expect(base.closeAt(job)).toMatchObject({ verdict: 'verified' });
    expect(base.book.get('lot', 'MN-1')?.verdict).toMatchObject({
      found: 10,
      grossMg: 10_200 * KG,
      linearBoundMg: 67 * KG,
    });
  });

  it('each pass says when the bridge showed zero before it', () => {
    const { base } = delivered();
    expect(
      base.bodies('weighing').map(({ purpose, basis, zeroAtMonotonicMs }) => [purpose, basis, zeroAtMonotonicMs]),
    ).toEqual([
      ['pass', 'vehicle', 1_000],
      ['pass', 'vehicle', 1_000],
    ]);
  });

  it('a missing bag is found', () => {
    const { base, job } = delivered(12_000 + 1_020);
    expect(base.findings('MN-1')).toEqual([['WEIGHT_LOW', null]]);
    expect(base.closeAt(job)).toMatchObject({ verdict: 'discrepant' });
  });
});

describe('what a pair proves', () => {
  const small = (): MultiStationBase =>
    ready(
      notice(
        Array.from({ length: 20 }, (_, n) => drum(n + 1, { grossMg: 60 * KG, tareMg: 2 * KG })),
        COARSE_IS_ENOUGH,
      ),
    );
  const marks = Array.from({ length: 20 }, (_, n) => `DRUM ${n + 1}`);

  it.each([
    [[], 'scanned', 'nothing', 'discrepant'],
    [marks, 'scanned', 'packages', 'verified'],
    [marks, 'typed', 'nothing', 'discrepant'],
    [marks, 'chosen', 'nothing', 'discrepant'],
  ] as const)('small drums: only if every one was scanned (%#)', (codes, how, verifies, verdict) => {
    const base = small();
    const visit = base.arrive('TK 1');
    base.pass(visit, 13_200);
    const { job } = base.unload(visit, 'CO-1', [...codes], how) as { job: string };
    base.pass(visit, 12_000);
    expect(base.bodies('vehicle-weighed')[0]?.verifies).toBe(verifies);
    expect(base.closeAt(job)).toMatchObject({ verdict });
    expect(base.findings().map(([code]) => code)).toEqual(verdict === 'verified' ? [] : ['WEIGHT_UNPROVEN']);
  });

  it('one typed among the scanned, and they prove nothing: each way is an entry of its own', () => {
    const base = small();
    const visit = base.arrive('TK 1');
    base.pass(visit, 13_200);
    base.unload(visit, 'CO-1', marks.slice(1));
    base.unload(visit, 'CO-1', marks.slice(0, 1), 'typed');
    base.pass(visit, 12_000);
    expect(base.bodies('vehicle-unloaded').map(({ how, packages }) => [how, packages.length])).toEqual([
      ['scanned', 19],
      ['typed', 1],
    ]);
    expect(base.bodies('vehicle-weighed')[0]?.verifies).toBe('nothing');
    expect(base.book.get('package', 'CO-1-1')).toMatchObject({ unread: true, proofs: [{ way: 'typed' }] });
    expect(base.book.get('package', 'CO-1-2')).toMatchObject({ unread: false, proofs: [{ way: 'scanned' }] });
  });

  it('over two lots only their sum, and separate passes prove each', () => {
    const two = ready(bags('MN-1', 4), bags('MN-2', 3));
    const visit = two.arrive('TK 1');
    two.pass(visit, 12_000 + 7 * 1_020);
    const jobs = ['MN-1', 'MN-2'].map((lot) => (two.unload(visit, lot) as { job: string }).job);
    two.pass(visit, 12_000);
    expect(two.bodies('vehicle-weighed')).toMatchObject([{ lots: ['MN-1', 'MN-2'], jobs, verifies: 'sum' }]);
    expect(jobs.map((job) => two.closeAt(job))).toMatchObject([{ verdict: 'discrepant' }, { verdict: 'discrepant' }]);

    const apart = ready(bags('MN-1', 4, COARSE_IS_ENOUGH), bags('MN-2', 3, COARSE_IS_ENOUGH));
    const second = apart.arrive('TK 1');
    apart.pass(second, 12_000 + 7 * 1_020);
    const first = (apart.unload(second, 'MN-1') as { job: string }).job;
    apart.pass(second, 12_000 + 3 * 1_020);
    const last = (apart.unload(second, 'MN-2') as { job: string }).job;
    apart.pass(second, 12_000);
    expect([first, last].map((job) => apart.closeAt(job))).toMatchObject([
      { verdict: 'verified' },
      { verdict: 'verified' },
    ]);
  });

  it('a sum that is off makes each of its lots discrepant', () => {
    const base = ready(bags('MN-1', 4), bags('MN-2', 3));
    const visit = base.arrive('TK 1');
    base.pass(visit, 12_000 + 6 * 1_020);
    for (const lot of ['MN-1', 'MN-2']) base.unload(visit, lot);
    base.pass(visit, 12_000);
    expect([...base.findings('MN-1'), ...base.findings('MN-2')]).toEqual([
      ['WEIGHT_LOW', null],
      ['WEIGHT_LOW', null],
    ]);
    expect(new Set(base.bodies('finding').map(({ finding }) => finding)).size).toBe(2);
  });

  it('an unverified bridge at either pass verifies nothing', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    base.pass(visit, LOADED, { scale: { ...BRIDGE, verified: false } });
    base.unload(visit, 'MN-1');
    base.pass(visit, 12_000);
    expect(base.findings('MN-1')).toEqual([['SCALE_UNVERIFIED', null]]);
  });
});

describe('one lot on two vehicles that are here at once', () => {
  it('is verified by both pairs', () => {
    const base = ready(bags('MN-1', 10));
    const codes = (from: number): string[] => Array.from({ length: 5 }, (_, n) => `MN-1 BAG ${from + n}`);
    const [one, two] = [base.arrive('TK 1'), base.arrive('TK 2')];
    base.pass(one, 12_000 + 5 * 1_020);
    base.pass(two, 13_000 + 5 * 1_020);
    const { job } = base.unload(one, 'MN-1', codes(1)) as { job: string };
    expect(base.unload(two, 'MN-1', codes(6))).toMatchObject({ job });
    expect(base.unload(two, 'MN-1', codes(1))).toMatchObject({ refusal: 'package-awaited' });
    base.pass(two, 13_000);
    expect(base.closeAt(job)).toMatchObject({ refusal: 'packages-open' });
    base.pass(one, 12_000);
    expect(base.closeAt(job)).toMatchObject({ verdict: 'verified' });
    expect(base.bodies('verdict')[0]).toMatchObject({ found: 10, grossMg: 10_200 * KG });
  });
});

describe('a pass that cannot make a pair', () => {
  it('with an axle off the deck, on an occupied bridge, or announced twice', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    expect(base.announcePass(visit, false)).toMatchObject({ refusal: 'axles-off' });
    base.announcePass(visit);
    expect(base.announcePass(visit)).toMatchObject({ refusal: 'load-announced' });
    base.place(LOADED, { station: 'bridge', scale: BRIDGE });
    expect(base.announcePass(visit)).toMatchObject({ refusal: 'load-on-scale' });
  });

  it('with the driver in the cab at one pass and out of it at the other', () => {
    for (const first of [true, false]) {
      const base = ready(bags('MN-1', 10));
      const visit = base.arrive('TK 1');
      base.announcePass(visit, true, { driverAboard: first });
      base.place(LOADED, { station: 'bridge', scale: BRIDGE });
      base.lift('bridge');
      expect(base.announcePass(visit, true, { driverAboard: !first })).toMatchObject({
        refusal: first ? 'driver-aboard' : 'driver-not-aboard',
      });
      expect(base.announcePass(visit, true, { driverAboard: first, dunnage: ' 4 timbers ' })).toMatchObject({ visit });
      expect(base.bodies('load-announced').at(-1)?.intent).toMatchObject({ driverAboard: first, dunnage: '4 timbers' });
    }
  });

  it('nothing comes off before the loaded pass', () => {
    const base = ready(bags('MN-1', 10));
    expect(base.unload(base.arrive('TK 1'), 'MN-1')).toMatchObject({ refusal: 'pass-first' });
  });

  it('too late, or on another bridge', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    base.pass(visit, LOADED);
    base.unload(visit, 'MN-1');
    expect(base.pass(visit, 12_000, { scale: { ...BRIDGE, instrument: 'other' } })).toMatchObject({
      refusal: 'other-bridge',
    });
    base.act(() => ({
      entries: [{ kind: 'load-announced', body: { station: 'bridge', intent: null, operator: 'ann' } }],
      effects: [],
      result: {},
    }));
    base.ledger.aheadMs += 9 * HOUR_MS;
    expect(base.announcePass(visit)).toMatchObject({ refusal: 'visit-too-old' });
    // The same vehicle arrives anew; what it brought waits for it no longer, and is weighed as a package is.
    base.arrive('tk 1');
    expect(base.unload(visit, 'MN-1')).toMatchObject({ refusal: 'visit-over' });
    const job = base.book.where('job', 'state', 'open')[0]?.id ?? '';
    base.move(job, 'dock-1');
    expect(
      base.place(1_020, {
        scale: { ...SCALE, ranges: [{ maxMg: 3_000 * KG, minMg: 20 * KG, intervalMg: KG }] },
        tags: ['AA0000000000000000000001'],
      }),
    ).toMatchObject({ package: 'MN-1-1' });
  });

  it('no lighter although goods came off: nothing is recorded, and the vehicle passes again', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    base.pass(visit, LOADED);
    base.unload(visit, 'MN-1');
    expect(base.pass(visit, LOADED)).toMatchObject({ refusal: 'pass-heavier' });
    expect(base.bodies('weighing')).toHaveLength(1);
    expect(base.place(12_000, { station: 'bridge', scale: BRIDGE })).toMatchObject({ number: 2, visit });
    expect(base.states('MN-1')[0]).toBe('present');
  });
});

describe('a pass that was wrong', () => {
  it('with an axle coming onto the deck makes the pair anew', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    base.pass(visit, LOADED);
    base.unload(visit, 'MN-1');
    base.announcePass(visit);
    base.place(8_000, { station: 'bridge', scale: BRIDGE });
    expect(base.findings('MN-1')).toEqual([['WEIGHT_HIGH', null]]);
    base.place(12_000, { station: 'bridge', scale: BRIDGE, rises: true });
    expect(base.findings('MN-1')).toEqual([]);
    expect(base.packages('MN-1')[0]).toMatchObject({ state: 'present', grossMg: 1_020 * KG });
    expect(base.book.get('visit', visit)?.passes).toHaveLength(2);
    expect(base.book.where('pair', 'lot', 'MN-1').map(({ state }) => state)).toEqual(['reversed', 'standing']);
  });

  it('and rising beyond the pass before does not stand at all', () => {
    const base = ready(bags('MN-1', 10));
    const visit = base.arrive('TK 1');
    base.pass(visit, LOADED);
    base.unload(visit, 'MN-1');
    base.announcePass(visit);
    base.place(12_000, { station: 'bridge', scale: BRIDGE });
    base.place(LOADED + 40, { station: 'bridge', scale: BRIDGE, rises: true });
    expect(base.states('MN-1')[0]).toBe('expected');
    base.lift('bridge');
    // It is announced still: the vehicle drives on once more.
    expect(base.place(12_000, { station: 'bridge', scale: BRIDGE })).toMatchObject({ visit });
    expect(base.states('MN-1')[0]).toBe('present');
    expect(base.findings('MN-1')).toEqual([]);
  });

  it('is taken back by a person with its pair, but not from the midst of a visit', () => {
    const { base, visit } = delivered(11_500);
    const [first, second] = base.bodies('weighing').map(({ weighing }) => weighing);
    expect(base.reverse(first ?? '')).toMatchObject({ refusal: 'pass-paired' });
    base.reverse(second ?? '');
    expect(base.states('MN-1')).toEqual(Array.from({ length: 10 }, () => 'expected'));
    base.pass(visit, 12_000);
    expect(base.states('MN-1')[0]).toBe('present');
    // That it was off is not weighed into silence: headquarters decides.
    expect(base.findings('MN-1')).toEqual([['WEIGHT_HIGH', null]]);
  });

  it('is not taken back once its lot is judged', () => {
    const { base, job } = delivered();
    base.closeAt(job);
    const last = base.bodies('weighing').at(-1)?.weighing ?? '';
    expect(base.reverse(last)).toMatchObject({ refusal: 'job-closed' });
  });
});

describe('headquarters decides on what a vehicle weighed', () => {
  function decide(
    decision: 'recount' | 'return' | 'accept' | 'adjust',
    adjust: { package: string; netMg: number }[] = [],
  ): { base: MultiStationBase; job: string } {
    const { base, job } = delivered(12_000 + 1_020);
    base.closeAt(job);
    const findings = base.book.where('finding', 'lot', 'MN-1').map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
    expect(
      base.order(
        { kind: 'decision', findings, decision, adjust, adopt: null, recognise: null, note: 'n' },
        { order: 'decision-1' },
      ),
    ).toMatchObject({ accepted: true });
    return { base, job };
  }

  it('a recount: its packages are expected again, and weighed one by one', () => {
    const { base } = decide('recount');
    expect([new Set(base.states('MN-1')), base.findings('MN-1'), base.book.get('order', 'order-MN-1')?.state]).toEqual([
      new Set(['expected']),
      [],
      'open',
    ]);
    base.openAt('dock-1', 'order-MN-1');
    const scale = { ...SCALE, ranges: [{ maxMg: 3_000 * KG, minMg: 20 * KG, intervalMg: KG }] };
    expect(base.place(1_020, { scale, tags: ['AA0000000000000000000001'] })).toMatchObject({ package: 'MN-1-1' });
  });

  it.each([
    ['return', 'returned'],
    ['accept', 'stored'],
  ] as const)('%s: of all that share the weight', (decision, state) => {
    const { base } = decide(decision);
    expect([new Set(base.states('MN-1')), base.book.get('lot', 'MN-1')?.state]).toEqual([new Set([state]), 'closed']);
  });

  it('adjusting one of them is about one of them', () => {
    const { base } = decide('adjust', [{ package: 'MN-1-3', netMg: 900 * KG }]);
    expect(
      base
        .packages('MN-1')
        .filter(({ netMg }) => netMg === 900 * KG)
        .map(({ id }) => id),
    ).toEqual(['MN-1-3']);
  });
});
