// A count of one area finds a drum that the book holds in another, and what is no label is scanned and taken back: both
// sides come to the same, and headquarters can read every entry of it.
import { expect, it } from 'vitest';
import { type CountEvent, decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideRelocate } from '../../agent/core/cases/packageCare.ts';
import { asScanned, SUPERVISED } from '../core/staff.ts';
import { expectSameBooks } from './bookComparison.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';
import { notice, openLinkRig, random } from './linkRig.ts';

it('is put in its place by both sides, and neither has an extra one', async () => {
  const rig = openLinkRig();
  try {
    const headquarters = rig.openHeadquarters();
    approveStream(rig, headquarters);
    const dock = createDockCommandWriter(rig);
    await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 2) });
    dock.open('order-L');
    for (const [index, kg] of [268.4, 268.6].entries()) {
      dock.weigh(Math.round(kg * 10) * 100_000);
      dock.identify(`L-${index + 1}`);
      dock.attachTag(`L-${index + 1}`, `3074257BF7194E420000000${index + 1}`);
    }
    dock.close();
    const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });
    const move = (codes: string[], area: string): unknown =>
      decideAtBase(rig, (book) =>
        decideRelocate({ ...by('ann'), codes: asScanned(codes), area, areaKnown: true }, book),
      );
    move(['L-1'], 'yard');
    move(['L-2'], 'hall');
    const scope = { kind: 'area-scope', area: 'yard' };
    await sendOrder(rig, headquarters, { order: 'count', body: { kind: 'stocktake-order', stocktake: 'S-1', scope } });
    const job = random.id();
    decideAtBase(rig, (book) =>
      decideOpenJob({ job, order: 'count', station: 'gate-1', stationKnown: true, operator: 'ann' }, book),
    );
    const say = (operator: string, how: CountEvent['how'], ...codes: string[]): unknown =>
      decideAtBase(rig, (book) => decideCount({ ...by(operator), stocktake: 'S-1', codes, how }, book));
    const close = (operator: string): unknown =>
      decideAtBase(rig, (book) => decideCloseJob({ ...SUPERVISED, ...by(operator), job, loadOnScale: null }, book));
    say('ann', 'scan', 'SHELF 3, 上段');
    say('ann', 'withdrawn', 'SHELF 3, 上段');
    say('ann', 'scan', 'L-1', 'L-2');
    close('ann');
    say('bob', 'scan', 'L-2');
    close('bob');
    await deliverEntries(rig, headquarters);
    expectSameBooks(rig, headquarters);
    const report = headquarters.report();
    expect(report.rejected).toBe(0);
    expect(report.stocktakes).toMatchObject([
      {
        differences: [],
        result: { misplaced: [{ package: 'L-2', from: 'hall', to: 'yard' }], extra: [], agrees: true },
      },
    ]);
  } finally {
    await rig.close();
  }
});
