// A bound that several packages share is one bound: whatever subset of them is weighed one by one later, in whatever
// order, their sum may differ by it once. The subsets are all tried here; the code keeps two sums.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';
import { releaseOrder } from './releaseScenes.ts';

const E_KG = 0.5;
/** A share for which every scale here is fit: this is about bounds, not about fitness. */
const ANY_SCALE = 500_000;
const PLATFORM = { ...SCALE, ranges: [{ maxMg: 1_500 * KG, minMg: 10 * KG, intervalMg: E_KG * KG }] };
/** Class III in service, with the rounding. */
const laterLimitKg = (kg: number): number => (kg <= 500 * E_KG ? 1 : kg <= 2_000 * E_KG ? 2 : 3) * E_KG + E_KG / 2;
const onGrid = (kg: number): number => Math.round(kg / E_KG) * E_KG;
const tagOf = (n: number): string => `AA000000000000000000000${n}`;

interface Joint {
  base: MultiStationBase;
  names: string[];
  sharesKg: number[];
  boundKg: number;
}

function judged(base: MultiStationBase, names: string[], boundMg: number | undefined): Joint {
  const sharesKg = names.map((name) => (base.book.get('package', name)?.grossMg ?? 0) / KG);
  return { base, names, sharesKg, boundKg: (boundMg ?? 0) / KG };
}

/** Bags of a tonne in one lorry; `offKg`: how far the pair is from the notice. */
function lorry(count: number, offKg: number): Joint {
  const base = new MultiStationBase();
  const bags = Array.from({ length: count }, (_, n) => drum(n, { epcHex: tagOf(n), grossMg: 1_020 * KG }));
  base.order(notice(bags, { fitnessSharePpm: ANY_SCALE }));
  const visit = base.arrive('TK 1');
  base.pass(visit, 12_000 + onGrid(count * 1_020 + offKg));
  const unloaded = base.unload(visit, 'CO-1');
  base.pass(visit, 12_000);
  base.closeAt('job' in unloaded ? String(unloaded['job']) : '');
  const names = bags.map(({ package: name }) => name);
  return judged(base, names, base.bodies('vehicle-weighed')[0]?.comparison.toleranceMg);
}

function pallet(count: number, offKg: number): Joint {
  const base = new MultiStationBase();
  const drums = Array.from({ length: count }, (_, n) => drum(n, { epcHex: tagOf(n) }));
  base.order(notice(drums, { fitnessSharePpm: ANY_SCALE }));
  const job = base.openAt('dock-1', 'order-CO-1');
  const names = drums.map(({ package: name }) => name);
  const formed = base.form(names);
  base.place(20 + onGrid(count * 268 + offKg), { scale: PLATFORM });
  base.lift();
  base.closeAt(job);
  const group = base.book.get('group', String('group' in formed ? formed['group'] : ''));
  return judged(base, names, group?.comparison?.toleranceMg);
}

/** Each is weighed for its release, and named; `places`: in which order, undefined figures are left where they are. */
function weighOut(
  { base, names }: Joint,
  laterKg: readonly (number | undefined)[],
  places: readonly number[] = [],
): string {
  base.order(releaseOrder({ kind: 'by-lot', lot: 'CO-1', count: null }), { order: 'rel' });
  const job = base.openAt('dock-1', 'rel');
  const order = [...laterKg.keys()].sort((one, other) => (places[one] ?? one) - (places[other] ?? other));
  for (const index of order) {
    const kg = laterKg[index];
    if (kg === undefined) continue;
    base.place(kg, { scale: PLATFORM });
    base.scan(names[index] ?? '');
    base.lift();
  }
  return job;
}

const weightFindings = (base: MultiStationBase): string[] =>
  base.bodies('finding').flatMap(({ code }) => (/^(?:WEIGHT|JOINT)_/.test(code) ? [code] : []));

/** Whether some subset differs by more than the one bound and what the later scale explains. */
function someSubsetIsOff({ sharesKg, boundKg }: Joint, laterKg: readonly (number | undefined)[]): boolean {
  return Array.from({ length: 2 ** laterKg.length }, (_, set) => set).some((set) => {
    let differenceMg = 0;
    let limitMg = Math.round(boundKg * KG);
    for (const [index, kg] of laterKg.entries()) {
      if (kg === undefined || ((set >> index) & 1) === 0) continue;
      differenceMg += Math.round((kg - (sharesKg[index] ?? 0)) * KG);
      limitMg += Math.round(laterLimitKg(kg) * KG);
    }
    return Math.abs(differenceMg) > limitMg;
  });
}

const percent = fc.integer({ min: -100, max: 100 }).map((value) => value / 100);
const jointWeighing = fc.record({
  vehicle: fc.boolean(),
  count: fc.integer({ min: 2, max: 4 }),
  more: fc.integer({ min: 0, max: 3 }),
  off: percent,
  parts: fc.array(percent, { minLength: 7, maxLength: 7 }),
  places: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
  /** Which of them stay where they are. */
  left: fc.array(fc.nat(3), { minLength: 7, maxLength: 7 }),
});
type JointWeighing = typeof jointWeighing extends fc.Arbitrary<infer T> ? T : never;

