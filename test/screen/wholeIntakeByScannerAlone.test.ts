// A delivery from badge to verdict with nothing but a scanner: no touch, no key but the PIN's.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { AIKO } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-201', dock: 'dock-4', announced: 3 });

scenario('a whole intake is done by scanner alone', [lot], async (stage) => {
  await stage.announce(lot);
  const tablet = await stage.tablet({ route: '#/station/dock-4' });
  await tablet.signIn(AIKO);
  await tablet.says('guidance.check-start');
  await tablet.scan('HAKARI-CHECK');
  await tablet.says('guidance.check-place');
  await stage.putCheckWeight('dock-4');
  await tablet.says('guidance.check-remove');
  await stage.takeOff('dock-4');
  await tablet.says('guidance.choose-job');
  await tablet.scan(lot.notice.lot);
  for (const goods of lot.dockItems) {
    await tablet.says('guidance.place-package');
    await stage.put(goods.item, 'dock-4');
    await tablet.says('guidance.scan-package');
    await tablet.scan(goods.mark);
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-4');
  }
  await tablet.says('guidance.all-weighed');
  await tablet.scan('HAKARI-CLOSE');
  await tablet.says('guidance.choose-job');
  const { verdict, packages } = (await stage.page.readResource(`/api/lots/${lot.notice.lot}`)) as {
    verdict: { verdict: string; findings: unknown[] } | null;
    packages: { weighed: boolean }[];
  };
  expect([verdict?.verdict, verdict?.findings, packages.map(({ weighed }) => weighed)]).toEqual([
    'verified',
    [],
    [true, true, true],
  ]);
  expect(await tablet.touches()).toBe(0);
});
