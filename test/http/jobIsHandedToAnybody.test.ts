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
async function takeOver(operator: string | null): Promise<number> {
  commands += 1;
  const job = ((await call('GET', '/api/state')).body as StateView).stations[0]?.job?.job;
  const named = operator === null ? {} : { operator };
  const command = { kind: 'take-over-job', id: String(commands).padStart(32, '0'), job, ...named };
  return (await call('POST', '/api/commands', command)).status;
}
async function signIn(name: string): Promise<void> {
  token = '';
  const session = await call('POST', '/api/session', { badge: `B-${name}`, pin: '735190' });
  token = (session.body as { token: string }).token;
}

beforeAll(async () => {
  base = await new SmallBase().plugIn();
  await base.operator(base.load(), 'ben', 'operator');
  await base.operator(base.load(), 'aiko', 'operator');
  await base.operator(base.load(), 'tess', 'technician');
  await base.announce(notice([drum(1)]));
  agent = await base.start();
  await signIn('ben');
  const open = { kind: 'open-job', id: 'a'.repeat(32), order: 'order-CO-1', station: 'dock-1' };
  expect(await call('POST', '/api/commands', open)).toMatchObject({ status: 200 });
});
afterAll(() => base.close());

it('ben has the job', async () => {
  expect(await worker()).toBe('ben');
});

it('ben gives it to nobody', async () => {
  expect(await takeOver('aiko')).toBe(400);
  expect(await worker()).toBe('ben');
});

it('ben does not take over what is his', async () => {
  expect(await takeOver(null)).toBe(409);
});

it('a technician, who may not work, does not get it', async () => {
  await signIn('tess');
  expect(await takeOver(null)).toBe(403);
  expect(await worker()).toBe('ben');
});

it('a colleague has it only after he took it himself', async () => {
  await signIn('aiko');
  expect(await worker()).toBe('ben');
  expect(await takeOver(null)).toBe(200);
  expect(await worker()).toBe('aiko');
});
