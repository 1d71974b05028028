// One base, two languages at the same time: each tablet speaks its person's, completely; the choice goes with the
// person.
import { expect } from 'vitest';
import { en } from '../../agent/screen/texts/en.ts';
import { AIKO, BEN, KENJI } from './people.ts';
import { played, PLAYED_LOTS, playSmall } from './playedBase.ts';
import { scenario } from './scenario.ts';

/** Whole sentences and labels; short words like "PIN" stand in both languages. */
const ENGLISH = Object.values(en).filter((text) => text.length >= 8 && !/[{[]/.test(text));

scenario('Japanese and English side by side, and the language goes with the person', PLAYED_LOTS, async (stage) => {
  await playSmall(stage);
  const routes = await played(stage);
  const [english, japanese] = await Promise.all([stage.tablet({ language: 'en' }), stage.tablet({ language: 'ja' })]);
  await english.signIn(BEN);
  await japanese.signIn(KENJI);
  await english.goTo('#/station/dock-1');
  await japanese.goTo('#/station/dock-1');
  await english.says('guidance.choose-job');
  await japanese.says('guidance.choose-job');

  const left: string[] = [];
  for (const [name, route] of Object.entries(routes)) {
    await japanese.goTo(route);
    const shown = await japanese.page.locator('body').innerText();
    left.push(...ENGLISH.filter((text) => shown.includes(text)).map((text) => `${name}: ${text}`));
    expect(
      await japanese.page.evaluate(() => [
        document.documentElement.lang,
        document.fonts.check('16px sans-serif', '秤'),
      ]),
    ).toEqual(['ja', true]);
  }
  expect(left).toEqual([]);

  const other = await stage.tablet({ language: 'en' });
  await other.signIn(AIKO);
  await other.page.getByRole('button', { name: en['language.other'] }).click();
  await other.page.getByText(japanese.text('sign-out')).waitFor();
  const third = await stage.tablet({ language: 'en' });
  await third.signIn(AIKO);
  await third.page.getByText(japanese.text('sign-out')).waitFor();
});
