// Every page, in both themes, for eyes, keyboards and screen readers: WCAG 2.2 AA as far as axe can tell, controls
// large enough for gloves, and nothing that scrolls sideways on the smallest tablet.
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { KENJI } from './people.ts';
import { played, PLAYED_LOTS, playSmall } from './playedBase.ts';
import { scenario } from './scenario.ts';

const TARGET_PX = 48;

/** Controls that a finger in a glove would miss; links inside a sentence are not meant for it. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="tab"]',
      ),
    ];
    return controls
      .filter((each) => each.checkVisibility() && !each.classList.contains('skip') && each.closest('p') === null)
      .flatMap((each) => {
        const { width, height } = (each.closest('label') ?? each).getBoundingClientRect();
        return height < least - 0.5 || width < least - 0.5
          ? [
              `${each.tagName} "${each.innerText || each.ariaLabel || each.id}" ${Math.round(width)} × ${Math.round(height)}`,
            ]
          : [];
      });
  }, TARGET_PX);

const sideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

scenario('every page can be used by everybody', PLAYED_LOTS, async (stage) => {
  await playSmall(stage);
  const routes = await played(stage);
  const found: string[] = [];
  for (const theme of ['light', 'contrast'] as const) {
    const tablet = await stage.tablet({ theme });
    const look = async (what: string): Promise<void> => {
      found.push(
        ...(await violations(tablet.page, theme === 'light' ? 'all' : 'contrast')).map(
          (each) => `${theme} ${what}: ${each}`,
        ),
      );
      found.push(...(await tooSmall(tablet.page)).map((each) => `${theme} ${what}: too small: ${each}`));
      if (await sideways(tablet.page)) found.push(`${theme} ${what}: scrolls sideways`);
    };
    await look('signed out');
    await tablet.signIn(KENJI);
    for (const [name, route] of Object.entries(routes)) {
      await tablet.goTo(route);
      await look(name);
    }
    await tablet.goTo(routes['station'] ?? '#/');
    for (const act of ['relocate', 'reseal']) {
      await tablet.openAct(act);
      await look(`other work: ${act}`);
      await tablet.touch('cancel');
    }
    await tablet.page.setViewportSize({ width: 800, height: 1280 });
    await tablet.goTo('#/');
    await look('stations in portrait');
  }
  expect(found).toEqual([]);
});
