// A base was copied with its keys, and both copies run: the broker knows one client of that name, so each pushes the
// other off, again and again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLinkRig, type LinkRig } from './linkRig.ts';
import { SlowLine } from './slowLine.ts';

const MINUTE_MS = 60_000;

let rig: LinkRig;
let line: SlowLine;
let welcomes = 0;
const troubles = new Set<string>();

/** For ten minutes every connection ends within a second of its welcome. */
beforeAll(async () => {
  rig = openLinkRig();
  line = new SlowLine(rig);
  line.arrive(rig.openHeadquarters());
  const endMs = line.clock.nowMs + 10 * MINUTE_MS;
  while (line.clock.nowMs < endMs) {
    await line.pass(endMs - line.clock.nowMs, () => line.link.view().state === 'open');
    if (line.link.view().state !== 'open') continue;
    welcomes += 1;
    troubles.add(line.link.view().trouble);
    line.cut('the connection ended');
    troubles.add(line.link.view().trouble);
  }
});

afterAll(async () => {
  await line.link.close();
  await rig.close();
});

it('headquarters welcomes the base again and again', () => {
  expect(welcomes).toBeGreaterThan(5);
});

it('the base says that a second agent uses its keys', () => {
  expect([...troubles].join('; ')).toMatch(/second agent|another agent/);
});

it('the base waits longer from time to time, as it does when nobody welcomes it', () => {
  // With pauses that double up to half a minute there are some thirty-five connections in ten minutes.
  expect(line.connections).toBeLessThan(80);
});
