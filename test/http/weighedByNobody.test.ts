// Whoever opened the job has signed out and gone home; a drum is put on the scale, and the weighing bears his name.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WeighingBody } from '../../agent/core/model/entry.ts';
import type { StateView } from '../../agent/core/views/stateView.ts';
import type { RunningAgent } from '../../agent/start.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { SmallBase, until } from '../stations/base.ts';

let base: SmallBase;
let agent: RunningAgent;
let token = '';
const recorded: WeighingBody[] = [];

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const reply = await fetch(`${agent.url}${path}`, {
    method,
    headers: { ...json, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text === '' ? null : JSON.parse(text) };
}
async function asks(): Promise<string | undefined> {
  return ((await call('GET', '/api/state')).body as StateView).stations[0]?.guidance.key;
}

beforeAll(async () => {
  base = await new SmallBase().plugIn();
  await base.operator(base.load(), 'ben', 'operator');
  await base.announce(notice([drum(1)]));
  agent = await base.start({ onWeighingRecorded: (weighing) => void recorded.push(weighing) });
  const session = await call('POST', '/api/session', { badge: 'B-ben', pin: '735190' });
  token = (session.body as { token: string }).token;
  const open = { kind: 'open-job', id: 'a'.repeat(32), order: 'order-CO-1', station: 'dock-1' };
  expect(await call('POST', '/api/commands', open)).toMatchObject({ status: 200 });
  await until('the empty scale', async () => (await asks()) === 'place-package');
  expect((await call('DELETE', '/api/session')).status).toBeLessThan(300);
  base.platforms[0].massMg = 268 * KG;
  await until('the weighing', () => recorded.length > 0);
});
afterAll(() => base.close());

it('nobody is signed in, and the drum is weighed', async () => {
  expect((await call('GET', '/api/weighings')).status).toBe(401);
  expect(recorded).toMatchObject([{ grossMg: 268 * KG, purpose: 'intake' }]);
});

it('the weighing is nobody’s', () => {
  expect(recorded[0]?.operator).toBeNull();
});
