// Vehicles on the weighbridge: pairs of passes, what they prove, and everything that makes a pair wrong.
import { describe, expect, it } from 'vitest';
import { SCALE, drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { LOADED, bags, delivered, ready } from './vehicleScenes.ts';
import { BRIDGE, HOUR_MS, Yard } from './yard.ts';

describe('a vehicle whose goods are right', () => {
  it('verifies its lot by one pair, and every package has its share', () => {
    const { yard, job } = delivered();
    const [pair] = yard.bodies('vehicle-weighed');
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
      yard
        .packages('MN-1')
        .every(
          ({ state, basis, grossMg, netMg }) =>
            state === 'present' && basis === 'vehicle' && grossMg === 1_020 * KG && netMg === 1_018 * KG,
        ),
    ).toBe(true);
    expect(yard.closeAt(job)).toMatchObject({ verdict: 'verified' });
    expect(yard.book.get('lot', 'MN-1')?.verdict).toMatchObject({
      found: 10,
      grossMg: 10_200 * KG,
      linearBoundMg: 67 * KG,
    });
  });

  it('each pass says when the bridge showed zero before it', () => {
    const { yard } = delivered();
    expect(
      yard.bodies('weighing').map(({ purpose, basis, zeroAtMonotonicMs }) => [purpose, basis, zeroAtMonotonicMs]),
    ).toEqual([
      ['pass', 'vehicle', 1_000],
      ['pass', 'vehicle', 1_000],
    ]);
  });

  it('a missing bag is found', () => {
    const { yard, job } = delivered(12_000 + 1_020);
    expect(yard.findings('MN-1')).toEqual([['WEIGHT_LOW', null]]);
    expect(yard.closeAt(job)).toMatchObject({ verdict: 'discrepant' });
  });
});

describe('what a pair proves', () => {
  const small = (): Yard =>
    ready(notice(Array.from({ length: 20 }, (_, n) => drum(n + 1, { grossMg: 60 * KG, tareMg: 2 * KG }))));
  const marks = Array.from({ length: 20 }, (_, n) => `DRUM ${n + 1}`);

  it.each([
    [[], 'nothing', 'discrepant'],
    [marks, 'packages', 'verified'],
  ])('small drums: only if every one was scanned (%#)', (codes, verifies, verdict) => {
    const yard = small();
    const visit = yard.arrive('TK 1');
    yard.pass(visit, 13_200);
    const { job } = yard.unload(visit, 'CO-1', codes) as { job: string };
    yard.pass(visit, 12_000);
    expect(yard.bodies('vehicle-weighed')[0]?.verifies).toBe(verifies);
    expect(yard.closeAt(job)).toMatchObject({ verdict });
    expect(yard.findings().map(([code]) => code)).toEqual(verdict === 'verified' ? [] : ['WEIGHT_UNPROVEN']);
  });

  it('over two lots only their sum, and separate passes prove each', () => {
    const two = ready(bags('MN-1', 4), bags('MN-2', 3));
    const visit = two.arrive('TK 1');
    two.pass(visit, 12_000 + 7 * 1_020);
    const jobs = ['MN-1', 'MN-2'].map((lot) => (two.unload(visit, lot) as { job: string }).job);
    two.pass(visit, 12_000);
    expect(two.bodies('vehicle-weighed')).toMatchObject([{ lots: ['MN-1', 'MN-2'], jobs, verifies: 'sum' }]);
    expect(jobs.map((job) => two.closeAt(job))).toMatchObject([{ verdict: 'discrepant' }, { verdict: 'discrepant' }]);

    const apart = ready(bags('MN-1', 4), bags('MN-2', 3));
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
    const yard = ready(bags('MN-1', 4), bags('MN-2', 3));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, 12_000 + 6 * 1_020);
    for (const lot of ['MN-1', 'MN-2']) yard.unload(visit, lot);
    yard.pass(visit, 12_000);
    expect([...yard.findings('MN-1'), ...yard.findings('MN-2')]).toEqual([
      ['WEIGHT_LOW', null],
      ['WEIGHT_LOW', null],
    ]);
    expect(new Set(yard.bodies('finding').map(({ finding }) => finding)).size).toBe(2);
  });

  it('an unverified bridge at either pass verifies nothing', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, LOADED, { scale: { ...BRIDGE, verified: false } });
    yard.unload(visit, 'MN-1');
    yard.pass(visit, 12_000);
    expect(yard.findings('MN-1')).toEqual([['SCALE_UNVERIFIED', null]]);
  });
});

