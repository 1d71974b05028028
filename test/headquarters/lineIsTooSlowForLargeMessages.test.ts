// A satellite link of 4 kB/s and a backlog: the largest message takes longer than a connection may be silent.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLinkRig, type LinkRig } from './linkRig.ts';
import { SlowLine } from './slowLine.ts';

const MINUTE_MS = 60_000;

let rig: LinkRig;
let line: SlowLine;

/** As hard to compress as what is random in entries: ids, hashes, raw frames. */
beforeAll(async () => {
  rig = openLinkRig();
  rig.ledger.transact('backlog', () => ({
    entries: Array.from({ length: 3_000 }, () => ({
      kind: 'agent-started' as const,
      body: { run: randomBytes(136).toString('base64'), software: 'test', configHash: 'c', releasedWallMs: 0 },
    })),
    effects: [],
    result: {},
  }));
  line = new SlowLine(rig, 4_000);
  line.arrive(rig.openHeadquarters());
  await line.pass(10 * MINUTE_MS, () => line.link.view().acknowledgedSeq > 1_000);
});

afterAll(async () => {
  await line.link.close();
  await rig.close();
});

it('headquarters hears the base and answers', () => {
  expect(line.headquarters?.report().streams[0]?.hellos).toBeGreaterThan(0);
  expect(line.notes).toEqual([]);
});

it.fails('in ten minutes, in which 2.4 MB would pass, a thousand entries arrive', () => {
  expect(line.link.view().acknowledgedSeq).toBeGreaterThan(1_000);
});

it('on a line ten times as fast everything arrives in a minute', async () => {
  const other = openLinkRig();
  other.record(3_000, { together: true });
  const fast = new SlowLine(other, 40_000);
  fast.arrive(other.openHeadquarters());
  await fast.pass(MINUTE_MS, () => fast.link.view().waiting === 0);
  expect(fast.link.view()).toMatchObject({ state: 'open', waiting: 0, acknowledgedSeq: 3_001 });
  await fast.link.close();
  await other.close();
});
