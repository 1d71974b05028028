// Who is not signed in learns nothing of what was weighed, where it stands or who works here; whoever asks wrongly is
// told what is wrong.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { CaseDock } from '../core/caseScenes.ts';
import { Archive } from './lookUpScenes.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';
import type { WeighingQuery, LedgerQueries } from '../../agent/services/agentApi.ts';

let app: HttpApp;
let close: () => Promise<void>;
let asked: WeighingQuery[];
let log: LinesOfLog;
let lookUp: LedgerQueries;

beforeEach(async () => {
  const base = new PlausibleBase();
  lookUp = new Archive().keep(CaseDock.judged(268, 268).ledger.entries).lookUp;
  asked = [];
  base.queries = {
    ...lookUp,
    operators: base.queries.operators,
    weighings: (query, actor) => (asked.push(query), lookUp.weighings(query, actor)),
  };
  log = new LinesOfLog();
  await serve(base);
});
afterEach(() => close());

async function serve(base: PlausibleBase): Promise<void> {
  const server = await buildServer({ settings, agent: base, authenticator, log, clock: realClock, random });
  app = server.app;
  close = () => server.close();
}
async function get(url: string, token = ''): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await app.inject({
    method: 'GET',
    url,
    headers: { host: 'localhost', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
  });
  return { status: reply.statusCode, body: reply.json() };
}
async function signedIn(badge = 'B-1001', pin = '4711'): Promise<string> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost' },
    payload: { badge, pin },
  });
  return reply.json<{ token: string }>().token;
}

test.each([
  '/api/weighings',
  '/api/weighings?lot=CO-1',
  '/api/weighings/x',
  '/api/drift',
  '/api/map',
  '/api/operators',
])('%s without a session', async (url) => {
  expect(await get(url)).toEqual({
    status: 401,
    body: { code: 'not-signed-in', message: 'Sign in with badge and PIN first.', params: {} },
  });
  expect(asked).toEqual([]);
});

test('with one: weighings, one in full, drift, map, names without roles and badges', async () => {
  const token = await signedIn();
  const { body } = await get('/api/weighings?lot=CO-1', token);
  expect(body).toMatchObject({ before: null, weighings: [{ mark: 'DRUM 2', grossKg: '268' }, { mark: 'DRUM 1' }] });
  const [first] = body['weighings'] as { weighing: string }[];
  expect(await get(`/api/weighings/${String(first?.weighing)}`, token)).toMatchObject({
    status: 200,
    body: { mark: 'DRUM 2', netKg: '250', since: [{ kind: 'verdict' }] },
  });
  expect(await get('/api/weighings/x', token)).toEqual({
    status: 404,
    body: { code: 'weighing-unknown', message: 'There is no weighing x in this ledger.', params: { weighing: 'x' } },
  });
  expect(await get('/api/drift', token)).toMatchObject({
    status: 200,
    body: { drift: [{ id: 'scale/scale-1' }, { id: 'consignor/C-1' }] },
  });
  expect(await get('/api/map', token)).toMatchObject({
    status: 200,
    body: { areas: [{ area: 'A' }, { area: 'B' }, { area: null, packages: 2 }] },
  });
  expect((await get('/api/operators', token)).body).toEqual({
    operators: [
      { operator: 'aiko', name: '佐藤 愛子' },
      { operator: 'kenji', name: '田中 健二' },
      { operator: 'mika', name: '鈴木 美香' },
    ],
  });
});

test('every way to write a time', async () => {
  const token = await signedIn();
  await get('/api/weighings?from=1790000000000&to=2026-11-25T08:30:00Z', token);
  await get('/api/weighings?from=2026-11-25T08:30%2B09:00&to=2026-11-25T08:30+09:00', token);
  await get('/api/weighings?from=2026-11-25&to=2026-11-25', token);
  const half = Date.parse('2026-11-25T08:30:00+09:00');
  expect(asked.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [1_790_000_000_000, Date.parse('2026-11-25T08:30:00Z')],
    [half, half],
    [new Date(2026, 10, 25).getTime(), new Date(2026, 10, 26).getTime() - 1],
  ]);
});

test.each([
  'from=yesterday',
  'from=2026-02-31',
  'to=2026-13-01',
  'from=-5',
  'before=0',
  'before=x',
  'lot=',
  `lot=${'x'.repeat(201)}`,
  'mass=268',
  'from=',
])('%s is refused with what is wrong', async (query) => {
  const { status, body } = await get(`/api/weighings?${query}`, await signedIn());
  expect([status, body['code']]).toEqual([400, 'request-malformed']);
  expect(String(body['message'])).toContain(query.split('=')[0]);
  expect(asked).toEqual([]);
});

test('too many looks, and a disk that fails: come again', async () => {
  const token = await signedIn();
  const base = new PlausibleBase();
  base.queries = {
    ...lookUp,
    weighings: () => Promise.resolve('busy'),
    weighing: () => Promise.resolve('storage'),
    drift: () => Promise.resolve('storage'),
    areas: () => Promise.resolve('storage'),
  };
  await close();
  await serve(base);
  const again = await signedIn();
  expect(token).not.toBe(again);
  expect(await get('/api/weighings', again)).toMatchObject({ status: 503, body: { code: 'busy' } });
  for (const url of ['/api/weighings/x', '/api/drift', '/api/map'])
    expect(await get(url, again)).toMatchObject({ status: 503, body: { code: 'storage-away' } });
  expect(log.lines.filter(({ message }) => message !== 'page-absent')).toEqual([]);
});