describe('one lot on two vehicles that are here at once', () => {
  it('is verified by both pairs', () => {
    const yard = ready(bags('MN-1', 10));
    const codes = (from: number): string[] => Array.from({ length: 5 }, (_, n) => `MN-1 BAG ${from + n}`);
    const [one, two] = [yard.arrive('TK 1'), yard.arrive('TK 2')];
    yard.pass(one, 12_000 + 5 * 1_020);
    yard.pass(two, 13_000 + 5 * 1_020);
    const { job } = yard.unload(one, 'MN-1', codes(1)) as { job: string };
    expect(yard.unload(two, 'MN-1', codes(6))).toMatchObject({ job });
    expect(yard.unload(two, 'MN-1', codes(1))).toMatchObject({ refusal: 'package-awaited' });
    yard.pass(two, 13_000);
    expect(yard.closeAt(job)).toMatchObject({ refusal: 'packages-open' });
    yard.pass(one, 12_000);
    expect(yard.closeAt(job)).toMatchObject({ verdict: 'verified' });
    expect(yard.bodies('verdict')[0]).toMatchObject({ found: 10, grossMg: 10_200 * KG });
  });
});

describe('a pass that cannot make a pair', () => {
  it('with an axle off the deck, on an occupied bridge, or announced twice', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    expect(yard.announcePass(visit, false)).toMatchObject({ refusal: 'axles-off' });
    yard.announcePass(visit);
    expect(yard.announcePass(visit)).toMatchObject({ refusal: 'load-announced' });
    yard.place(LOADED, { station: 'bridge', scale: BRIDGE });
    expect(yard.announcePass(visit)).toMatchObject({ refusal: 'load-on-scale' });
  });

  it('nothing comes off before the loaded pass', () => {
    const yard = ready(bags('MN-1', 10));
    expect(yard.unload(yard.arrive('TK 1'), 'MN-1')).toMatchObject({ refusal: 'pass-first' });
  });

  it('too late, or on another bridge', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, LOADED);
    yard.unload(visit, 'MN-1');
    expect(yard.pass(visit, 12_000, { scale: { ...BRIDGE, instrument: 'other' } })).toMatchObject({
      refusal: 'other-bridge',
    });
    yard.act(() => ({
      entries: [{ kind: 'load-announced', body: { station: 'bridge', intent: null, operator: 'ann' } }],
      effects: [],
      result: {},
    }));
    yard.wallMs = 9 * HOUR_MS;
    expect(yard.announcePass(visit)).toMatchObject({ refusal: 'visit-too-old' });
    // The same vehicle arrives anew; what it brought waits for it no longer, and is weighed as a package is.
    yard.arrive('tk 1');
    expect(yard.unload(visit, 'MN-1')).toMatchObject({ refusal: 'visit-over' });
    const job = yard.book.where('job', 'state', 'open')[0]?.id ?? '';
    yard.move(job, 'dock-1');
    expect(
      yard.place(1_020, {
        scale: { ...SCALE, ranges: [{ maxMg: 3_000 * KG, minMg: 20 * KG, intervalMg: KG }] },
        tags: ['AA0000000000000000000001'],
      }),
    ).toMatchObject({ package: 'MN-1-1' });
  });

  it('no lighter although goods came off: nothing is recorded, and the vehicle passes again', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, LOADED);
    yard.unload(visit, 'MN-1');
    expect(yard.pass(visit, LOADED)).toMatchObject({ refusal: 'pass-heavier' });
    expect(yard.bodies('weighing')).toHaveLength(1);
    expect(yard.place(12_000, { station: 'bridge', scale: BRIDGE })).toMatchObject({ number: 2, visit });
    expect(yard.states('MN-1')[0]).toBe('present');
  });
});

