// The shift has changed: whoever opened the job is gone, somebody else works at the scale. The weighings bear the name
// of the one who is gone, and who weighed may judge it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epcOf } from '../core/caseScenes.ts';
import { Dock, drum, notice } from '../core/intakeScenes.ts';
import { OneDock } from './oneDock.ts';

describe('ann opened the job, and bob works on', () => {
  let dock: OneDock;

  beforeAll(() => {
    const stock = new Dock();
    stock.order(notice([drum(1), drum(2)]));
    dock = new OneDock(stock.ledger);
    expect(dock.ask('ann', { kind: 'open-job', order: 'order-CO-1', station: 'dock-1' })).toBe('done');
    dock.shows(268, [epcOf(1)]);
    const weighing = dock.view().load?.weighing ?? null;
    const named = { kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing } as const;
    expect(dock.ask('bob', named)).toBe('done');
    dock.shows(0);
    dock.shows(0);
    dock.shows(256, [epcOf(2)]);
    dock.shows(0);
    dock.shows(0);
  });
  afterAll(() => dock.close());

  it('and weighs a drum that is too light', () => {
    expect(dock.bodies('weighing')).toHaveLength(2);
    expect(dock.bodies('finding')).toMatchObject([{ code: 'WEIGHT_LOW', package: 'CO-1-2' }]);
  });

  it('and his weighing bears his name', () => {
    expect(dock.bodies('weighing').at(-1)?.operator).toBe('bob');
  });

  it('and he is not the one who weighs it again', () => {
    const finding = dock.bodies('finding')[0]?.finding ?? '';
    const recount = { kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } } as const;
    expect(dock.ask('bob', recount)).toBe('case-touched');
  });
});
