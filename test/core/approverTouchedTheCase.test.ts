// A supervisor who weighed, counted or stands behind the deputy wants to approve: nobody who touched a case approves
// it.
import { expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';

function recounted(by: string): { dock: CaseDock; id: string } {
  const dock = CaseDock.judged(268, 238, 268);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, by, 268);
  return { dock, id };
}

it('a supervisor who made the recount is refused, another one is not', () => {
  const { dock, id } = recounted('sue');
  expect(dock.approve(id, 'sue')).toMatchObject({ refusal: 'case-touched', params: { operator: 'sue' } });
  expect(dock.finding('WEIGHT_LOW').state).toBe('recounted');
  expect(dock.approve(id, 'tom')).toMatchObject({ verdict: 'verified' });
});

it('whoever worked the job is refused even as a supervisor', () => {
  const { dock, id } = recounted('bob');
  expect(dock.approve(id, 'ann')).toMatchObject({ refusal: 'case-touched' });
});

it('a deputy of a supervisor who touched the case is that supervisor’s hand', () => {
  const { dock, id } = recounted('sue');
  dock.nameDeputy('sue', 'cho', 8);
  expect(dock.approve(id, 'cho', false)).toMatchObject({ refusal: 'case-touched', params: { operator: 'sue' } });
  dock.nameDeputy('tom', 'cho', 8);
  expect(dock.approve(id, 'cho', false)).toMatchObject({ verdict: 'verified' });
});

it('nobody names himself', () => {
  expect(new CaseDock().nameDeputy('sue', 'sue', 8)).toMatchObject({ refusal: 'deputy-is-oneself' });
});
