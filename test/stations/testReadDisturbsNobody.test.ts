// A technician test-reads a scale in the midst of a weighing: he sees raw bytes and readings, and the weighing is what
// it would have been. What he sees of an instrument otherwise: its last word, the models, the verification mark that he
// puts.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ModelView, TestReadView } from '../../agent/core/views/lookupViews.ts';
import type { WeighingBody } from '../../agent/core/model/entry.ts';
import type { InstrumentView, StateView } from '../../agent/core/views/stateView.ts';
import type { RunningAgent } from '../../agent/start.ts';
import { TEST_READ_LIMITS } from '../../agent/services/instrumentTestRead.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { SmallBase, until } from './base.ts';

let base: SmallBase;
let agent: RunningAgent;
const tokens: Record<string, string> = {};
const recorded: WeighingBody[] = [];
beforeEach(async () => {
  recorded.length = 0;
  base = await new SmallBase().plugIn();
  for (const role of ['technician', 'supervisor', 'operator'] as const) await base.operator(base.load(), role, role);
  await base.announce(notice([drum(1)]));
  agent = await base.start({ onWeighingRecorded: (weighing) => void recorded.push(weighing) });
  for (const role of ['technician', 'supervisor', 'operator'])
    tokens[role] = String(
      (await call('POST', '/api/session', { as: 'nobody', body: { badge: `B-${role}`, pin: '735190' } })).body['token'],
    );
  await until('both scales', async () => (await instruments()).every(({ counts }) => counts.frames > 3));
});
afterEach(() => base.close());

interface Answer {
  status: number;
  body: Record<string, unknown>;
}
async function call(
  method: string,
  path: string,
  { body, as = 'technician' }: { body?: unknown; as?: string } = {},
): Promise<Answer> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    authorization: `Bearer ${tokens[as] ?? ''}`,
  };
  const reply = await fetch(`${agent.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
const instruments = async (): Promise<InstrumentView[]> =>
  (await call('GET', '/api/instruments')).body['instruments'] as InstrumentView[];
const named = async (id: string): Promise<InstrumentView | undefined> =>
  (await instruments()).find(({ instrument }) => instrument === id);
const station = async (id: string): Promise<StateView['stations'][number] | undefined> =>
  ((await call('GET', '/api/state')).body as unknown as StateView).stations.find((one) => one.station === id);
async function testRead(id: string): Promise<TestReadView> {
  const { status, body } = await call('POST', `/api/instruments/${id}/test-read`);
  expect(status).toBe(200);
  return body as unknown as TestReadView;
}
const text = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');

test('a load put on during the test read is weighed once, and the session goes on', async () => {
  await call('POST', '/api/commands', {
    as: 'operator',
    body: { kind: 'open-job', id: 'command-1', order: 'order-CO-1', station: 'dock-1' },
  });
  await until('zero', async () => (await station('dock-1'))?.guidance.key === 'place-package');
  const reading = testRead('scale-1');
  base.platforms[0].massMg = 268_000_000;
  const read = await reading;
  await until('the weighing', () => recorded.length > 0);
  expect(recorded.map(({ grossMg, number }) => [grossMg, number])).toEqual([[268_000_000, 1]]);
  expect(text(read.bytesHex)).toContain('ST,GS,');
  expect(read.heard.length).toBeGreaterThan(10);
  expect(read.heard.length).toBeLessThanOrEqual(TEST_READ_LIMITS.heard);
  expect(read.heard[0]?.words).toMatch(/^gross (0\.0|268\.0) kg stable$/);
  expect(read).toMatchObject({ instrument: 'scale-1', trouble: '' });
  expect(await named('scale-1')).toMatchObject({ state: 'open', counts: { opens: 1, faults: 0 } });
  expect((await named('scale-1'))?.decoded).toMatchObject({ words: 'gross 268.0 kg stable' });
});

test('behind a Modbus bus the answers are heard too, and nothing is asked besides', async () => {
  base.platforms[1].massMg = 150_000_000;
  await until('the reading', async () => (await named('scale-2'))?.decoded?.words === 'gross 150.0 kg stable');
  const read = await testRead('scale-2');
  expect([read.bytesHex.length > 0, read.heard.at(-1)?.words, read.trouble]).toEqual([
    true,
    'gross 150.0 kg stable',
    '',
  ]);
  expect(await named('scale-2')).toMatchObject({ counts: { opens: 1, faults: 0 } });
});

test('two at once and no third; nobody else’s business', async () => {
  // A scale that is gone is listened to for the whole time.
  await base.serial.close();
  const running = [testRead('scale-1'), testRead('scale-1')];
  await until(
    'both to be running',
    async () => (await call('POST', '/api/instruments/scale-1/test-read')).status === 503,
  );
  expect(await call('POST', '/api/instruments/scale-9/test-read')).toMatchObject({
    status: 404,
    body: { code: 'instrument-unknown' },
  });
  const reads = await Promise.all(running);
  for (const read of reads) {
    expect(read.durationMs).toBeGreaterThanOrEqual(TEST_READ_LIMITS.forMs);
    expect(read.heard.length > 0 || read.trouble !== '').toBe(true);
  }
  const statuses = await Promise.all(
    ['nobody', 'operator', 'supervisor'].map(
      async (as) => (await call('POST', '/api/instruments/scale-1/test-read', { as })).status,
    ),
  );
  expect(statuses).toEqual([401, 403, 403]);
});

test('a verification mark is an entry, and holds from then on', async () => {
  const put = (id: string, body: object, as = 'technician'): Promise<Answer> =>
    call('PUT', `/api/instruments/${id}/verification`, { body, as });
  expect((await station('dock-1'))?.scale.verified).toBe(false);
  expect((await put('scale-1', { mark: 'M-77', until: '2099-12-31' }, 'supervisor')).status).toBe(403);
  expect(await put('scale-1', { mark: 'M-77', until: '2099-02-30' })).toMatchObject({
    status: 400,
    body: { code: 'request-malformed' },
  });
  const before = (await call('GET', '/api/ledger')).body['entries'] as number;
  expect(await put('scale-1', { mark: 'M-77', until: '2099-12-31' })).toEqual({
    status: 200,
    body: { kind: 'done', instrument: 'scale-1' },
  });
  expect((await call('GET', '/api/ledger')).body['entries']).toBe(before + 1);
  expect(await named('scale-1')).toMatchObject({ verification: { verified: true, mark: 'M-77', until: '2099-12-31' } });
  expect((await station('dock-1'))?.scale.verified).toBe(true);
  expect(await put('scale-9', { mark: null, until: null })).toMatchObject({
    status: 404,
    body: { code: 'instrument-unknown' },
  });
});

test('the models that an instrument can be made of', async () => {
  expect((await call('GET', '/api/models', { as: 'operator' })).status).toBe(403);
  const models = (await call('GET', '/api/models')).body['models'] as ModelView[];
  expect(models.find(({ model }) => model === 'and-ad4406')).toEqual({
    model: 'and-ad4406',
    name: 'A&D AD-4406 weighing indicator, stream output',
    kind: 'scale',
    protocol: 'and-std',
    wire: 'serial 2400 7E1',
    note: 'A&D; sends by itself',
  });
  expect(models.filter(({ kind }) => kind === 'reader').length).toBeGreaterThan(5);
});
