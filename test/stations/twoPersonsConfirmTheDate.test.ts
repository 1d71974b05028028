// A new base without a time service: nothing proves its date, so that no scale counts as verified, until two persons have
// compared date and time with a clock of their own.
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { openBeganStore } from './beganStore.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import type { RunningAgent } from '../../agent/start.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import { clock, SmallBase } from './base.ts';

const unproven: Clock = { ...clock, timestamp: () => ({ ...clock.timestamp(), trust: 'unsynchronised' }) };
let base: SmallBase;
let agent: RunningAgent;

beforeAll(async () => {
  base = await new SmallBase().plugIn();
  for (const role of ['supervisor', 'operator'] as const) await base.operator(base.load(), role, role);
  const { site } = base.load();
  const store = await openBeganStore({ site, software: 'test', clock: unproven, random: createSystemRandom() });
  const mark = { kind: 'verification-put', instrument: 'scale-1', mark: 'M-1', verifiedUntil: '2099-12-31' } as const;
  await store.register.applyChange(mark, AT_THE_MACHINE);
  await store.close();
  agent = await base.start({ clock: unproven });
});
afterAll(() => base.close());

const headers = { 'content-type': 'application/json' };

async function signIn(id: string): Promise<string> {
  const body = JSON.stringify({ badge: `B-${id}`, pin: '735190' });
  const reply = await fetch(`${agent.url}/api/session`, { method: 'POST', headers, body });
  return ((await reply.json()) as { token: string }).token;
}

async function shown(token: string): Promise<Pick<StateView, 'date'> & { alarms: string[]; verified: boolean }> {
  const reply = await fetch(`${agent.url}/api/state`, { headers: { authorization: `Bearer ${token}` } });
  const { date, alarms, stations } = (await reply.json()) as StateView;
  return { date, alarms: alarms.map(({ code }) => code), verified: stations[0]?.scale.verified === true };
}

async function confirm(token: string, id: string, wallMs: number): Promise<unknown> {
  const body = JSON.stringify({ id, kind: 'confirm-date', wallMs });
  const request = { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` }, body };
  return (await fetch(`${agent.url}/api/commands`, request)).json();
}

it('is in doubt, is asked by one, and believed when another has confirmed it too', async () => {
  const [ann, sue] = [await signIn('operator'), await signIn('supervisor')];
  const before = await shown(ann);
  expect(before).toMatchObject({
    alarms: ['date-unproven'],
    verified: false,
    date: { doubt: 'unproven', askedBy: null },
  });
  expect(await confirm(ann, 'date-confirm-1', before.date.wallMs)).toMatchObject({ result: { confirmed: false } });
  expect(await shown(sue)).toMatchObject({ verified: false, date: { askedBy: 'operator' } });
  expect(await confirm(ann, 'date-confirm-2', before.date.wallMs)).toMatchObject({ code: 'second-person-needed' });
  expect(await confirm(sue, 'date-confirm-3', before.date.wallMs)).toMatchObject({ result: { confirmed: true } });
  expect(await shown(sue)).toMatchObject({ alarms: [], verified: true, date: { doubt: null } });
});
