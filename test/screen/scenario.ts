// One scenario in front of a browser: raises the stage, takes it down whatever happens, keeps a picture of what a
// failed one saw. Without a browser it is skipped, and says why.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { inject, it } from 'vitest';
import type { DemoLot } from '../../simulators/demo/demoLots.ts';
import { CHROMIUM, WITHOUT_CHROMIUM } from './chromium.ts';
import { openStage, type ScreenStage } from './stage.ts';

const PICTURES = join(tmpdir(), 'hakari-screen-failed');

async function picturesOf(stage: ScreenStage, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const pages = stage.browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const path = join(PICTURES, `${name.replace(/\W+/g, '-').slice(0, 60)}-${index + 1}.png`);
    await page.screenshot({ path }).catch(() => undefined);
    process.stdout.write(`What the tablet showed: ${path}\n`);
  }
}

export function scenario(name: string, lots: readonly DemoLot[], play: (stage: ScreenStage) => Promise<void>): void {
  it(name, async (context) => {
    if (CHROMIUM === null) context.skip(WITHOUT_CHROMIUM);
    const stage = await openStage({ template: inject('template'), lots });
    try {
      await Promise.race([play(stage), stage.processDied]);
    } catch (error) {
      await picturesOf(stage, name);
      throw error;
    } finally {
      await stage.close();
    }
  });
}
