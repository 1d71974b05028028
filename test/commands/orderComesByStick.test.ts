// Orders that come in a file because there is no network: into the ledger of a resting base, or through the running
// agent. What is not from headquarters, not in turn or not whole changes nothing.
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { loadCommodities } from '../../config/commodities.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runImportCommand } from '../../agent/commands/importCommand.ts';
import type { Order, OrderBody } from '../../agent/core/model/order.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { startAgent } from '../../agent/start.ts';
import { openBeganStore } from '../stations/beganStore.ts';
import { createSystemRandom, createSystemClock } from '../../agent/runtime/systemClock.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { ensureHeadquartersKeys, type HeadquartersKeyRing } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { loadSiteFile, type LoadedSite } from '../../config/siteConfig.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { releaseOrder } from '../core/releaseScenes.ts';

const BASE = 'takasago';
let folder = '';
let site = '';
let epoch = '';
let loaded: LoadedSite;
let own: HeadquartersKeyRing;
let to: ReturnType<typeof recipientKeysOf>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-stick-'));
  site = join(folder, 'site.yaml');
  own = ensureHeadquartersKeys(join(folder, 'house'));
  writeFileSync(
    site,
    `base: ${BASE}
name: { en: B, ja: B }
http: { port: 0 }
headquarters: { broker: "mqtt://127.0.0.1:1", keys: ./house/headquarters.json, topic: 3f9c0d52, client: 77aa41c0 }
stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
  );
  const outcome = loadSiteFile(site, { models: loadModelFiles(join(import.meta.dirname, '../../config/models')) });
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.errors));
  loaded = outcome;
  const store = await openBeganStore({
    site: loaded.site,
    software: 'test',
    clock: createSystemClock(),
    random: createSystemRandom(),
  });
  epoch = store.ledger.head().epoch;
  const { signingKey, sealingKey } = store.keys.public;
  to = recipientKeysOf({ base: BASE, topic: '', signing_key: signingKey, sealing_key: sealingKey });
  for (const role of ['supervisor', 'operator'] as const)
    await store.register.putOperator(
      { operator: role, name: role, roles: [role], badge: `B-${role}`, pin: '735190' },
      AT_THE_MACHINE,
    );
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A chain of orders as headquarters would send it. */
function sealed(bodies: readonly OrderBody[]): string[] {
  let previous = '0'.repeat(64);
  return bodies.map((body, index) => {
    const order: Order = {
      order: `order-${index + 1}`,
      base: BASE,
      epoch,
      counter: index + 1,
      previous,
      issuedWallMs: 1,
      body,
    };
    const signed = signHeadquartersText(SIGNED_TYP.order, order, own);
    previous = sha256OfText(signed);
    return sealForBase(signed, to);
  });
}
const LOTS = [notice([drum(1)]), notice([drum(2, { package: 'P-2' })], { lot: 'CO-2' })];

async function imports(
  messages: readonly string[],
  args: string[] = [],
  pin = '735190',
): Promise<{ code: number; outcomes: string[]; err: string }> {
  const file = join(folder, 'stick.txt');
  writeFileSync(file, `${messages.join('\r\n')}\r\n`);
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([`${pin}\n`]),
    mainPath: '',
    stop: new AbortController().signal,
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  const code = await runImportCommand([file, '--site', site, '--json', ...args], io);
  const answer = JSON.parse(out[0] ?? '{"messages":[]}') as { messages: { outcome: string }[] };
  return { code, outcomes: answer.messages.map(({ outcome }) => outcome), err: err.join('\n') };
}

async function orders(): Promise<string[]> {
  const store = await openBeganStore({
    site: loaded.site,
    software: 'test',
    clock: createSystemClock(),
    random: createSystemRandom(),
  });
  const found = store.ledger.book.where('order', 'state', 'open').map(({ id, kind }) => `${id} ${kind}`);
  await store.close();
  return found;
}

it('takes a chain of orders once, whoever brings the file again', async () => {
  const messages = sealed(LOTS);
  expect(await imports(messages)).toEqual({ code: 0, outcomes: ['applied', 'applied'], err: '' });
  expect(await imports(messages)).toEqual({ code: 0, outcomes: ['repeated', 'repeated'], err: '' });
  expect(await orders()).toEqual(['order-1 intake-notice', 'order-2 intake-notice']);
});

it('says of each message why it is worth nothing', async () => {
  const [first = '', second = ''] = sealed(LOTS);
  const stranger = ensureHeadquartersKeys(join(folder, 'stranger'));
  const order: Order = {
    order: 'x',
    base: BASE,
    epoch,
    counter: 1,
    previous: '0'.repeat(64),
    issuedWallMs: 1,
    body: LOTS[0] as OrderBody,
  };
  const forged = sealForBase(signHeadquartersText(SIGNED_TYP.order, order, stranger), to);
  const acknowledgement = { base: BASE, epoch, hash: '0'.repeat(64), incarnation: 'i', nonce: '', seq: 0 };
  const notAnOrder = sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, acknowledgement, own), to);
  const otherEpoch = sealForBase(
    signHeadquartersText(SIGNED_TYP.order, { ...order, epoch: randomBytes(16).toString('hex') }, own),
    to,
  );
  // The last of 128 bits stand at the top of the last character: A and B are the same there, A and Q are not.
  const damaged = `${first.slice(0, -1)}${first.endsWith('A') ? 'Q' : 'A'}`;
  const result = await imports([forged, 'garbage', damaged, notAnOrder, otherEpoch, second]);
  expect([result.code, result.outcomes]).toEqual([1, ['ignored', 'ignored', 'ignored', 'ignored', 'refused', 'gap']]);
  expect(await orders()).toEqual([]);
});

it('says that an order is taken and cannot be carried out', async () => {
  const result = await imports(sealed([releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] })]));
  expect([result.code, result.outcomes]).toEqual([1, ['cannot-be-carried-out']]);
});

it('goes through the running agent, as a supervisor, and not past it', async () => {
  const ignored = (): undefined => undefined;
  const agent = await startAgent({
    loaded,
    siteSource: null,
    software: 'test',
    releasedWallMs: 0,
    clock: createSystemClock(),
    random: createSystemRandom(),
    openPort: openPort,
    log: ignored,
    screenFolder: join(folder, 'none'),
    commodities: loadCommodities('config/commodities.yaml'),
    assumeCheckPassed: true,
    openStore: openBeganStore,
    readDiskSpace: () => null,
    onCapture: ignored,
    onWeighingRecorded: ignored,
  });
  try {
    const messages = sealed(LOTS);
    const alone = await imports(messages);
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('--badge') as string]);
    const call = (role: string, pin?: string): ReturnType<typeof imports> =>
      imports(messages, ['--badge', `B-${role}`, '--url', agent.url], pin);
    expect((await call('operator')).err).toContain('supervisor or technician');
    expect((await call('supervisor', '1111')).err).toContain('Badge or PIN is wrong');
    expect(await call('supervisor')).toEqual({ code: 0, outcomes: ['applied', 'applied'], err: '' });
    expect((await call('supervisor')).outcomes).toEqual(['repeated', 'repeated']);
    const big = await fetch(`${agent.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'x'.repeat(400_000) }),
    });
    expect([big.status, ((await big.json()) as { params: object }).params]).toEqual([413, { bytes: 350_100 }]);
  } finally {
    await agent.stop();
  }
  expect(await orders()).toEqual(['order-1 intake-notice', 'order-2 intake-notice']);
});

