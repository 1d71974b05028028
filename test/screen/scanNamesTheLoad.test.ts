// A scanned mark names the load on the scale, as scanned and not as typed: the field that waits for it has the focus.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { AIKO } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-282', dock: 'dock-4', announced: 2 });

scenario('a scanned mark names the load on the scale', [lot], async (stage) => {
  await stage.announce(lot);
  const tablet = await stage.tablet({ route: '#/station/dock-4' });
  await tablet.signIn(AIKO);
  await tablet.says('guidance.check-start');
  await tablet.page.getByRole('button', { name: tablet.text('check.start') }).click();
  await tablet.says('guidance.check-place');
  await stage.putCheckWeight('dock-4');
  await tablet.says('guidance.check-remove');
  await stage.takeOff('dock-4');
  await tablet.says('guidance.choose-job');
  await tablet.page.getByRole('button', { name: tablet.text('job.start') }).click();
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
