// Two people with a tablet each at one dock: both see the same at once, both may scan, and nothing happens twice.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO, BEN } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-231', dock: 'dock-4', announced: 2 });

scenario('two tablets on one job do not fight', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.checkScales('dock-4');
  const tablets = await Promise.all([
    stage.tablet({ route: '#/station/dock-4' }),
    stage.tablet({ route: '#/station/dock-4', language: 'ja' }),
  ]);
  const [one, other] = tablets;
  await Promise.all([one.signIn(AIKO), other.signIn(BEN)]);
  // Both take the delivery up in the same moment: one of them does, and both are in it.
  await Promise.all(tablets.map((tablet) => tablet.scan(lot.notice.lot)));
  for (const { item, mark } of lot.dockItems) {
    await Promise.all(tablets.map((tablet) => tablet.says('guidance.place-package')));
    await stage.put(item, 'dock-4');
    await Promise.all(tablets.map((tablet) => tablet.says('guidance.scan-package')));
    await Promise.all(tablets.map((tablet) => tablet.scan(mark)));
    await Promise.all(tablets.map((tablet) => tablet.says('guidance.recorded-remove')));
    await stage.takeOff('dock-4');
  }
  await Promise.all(tablets.map((tablet) => tablet.says('guidance.all-weighed')));
  await Promise.all(tablets.map((tablet) => tablet.scan('HAKARI-CLOSE')));
  await Promise.all(tablets.map((tablet) => tablet.says('guidance.choose-job')));
  const counts = (['job-opened', 'weighing-bound', 'job-closed'] as const).map(
    (kind) => entriesOf(stage.folder, kind).length,
  );
  expect(counts).toEqual([1, lot.dockItems.length, 1]);
});
