// A base and a headquarters with real ledger, real store and real MQTT between them, for the scenarios of this folder.
import { throwDefect } from '../throwDefect.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { Ledger } from '../../agent/core/ports/ledger.ts';
import { type ConnectTransport, createMqttConnector } from '../../agent/link/mqttTransport.ts';
import { type BaseKeys, makeBaseKeys, type HeadquartersKeys, readHeadquartersKeys } from '../../agent/link/keyFiles.ts';
import { type HeadquartersLink, openHeadquartersLink } from '../../agent/link/headquartersLink.ts';
import type { LinkSettings } from '../../agent/link/linkSettings.ts';
import { createSigningGuard, DEFAULT_WALK, type SigningGuard } from '../../agent/link/signingGuard.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import { createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { type HeadquartersContext, startContext } from '../../agent/headquarters/link/messageAnswers.ts';
import { ensureHeadquartersKeys, type HeadquartersKeyRing } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { buildStockReport, type StockReport } from '../../agent/headquarters/desk/stockReport.ts';
import { runBrokerService } from '../../agent/headquarters/link/brokerService.ts';
import { Bookkeeper } from '../../agent/headquarters/book/bookkeeper.ts';
import { type BookRules, ownBookRules } from '../../agent/headquarters/book/bookRules.ts';
import {
  bookPath,
  type HeadquartersBook,
  openHeadquartersBook,
} from '../../agent/headquarters/store/headquartersBook.ts';
import type { LinkStore } from '../../agent/headquarters/store/linkStore.ts';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

export const BASE = 'test-base';
export const TOPIC = '5'.repeat(32);

/** Impatient, so that a scenario takes tenths of a second. */
export const IMPATIENT: LinkSettings = {
  windowEnvelopes: 4,
  acknowledgeTimeoutMs: 400,
  reconnectFirstMs: 40,
  reconnectLongestMs: 120,
  helloFirstMs: 150,
  helloLongestMs: 300,
  askFirstMs: 150,
  askLongestMs: 300,
  idleAskMs: 60_000,
  shortConversationMs: 100,
};

export const random: Random = { id: () => randomBytes(16).toString('hex'), fraction: () => Math.random() };
export const clock = createSimulatorClock();

export interface LinkRig {
  dir: string;
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  headquartersKeys: HeadquartersKeyRing;
  /** Of other rules than this program's: what an older or a faulty one made of the entries. */
  openHeadquarters(rules?: BookRules): RunningHeadquarters;
  openLink(
    url: string,
    options?: {
      mqttVersion?: '3.1.1' | '5';
      settings?: Partial<LinkSettings>;
      connect?: (real: ConnectTransport) => ConnectTransport;
      maxMessageBytes?: number;
    },
  ): HeadquartersLink;
  /** Appends `count` entries, one transaction each unless `together`. */
  record(count: number, options?: { together?: boolean; text?: string }): void;
  close(): Promise<void>;
}

export interface RunningHeadquarters {
  link: LinkStore;
  book: HeadquartersBook;
  /** In a process of its own it books by itself; here before each report, and behind entries delivered without a broker. */
  bookkeeper: Bookkeeper;
  context: HeadquartersContext;
  notes: string[];
  serve(url: string, mqttVersion?: '3.1.1' | '5'): Promise<void>;
  queue(notice: IntakeNotice, order?: string): void;
  report(): StockReport;
  stop(): Promise<void>;
}

