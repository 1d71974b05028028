// People are changed while the agent runs: by whom the register says, with a second person's badge and PIN, and who is
// locked or loses a role acts at once no more.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { aiko } from '../register/openIn.ts';
import { openPeopleServer } from './peopleServer.ts';

let app: HttpApp;
let close: () => Promise<void>;
const sue = { operator: 'sue', name: 'Sue', roles: ['supervisor' as const], badge: 'B-2001', pin: '2222' };
const tom = { operator: 'tom', name: 'Tom', roles: ['supervisor' as const], badge: 'B-2002', pin: '3333' };

beforeEach(async () => {
  const server = await openPeopleServer([aiko, sue, tom]);
  ({ app, close } = server);
});
afterEach(() => close());

async function call(
  method: 'GET' | 'POST',
  url: string,
  { token = '', body }: { token?: string; body?: object } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { host: 'localhost', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) };
  const reply = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
  return { status: reply.statusCode, body: reply.json() };
}
const signIn = async ({ badge, pin }: { badge: string; pin: string }): Promise<string> =>
  String((await call('POST', '/api/session', { body: { badge, pin } })).body['token']);
const change = (token: string, edit: object, second: object | null = null): ReturnType<typeof call> =>
  call('POST', '/api/register', { token, body: { edit, second } });
const newcomer = { kind: 'put-operator', operator: 'ken', name: 'Ken', roles: ['operator'], badge: 'B-9', pin: '1234' };

test('a supervisor and an operator add an operator, who signs in at once; one alone adds nobody', async () => {
  const token = await signIn(sue);
  expect(await change(token, newcomer)).toMatchObject({ status: 409, body: { code: 'register-second-person' } });
  const added = await change(token, newcomer, { badge: aiko.badge, pin: aiko.pin });
  expect(added).toEqual({ status: 200, body: { kind: 'done' } });
  expect((await call('POST', '/api/session', { body: { badge: 'B-9', pin: '1234' } })).status).toBe(200);
  expect((await call('GET', '/api/register', { token })).body['people']).toHaveLength(4);
});

test('a supervisor is made by two, and the answer says so', async () => {
  const token = await signIn(sue);
  const promoted = { ...newcomer, roles: ['supervisor'] };
  expect(await change(token, promoted)).toMatchObject({ status: 409, body: { code: 'register-second-person' } });
  expect(await change(token, promoted, { badge: tom.badge, pin: '0000' })).toMatchObject({ status: 401 });
  expect(await change(token, promoted, { badge: tom.badge, pin: tom.pin })).toMatchObject({ status: 200 });
});

test('an operator gives himself a new PIN with the one that holds, and with nothing less', async () => {
  const token = await signIn(aiko);
  const edit = { kind: 'set-pin', operator: 'aiko', pin: '86420' };
  expect((await change(token, edit)).status).toBe(409);
  expect((await change(token, edit, { badge: aiko.badge, pin: '0000' })).status).toBe(401);
  expect((await change(token, { ...edit, operator: 'sue' }, { badge: aiko.badge, pin: aiko.pin })).status).toBe(409);
  expect(await change(token, edit, { badge: aiko.badge, pin: aiko.pin })).toMatchObject({ status: 200 });
  expect((await call('POST', '/api/session', { body: { badge: aiko.badge, pin: '86420' } })).status).toBe(200);
});

test('who is locked is signed out at once, who loses a role acts without it', async () => {
  const token = await signIn(sue);
  const operator = await signIn(aiko);
  expect((await call('GET', '/api/operators', { token: operator })).status).toBe(200);
  await change(token, { kind: 'lock-operator', operator: 'aiko', locked: true });
  expect((await call('GET', '/api/operators', { token: operator })).status).toBe(401);
  const other = await signIn(tom);
  const demoted = {
    kind: 'put-operator',
    operator: 'sue',
    name: 'Sue',
    roles: ['auditor'],
    badge: sue.badge,
    pin: null,
  };
  const again = { kind: 'lock-operator', operator: 'aiko', locked: false };
  expect(await change(other, again)).toMatchObject({ status: 409, body: { code: 'register-second-person' } });
  await change(other, again, { badge: sue.badge, pin: sue.pin });
  expect(await change(other, demoted, { badge: aiko.badge, pin: aiko.pin })).toMatchObject({ status: 200 });
  const lock = { ...again, locked: true };
  expect(await change(token, lock)).toMatchObject({ status: 409, body: { code: 'register-needs-supervisor' } });
});

test('nobody who is not signed in, and no operator, sees the people', async () => {
  expect((await call('GET', '/api/register')).status).toBe(401);
  expect((await call('GET', '/api/register', { token: await signIn(aiko) })).status).toBe(403);
  expect((await change('', newcomer)).status).toBe(401);
});