describe('a pass that was wrong', () => {
  it('with an axle coming onto the deck makes the pair anew', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, LOADED);
    yard.unload(visit, 'MN-1');
    yard.announcePass(visit);
    yard.place(8_000, { station: 'bridge', scale: BRIDGE });
    expect(yard.findings('MN-1')).toEqual([['WEIGHT_HIGH', null]]);
    yard.place(12_000, { station: 'bridge', scale: BRIDGE, rises: true });
    expect(yard.findings('MN-1')).toEqual([]);
    expect(yard.packages('MN-1')[0]).toMatchObject({ state: 'present', grossMg: 1_020 * KG });
    expect(yard.book.get('visit', visit)?.passes).toHaveLength(2);
    expect(yard.book.where('pair', 'lot', 'MN-1').map(({ state }) => state)).toEqual(['reversed', 'standing']);
  });

  it('and rising beyond the pass before does not stand at all', () => {
    const yard = ready(bags('MN-1', 10));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, LOADED);
    yard.unload(visit, 'MN-1');
    yard.announcePass(visit);
    yard.place(12_000, { station: 'bridge', scale: BRIDGE });
    yard.place(LOADED + 40, { station: 'bridge', scale: BRIDGE, rises: true });
    expect(yard.states('MN-1')[0]).toBe('expected');
    yard.lift('bridge');
    // It is announced still: the vehicle drives on once more.
    expect(yard.place(12_000, { station: 'bridge', scale: BRIDGE })).toMatchObject({ visit });
    expect(yard.states('MN-1')[0]).toBe('present');
    expect(yard.findings('MN-1')).toEqual([]);
  });

  it('is taken back by a person with its pair, but not from the midst of a visit', () => {
    const { yard, visit } = delivered(11_500);
    const [first, second] = yard.bodies('weighing').map(({ weighing }) => weighing);
    expect(yard.reverse(first ?? '')).toMatchObject({ refusal: 'pass-paired' });
    yard.reverse(second ?? '');
    expect(yard.states('MN-1')).toEqual(Array.from({ length: 10 }, () => 'expected'));
    expect(yard.findings('MN-1')).toEqual([]);
    yard.pass(visit, 12_000);
    expect(yard.states('MN-1')[0]).toBe('present');
  });

  it('is not taken back once its lot is judged', () => {
    const { yard, job } = delivered();
    yard.closeAt(job);
    const last = yard.bodies('weighing').at(-1)?.weighing ?? '';
    expect(yard.reverse(last)).toMatchObject({ refusal: 'job-closed' });
  });
});

describe('headquarters decides on what a vehicle weighed', () => {
  function decide(
    decision: 'recount' | 'return' | 'accept' | 'adjust',
    adjust: { package: string; netMg: number }[] = [],
  ): { yard: Yard; job: string } {
    const { yard, job } = delivered(12_000 + 1_020);
    yard.closeAt(job);
    const findings = yard.book.where('finding', 'lot', 'MN-1').map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
    expect(
      yard.order({ kind: 'decision', findings, decision, adjust, adopt: null, note: 'n' }, { order: 'decision-1' }),
    ).toMatchObject({ accepted: true });
    return { yard, job };
  }

  it('a recount: its packages are expected again, and weighed one by one', () => {
    const { yard } = decide('recount');
    expect([new Set(yard.states('MN-1')), yard.findings('MN-1'), yard.book.get('order', 'order-MN-1')?.state]).toEqual([
      new Set(['expected']),
      [],
      'open',
    ]);
    yard.openAt('dock-1', 'order-MN-1');
    const scale = { ...SCALE, ranges: [{ maxMg: 3_000 * KG, minMg: 20 * KG, intervalMg: KG }] };
    expect(yard.place(1_020, { scale, tags: ['AA0000000000000000000001'] })).toMatchObject({ package: 'MN-1-1' });
  });

  it.each([
    ['return', 'returned'],
    ['accept', 'stored'],
  ] as const)('%s: of all that share the weight', (decision, state) => {
    const { yard } = decide(decision);
    expect([new Set(yard.states('MN-1')), yard.book.get('lot', 'MN-1')?.state]).toEqual([new Set([state]), 'closed']);
  });

  it('adjusting one of them is about one of them', () => {
    const { yard } = decide('adjust', [{ package: 'MN-1-3', netMg: 900 * KG }]);
    expect(
      yard
        .packages('MN-1')
        .filter(({ netMg }) => netMg === 900 * KG)
        .map(({ id }) => id),
    ).toEqual(['MN-1-3']);
  });
});

describe('the lots of one vehicle', () => {
  it('have a job each at the bridge; when the latest ends, the one before is the station’s again', () => {
    const yard = ready(bags('MN-1', 2), bags('MN-2', 2));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, 16_080);
    const first = (yard.unload(visit, 'MN-1') as { job: string }).job;
    const second = (yard.unload(visit, 'MN-2') as { job: string }).job;
    expect(yard.book.get('station', 'bridge')?.job).toBe(second);
    yard.endDelivery(second);
    expect(yard.book.get('station', 'bridge')?.job).toBe(first);
  });

  it('whose order is cancelled meanwhile are left out of the pair', () => {
    const yard = ready(bags('MN-1', 2), bags('MN-2', 2));
    const visit = yard.arrive('TK 1');
    yard.pass(visit, 16_080);
    for (const lot of ['MN-1', 'MN-2']) yard.unload(visit, lot);
    yard.order({ kind: 'cancellation', cancels: 'order-MN-2' });
    yard.pass(visit, 12_000);
    expect(yard.bodies('vehicle-weighed')).toMatchObject([{ lots: ['MN-1'], packages: ['MN-1-1', 'MN-1-2'] }]);
    expect(yard.findings('MN-1')).toEqual([['WEIGHT_HIGH', null]]);
  });
});
