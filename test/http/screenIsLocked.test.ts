// The session over a shift: locked and unlocked with the badge alone, signed out, the language of the person who is
// signed in.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { random, authenticator, HandClock, LinesOfLog, PlausibleBase, settings } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
let clock: HandClock;
let base: PlausibleBase;

beforeEach(async () => {
  clock = new HandClock();
  base = new PlausibleBase();
  const server = await buildServer({
    settings,
    agent: base,
    authenticator,
    log: new LinesOfLog(),
    clock,
    random,
  });
  app = server.app;
  close = () => server.close();
});
afterEach(() => close());

async function signIn(badge: string, pin: string): Promise<{ body: Record<string, unknown> }> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { badge, pin },
  });
  return { body: reply.json() };
}
const get = (url: string, headers: Record<string, string> = {}): Promise<{ statusCode: number; json(): unknown }> =>
  app.inject({ method: 'GET', url, headers: { host: 'localhost', ...headers } });
const ask = (
  method: 'POST' | 'DELETE' | 'PUT',
  url: string,
  authorization: string,
  payload?: object,
): Promise<{ statusCode: number; json(): unknown }> =>
  app.inject({
    method,
    url,
    headers: { host: 'localhost', authorization },
    ...(payload === undefined ? {} : { payload }),
  });
const badgeAlone = async (badge: string): Promise<{ statusCode: number; json(): unknown }> =>
  ask('POST', '/api/session', '', { badge });

test('locked, by hand or by idling, the badge alone comes back; signed out, it does not', async () => {
  const inBy = (reply: { json(): unknown }): string => `Bearer ${(reply.json() as { token: string }).token}`;
  const first = `Bearer ${String((await signIn('B-2001', '2222')).body['token'])}`;
  expect((await ask('POST', '/api/session/lock', first)).statusCode).toBe(204);
  expect((await get('/api/session', { authorization: first })).statusCode).toBe(401);
  const second = inBy(await badgeAlone('B-2001'));
  expect((await get('/api/session', { authorization: second })).json()).toEqual({
    operator: 'kenji',
    name: '田中 健二',
    roles: ['supervisor'],
    language: null,
    idleLockMinutes: 30,
  });
  clock.pass(30 * 60_000);
  expect((await get('/api/session', { authorization: second })).statusCode).toBe(401);
  const third = inBy(await badgeAlone('B-2001'));
  await ask('DELETE', '/api/session', third);
  const refused = await badgeAlone('B-2001');
  expect([refused.statusCode, refused.json()]).toMatchObject([401, { code: 'pin-needed' }]);
});

test('who signs out, or gives his screen to somebody else, has left the stations; who locks it has not', async () => {
  const first = `Bearer ${String((await signIn('B-2001', '2222')).body['token'])}`;
  await ask('POST', '/api/session/lock', first);
  expect(base.signedOut).toEqual([]);
  const second = (await badgeAlone('B-2001')).json() as { token: string };
  await ask('POST', '/api/session', `Bearer ${second.token}`, { badge: 'B-2001' });
  expect(base.signedOut).toEqual([]);
  const third = (await badgeAlone('B-2001')).json() as { token: string };
  await ask('POST', '/api/session', `Bearer ${third.token}`, { badge: 'B-1001', pin: '4711' });
  expect(base.signedOut).toEqual(['kenji']);
  const fourth = (await badgeAlone('B-2001')).json() as { token: string };
  await ask('DELETE', '/api/session', `Bearer ${fourth.token}`);
  expect(base.signedOut).toEqual(['kenji', 'kenji']);
});

test('a session that the badge alone opened ends with the shift that the PIN began', async () => {
  await signIn('B-3001', '3333');
  // The door of this test says that the PIN was given at 0.
  clock.pass(Math.max(0, 12 * 3_600_000 - 60_000 - clock.nowMs));
  const { token } = (await badgeAlone('B-3001')).json() as { token: string };
  const authorization = `Bearer ${token}`;
  clock.pass(59_000);
  const before = (await get('/api/session', { authorization })).statusCode;
  clock.pass(1_000);
  expect([before, (await get('/api/session', { authorization })).statusCode]).toEqual([200, 401]);
});

test('the language goes with the person', async () => {
  const authorization = `Bearer ${String((await signIn('B-1001', '4711')).body['token'])}`;
  expect((await ask('PUT', '/api/session/language', authorization, { language: 'ja' })).json()).toMatchObject({
    operator: 'aiko',
    language: 'ja',
  });
  expect((await signIn('B-1001', '4711')).body).toMatchObject({ language: 'ja' });
  expect((await ask('PUT', '/api/session/language', authorization, { language: 'fr' })).statusCode).toBe(400);
  expect((await ask('PUT', '/api/session/language', '', { language: 'ja' })).statusCode).toBe(401);
});
