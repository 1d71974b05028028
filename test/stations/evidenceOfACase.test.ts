// A drum too light, on the whole agent with a real scale: photographed, its case and curve hidden until somebody else
// has weighed it again; and a store of evidence that is broken neither stops nor delays a weighing.
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WeighingBody } from '../../agent/core/model/entry.ts';
import type { CasePage, CaseView, CurveView } from '../../agent/core/views/lookupViews.ts';
import type { StateView } from '../../agent/core/views/stateView.ts';
import type { RunningAgent } from '../../agent/start.ts';
import { openBeganStore } from './beganStore.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { hashOf, jpeg } from '../ledger/evidenceRig.ts';
import { clock, SmallBase, until } from './base.ts';

let base: SmallBase;
let agent: RunningAgent;
const recorded: WeighingBody[] = [];

beforeEach(async () => {
  recorded.length = 0;
  base = await new SmallBase().plugIn();
  for (const role of ['supervisor', 'operator'] as const) await base.operator(base.load(), role, role);
  await verified();
  await base.announce(notice([drum(1)]));
});
afterEach(() => base.close());

/** Only on a verified scale can a recount agree. */
async function verified(): Promise<void> {
  const store = await openBeganStore({ site: base.load().site, software: 'test', clock, random: createSystemRandom() });
  await store.register.applyChange(
    { kind: 'verification-put', instrument: 'scale-1', mark: 'M-1', verifiedUntil: '2099-12-31' },
    AT_THE_MACHINE,
  );
  await store.close();
}

async function start(): Promise<void> {
  agent = await base.start({ onWeighingRecorded: (weighing) => void recorded.push(weighing) });
}

interface Person {
  get(path: string): Promise<{ status: number; body: unknown }>;
  command(command: Record<string, unknown>): Promise<{ status: number; body: unknown }>;
  photograph(bytes: Buffer): Promise<unknown>;
}

let commands = 0;

async function person(id: string): Promise<Person> {
  const call = async (path: string, init: RequestInit): Promise<{ status: number; body: unknown }> => {
    const reply = await fetch(`${agent.url}${path}`, init);
    return { status: reply.status, body: await reply.json() };
  };
  const json = { 'content-type': 'application/json' };
  const { body } = await call('/api/session', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ badge: `B-${id}`, pin: '735190' }),
  });
  const authorization = `Bearer ${(body as { token: string }).token}`;
  return {
    get: (path) => call(path, { headers: { authorization } }),
    command: (command) =>
      call('/api/commands', {
        method: 'POST',
        headers: { ...json, authorization },
        body: JSON.stringify({ id: `command-${(commands += 1)}`, ...command }),
      }),
    photograph: async (bytes) =>
      (
        await call('/api/photos', {
          method: 'POST',
          headers: { 'content-type': 'image/jpeg', authorization },
          body: new Uint8Array(bytes),
        })
      ).body,
  };
}

/** Puts a mass on the first dock once it shows zero, and waits until it is recorded. */
async function weigh(kg: number): Promise<WeighingBody> {
  const before = recorded.length;
  const [platform] = base.platforms;
  const station = async (): Promise<string | undefined> =>
    ((await (await fetch(`${agent.url}/api/state`)).json()) as StateView).stations[0]?.reading?.value;
  platform.massMg = 0;
  await until('an empty platform', async () => (await station()) === '0.0');
  // Zero has to stand for half a second before what follows is another load.
  await new Promise((resolve) => setTimeout(resolve, 800));
  platform.massMg = kg * KG;
  await until('a weighing', () => recorded.length > before);
  const weighing = recorded.at(-1);
  if (!weighing) throw new Error('no weighing');
  return weighing;
}

test('hidden until it was weighed again, then shown with curve and photograph', async () => {
  await start();
  const ann = await person('operator');
  await ann.command({ kind: 'open-job', order: 'order-CO-1', station: 'dock-1' });
  const light = await weigh(238);
  expect(
    await ann.command({ kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: null }),
  ).toMatchObject({ status: 200 });
  const page = (await ann.get('/api/cases')).body as CasePage;
  expect(page).toMatchObject({
    before: null,
    cases: [
      { code: 'WEIGHT_LOW', mark: 'DRUM 1', blind: true, quantities: [], arithmetic: null, weighing: light.weighing },
    ],
  });
  const finding = page.cases[0]?.finding ?? '';
  expect(await ann.get(`/api/weighings/${light.weighing}/curve`)).toMatchObject({
    status: 409,
    body: { code: 'blind' },
  });

  const picture = jpeg('dent', 50_000);
  expect(await ann.command({ kind: 'attach-photo', finding, photo: hashOf(picture) })).toMatchObject({
    status: 409,
    body: { code: 'photo-unknown' },
  });
  expect(await ann.photograph(picture)).toEqual({ photo: hashOf(picture), bytes: 50_000 });
  expect(await ann.command({ kind: 'attach-photo', finding, photo: hashOf(picture) })).toMatchObject({ status: 200 });
  expect(((await ann.get(`/api/cases/${finding}`)).body as CaseView).photos).toMatchObject([
    { photo: hashOf(picture), operator: 'operator', sound: true },
  ]);

  const sue = await person('supervisor');
  base.platforms[0].massMg = 0;
  await until(
    'an announcement',
    async () =>
      (await sue.command({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } })).status ===
      200,
  );
  const again = await weigh(268);
  expect((await ann.get(`/api/cases/${finding}`)).body).toMatchObject({
    state: 'recounted',
    recount: again.weighing,
    blind: false,
    touched: ['operator', 'supervisor'],
    arithmetic: { differenceKg: '-30' },
  });
  const shown = await ann.get(`/api/weighings/${light.weighing}/curve`);
  const curve = shown.body as CurveView;
  expect([shown.status, curve.points.at(-1)?.kg, curve.unit, curve.intervalKg]).toEqual([200, 238, 'kg', '0.2']);
  expect(curve.window.toMs - curve.window.fromMs).toBe(light.window.durationMs);
});

test('a broken store of evidence: an alarm, and weighings as ever', async () => {
  await start();
  await agent.stop();
  writeFileSync(join(base.folder, 'data', 'ledger.evidence.sqlite'), 'not a database, and never was one'.repeat(200));
  await start();
  const ann = await person('operator');
  await ann.command({ kind: 'open-job', order: 'order-CO-1', station: 'dock-1' });
  const { weighing } = await weigh(268);
  expect(((await ann.get('/api/state')).body as StateView).alarms).toMatchObject([{ code: 'evidence' }]);
  expect(await ann.photograph(jpeg('dent'))).toMatchObject({ code: 'evidence-failed' });
  expect(await ann.get(`/api/weighings/${weighing}/curve`)).toMatchObject({
    status: 404,
    body: { code: 'curve-unknown' },
  });
  expect(base.broken).toEqual([]);
});
