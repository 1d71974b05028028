// A deputy approves a minute too late: the supervisor's word holds for its hours and no longer.
import { expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';

it('a deputy approves within the hours, and is nobody afterwards', () => {
  const dock = CaseDock.judged(238, 238, 268);
  const first = dock.finding('WEIGHT_LOW', 'CO-1-1').id;
  const second = dock.finding('WEIGHT_LOW', 'CO-1-2').id;
  dock.recount(first, 'bob', 268);
  dock.recount(second, 'bob', 268);
  expect(dock.approve(first, 'cho', false)).toMatchObject({ refusal: 'supervisor-needed' });
  dock.nameDeputy('sue', 'cho', 8);
  expect(dock.approve(first, 'cho', false)).toEqual({ finding: first, verdict: null });
  expect(dock.ledger.entries.at(-1)?.body).toMatchObject({ operator: 'cho', deputyFor: 'sue' });
  dock.forwardHours(8);
  expect(dock.approve(second, 'cho', false)).toMatchObject({ refusal: 'supervisor-needed' });
  expect(dock.approve(second, 'sue')).toMatchObject({ verdict: 'verified' });
});