function weighedJointly({ vehicle, count, more, off }: JointWeighing): Joint {
  // Within the tolerance in any case: 50 kg and more for the lorry, 3 kg and more for the pallet.
  return vehicle ? lorry(count + more, off * 40) : pallet(count, off * 2);
}

it('finds a difference beyond the one bound, whatever subset differs, and no other', () => {
  const seen = { off: 0, fits: 0 };
  fc.assert(
    fc.property(jointWeighing, (one) => {
      const joint = weighedJointly(one);
      expect(joint.base.verdict()?.verdict).toBe('verified');
      // Up to 0.8 of the bound each: alone never off, two of them may be.
      const laterKg = joint.sharesKg.map((kg, index) =>
        one.left[index] === 0 ? undefined : onGrid(kg + (one.parts[index] ?? 0) * 0.8 * joint.boundKg),
      );
      weighOut(joint, laterKg, one.places);
      const isOff = someSubsetIsOff(joint, laterKg);
      seen[isOff ? 'off' : 'fits'] += 1;
      expect(weightFindings(joint.base).length > 0).toBe(isOff);
    }),
    { numRuns: 600, seed: 20_261_130 },
  );
  expect(Math.min(seen.off, seen.fits)).toBeGreaterThan(50);
});

it('finds nothing in honest goods', () => {
  fc.assert(
    fc.property(jointWeighing, (one) => {
      const { vehicle, parts } = one;
      const nominalKg = vehicle ? 1_020 : 268;
      const count = vehicle ? one.count + one.more : one.count;
      // The consignor's scale has e = 0.2 kg and shows 0.2 kg: 3 e or 2 e, and half a digit.
      const consignorKg = (vehicle ? 0.6 : 0.4) + 0.1;
      const trueKg = Array.from({ length: count }, (_, index) => nominalKg + (parts[index] ?? 0) * consignorKg);
      const trueOffKg = trueKg.reduce((sum, kg) => sum + kg - nominalKg, 0);
      // Our own scale, both ways, within its bounds and no more.
      const ownKg = vehicle ? 30 : 1.5;
      const joint = vehicle ? lorry(count, trueOffKg + one.off * ownKg) : pallet(count, trueOffKg + one.off * ownKg);
      const laterKg = trueKg.map((kg, index) =>
        onGrid(kg + (parts[(index + 3) % 7] ?? 0) * (laterLimitKg(kg) - E_KG / 2)),
      );
      const job = weighOut(joint, laterKg, one.places);
      expect(weightFindings(joint.base)).toEqual([]);
      joint.base.closeAt(job, 'ann');
      joint.base.closeAt(job, 'bob');
      expect(joint.base.bodies('release-closed')[0]?.released).toHaveLength(count);
    }),
    { numRuns: 200, seed: 20_261_131 },
  );
});

describe('three bags of five are each 45 kg lighter', () => {
  const opened = (): { joint: Joint; job: string } => {
    const joint = lorry(5, 0);
    return { joint, job: weighOut(joint, [1_020, 975, 975, undefined, undefined]) };
  };

  it('the second of them is a finding, and none of the five leaves', () => {
    const { joint, job } = opened();
    expect(joint.base.findings('CO-1')).toEqual([['JOINT_LOW', joint.names[2]]]);
    joint.base.closeAt(job, 'ann');
    joint.base.closeAt(job, 'bob');
    expect(joint.base.bodies('release-closed')[0]?.released).toEqual([]);
  });

  it('what was disturbed counts no more, and counts again when it is weighed again', () => {
    const { joint } = opened();
    const [, , second] = joint.base.bodies('weighing').filter(({ purpose }) => purpose === 'dispatch');
    joint.base.act(() => ({
      entries: [
        {
          kind: 'weighing-reversed',
          body: { askedBy: null, weighing: second?.weighing ?? '', reason: 'load-disturbed', operator: null },
        },
      ],
      effects: [],
      result: {},
    }));
    expect(joint.base.findings('CO-1')).toEqual([]);
    joint.base.place(1_020, { scale: PLATFORM });
    joint.base.scan(joint.names[3] ?? '');
    joint.base.lift();
    expect(joint.base.findings('CO-1')).toEqual([]);
    joint.base.place(975, { scale: PLATFORM });
    joint.base.scan(joint.names[4] ?? '');
    joint.base.lift();
    expect(joint.base.findings('CO-1')).toEqual([['JOINT_LOW', joint.names[4]]]);
  });

  it('a share that comes back lighter is counted too', () => {
    const joint = lorry(5, 0);
    joint.base.releaseAtOnce(joint.names);
    joint.base.order({ kind: 'return-notice', lot: 'CO-1', packages: joint.names }, { order: 'back' });
    joint.base.openAt('dock-1', 'back');
    for (const name of joint.names) {
      joint.base.place(990, { scale: PLATFORM });
      joint.base.scan(name);
      joint.base.lift();
    }
    // 30 kg are within the bound of 53.5 kg, 60 kg are not.
    expect(joint.base.findings('CO-1')).toEqual(joint.names.slice(1).map((name) => ['JOINT_LOW', name]));
  });
});
