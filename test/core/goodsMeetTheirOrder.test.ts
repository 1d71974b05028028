// Goods come on their own, and the order that expects them before or after them: whatever the order, they are found to be
// what it expects.
import { describe, expect, it } from 'vitest';
import { decideOpenUnannounced } from '../../agent/core/jobs/jobDecisions.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

/** Drum 1 comes without a notice, is weighed, and somebody says what can be read on it. */
function hold(dock: ReleaseDock, { words, tags }: { words: string; tags: string[] }): void {
  const event = { id: dock.id(), operator: 'ann', station: 'dock-1', stationKnown: true };
  dock.act((book) => decideOpenUnannounced(event, book));
  dock.weigh(268, tags);
  dock.holdForeign(words);
  dock.onScale = null;
  dock.job = event.id;
  dock.close();
}

const amendment = {
  kind: 'intake-amendment',
  lot: 'CO-1',
  add: [drum(1)],
  drop: [],
  totalGrossMg: null,
} as OrderBody;

/** By each order, a base before it and the order itself. */
const ORDERS: Record<string, { before: () => ReleaseDock; order: OrderBody }> = {
  'intake-notice': { before: () => new ReleaseDock(), order: notice([drum(1), drum(2)]) },
  'intake-amendment': {
    before: () => {
      const dock = new ReleaseDock();
      dock.order(notice([drum(2)]));
      return dock;
    },
    order: amendment,
  },
  'return-notice': {
    before: () => {
      const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
      dock.weigh(268, [EPC(1)]);
      dock.identify('DRUM 1');
      dock.onScale = null;
      dock.closeBy('ann');
      dock.closeBy('bob');
      return dock;
    },
    order: { kind: 'return-notice', lot: 'CO-1', packages: ['CO-1-1'] },
  },
};

const SIGNS = {
  'its mark': { words: 'drum 1', tags: [] },
  'its id': { words: 'CO-1-1', tags: [] },
  'its tag': { words: 'rusty', tags: [EPC(1)] },
};

describe.each(Object.keys(ORDERS))('%s', (kind) => {
  it.each(
    Object.keys(SIGNS).flatMap((sign) => [
      [sign, 'before'],
      [sign, 'after'],
    ]),
  )('by %s, held %s it', (sign, when) => {
    const { before, order } = ORDERS[kind] as (typeof ORDERS)[string];
    const signs = SIGNS[sign as keyof typeof SIGNS];
    const dock = before();
    if (when === 'before') hold(dock, signs);
    expect(dock.order(order, { order: 'expects-it' })).toMatchObject({ accepted: true });
    if (when === 'after') hold(dock, signs);
    expect(dock.package('CO-1-1').state).toBe('present');
    expect(dock.openCodes()).toEqual([]);
  });
});