it.each<[string, string[], RegExp]>([
  ['no file', ['--site', 'SITE'], /name one file/],
  ['a file that is not there', ['/nowhere', '--site', 'SITE'], /cannot be read \(ENOENT\)/],
  ['no site', ['/nowhere'], /--site is missing/],
  [
    'an agent that is not there',
    ['FILE', '--site', 'SITE', '--badge', 'B', '--url', 'http://127.0.0.1:9'],
    /not reached at http:\/\/127\.0\.0\.1:9/,
  ],
])('a wrong call: %s', async (_name, args, words) => {
  const file = join(folder, 'one.txt');
  writeFileSync(file, 'x\n');
  const err: string[] = [];
  const io = {
    stdin: Readable.from(['1\n']),
    mainPath: '',
    stop: new AbortController().signal,
    out: () => undefined,
    err: (line: string) => void err.push(line),
  };
  const code = await runImportCommand(
    args.map((arg) => arg.replace('SITE', site).replace('FILE', file)),
    io,
  );
  expect([code, err.join('\n')]).toEqual([2, expect.stringMatching(words) as string]);
});

it('a site without headquarters takes no message', async () => {
  writeFileSync(site, readFileSync(site, 'utf8').replace(/headquarters:.*\n/, ''));
  const result = await imports(['x']);
  expect([result.code, result.err]).toEqual([2, expect.stringContaining('names no headquarters') as string]);
});
