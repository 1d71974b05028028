// `npm run pictures`: every page in both languages and both themes at tablet size, of a base on which something has
// happened, into
// agent/manual/pictures. Names: page-language-theme.png.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AIKO, KENJI } from '../people.ts';
import { photographCase } from '../photograph.ts';
import { played, PLAYED_LOTS, playLarge } from '../playedBase.ts';
import { openStage, type ScreenStage } from '../stage.ts';
import type { Language, Tablet, Theme } from '../tablet.ts';
import { makeTemplate } from '../template.ts';

const FOLDER = join(import.meta.dirname, '../../../agent/manual/pictures');
const LOOKS = (['en', 'ja'] as const).flatMap((language) =>
  (['light', 'contrast'] as const).map((theme) => ({ language, theme })),
);
/** Charts and lists have settled. */
const STILL_MS = 300;

interface Look {
  language: Language;
  theme: Theme;
}

async function take(tablet: Tablet, name: string, { language, theme }: Look): Promise<void> {
  await tablet.page.waitForTimeout(STILL_MS);
  await tablet.page.screenshot({
    path: join(FOLDER, `${name}-${language}-${theme}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

async function takeAll(stage: ScreenStage, routes: Record<string, string>, look: Look): Promise<void> {
  const tablet = await stage.tablet(look);
  await take(tablet, 'sign-in', look);
  await tablet.signIn(KENJI);
  for (const [name, route] of Object.entries(routes)) {
    if (name === 'station') continue;
    await tablet.goTo(route);
    await take(tablet, name, look);
  }
  await tablet.page.context().close();
  // A dock's own tablet, in the hands of whoever works there.
  const dock = await stage.tablet({ ...look, route: routes['station'] ?? '#/' });
  await dock.signIn(AIKO);
  await dock.settled();
  await take(dock, 'station', look);
  await dock.openAct('relocate');
  await take(dock, 'other-work', look);
  await dock.page.context().close();
}

const template = await makeTemplate();
const stage = await openStage({ template, lots: PLAYED_LOTS });
try {
  await playLarge(stage);
  const routes = await played(stage);
  await photographCase(stage, routes['case'] ?? '');
  mkdirSync(FOLDER, { recursive: true });
  for (const look of LOOKS) await takeAll(stage, routes, look);
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
  const largest = Math.max(...files.map((file) => statSync(join(FOLDER, file)).size));
  process.stdout.write(`${files.length} pictures in ${FOLDER}, the largest ${Math.round(largest / 1024)} KB\n`);
} finally {
  await stage.close();
  rmSync(template, { recursive: true, force: true });
}
// The simulated staff go on listening for an agent that is gone.
process.exit();
