// A scale is dark and a person types what another showed: it is recorded, marked, and verifies nothing by itself.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { Yard } from './yard.ts';

function ready(): Yard {
  const yard = new Yard();
  yard.order(notice([drum(1), drum(2)]));
  return yard.open();
}

describe('a typed weight', () => {
  it('counts for the book as manual, and keeps the lot from being verified', () => {
    const yard = ready();
    expect(yard.type(yard.job, 'CO-1-1', 268)).toMatchObject({ package: 'CO-1-1' });
    yard.place(268, { tags: [drum(2).epcHex] });
    yard.lift();
    expect(yard.packages()[0]).toMatchObject({
      state: 'present',
      basis: 'manual',
      grossMg: 268 * KG,
      comparison: null,
      limitMg: null,
      held: true,
    });
    expect(yard.close()).toMatchObject({ verdict: 'discrepant' });
    expect(yard.findings()).toEqual([['MANUAL_ENTRY', 'CO-1-1']]);
    expect(yard.bodies('finding')[0]).toMatchObject({ operator: 'sue', note: 'the terminal is dark' });
    // One determination by a scale, one by nobody's.
    expect(yard.verdict()).toMatchObject({
      found: 2,
      netMg: 500 * KG,
      linearBoundMg: yard.packages()[1]?.comparison?.toleranceMg,
    });
  });

  it('needs a reason, an expected package and an open delivery', () => {
    const yard = ready();
    expect(yard.type(yard.job, 'CO-1-1', 268, '  ')).toMatchObject({ refusal: 'reason-missing' });
    expect(yard.type(yard.job, 'CO-1-1', 268, 'x'.repeat(201))).toMatchObject({ refusal: 'reason-missing' });
    expect(yard.type(yard.job, 'CO-1-1', 0)).toMatchObject({ refusal: 'weight-impossible' });
    expect(yard.type(yard.job, 'CO-1-1', 200_001)).toMatchObject({ refusal: 'weight-impossible' });
    expect(yard.type(yard.job, 'CO-9-1', 268)).toMatchObject({ refusal: 'package-unknown' });
    expect(yard.type('job-x', 'CO-1-1', 268)).toMatchObject({ refusal: 'job-unknown' });
    yard.type(yard.job, 'CO-1-1', 268);
    expect(yard.type(yard.job, 'CO-1-1', 268)).toMatchObject({ refusal: 'package-already-weighed' });
    const goods = yard.unannounced('dock-2');
    expect(yard.type(goods, 'CO-1-2', 268)).toMatchObject({ refusal: 'job-not-intake' });
  });

  it('is not taken over by a weighing that comes later', () => {
    const yard = ready();
    yard.type(yard.job, 'CO-1-1', 268);
    expect(yard.place(260, { tags: [drum(1).epcHex] })).toMatchObject({ package: null });
    expect(yard.scan('DRUM 1')).toMatchObject({ refusal: 'package-already-weighed' });
    expect(yard.packages()[0]?.grossMg).toBe(268 * KG);
  });
});
