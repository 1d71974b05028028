// A drum's tag answers no reader any more. Its label says the same number in other words: a scan of any of them names the
// drum, and nobody types anything.
import { expect } from 'vitest';
import { keyOfEpcHex } from '../../drivers/contract/epc/gs1Keys.ts';
import { lotFor } from './docks.ts';
import { openJobByTouch } from './openedJob.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({
  lot: 'LOT-26-283',
  dock: 'dock-1',
  announced: 3,
  mishaps: { 0: 'dead-tag', 1: 'dead-tag', 2: 'dead-tag' },
});

/** What a scanner types for the label of a container with this SSCC. */
const LABELS: ((sscc: string) => string)[] = [
  (sscc) => `]C100${sscc}`,
  (sscc) => `https://id.gs1.org/00/${sscc}`,
  (sscc) => `(00)${sscc}`,
];

scenario('a drum whose tag is dead is worked by its label', [lot], async (stage) => {
  const tablet = await openJobByTouch(stage, lot, 'dock-1');
  for (const [index, { item }] of lot.dockItems.entries()) {
    const { epcHex } = lot.notice.packages[index] ?? { epcHex: null };
    const sscc = (keyOfEpcHex(epcHex ?? '') ?? '').replace('SSCC:', '');
    expect(sscc).toMatch(/^\d{18}$/);
    await tablet.says('guidance.place-package');
    await stage.put(item, 'dock-1');
    await tablet.says('guidance.scan-package');
    await tablet.scan((LABELS[index] ?? String)(sscc));
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-1');
  }
  await tablet.says('guidance.all-weighed');
  expect(await tablet.page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
});
