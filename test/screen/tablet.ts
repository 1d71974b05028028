// A tablet in a person's hands: what is read from its screen, what is scanned and typed. A scanner is a keyboard that types fast
// and ends with Enter; it sets no focus. Finds things by role and by the texts of the catalogue, as people do.
import type { Browser, Locator, Page } from 'playwright-core';
import { en, type TextKey } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';
import { PIN } from './people.ts';

export type Language = 'en' | 'ja';
export type Theme = 'light' | 'contrast';

export interface TabletOptions {
  url: string;
  language: Language;
  theme: Theme;
  /** Landscape unless said. */
  portrait: boolean;
  /** The page to open: '#/station/dock-1'. */
  route: string;
}

export interface Tablet {
  page: Page;
  language: Language;
  /** The catalogue's text, as something to look for: what is filled in or may be left out matches anything. */
  text(key: TextKey): RegExp;
  goTo(route: string): Promise<void>;
  /** With the badge's scan, and the PIN by the keyboard. */
  signIn(person: { badge: string }, pin?: string): Promise<void>;
  /** By hand, with Enter at its end. */
  typed(text: string): Promise<void>;
  scan(code: string): Promise<void>;
  /** Back to back: the next begins where the last one ended. */
  scanFast(codes: readonly string[]): Promise<void>;
  /** The one sentence that says what to do. */
  sentence(): Promise<string>;
  /** Waits until it is one of these. */
  says(...keys: TextKey[]): Promise<TextKey>;
  /** How often the screen was touched or clicked. */
  touches(): Promise<number>;
}

const LANDSCAPE = { width: 1280, height: 800 };
const PORTRAIT = { width: 800, height: 1280 };
/** A keyboard wedge at full speed. */
const WEDGE_MS = 3;
/** Slower than any scanner. */
const FINGER_MS = 60;
const PATIENCE_MS = 20_000;

/** Marks are shown with a hyphen at which no line breaks. */
const plain = (text: string): string => text.replaceAll('\u2011', '-').trim();

function pattern(text: string): RegExp {
  const escaped = (part: string): string => part.replace(/[.*+?^${}()|\\]/g, '\\$&').replaceAll('-', '[-\u2011]');
  const parts = text.split(/\[[^\]]*\]|\{\w+\}/).map(escaped);
  return new RegExp(parts.join('.*'), 's');
}

/** Kept where the page keeps what somebody chose on this tablet. */
async function prepare(page: Page, { language, theme }: Pick<TabletOptions, 'language' | 'theme'>): Promise<void> {
  await page.addInitScript(
    (chosen) => {
      if (localStorage.getItem('hakari-language') === null) localStorage.setItem('hakari-language', chosen.language);
      if (localStorage.getItem('hakari-theme') === null) localStorage.setItem('hakari-theme', chosen.theme);
      const seen = window as unknown as { touches: number };
      seen.touches = 0;
      addEventListener('pointerdown', () => (seen.touches += 1), true);
    },
    { language, theme },
  );
}

export async function openTablet(browser: Browser, options: Pick<TabletOptions, 'url'> & Partial<TabletOptions>): Promise<Tablet> {
  const { url, language = 'en', theme = 'light', portrait = false, route = '#/' } = options;
  const context = await browser.newContext({ viewport: portrait ? PORTRAIT : LANDSCAPE, hasTouch: true, locale: language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await prepare(page, { language, theme });
  await page.goto(`${url}/${route}`);
  // Nobody scans before there is something to see.
  await page.locator('main [role="status"]').first().waitFor();
  return tabletOf(page, language);
}

/** As the site file names it. */
const dockName = (dock: string, language: Language): string => (language === 'ja' ? `第${dock.slice(5)}ドック` : `Dock ${dock.slice(5)}`);

function tabletOf(page: Page, language: Language): Tablet {
  const catalogue = language === 'ja' ? ja : en;
  const text = (key: TextKey): RegExp => pattern(catalogue[key]);
  const status = (): Locator => {
    const dock = /#\/station\/(dock-\d)/.exec(page.url())?.[1];
    const where = dock === undefined ? page : page.getByRole('region', { name: dockName(dock, language) });
    return where.locator('[role="status"]').first();
  };
  const scan = async (code: string): Promise<void> => {
    await page.keyboard.type(code, { delay: WEDGE_MS });
    await page.keyboard.press('Enter');
  };
  const typed = async (code: string): Promise<void> => {
    await page.keyboard.type(code, { delay: FINGER_MS });
    await page.keyboard.press('Enter');
  };
  const inside = (): Locator => page.getByRole('button', { name: text('lock') });
  return {
    page,
    language,
    text,
    goTo: async (route) => {
      await page.evaluate((hash) => (location.hash = hash), route);
    },
    signIn: async ({ badge }, pin = PIN) => {
      await scan(badge);
      // Refused without the PIN, unless this is the same shift: then the badge was enough.
      const asked = page.locator('input[name="pin"]:focus');
      await asked.or(inside()).first().waitFor();
      if (await inside().isVisible()) return;
      await typed(pin);
      await inside().waitFor();
    },
    typed,
    scan,
    scanFast: async (codes) => {
      for (const code of codes) await scan(code);
    },
    sentence: async () => plain(await status().innerText()),
    says: async (...keys) => {
      const wanted = status().filter({ hasText: new RegExp(keys.map((key) => text(key).source).join('|'), 's') });
      try {
        await wanted.waitFor();
      } catch {
        throw new Error(`The screen does not say ${keys.join(' or ')}; it says: ${await status().innerText()}`);
      }
      const said = await wanted.innerText();
      const key = keys.find((each) => text(each).test(said));
      if (key === undefined) throw new Error(`the sentence changed while it was read: ${said}`);
      return key;
    },
    touches: () => page.evaluate(() => (window as unknown as { touches: number }).touches),
  };
}
