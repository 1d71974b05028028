// A bag is lifted off before anybody has scanned it: the page asks for it at once, and the scan still names it.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { openJobByTouch } from './openedJob.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-283', dock: 'dock-4', announced: 1 });

scenario('a bag that was taken off without a name is named afterwards', [lot], async (stage) => {
  const tablet = await openJobByTouch(stage, lot, 'dock-4');
  await tablet.says('guidance.place-package');
  const [goods] = lot.dockItems;
  await stage.put(goods?.item ?? '', 'dock-4');
  await tablet.says('guidance.scan-package');
  await stage.takeOff('dock-4');
  await tablet.says('guidance.name-weighing');
  await tablet.scan(goods?.mark ?? '');
  await tablet.says('guidance.attach-tag', 'guidance.all-weighed');
  expect(entriesOf(stage.folder, 'weighing-bound').map(({ body }) => body)).toMatchObject([
    { package: lot.notice.packages[0]?.package, boundBy: 'afterwards' },
  ]);
});
