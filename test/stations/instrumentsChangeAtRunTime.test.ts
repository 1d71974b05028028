// A technician adds, changes and removes one instrument while the agent runs: the site file follows with its comments,
// the others' sessions go on untouched, and a change that does not fit changes nothing.
import { appendFileSync, chmodSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WeighingBody } from '../../agent/core/model/entry.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import type { InstrumentView } from '../../agent/core/views/stateView.ts';
import type { RunningAgent } from '../../agent/start.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { clock, pause, SmallBase, streamingScale, until } from './base.ts';

let base: SmallBase;
let agent: RunningAgent;
let token = '';
const captures: [string, Capture][] = [];
const recorded: WeighingBody[] = [];
beforeEach(async () => {
  captures.length = 0;
  recorded.length = 0;
  base = await new SmallBase().plugIn();
  for (const role of ['technician', 'supervisor', 'operator'] as const) await base.operator(base.load(), role, role);
  await base.announce(notice([drum(1)]));
  agent = await base.start({
    onCapture: (station, capture) => void captures.push([station, capture]),
    onWeighingRecorded: (weighing) => void recorded.push(weighing),
    random: createSystemRandom(),
  });
  token = await signIn('technician');
  await until('both scales', async () => (await instruments()).every(({ counts }) => counts.frames > 3));
});
afterEach(() => base.close());

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown, as = token): Promise<Answer> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    authorization: `Bearer ${as}`,
  };
  const reply = await fetch(`${agent.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
async function signIn(who: string): Promise<string> {
  return String((await call('POST', '/api/session', { badge: `B-${who}`, pin: '735190' }, '')).body['token']);
}
async function instruments(): Promise<InstrumentView[]> {
  return (await call('GET', '/api/instruments')).body['instruments'] as InstrumentView[];
}
async function instrument(id: string): Promise<InstrumentView> {
  const found = (await instruments()).find((one) => one.instrument === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}
const file = (): string => readFileSync(base.path, 'utf8');

const range = (max: string): object => ({
  class: 'III',
  unit: 'kg',
  decimals: 1,
  ranges: [{ max, min: '4', interval: '0.2' }],
});

test('what a technician sees of an instrument', async () => {
  expect(await instrument('scale-1')).toMatchObject({
    model: 'and-ad4406',
    kind: 'scale',
    port: `${base.link} 2400 7E1`,
    state: 'open',
    trouble: '',
    stations: ['dock-1'],
    counts: { opens: 1, checksumErrors: 0 },
    verification: { verified: false, mark: null, until: null },
  });
  const { lastBytesHex, lastFrameAgeMs } = await instrument('scale-1');
  expect(Buffer.from(lastBytesHex, 'hex').toString()).toContain('ST,GS,');
  expect(lastFrameAgeMs).toBeLessThan(2_000);
});

test('who may look and who may change', async () => {
  const [supervisor, operator] = [await signIn('supervisor'), await signIn('operator')];
  const statuses = async (as: string): Promise<number[]> => [
    (await call('GET', '/api/instruments', undefined, as)).status,
    (await call('DELETE', '/api/instruments/scale-1', undefined, as)).status,
  ];
  expect([await statuses(''), await statuses(operator), await statuses(supervisor)]).toEqual([
    [401, 401],
    [403, 403],
    [200, 403],
  ]);
  const entry = async (as: string): Promise<number> =>
    (await call('GET', '/api/instruments/scale-1', undefined, as)).status;
  expect([await entry(''), await entry(operator), await entry(supervisor), await entry(token)]).toEqual([
    401, 403, 403, 200,
  ]);
  expect(await call('GET', '/api/instruments/scale-9')).toMatchObject({
    status: 404,
    body: { code: 'instrument-unknown' },
  });
});

test('added, changed, removed: only its own session moves, and comments stay', async () => {
  const link = `${base.link}-3`;
  const wire = await openSerialWire({ link, device: streamingScale({ massMg: 5_000_000 }), clock });
  const hashes = new Set<unknown>();
  const before = await instrument('scale-2');
  const added = await call('POST', '/api/instruments', {
    id: 'scale-3',
    model: 'and-ad4406',
    port: { serial: link },
    scale: range('600'),
  });
  expect(added).toMatchObject({ status: 200, body: { kind: 'done', instrument: 'scale-3' } });
  hashes.add(added.body['configHash']);
  await until('the new scale', async () => (await instrument('scale-3')).counts.frames > 3);
  expect(base.load().configHash).toBe(added.body['configHash']);

  const changed = await call('PUT', '/api/instruments/scale-3', {
    model: 'and-ad4406',
    port: { serial: link, baud: 4800 },
    scale: range('300'),
  });
  expect(changed.status).toBe(200);
  hashes.add(changed.body['configHash']);
  await until(
    'it opens anew',
    async () => (await instrument('scale-3')).port.includes(' 4800 ') && (await instrument('scale-3')).state === 'open',
  );

  expect((await call('DELETE', '/api/instruments/scale-3')).status).toBe(200);
  expect((await instruments()).map((one) => one.instrument)).toEqual(['scale-1', 'scale-2']);
  expect(hashes.size).toBe(2);
  // Back to the first content, and so to the first hash; the comments are where they were.
  expect(base.load().configHash).not.toBe(changed.body['configHash']);
  for (const comment of [
    '# The small base of a test.',
    '# the old indicator at the gate',
    '# streams',
    '# as on its display',
  ])
    expect(file()).toContain(comment);

  const [one, two] = await instruments();
  expect([one?.counts.opens, two?.counts.opens]).toEqual([1, 1]);
  expect(two?.counts.frames).toBeGreaterThan(before.counts.frames);
  expect(readdirSync(base.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await wire.close();
});

test('a changed scale proves its zero again, weighs by its new facts, and its weighings name the new configuration', async () => {
  await pause(300);
  const reply = await call('PUT', '/api/instruments/scale-1', {
    model: 'and-ad4406',
    port: { serial: base.link },
    scale: range('300'),
  });
  expect(reply.status).toBe(200);
  expect(file()).toContain('max: "300"');
  await until('it opens anew', async () => (await instrument('scale-1')).counts.frames > 3);
  expect((await instrument('scale-2')).counts.opens).toBe(1);
  // A check weight is due: the load is watched and gives no weighing.
  base.platforms[0].massMg = 250_000_000;
  await pause(1_800);
  expect(captures).toEqual([]);

  const person = await signIn('operator');
  const command = async (body: object): Promise<void> => {
    const answer = await call('POST', '/api/commands', { id: createSystemRandom().id(), ...body }, person);
    expect([answer.status, answer.body]).toMatchObject([200, { kind: 'done' }]);
  };
  base.platforms[0].massMg = 0;
  await until(
    'the platform to be clear',
    async () =>
      (
        await call(
          'POST',
          '/api/commands',
          { id: createSystemRandom().id(), kind: 'start-check', station: 'dock-1' },
          person,
        )
      ).status === 200,
  );
  base.platforms[0].massMg = 200_000_000;
  await until('the check', () => captures.length === 1);
  base.platforms[0].massMg = 0;
  await command({ kind: 'open-job', order: 'order-CO-1', station: 'dock-1' });
  await pause(1_000);
  base.platforms[0].massMg = 250_000_000;
  await until('the weighing', () => recorded.length === 1);
  expect(recorded[0]).toMatchObject({
    configHash: reply.body['configHash'],
    grossMg: 250_000_000,
    scale: { ranges: [{ maxMg: 300_000_000 }] },
  });
});

test('what does not fit changes nothing, and every fault is told with its place', async () => {
  const text = file();
  const faulty = await call('PUT', '/api/instruments/scale-1', {
    model: 'no-such',
    port: { serial: base.link, boud: 1 },
    scale: range('600'),
  });
  expect(faulty).toMatchObject({ status: 422, body: { code: 'site-file-faulty', params: { faults: 2 } } });
  expect((faulty.body['faults'] as { path: string }[]).map(({ path }) => path).sort()).toEqual([
    'instruments[0].model',
    'instruments[0].port.boud',
  ]);
  // dock-1 weighs with it.
  const used = await call('DELETE', '/api/instruments/scale-1');
  expect([used.status, (used.body['faults'] as { path: string }[])[0]?.path]).toEqual([422, 'stations[0].scale']);
  expect((await call('POST', '/api/instruments', { id: 'scale-1', model: 'and-ad4406' })).body['code']).toBe(
    'instrument-exists',
  );
  expect((await call('PUT', '/api/instruments/scale-9', { model: 'and-ad4406' })).body['code']).toBe(
    'instrument-unknown',
  );
  expect((await call('PUT', '/api/instruments/scale-1', { id: 'scale-2' })).status).toBe(400);
  expect(file()).toBe(text);
  expect((await instruments()).map(({ counts }) => counts.opens)).toEqual([1, 1]);
});

test('a file that somebody edited meanwhile is not overwritten', async () => {
  appendFileSync(base.path, '# edited by hand\n');
  const reply = await call('PUT', '/api/instruments/scale-1', {
    model: 'and-ad4406',
    port: { serial: base.link },
    scale: range('300'),
  });
  expect(reply).toMatchObject({ status: 409, body: { code: 'site-file-changed' } });
  expect(file().endsWith('# edited by hand\n')).toBe(true);
  expect((await instrument('scale-1')).counts.opens).toBe(1);
});

test('the file keeps its mode, and two changes at once both happen', async () => {
  chmodSync(base.path, 0o640);
  const put = (id: string, port: object, address?: string): Promise<Answer> =>
    call('PUT', `/api/instruments/${id}`, {
      model: id === 'scale-1' ? 'and-ad4406' : 'laumas-tlb',
      port,
      ...(address === undefined ? {} : { address }),
      scale: range('300'),
    });
  const replies = await Promise.all([
    put('scale-1', { serial: base.link }),
    put('scale-2', { tcp: `127.0.0.1:${base.socket.port}` }, '1'),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(file().match(/max: "300"/g)).toHaveLength(2);
  expect(statSync(base.path).mode & 0o777).toBe(0o640);
});
