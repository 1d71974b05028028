// Bad Wi-Fi: what a person asks for while the network is away is kept, also over a reload, and sent once; an answer
// that gets lost on its way back is asked for again with the same id, and nothing happens twice.
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO } from './people.ts';
import { scenario } from './scenario.ts';

const first = lotFor({ lot: 'LOT-26-221', dock: 'dock-1', announced: 2 });
const second = lotFor({ lot: 'LOT-26-222', dock: 'dock-2', announced: 2 });

/** The next command reaches the agent, its answer does not come back. Ids of all commands, as they are sent. */
async function loseOneAnswer(page: Page): Promise<string[]> {
  const ids: string[] = [];
  await page.route('**/api/commands', async (route) => {
    ids.push((route.request().postDataJSON() as { id: string }).id);
    const answer = await route.fetch();
    await (ids.length === 1 ? route.abort() : route.fulfill({ response: answer }));
  });
  return ids;
}

scenario('commands of a tablet without network are kept and sent once', [first, second], async (stage) => {
  await stage.announce(first, second);
  await stage.checkScales('dock-1', 'dock-2');
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  const { page } = tablet;
  await tablet.signIn(AIKO);
  await tablet.says('guidance.choose-job');
  await page.evaluate(() => navigator.serviceWorker.ready);

  // Chromium's own "offline" ends with a reload; requests that fail do not.
  await page.context().route('**/api/**', (route) => route.abort('internetdisconnected'));
  await tablet.scan(first.notice.lot);
  await page.getByText(tablet.text('outbox.waiting')).waitFor();
  await page.reload();
  expect(entriesOf(stage.folder, 'job-opened')).toHaveLength(0);
  await page.context().unroute('**/api/**');
  await tablet.says('guidance.place-package');
  expect(entriesOf(stage.folder, 'job-opened')).toHaveLength(1);

  await tablet.goTo('#/station/dock-2');
  await tablet.says('guidance.choose-job');
  const ids = await loseOneAnswer(page);
  await tablet.scan(second.notice.lot);
  await tablet.says('guidance.place-package');
  await expect.poll(() => ids.length).toBe(2);
  expect(new Set(ids).size).toBe(1);
  expect(entriesOf(stage.folder, 'job-opened')).toHaveLength(2);
});
