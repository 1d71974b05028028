// The base was put back from an old copy: headquarters holds more of this epoch than the base. What is recorded now can
// never reach headquarters, so nothing may be, and somebody has to be told.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningAgent } from '../../agent/start.ts';
import type { WeighingBody } from '../../agent/core/model/entry.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { clock, pause, until } from './base.ts';
import { LinkedBase, signedIn, stateOf } from './linkedBase.ts';

let base: LinkedBase;
let agent: RunningAgent;
let token = '';
const recorded: WeighingBody[] = [];

beforeAll(async () => {
  base = await new LinkedBase().plugIn();
  await base.operator(base.load(), 'ann', 'operator');
  await base.announce(notice([drum(1)]));
  agent = await base.start({ onWeighingRecorded: (weighing) => void recorded.push(weighing) });
  token = await signedIn(agent.url, 'ann');
  const command = { id: 'command-1', kind: 'open-job', order: 'order-CO-1', station: 'dock-1' };
  await fetch(`${agent.url}/api/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(command),
  });
  await until('an empty platform', async () => (await stateOf(agent.url, token)).stations[0]?.reading?.value === '0.0');
  await base.headquartersHolds({ seq: 1_000, hash: 'a'.repeat(64) });
  await until('the base has heard that it is behind', async () => (await link()).state === 'stopped');
});
afterAll(() => base.close());

async function link(): Promise<{ state: string; trouble: string }> {
  return (await stateOf(agent.url, token)).link;
}

it('the base knows', async () => {
  expect((await link()).trouble).toContain('old copy');
});

it('an alarm says so', async () => {
  expect((await stateOf(agent.url, token)).alarms).not.toEqual([]);
});

it('a supervisor process sees the alarm', async () => {
  const health = (await (await fetch(`${agent.url}/healthz`)).json()) as { alarms: number };
  expect(health.alarms).toBeGreaterThan(0);
});

it('a drum on the scale is not recorded', async () => {
  const [platform] = base.platforms;
  // Zero has to stand for half a second, and the load for its window of a second.
  await pause(800);
  platform.massMg = 268 * KG;
  const endMs = clock.monotonicMs() + 8_000;
  while (recorded.length === 0 && clock.monotonicMs() < endMs) await pause(20);
  expect(recorded.map(({ grossMg }) => grossMg / KG)).toEqual([]);
});
