// Signing in and out, what is shown to whom, and when a session ends.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { random, authenticator, HandClock, LinesOfLog, PlausibleBase, settings } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
const clock = new HandClock();

beforeEach(async () => {
  const server = await buildServer({
    settings,
    agent: new PlausibleBase(),
    authenticator,
    log: new LinesOfLog(),
    clock,
    random,
  });
  app = server.app;
  close = () => server.close();
});
afterEach(() => close());

async function signIn(
  badge: string,
  pin: string,
): Promise<{ status: number; body: Record<string, unknown>; cookie: string; retryAfter: unknown }> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { badge, pin },
  });
  return {
    status: reply.statusCode,
    body: reply.json(),
    cookie: String(reply.headers['set-cookie'] ?? ''),
    retryAfter: reply.headers['retry-after'],
  };
}
const get = (url: string, headers: Record<string, string> = {}): Promise<{ statusCode: number; json(): unknown }> =>
  app.inject({ method: 'GET', url, headers: { host: 'localhost', ...headers } });

test('right badge and PIN: a token, and a cookie that no script and no other site gets', async () => {
  const { status, body, cookie } = await signIn('B-1001', '4711');
  expect(status).toBe(200);
  expect(body).toEqual({
    operator: 'aiko',
    name: '佐藤 愛子',
    roles: ['operator'],
    language: null,
    idleLockMinutes: 30,
    token: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(cookie).toBe(`hakari-session=${String(body['token'])}; Path=/; HttpOnly; SameSite=Strict`);
  const who = { operator: 'aiko', name: '佐藤 愛子', roles: ['operator'], language: null, idleLockMinutes: 30 };
  expect((await get('/api/session', { cookie: cookie.split(';')[0] ?? '' })).json()).toEqual(who);
  expect((await get('/api/session', { authorization: `Bearer ${String(body['token'])}` })).json()).toEqual(who);
});

test('wrong PIN, unknown badge, waiting', async () => {
  const wrong = await signIn('B-1001', '0000');
  const unknown = await signIn('B-9', '0000');
  expect(wrong).toEqual(unknown);
  expect(wrong).toMatchObject({
    status: 401,
    body: { code: 'sign-in-refused', message: 'Badge or PIN is wrong.', params: {} },
    cookie: '',
  });
  expect(await signIn('B-LOCKED', '1')).toMatchObject({
    status: 429,
    retryAfter: '40',
    body: {
      code: 'sign-in-wait',
      message: 'Too many wrong tries. Wait 40 seconds.',
      params: { retryAfterSeconds: 40 },
    },
  });
});

test('without a session: the weight, but nothing of the stock', async () => {
  for (const url of ['/api/lots/CO-2026-014', '/api/orders', '/api/ledger', '/api/session'])
    expect((await get(url)).statusCode, url).toBe(401);
  const state = JSON.stringify((await get('/api/state')).json());
  expect(state).toContain('268.4');
  expect(state).not.toMatch(/CO-|NK-|3034257B|order-|"entries":42|Co"/);
});

test('with a session: state, lot, orders, ledger', async () => {
  const { body } = await signIn('B-3001', '3333');
  const authorization = `Bearer ${String(body['token'])}`;
  expect((await get('/api/state', { authorization })).json()).toMatchObject({
    lots: [{ lot: 'CO-2026-014' }],
    ledger: { entries: 42 },
  });
  expect((await get('/api/lots/CO-2026-014', { authorization })).json()).toMatchObject({ commodity: 'Co' });
  expect((await get('/api/lots/XX', { authorization })).json()).toEqual({
    code: 'lot-unknown',
    message: 'There is no lot XX at this base.',
    params: { lot: 'XX' },
  });
  expect((await get('/api/orders', { authorization })).json()).toMatchObject({
    orders: [{ order: 'order-1' }, { order: 'order-2' }],
  });
  expect((await get('/api/ledger', { authorization })).json()).toMatchObject({ entries: 42, acknowledged: 40 });
});

test('a session ends by signing out, when idle, and after a shift; looking is not use', async () => {
  const token = async (): Promise<string> => `Bearer ${String((await signIn('B-1001', '4711')).body['token'])}`;
  const status = async (authorization: string): Promise<number> =>
    (await get('/api/session', { authorization })).statusCode;

  const first = await token();
  const out = await app.inject({
    method: 'DELETE',
    url: '/api/session',
    headers: { host: 'localhost', authorization: first },
  });
  expect([out.statusCode, out.headers['set-cookie']]).toEqual([
    204,
    'hakari-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
  ]);
  expect(await status(first)).toBe(401);

  const idle = await token();
  clock.pass(29 * 60_000);
  expect(await status(idle)).toBe(200);
  clock.pass(60_000);
  expect(await status(idle)).toBe(401);

  const busy = await token();
  const work = (): Promise<{ statusCode: number }> =>
    app.inject({
      method: 'POST',
      url: '/api/commands',
      headers: { host: 'localhost', authorization: busy },
      payload: { kind: 'close-job', id: 'command-1', job: 'j' },
    });
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    clock.pass(20 * 60_000);
    expect((await work()).statusCode).toBe(200);
  }
  clock.pass(20 * 60_000);
  expect((await work()).statusCode).toBe(401);
});

test('no more than 100 people at once; signing in again at one screen takes the old place', async () => {
  let last = '';
  for (let people = 0; people < 100; people += 1) last = (await signIn('B-1001', '4711')).cookie.split(';')[0] ?? '';
  expect(await signIn('B-1001', '4711')).toMatchObject({ status: 503, body: { code: 'too-many-sessions' } });
  const again = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost', cookie: last },
    payload: { badge: 'B-2001', pin: '2222' },
  });
  expect(again.statusCode).toBe(200);
});
