// A delivery with a keyboard and nothing else: no scanner, no touch. Tab reaches every control, Enter presses it, and
// where the focus is can be seen.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { KENJI, PIN } from './people.ts';
import { scenario } from './scenario.ts';
import type { Tablet } from './tablet.ts';

const lot = lotFor({ lot: 'LOT-26-281', dock: 'dock-4', announced: 2 });
/** More stops than any page has. */
const STOPS_MAX = 120;

/** What has the focus: its label or text; and whether a ring shows it. */
const focused = (tablet: Tablet): Promise<{ name: string; ringed: boolean }> =>
  tablet.page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return { name: '', ringed: true };
    const label =
      at instanceof HTMLInputElement
        ? (at.labels?.[0]?.innerText ?? at.ariaLabel ?? '')
        : (at.ariaLabel ?? at.innerText);
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    // The link that skips to the work is seen only while it has the focus: that shows it.
    const appears = at.classList.contains('skip');
    return {
      name: label.trim(),
      ringed: appears || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
    };
  });

/** Tab until the control with this text has the focus. */
async function tabTo(tablet: Tablet, key: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const { name, ringed } = await focused(tablet);
    expect(ringed, `the focus on "${name}" can be seen`).toBe(true);
    if (tablet.text(key).test(name)) return;
    passed.push(name);
    await tablet.page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${key}; it passes ${[...new Set(passed)].join(' | ')}`);
}

async function pressed(tablet: Tablet, key: string): Promise<void> {
  await tabTo(tablet, key);
  await tablet.page.keyboard.press('Enter');
}

scenario('a whole job is done by keyboard alone', [lot], async (stage) => {
  await stage.announce(lot);
  const tablet = await stage.tablet({ route: '#/station/dock-4' });
  await tabTo(tablet, 'sign-in.badge');
  await tablet.typed(KENJI.badge);
  await tablet.page.locator('input[name="pin"]:focus').waitFor();
  await tablet.typed(PIN);
  await tablet.says('guidance.check-start');
  await pressed(tablet, 'check.start');
  await tablet.says('guidance.check-place');
  await stage.putCheckWeight('dock-4');
  await tablet.says('guidance.check-remove');
  await stage.takeOff('dock-4');
  await tablet.says('guidance.choose-job');
  await pressed(tablet, 'job.start');
  for (const { item, mark } of lot.dockItems) {
    await tablet.says('guidance.place-package');
    await stage.put(item, 'dock-4');
    await tablet.says('guidance.scan-package');
    await tabTo(tablet, 'identify.label');
    await tablet.typed(mark);
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-4');
  }
  await tablet.says('guidance.all-weighed');
  await pressed(tablet, 'job.close');
  await tablet.says('guidance.choose-job');
  expect(await tablet.touches()).toBe(0);
});
