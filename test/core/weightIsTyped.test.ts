// A scale is dark and a person types what another showed: it is recorded, marked, and verifies nothing by itself.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

function ready(): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice([drum(1), drum(2)]));
  return base.open();
}

describe('a typed weight', () => {
  it('counts for the book as manual, and keeps the lot from being verified', () => {
    const base = ready();
    expect(base.type(base.job, 'CO-1-1', 268)).toMatchObject({ package: 'CO-1-1' });
    base.place(268, { tags: [drum(2).epcHex] });
    base.lift();
    expect(base.packages()[0]).toMatchObject({
      state: 'present',
      basis: 'manual',
      grossMg: 268 * KG,
      comparison: null,
      limitMg: null,
      held: true,
    });
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    expect(base.findings()).toEqual([['MANUAL_ENTRY', 'CO-1-1']]);
    expect(base.bodies('finding')[0]).toMatchObject({ operator: 'sue', note: 'the terminal is dark' });
    // One determination by a scale, one by nobody's.
    expect(base.verdict()).toMatchObject({
      found: 2,
      netMg: 500 * KG,
      linearBoundMg: base.packages()[1]?.comparison?.toleranceMg,
    });
  });

  it('needs a reason, an expected package and an open delivery', () => {
    const base = ready();
    expect(base.type(base.job, 'CO-1-1', 268, '  ')).toMatchObject({ refusal: 'reason-missing' });
    expect(base.type(base.job, 'CO-1-1', 0)).toMatchObject({ refusal: 'weight-impossible' });
    expect(base.type(base.job, 'CO-1-1', 200_001)).toMatchObject({ refusal: 'weight-impossible' });
    expect(base.type(base.job, 'CO-9-1', 268)).toMatchObject({ refusal: 'package-unknown' });
    expect(base.type('job-x', 'CO-1-1', 268)).toMatchObject({ refusal: 'job-unknown' });
    base.type(base.job, 'CO-1-1', 268);
    expect(base.type(base.job, 'CO-1-1', 268)).toMatchObject({ refusal: 'package-already-weighed' });
    const goods = base.unannounced('dock-2');
    expect(base.type(goods, 'CO-1-2', 268)).toMatchObject({ refusal: 'job-not-intake' });
  });

  it('is not taken over by a weighing that comes later', () => {
    const base = ready();
    base.type(base.job, 'CO-1-1', 268);
    expect(base.place(260, { tags: [drum(1).epcHex] })).toMatchObject({ package: null });
    expect(base.scan('DRUM 1')).toMatchObject({ refusal: 'package-already-weighed' });
    expect(base.packages()[0]?.grossMg).toBe(268 * KG);
  });
});
