// A tablet in a person's hands: what is read from its screen, what is scanned and typed. A scanner is a keyboard that
// types fast and ends with Enter; it sets no focus. Finds things by role and by the texts of the catalogue, as people
// do.
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { en } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';
import { PIN } from './people.ts';
import { plugIn, type Wedge } from './wedge.ts';

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
  text(key: string): RegExp;
  /** Touches the button with this text. */
  touch(key: string): Promise<void>;
  /** Waits until the page has the text somewhere; for what is not the one sentence. */
  shows(key: string): Promise<void>;
  /** Resolves when the room is there with what it asked the agent for. */
  goTo(route: string): Promise<void>;
  /** Resolves when the page waits for no answer. */
  settled(): Promise<void>;
  /** Opens the form of work that is not the next step. */
  openAct(act: string): Promise<void>;
  /** With the badge's scan, and the PIN by the keyboard. */
  signIn(person: { badge: string }, pin?: string): Promise<void>;
  /** In the dialog that asks for a second person: badge by scan, PIN by keyboard. */
  second(person: { badge: string }, pin?: string): Promise<void>;
  /** By hand, with Enter at its end. */
  typed(text: string): Promise<void>;
  scan(code: string): Promise<void>;
  /** Back to back: the next begins where the last one ended. */
  scanFast(codes: readonly string[]): Promise<void>;
  /** The one sentence that says what to do. */
  sentence(): Promise<string>;
  /** Waits until it is one of these. */
  says(...keys: string[]): Promise<string>;
  /** How often the screen was touched or clicked. */
  touches(): Promise<number>;
}

const LANDSCAPE = { width: 1280, height: 800 };
const PORTRAIT = { width: 800, height: 1280 };
/** Slower than any scanner. */
const FINGER_MS = 60;
const PATIENCE_MS = 20_000;
/** A page has said everything when it asked for nothing during a few looks. */
const QUIET_LOOKS = 3;
const QUIET_MS = 60;

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

export async function openTablet(
  browser: Browser,
  options: Pick<TabletOptions, 'url'> & Partial<TabletOptions>,
): Promise<Tablet> {
  const { url, language = 'en', theme = 'light', portrait = false, route = '#/' } = options;
  const context = await browser.newContext({
    viewport: portrait ? PORTRAIT : LANDSCAPE,
    hasTouch: true,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const asked = watchRequests(page);
  await prepare(page, { language, theme });
  await page.goto(`${url}/${route}`);
  // Nobody scans before there is something to see.
  await page.locator('main [role="status"]').first().waitFor();
  return tabletOf({ page, language, asked, ...(await plugIn(page)) });
}

/** As the site file names it. */
function dockName(dock: string, language: Language): string {
  if (dock.startsWith('bridge')) return language === 'ja' ? 'トラックスケール' : 'Weighbridge';
  return language === 'ja' ? `第${dock.slice(5)}ドック` : `Dock ${dock.slice(5)}`;
}

interface Parts extends Wedge {
  page: Page;
  language: Language;
  asked: () => number;
}

/** How many answers the page still waits for; the live feed never ends and is not counted. */
function watchRequests(page: Page): () => number {
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (!request.url().endsWith('/api/events')) open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}

function tabletOf({ page, language, asked, scan }: Parts): Tablet {
  const catalogue: Readonly<Record<string, string>> = language === 'ja' ? ja : en;
  const text = (key: string): RegExp => {
    const found = catalogue[key];
    if (found === undefined) throw new RangeError(`no catalogue has ${key}`);
    return pattern(found);
  };
  const status = (): Locator => {
    const dock = /#\/station\/((?:dock|bridge)-\d)/.exec(page.url())?.[1];
    const where = dock === undefined ? page : page.getByRole('region', { name: dockName(dock, language) });
    return where.locator('[role="status"]').first();
  };
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      await page.waitForTimeout(QUIET_MS);
      quiet = asked() === 0 ? quiet + 1 : 0;
    }
  };
  const typed = async (code: string): Promise<void> => {
    await page.keyboard.type(code, { delay: FINGER_MS });
    await page.keyboard.press('Enter');
  };
  // Whoever signs in may have chosen another language than this tablet's.
  const inside = (): Locator => page.getByRole('button', { name: new RegExp(`^(${en.lock}|${ja.lock})$`) });
  return {
    page,
    language,
    text,
    touch: (key) =>
      page
        .getByRole('button', { name: text(key) })
        .first()
        .click(),
    openAct: async (act) => {
      await page
        .locator('summary')
        .filter({ hasText: text('action.open') })
        .first()
        .click();
      await page
        .getByRole('button', { name: text(`action.${act}`) })
        .first()
        .click();
      await page
        .getByRole('heading', { name: text(`action.${act}`) })
        .first()
        .scrollIntoViewIfNeeded();
    },
    shows: (key) => page.getByText(text(key)).first().waitFor(),
    goTo: async (route) => {
      await page.evaluate((hash) => (location.hash = hash), route);
      await page.getByText(text('loading')).first().waitFor({ state: 'detached' });
      await settled();
    },
    settled,
    signIn: async ({ badge }, pin = PIN) => {
      await scan(badge);
      // Refused without the PIN, unless this is the same shift: then the badge was enough.
      const asked = page.locator('input[name="pin"]:focus');
      await asked.or(inside()).first().waitFor();
      if (await inside().isVisible()) return;
      await typed(pin);
      await inside().waitFor();
    },
    second: async ({ badge }, pin = PIN) => {
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await scan(badge);
      await page.locator('input[name="second-pin"]:focus').waitFor();
      await typed(pin);
      await dialog.waitFor({ state: 'detached' });
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
