// A scanned mark names the load on the scale, as scanned and not as typed: the field that waits for it has the focus.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { openJobByTouch } from './openedJob.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-282', dock: 'dock-4', announced: 2 });

scenario('a scanned mark names the load on the scale', [lot], async (stage) => {
  const tablet = await openJobByTouch(stage, lot, 'dock-4');
  for (const { item, mark } of lot.dockItems) {
    await tablet.says('guidance.place-package');
    await stage.put(item, 'dock-4');
    await tablet.says('guidance.scan-package');
    await tablet.scan(mark);
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-4');
  }
  await tablet.says('guidance.all-weighed');
  expect(await tablet.page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
});
