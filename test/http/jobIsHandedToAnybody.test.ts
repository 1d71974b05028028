// Somebody hands his job to a person who is not there, has not agreed, and may not work: and it is theirs.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import type { RunningAgent } from '../../agent/start.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { SmallBase } from '../stations/base.ts';

let base: SmallBase;
let agent: RunningAgent;
let token = '';

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const reply = await fetch(`${agent.url}${path}`, {
    method,
    headers: { ...json, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: await reply.json() };
}
async function worker(): Promise<string | undefined> {
  return ((await call('GET', '/api/state')).body as StateView).stations[0]?.job?.operator;
}
let commands = 0;
async function handOver(operator: string): Promise<number> {
  commands += 1;
  const job = ((await call('GET', '/api/state')).body as StateView).stations[0]?.job?.job;
  const command = { kind: 'hand-over-job', id: String(commands).padStart(32, '0'), job, operator };
  return (await call('POST', '/api/commands', command)).status;
}

beforeAll(async () => {
  base = await new SmallBase().plugIn();
  await base.operator(base.load(), 'ben', 'operator');
  await base.operator(base.load(), 'aiko', 'operator');
  await base.operator(base.load(), 'tess', 'technician');
  await base.announce(notice([drum(1)]));
  agent = await base.start();
  const session = await call('POST', '/api/session', { badge: 'B-ben', pin: '735190' });
  token = (session.body as { token: string }).token;
  const open = { kind: 'open-job', id: 'a'.repeat(32), order: 'order-CO-1', station: 'dock-1' };
  expect(await call('POST', '/api/commands', open)).toMatchObject({ status: 200 });
});
afterAll(() => base.close());

it('ben has the job', async () => {
  expect(await worker()).toBe('ben');
});

it.fails('a technician, who may not work, does not get it', async () => {
  await handOver('tess');
  expect(await worker()).not.toBe('tess');
});

it.fails('a colleague has it only after he took it himself', async () => {
  await handOver('aiko');
  expect(await worker()).not.toBe('aiko');
});
