// Headquarters' file was lost and an older copy of it put back, as a backup is: without a word to anybody.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { notice, openLinkRig, type RunningHeadquarters, hasSameEntries, type LinkRig } from './linkRig.ts';
import { SlowLine } from './slowLine.ts';

const MINUTE_MS = 60_000;
/** A base that has heard nothing for so long asks by itself at the latest. */
const QUIET_MS = 16 * MINUTE_MS;

interface Restored {
  rig: LinkRig;
  line: SlowLine;
  headquarters: RunningHeadquarters;
  seqAtCopy: number;
}

const open: Restored[] = [];
afterEach(async () => {
  for (const { rig, line } of open.splice(0)) {
    await line.link.close();
    await rig.close();
  }
});

const has = ({ rig }: Pick<Restored, 'rig'>, order: string): boolean =>
  rig.ledger.book.get('order', order) !== undefined;

/** Order 1 is in the copy, order 2 and six entries came after it; the copy is back, its headquarters not yet there. */
async function restored(): Promise<Restored> {
  const rig = openLinkRig();
  const line = new SlowLine(rig);
  const file = join(rig.dir, 'headquarters', 'headquarters.sqlite');
  const settled = async (headquarters: RunningHeadquarters, order: string): Promise<void> => {
    const done = (): boolean => has({ rig }, order) && line.link.view().waiting === 0;
    await line.pass(5 * MINUTE_MS, done);
    if (!done() || !hasSameEntries(rig, headquarters))
      throw new Error(`not settled: ${JSON.stringify(line.link.view())}`);
  };
  const first = rig.openHeadquarters();
  first.queue(notice('A'), 'order-A');
  line.arrive(first);
  await settled(first, 'order-A');
  const seqAtCopy = first.report().seq;
  await first.stop();
  copyFileSync(file, `${file}.copy`);

  const second = rig.openHeadquarters();
  line.arrive(second);
  second.queue(notice('B'), 'order-B');
  rig.record(6);
  await settled(second, 'order-B');
  line.headquarters = null;
  await second.stop();
  copyFileSync(`${file}.copy`, file);
  await line.pass(QUIET_MS);
  const restoredLine = { rig, line, headquarters: rig.openHeadquarters(), seqAtCopy };
  open.push(restoredLine);
  return restoredLine;
}

describe('the set-up', () => {
  let restoredLine: Restored;
  beforeAll(async () => {
    restoredLine = await restored();
  });

  it('headquarters lacks what the base thinks is acknowledged', () => {
    expect(restoredLine.headquarters.report().seq).toBe(restoredLine.seqAtCopy);
    expect(restoredLine.line.link.view()).toMatchObject({
      state: 'open',
      waiting: 0,
      acknowledgedSeq: restoredLine.seqAtCopy + 7,
    });
  });
});

describe('the base has nothing new', () => {
  it('headquarters’ first word makes it ask, and what was lost comes again', async () => {
    const { rig, line, headquarters } = await restored();
    line.arrive(headquarters);
    await line.pass(QUIET_MS, () => hasSameEntries(rig, headquarters));
    expect(headquarters.report().seq).toBe(rig.ledger.head().seq);
  });
});

describe('a person queues the next order', () => {
  it('the base is told of the entries that headquarters lost once it has a new one', async () => {
    const { rig, line, headquarters } = await restored();
    line.arrive(headquarters);
    rig.record(1);
    await line.pass(5 * MINUTE_MS, () => hasSameEntries(rig, headquarters));
    expect(hasSameEntries(rig, headquarters)).toBe(true);
  });

  it('after its entries have come again, the base gets it', async () => {
    const restoredLine = await restored();
    const { rig, line, headquarters } = restoredLine;
    line.arrive(headquarters);
    rig.record(1);
    await line.pass(5 * MINUTE_MS, () => hasSameEntries(rig, headquarters));
    headquarters.queue(notice('C'), 'order-C');
    await line.pass(QUIET_MS, () => has(restoredLine, 'order-C'));
    expect(has(restoredLine, 'order-C')).toBe(true);
  });

  it('before the base has spoken, the base gets it all the same', async () => {
    const restoredLine = await restored();
    const { rig, line, headquarters } = restoredLine;
    headquarters.queue(notice('C'), 'order-C');
    line.arrive(headquarters);
    rig.record(1);
    await line.pass(QUIET_MS, () => has(restoredLine, 'order-C'));
    expect(has(restoredLine, 'order-C')).toBe(true);
  });

  it('its report shows the order that it learnt back from the base', async () => {
    const { rig, line, headquarters } = await restored();
    line.arrive(headquarters);
    rig.record(1);
    await line.pass(5 * MINUTE_MS, () => hasSameEntries(rig, headquarters));
    expect(headquarters.report().orders).toMatchObject([
      { order: 'order-A', counter: 1, answer: 'received' },
      { order: 'order-B', counter: 2, answer: 'received' },
    ]);
  });
});
