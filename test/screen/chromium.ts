// Where Debian puts its browser, and how it is started on a machine without a screen.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Null: there is none, and the tests are skipped. */
export const CHROMIUM: string | null = PATHS.find((path) => existsSync(path)) ?? null;

export const WITHOUT_CHROMIUM = `no browser at ${PATHS.join(' or ')}: apt-get install chromium fonts-noto-cjk`;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `flags`: beyond those that every run needs. */
export function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  if (CHROMIUM === null) throw new Error(WITHOUT_CHROMIUM);
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...flags] });
}
