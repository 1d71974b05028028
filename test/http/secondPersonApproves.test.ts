// An act that takes a second person, at the screen of the first: badge and PIN of the second, checked now by the real
// register; the first one stays signed in, and nobody is the second person of himself.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { aiko } from '../register/openIn.ts';
import { openPeopleServer } from './peopleServer.ts';
import type { PlausibleBase } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
let base: PlausibleBase;
let first = '';
const sue = { operator: 'sue', name: 'Sue', roles: ['supervisor' as const], badge: 'B-2001', pin: '2222' };
const mika = { operator: 'mika', name: 'Mika', roles: ['auditor' as const], badge: 'B-3001', pin: '3333' };

beforeEach(async () => {
  const server = await openPeopleServer([aiko, sue, mika]);
  ({ app, close, base } = server);
  first = String((await call('POST', '/api/session', { badge: aiko.badge, pin: aiko.pin })).body['token']);
});
afterEach(() => close());

async function call(
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { host: 'localhost', ...(first === '' ? {} : { authorization: `Bearer ${first}` }) };
  const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: reply.statusCode, body: reply.json() };
}
const approval = { kind: 'approve-finding', id: 'command-1', finding: 'f1' };
const second = (person: { badge: string; pin: string }, command: object = approval): ReturnType<typeof call> =>
  call('POST', '/api/commands/second', { command, badge: person.badge, pin: person.pin });

test('the second person acts, the first one stays', async () => {
  expect(await second(sue)).toEqual({ status: 200, body: { kind: 'done', result: { job: 'job-1' } } });
  expect(base.commands).toEqual([{ command: approval, actor: { operator: 'sue', roles: ['supervisor'] } }]);
  expect((await call('GET', '/api/session')).body).toMatchObject({ operator: 'aiko' });
  // Nor does the act open a shift in which the badge alone would unlock.
  expect(await call('POST', '/api/session', { badge: sue.badge })).toMatchObject({
    status: 401,
    body: { code: 'pin-needed' },
  });
});

test('what the core refuses is said as to anybody', async () => {
  base.outcome = { kind: 'refused', code: 'case-touched', params: { operator: 'sue' } };
  expect(await second(sue)).toMatchObject({
    status: 409,
    body: { code: 'case-touched', message: 'sue had a hand in what this case is about. Somebody else has to do this.' },
  });
});

test('one’s own badge, a role that may not, a wrong PIN, nobody signed in: nothing is done', async () => {
  expect(await second(aiko)).toMatchObject({ status: 409, body: { code: 'same-person' } });
  expect(await second(mika)).toMatchObject({ status: 403, body: { code: 'role-missing' } });
  expect(await second(sue, { kind: 'approve-finding', id: 'command-1' })).toMatchObject({ status: 400 });
  const wrong = { ...sue, pin: '9999' };
  expect([await second(wrong), await second(wrong)]).toMatchObject([
    { status: 401, body: { code: 'sign-in-refused' } },
    { body: { code: 'sign-in-refused' } },
  ]);
  expect(await second(wrong)).toMatchObject({ status: 429, body: { code: 'sign-in-wait' } });
  expect(await second(sue)).toMatchObject({ status: 429 });
  first = '';
  expect(await second(sue)).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(base.commands).toEqual([]);
});