export function openLinkRig(): LinkRig {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-link-'));
  const baseDir = join(dir, 'base');
  const headquartersDir = join(dir, 'headquarters');
  const own = ensureHeadquartersKeys(headquartersDir);
  const ledger = openLedger({ begin: true, dir: baseDir, base: BASE, clock, random, fold, foldVersion: FOLD_VERSION });
  const keys = {
    base: makeBaseKeys(baseDir, BASE),
    headquarters: readHeadquartersKeys(join(headquartersDir, 'headquarters.json')),
  };
  const { signingKey, sealingKey } = keys.base.public;
  ledger.transact('epoch', () => ({
    entries: [
      {
        kind: 'epoch-opened',
        body: {
          reason: 'installed',
          previous: null,
          signingKey,
          sealingKey,
          leafKey: '1e'.repeat(32),
          software: 'test',
        },
      },
    ],
    effects: [],
    result: {},
  }));
  const closers: (() => Promise<unknown>)[] = [];
  let recorded = 0;
  const rig: LinkRig = {
    dir,
    ledger,
    keys,
    headquartersKeys: own,
    openHeadquarters: (rules = OWN_RULES) => {
      const running = openHeadquarters(join(headquartersDir, 'headquarters.sqlite'), { own, base: keys.base, rules });
      closers.push(() => running.stop());
      return running;
    },
    openLink: (
      url,
      {
        mqttVersion = '3.1.1',
        settings = {},
        connect = (real: ConnectTransport) => real,
        maxMessageBytes = 1_000_000,
      } = {},
    ) => {
      const real = createMqttConnector({
        url,
        mqttVersion,
        topicId: TOPIC,
        clientId: random.id(),
        tls: null,
        keepAliveSeconds: 5,
        connectTimeoutMs: 2_000,
        maxMessageBytes,
      });
      const log = { info: () => undefined, warn: () => undefined };
      const link = openHeadquartersLink({
        ledger: rig.ledger,
        keys,
        settings: { ...IMPATIENT, ...settings },
        clock,
        random,
        connectTransport: connect(real),
        decideOrder,
        reportDefect: throwDefect,
        log,
        guard: guardOf(rig),
      });
      closers.push(() => link.close());
      return link;
    },
    record: (count, { together = false, text = 'x' } = {}) => {
      const entry = (): Parameters<typeof ledger.transact>[1] => () => {
        const size = together ? count : 1;
        const entries = Array.from({ length: size }, () => {
          recorded += 1;
          return {
            kind: 'agent-started' as const,
            body: { run: `run-${recorded}`, software: text, configHash: 'c', releasedWallMs: 0 },
          };
        });
        return { entries, effects: [], result: {} };
      };
      if (together) ledger.transact(`filler:${random.id()}`, entry());
      else for (let index = 0; index < count; index += 1) ledger.transact(`filler:${random.id()}`, entry());
    },
    close: async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
      ledger.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return rig;
}

/** Made once: it reads the schemas of all kinds. */
const OWN_RULES = ownBookRules();

function openHeadquarters(
  path: string,
  { own, base, rules }: { own: HeadquartersKeyRing; base: BaseKeys; rules: BookRules },
): RunningHeadquarters {
  const link = openLinkStore(path);
  const book = openHeadquartersBook(bookPath(path), { rules: rules.name, mayDrop: true });
  link.enrolBase({
    base: BASE,
    topic: TOPIC,
    signing_key: base.public.signingKey,
    sealing_key: base.public.sealingKey,
  });
  const headquarters = startContext({ link, keys: own, wallMs: () => Date.now() });
  const notes: string[] = [];
  const bookkeeper = new Bookkeeper({ link, book, keys: own, rules, log: (line) => notes.push(line) });
  bookkeeper.catchUp();
  const stop = new AbortController();
  let served: Promise<void> = Promise.resolve();
  let closed = false;
  return {
    link,
    book,
    bookkeeper,
    context: headquarters,
    notes,
    serve: (url, mqttVersion = '3.1.1') =>
      new Promise((resolve) => {
        served = runBrokerService({
          context: headquarters,
          broker: url,
          mqttVersion,
          pollMs: 30,
          stop: stop.signal,
          onReady: resolve,
          onStored: () => bookkeeper.wake(),
          log: (line) => notes.push(line),
        });
      }),
    queue: (notice, order) => {
      const queued = queueOrder(link, order === undefined ? notice : { order, body: notice });
      if ('refusal' in queued) throw new Error(queued.refusal);
    },
    report: () => {
      bookkeeper.catchUp();
      return buildStockReport({ link, book });
    },
    stop: async () => {
      if (closed) return;
      closed = true;
      stop.abort();
      await served;
      bookkeeper.close();
      book.close();
      link.close();
    },
  };
}

/** Vouches for what the rig's base signs; its walk never comes round by itself. */
export function guardOf({ ledger, keys }: Pick<LinkRig, 'ledger' | 'keys'>): SigningGuard {
  const log = { info: () => undefined, warn: () => undefined };
  const never = { ...clock, after: () => () => undefined };
  return createSigningGuard({ ledger, keys: keys.base, clock: never, walk: DEFAULT_WALK, log });
}

/** Waits until `done` is true; fails with what `describe` sees. */
export async function until(done: () => boolean, describe: () => unknown, limitMs = 8_000): Promise<void> {
  const start = Date.now();
  while (!done()) {
    if (Date.now() - start > limitMs) throw new Error(`waited ${limitMs} ms in vain: ${JSON.stringify(describe())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Everything recorded has arrived and is acknowledged. */
export async function waitUntilSettled(
  rig: LinkRig,
  running: RunningHeadquarters,
  link: HeadquartersLink,
): Promise<void> {
  const head = (): ReturnType<Ledger['head']> => rig.ledger.head();
  const done = (): boolean => rig.ledger.cursor().seq === head().seq && running.report().headHash === head().hash;
  await until(done, () => ({ link: link.view(), head: head(), report: running.report(), notes: running.notes }));
}

/** Every entry at headquarters, in order, byte for byte what the ledger holds. */
export function hasSameEntries(rig: LinkRig, running: RunningHeadquarters): boolean {
  const rows = running.link.readEntries(BASE, { fromPlace: 1, limit: 1e9, maxBytes: 1e9 });
  return (
    rows.length === rig.ledger.head().seq &&
    rows.every(({ seq, hash, bytes }, index) => {
      const own = rig.ledger.entryAt(seq);
      return seq === index + 1 && own?.hash === hash && Buffer.compare(bytes, own.bytes) === 0;
    })
  );
}

export function notice(lot: string, packages = 2): IntakeNotice {
  return {
    kind: 'intake-notice',
    lot,
    commodity: 'Co',
    form: 'cobalt-metal',
    element: null,
    ownership: 'national',
    consignor: 'Works A',
    certificate: 'C-1',
    weighed: { intervalMg: 100_000, class: 'III', limitMg: null, lastDigitMg: 100_000 },
    fitnessSharePpm: null,
    totalGrossMg: null,
    packaging: 'drum',
    content: null,
    contract: null,
    removalLimits: null,
    packages: Array.from({ length: packages }, (_, index) => ({
      package: `${lot}-${index + 1}`,
      epcHex: null,
      mark: `M${index + 1}`,
      grossMg: 268_400_000,
      tareMg: 18_400_000,
      tareToleranceMg: null,
      pallet: null,
    })),
  };
}
