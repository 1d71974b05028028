// Whether a page can be used by everybody, as far as a program can tell: axe, with the rules of WCAG 2.2 A and AA.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: Record<'all' | 'contrast', RunOptions> = {
  all: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // Themes differ in nothing but colours.
  contrast: { runOnly: { type: 'rule', values: ['color-contrast'] } },
};

/** One line each: the rule, what it says, and where. Empty: none. */
export async function violations(page: Page, rules: keyof typeof RULES): Promise<string[]> {
  // By the debugger, not by a script element: the page's content security policy allows none.
  await page.evaluate(`${SOURCE};undefined`);
  const found = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(RULES[rules])})`);
  return found.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes
        .map(({ target }) => String(target))
        .slice(0, 5)
        .join(' | ')})`,
  );
}
