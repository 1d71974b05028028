// A package weighed alone counts as read only if its label was scanned or its tag came with the load.
import { expect, it } from 'vitest';
import { decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import { CaseDock } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

it.each([
  [true, 0],
  [false, 3],
])('typed: %s, three single weighings: %i read', (typed, read) => {
  const dock = new CaseDock();
  dock.order(notice([1, 2, 3].map((n) => drum(n))));
  dock.open();
  for (const n of [1, 2, 3]) {
    dock.weigh(268, []);
    const { onScale } = dock;
    const named = { station: 'dock-1', weighing: onScale, seen: onScale, code: `CO-1-${n}`, typed, operator: 'ann' };
    dock.act((book) => decideIdentify(named, book));
  }
  dock.onScale = null;
  dock.close();
  expect(dock.verdict()?.identitiesRead).toBe(read);
});
