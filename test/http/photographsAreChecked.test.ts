// Photographs over HTTP: who may send, what is none, how large; and how they and cases come back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { hashOf, jpeg, type Kept, openKept } from '../ledger/evidenceRig.ts';
import { newFolder } from '../ledger/rig.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
let base: PlausibleBase;
let kept: Kept;

beforeEach(async () => {
  base = new PlausibleBase();
  kept = openKept(newFolder());
  base.cases = {
    ...base.cases,
    storePhoto: (bytes) => kept.store.storePhoto(bytes),
    readPhoto: (photo) => kept.store.photo(photo),
  };
  const server = await buildServer({
    settings,
    agent: base,
    authenticator,
    log: new LinesOfLog(),
    clock: realClock,
    random,
  });
  app = server.app;
  close = () => server.close();
});
afterEach(async () => {
  await close();
  kept.store.close();
});

async function signIn(badge: string, pin: string): Promise<Record<string, string>> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { badge, pin },
  });
  return { host: 'localhost', authorization: `Bearer ${reply.json<{ token: string }>().token}` };
}
const operator = (): Promise<Record<string, string>> => signIn('B-1001', '4711');

async function send(
  payload: Buffer | string,
  headers: Record<string, string>,
  type = 'image/jpeg',
): Promise<[number, Record<string, unknown>]> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/photos',
    headers: { ...headers, 'content-type': type },
    payload,
  });
  return [reply.statusCode, reply.json()];
}

test('sent, answered with its hash, and the same bytes come back as a picture and nothing else', async () => {
  const headers = await operator();
  const bytes = jpeg('drum', 300_000);
  expect(await send(bytes, headers)).toEqual([200, { photo: hashOf(bytes), bytes: 300_000 }]);
  const back = await app.inject({ method: 'GET', url: `/api/photos/${hashOf(bytes)}`, headers });
  expect([back.statusCode, back.rawPayload.equals(bytes)]).toEqual([200, true]);
  expect(back.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test('nobody signed in sends or sees one; an auditor sees and does not send', async () => {
  const bytes = jpeg('drum');
  expect(await send(bytes, { host: 'localhost' })).toMatchObject([401, { code: 'not-signed-in' }]);
  const headers = await signIn('B-3001', '3333');
  expect(await send(bytes, headers)).toMatchObject([403, { code: 'role-missing' }]);
  kept.store.storePhoto(bytes);
  expect((await app.inject({ method: 'GET', url: `/api/photos/${hashOf(bytes)}`, headers })).statusCode).toBe(200);
  expect(
    (await app.inject({ method: 'GET', url: `/api/photos/${hashOf(bytes)}`, headers: { host: 'localhost' } }))
      .statusCode,
  ).toBe(401);
});

test('what is no photograph, too large or of another kind is refused', async () => {
  const headers = await operator();
  expect(await send(Buffer.from('<html>'.padEnd(400)), headers)).toMatchObject([415, { code: 'photo-malformed' }]);
  expect(await send(Buffer.alloc(0), headers)).toMatchObject([415, { code: 'photo-malformed' }]);
  expect(await send(jpeg('drum', 2_000_001), headers)).toMatchObject([
    413,
    { code: 'request-too-large', params: { bytes: 2_000_000 } },
  ]);
  expect(await send(jpeg('drum'), headers, 'image/png')).toMatchObject([415, { code: 'media-refused' }]);
  expect(await send('{}', headers, 'application/json')).toMatchObject([415, { code: 'media-refused' }]);
  // And no other resource takes pictures.
  const command = await app.inject({
    method: 'POST',
    url: '/api/commands',
    headers: { ...headers, 'content-type': 'image/jpeg' },
    payload: jpeg('drum'),
  });
  expect(command.json()).toMatchObject({ code: 'media-refused' });
});

test('one that is not there, altered, or badly asked for', async () => {
  const headers = await operator();
  const get = async (photo: string): Promise<[number, unknown]> => {
    const reply = await app.inject({ method: 'GET', url: `/api/photos/${photo}`, headers });
    return [reply.statusCode, reply.json<{ code: string }>().code];
  };
  expect(await get('0'.repeat(64))).toEqual([404, 'photo-not-here']);
  expect(await get('0'.repeat(63))).toEqual([400, 'request-malformed']);
});

test('the store fails: said as such, and the command attach-photo has its form', async () => {
  const headers = await operator();
  kept.store.close();
  expect(await send(jpeg('drum'), headers)).toMatchObject([503, { code: 'evidence-failed' }]);
  const attach = (photo: string): Promise<{ statusCode: number }> =>
    app.inject({
      method: 'POST',
      url: '/api/commands',
      headers,
      payload: { kind: 'attach-photo', id: 'command-1', finding: 'f-1', photo },
    });
  expect((await attach('ab'.repeat(32))).statusCode).toBe(200);
  expect((await attach('AB'.repeat(32))).statusCode).toBe(400);
});

test('cases and curves: unknown, hidden, badly asked for', async () => {
  const headers = await operator();
  const get = async (url: string): Promise<[number, unknown]> => {
    const reply = await app.inject({ method: 'GET', url, headers });
    return [reply.statusCode, reply.json()];
  };
  expect(await get('/api/cases')).toEqual([200, { cases: [], before: null }]);
  expect(await get('/api/cases?state=decided&before=100')).toEqual([200, { cases: [], before: null }]);
  for (const url of ['/api/cases?state=all', '/api/cases?before=0', '/api/cases?before=1.5', '/api/cases?limit=3'])
    expect(await get(url)).toMatchObject([400, { code: 'request-malformed' }]);
  expect(await get('/api/cases/f-1')).toMatchObject([404, { code: 'case-unknown', params: { finding: 'f-1' } }]);
  expect(await get('/api/weighings/w-1/curve')).toMatchObject([404, { code: 'curve-unknown' }]);
  base.cases.readCurve = () => 'blind';
  expect(await get('/api/weighings/w-1/curve')).toMatchObject([409, { code: 'blind' }]);
  expect((await app.inject({ method: 'GET', url: '/api/cases', headers: { host: 'localhost' } })).statusCode).toBe(401);
});
