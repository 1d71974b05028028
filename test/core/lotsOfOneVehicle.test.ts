// Several lots come on one vehicle: a job each, at one bridge.
import { describe, expect, it } from 'vitest';
import { bags, ready } from './vehicleScenes.ts';

describe('the lots of one vehicle', () => {
  it('have a job each at the bridge; when the latest ends, the one before is the station’s again', () => {
    const base = ready(bags('MN-1', 2), bags('MN-2', 2));
    const visit = base.arrive('TK 1');
    base.pass(visit, 16_080);
    const first = (base.unload(visit, 'MN-1') as { job: string }).job;
    const second = (base.unload(visit, 'MN-2') as { job: string }).job;
    expect(base.book.get('station', 'bridge')?.job).toBe(second);
    base.endDelivery(second);
    expect(base.book.get('station', 'bridge')?.job).toBe(first);
  });

  it('whose order is cancelled meanwhile are left out of the pair', () => {
    const base = ready(bags('MN-1', 2, { fitnessSharePpm: 50_000 }), bags('MN-2', 2));
    const visit = base.arrive('TK 1');
    base.pass(visit, 16_080);
    for (const lot of ['MN-1', 'MN-2']) base.unload(visit, lot);
    base.order({ kind: 'cancellation', cancels: 'order-MN-2' });
    base.pass(visit, 12_000);
    expect(base.bodies('vehicle-weighed')).toMatchObject([{ lots: ['MN-1'], packages: ['MN-1-1', 'MN-1-2'] }]);
    expect(base.findings('MN-1')).toEqual([['WEIGHT_HIGH', null]]);
  });
});
