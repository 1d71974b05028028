// A drum was declared missing and stands behind the door: somebody else looks, a supervisor approves, and it comes over
// the scale.
import { expect, it } from 'vitest';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

it('is expected again, its order goes on, and the lot is verified when it is weighed', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  dock.onScale = null;
  dock.missing('CO-1-2');
  dock.close();
  const { id } = dock.finding('MISSING_PACKAGE');
  expect(dock.lookAgain(id, 'ann', true)).toMatchObject({ refusal: 'case-touched' });
  expect(dock.lookAgain(id, 'bob', true)).toEqual({ finding: id });
  expect(dock.approve(id, 'sue')).toEqual({ finding: id, verdict: null });
  expect(dock.drum(2)).toMatchObject({ state: 'expected', held: false });
  expect(dock.ledger.book.get('order', 'order-CO-1')?.state).toBe('open');
  expect(dock.openAgain('bob')).toMatchObject({ lot: 'CO-1' });
  dock.weigh(268, [epcOf(2)]);
  dock.onScale = null;
  expect(dock.close()).toMatchObject({ verdict: 'verified' });
});

it('looked for twice in vain, it waits for headquarters', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1)]));
  dock.open();
  dock.missing('CO-1-1');
  dock.close();
  const { id } = dock.finding('MISSING_PACKAGE');
  dock.lookAgain(id, 'bob', false);
  expect(dock.approve(id, 'sue')).toMatchObject({ refusal: 'finding-not-recounted' });
  expect(dock.decide('accept', [dock.finding('MISSING_PACKAGE')])).toMatchObject({ accepted: true });
  expect([dock.drum(1).state, dock.drum(1).netMg, dock.lotState()]).toEqual(['written-off', 0, 'closed']);
});

it('simply weighed after all, it is held for nothing', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1)]));
  dock.open();
  dock.missing('CO-1-1');
  dock.weigh(268, [epcOf(1)]);
  expect([dock.finding('MISSING_PACKAGE').state, dock.drum(1).state, dock.drum(1).held]).toEqual([
    'void',
    'present',
    false,
  ]);
});

it('dropped from the notice, what else was said of it still holds it', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.report('DECLARED_ERROR', 'CO-1-2', 'bob');
  dock.order(
    { kind: 'intake-amendment', lot: 'CO-1', add: [], drop: ['CO-1-2'], totalGrossMg: null },
    { order: 'amend' },
  );
  expect([dock.drum(2).state, dock.drum(2).held]).toEqual(['dropped', true]);
});
