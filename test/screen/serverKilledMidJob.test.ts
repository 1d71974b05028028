// The agent is killed in the middle of a job. The page says how old it is, loads from its own cache, and goes on when
// the agent is back: nothing that was recorded is asked for again, nothing is recorded twice.
import { expect } from 'vitest';
import { openDemoJob } from '../../simulators/demo/stationSteps.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-211', dock: 'dock-1', announced: 3 });

scenario('a killed agent costs nothing that was recorded', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.checkScales('dock-1');
  const job = await openDemoJob(stage.sceneAt('dock-1'), lot.notice.lot);
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  await tablet.signIn(AIKO);
  const [first, ...others] = lot.dockItems;
  await tablet.says('guidance.place-package');
  await stage.put(first?.item ?? '', 'dock-1');
  await tablet.says('guidance.recorded-remove');
  await tablet.page.evaluate(() => navigator.serviceWorker.ready);

  await stage.agent.kill();
  await tablet.page.reload();
  await tablet.page
    .getByRole('alert')
    .filter({ hasText: tablet.text('feed.stale') })
    .waitFor();
  // Where the load is, anybody may see; what it is, only who is signed in.
  expect(await tablet.page.locator('main').innerText()).not.toContain(first?.mark);

  await stage.agent.start();
  await tablet.page.getByText(tablet.text('feed.stale')).first().waitFor({ state: 'detached' });
  await tablet.signIn(AIKO);
  await tablet.says('guidance.clear-platform', 'guidance.recorded-remove');
  await stage.takeOff('dock-1');
  for (const { item } of others) {
    await tablet.says('guidance.place-package');
    await stage.put(item, 'dock-1');
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-1');
  }
  await tablet.says('guidance.all-weighed');
  await stage.page.sendCommand({ kind: 'close-job', job });
  await tablet.says('guidance.choose-job');
  const weighings = entriesOf(stage.folder, 'weighing').filter(
    ({ body }) => (body as { purpose?: string }).purpose !== 'check',
  );
  expect(weighings).toHaveLength(lot.dockItems.length);
});
