// Commands over HTTP: their form, who may send them, and the three outcomes.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../agent/core/model/command.ts';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
let base: PlausibleBase;
let log: LinesOfLog;

beforeEach(async () => {
  base = new PlausibleBase();
  log = new LinesOfLog();
  const server = await buildServer({ settings, agent: base, authenticator, log, clock: realClock, random });
  app = server.app;
  close = () => server.close();
});
afterEach(() => close());

async function tokenOf(badge: string, pin: string): Promise<string> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { badge, pin },
  });
  return reply.json<{ token: string }>().token;
}
async function send(
  payload: object | string,
  token = '',
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/commands',
    headers: {
      host: 'localhost',
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: reply.statusCode, body: reply.json() };
}

const all: Command[] = [
  { kind: 'open-job', id: 'command-1', order: 'order-1', station: 'dock-1' },
  { kind: 'start-check', id: 'command-2', station: 'dock-1' },
  { kind: 'identify', id: 'command-3', station: 'dock-1', code: 'NK-8813 コバルト', typed: true, weighing: 'w-1' },
  { kind: 'attach-tag', id: 'command-4', package: 'CO-014-02', epcHex: '3034257BF7194E4000001A84' },
  { kind: 'hold-foreign', id: 'command-5', station: 'dock-1', identity: 'blue drum, no mark', weighing: null },
  { kind: 'declare-missing', id: 'command-6', job: 'job-1', package: 'CO-014-04' },
  { kind: 'close-job', id: 'command-8', job: 'job-1' },
];

test.each(all)('done: $kind', async (command) => {
  const token = await tokenOf('B-1001', '4711');
  expect(await send(command, token)).toEqual({ status: 200, body: { kind: 'done', result: { job: 'job-1' } } });
  expect(base.commands).toEqual([{ command, actor: { operator: 'aiko', roles: ['operator'] } }]);
});

test('refused: the code, its sentence, its parameters', async () => {
  base.outcome = { kind: 'refused', code: 'station-busy', params: { station: 'dock-1', lot: 'CO-2026-014' } };
  expect(await send(all[0] ?? {}, await tokenOf('B-1001', '4711'))).toEqual({
    status: 409,
    body: {
      code: 'station-busy',
      message: 'Station dock-1 already works on lot CO-2026-014. Close that job first.',
      params: { station: 'dock-1', lot: 'CO-2026-014' },
    },
  });
});

test('not recorded is said as such', async () => {
  base.outcome = { kind: 'not-recorded' };
  expect(await send(all[0] ?? {}, await tokenOf('B-1001', '4711'))).toMatchObject({
    status: 503,
    body: { code: 'not-recorded' },
  });
});

test('nobody, an auditor, an operator and a supervisor', async () => {
  const lift: Command = { kind: 'lift-quarantine', id: 'command-7', package: 'p1' };
  expect(await send(lift)).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(await send(lift, 'f'.repeat(64))).toMatchObject({ status: 401 });
  expect(await send(all[0] ?? {}, await tokenOf('B-3001', '3333'))).toMatchObject({
    status: 403,
    body: { code: 'role-missing', params: { roles: 'operator or supervisor' } },
  });
  expect(await send(lift, await tokenOf('B-1001', '4711'))).toMatchObject({
    status: 403,
    body: { params: { roles: 'supervisor' } },
  });
  expect(base.commands).toEqual([]);
  expect((await send(lift, await tokenOf('B-2001', '2222'))).status).toBe(200);
});

test.each([
  ['no kind', { id: 'command-1' }],
  ['unknown kind', { kind: 'close-lot', id: 'command-1', job: 'j' }],
  ['unknown member', { kind: 'close-job', id: 'command-1', job: 'j', force: true }],
  ['missing member', { kind: 'open-job', id: 'command-1', order: 'o' }],
  ['short id', { kind: 'close-job', id: '1', job: 'j' }],
  [
    'control characters',
    { kind: 'identify', id: 'command-1', station: 'dock-1', code: 'a\u0000b', typed: false, weighing: null },
  ],
  [
    'too long',
    { kind: 'identify', id: 'command-1', station: 'dock-1', code: 'x'.repeat(201), typed: false, weighing: null },
  ],
  ['no JSON', '{"kind":'],
  ['a list', []],
])('malformed: %s', async (_name, payload) => {
  const { status, body } = await send(payload, await tokenOf('B-1001', '4711'));
  expect(status).toBe(400);
  expect(body).toMatchObject({
    code: 'request-malformed',
    message: expect.stringContaining('has not the form') as string,
  });
  expect(base.commands).toEqual([]);
});

test('too large, and not JSON', async () => {
  const token = await tokenOf('B-1001', '4711');
  expect(await send({ kind: 'close-job', id: 'command-1', job: 'x'.repeat(20_000) }, token)).toMatchObject({
    status: 413,
    body: { code: 'request-too-large' },
  });
  expect(await send('kind=close-job', token, { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
    status: 415,
    body: { code: 'media-refused' },
  });
  expect(await send('{}', token, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
});

test('a defect tells the log what, and the caller only where to look', async () => {
  base.trouble = new Error('book row CO-2026-014 vanished');
  const reply = await app.inject({ url: '/api/state', headers: { host: 'localhost' } });
  expect(reply.statusCode).toBe(500);
  expect(reply.body).not.toContain('vanished');
  const line = log.lines.find((one) => one.level === 'error');
  expect(line?.fields).toMatchObject({
    method: 'GET',
    route: '/api/state',
    request: reply.json<{ params: { request: string } }>().params.request,
  });
});
