// A base comes back: moved with entries that headquarters lacks, put back from an old copy that went on or not, with lost
// keys; and headquarters as it was, or put back from an older copy. Whatever the base recorded reaches headquarters, and
// each order is carried out once.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { EpochReason } from '../../agent/core/model/siteEntries.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { startContext } from '../../agent/headquarters/link/messageAnswers.ts';
import { ensureHeadquartersKeys } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { type HeadquartersLink, openHeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { readHeadquartersKeys } from '../../agent/link/keyFiles.ts';
import { beginBase, beginNewEpoch, openBaseStore, type BaseStore } from '../../agent/services/baseStore.ts';
import { throwDefect } from '../throwDefect.ts';
import { directLine } from './directLine.ts';
import { clock, guardOf, IMPATIENT, notice, random, TOPIC, until } from './linkRig.ts';
import { MODELS } from '../stations/base.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** One base and one headquarters in a folder, each closed and opened as its process is. */
class TwoSides {
  readonly folder = mkdtempSync(join(tmpdir(), 'hakari-back-'));
  readonly house = join(this.folder, 'house');
  readonly site: SiteConfig;
  readonly #parts: Parameters<typeof openBaseStore>[0];

  constructor() {
    folders.push(this.folder);
    const path = join(this.folder, 'site.yaml');
    writeFileSync(
      path,
      `base: demo
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: 0 }
stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
    );
    const loaded = loadSiteFile(path, { models: MODELS });
    if (loaded.kind === 'faulty') throw new Error(JSON.stringify(loaded.errors));
    this.site = loaded.site;
    this.#parts = { site: this.site, software: 'test', clock, random };
  }

  async begin(): Promise<void> {
    expect(await this.desk('keys')).toBe(0);
    await (await beginBase(this.#parts)).close();
    expect(await this.desk('enrol', '--keys', join(this.site.data, 'base-keys.json'), '--topic', TOPIC)).toBe(0);
  }

  async newEpoch(reason: Exclude<EpochReason, 'installed'>): Promise<string> {
    const store = await beginNewEpoch(this.#parts, reason);
    const { epoch } = store.ledger.head();
    await store.close();
    return epoch;
  }

  /** The base at work without a line: `count` entries. */
  async record(count: number): Promise<void> {
    await this.#withStore((store) => {
      for (let number = 0; number < count; number += 1) recordOne(store);
    });
  }

  /** Keeps and puts back a side's folder, as a backup tool does. */
  keep(side: 'data' | 'house'): void {
    cpSync(join(this.folder, side), join(this.folder, `${side}.kept`), { recursive: true });
  }

  putBack(side: 'data' | 'house'): void {
    rmSync(join(this.folder, side), { recursive: true });
    cpSync(join(this.folder, `${side}.kept`), join(this.folder, side), { recursive: true });
  }

  async desk(...args: string[]): Promise<number> {
    const io = { stop: new AbortController().signal, mainPath: '', out: () => undefined, err: () => undefined };
    return runHeadquarters([...args, '--dir', this.house], io);
  }

  order(id: string): void {
    this.#withLink((link) => queueOrder(link, { order: id, body: notice(id.slice(6)) }));
  }

  /** Both run and talk until `done`; then what is to be compared. */
  async talk(done: (link: HeadquartersLink, store: BaseStore) => boolean): Promise<void> {
    const store = await openBaseStore(this.#parts);
    const house = openLinkStore(join(this.house, 'headquarters.sqlite'));
    const context = startContext({
      link: house,
      keys: ensureHeadquartersKeys(this.house),
      wallMs: () => Date.now(),
    });
    const link = openHeadquartersLink({
      ledger: store.ledger,
      keys: { base: store.keys, headquarters: readHeadquartersKeys(join(this.house, 'headquarters.json')) },
      settings: { ...IMPATIENT, shortConversationMs: 0 },
      clock,
      random,
      connectTransport: directLine(context),
      decideOrder,
      reportDefect: throwDefect,
      guard: guardOf({
        ledger: store.ledger,
        keys: { base: store.keys, headquarters: readHeadquartersKeys(join(this.house, 'headquarters.json')) },
      }),
      log: { info: () => undefined, warn: () => undefined },
    });
    try {
      await until(
        () => done(link, store),
        () => ({ link: link.view(), streams: house.listStreams() }),
      );
    } finally {
      await link.close();
      await store.close();
      house.close();
    }
  }

  async #withStore<T>(work: (store: BaseStore) => T): Promise<T> {
    const store = await openBaseStore(this.#parts);
    try {
      return work(store);
    } finally {
      await store.close();
    }
  }

  #withLink<T>(work: (link: ReturnType<typeof openLinkStore>) => T): T {
    const link = openLinkStore(join(this.house, 'headquarters.sqlite'));
    try {
      return work(link);
    } finally {
      link.close();
    }
  }

  orders(): { order_id: string; answer: string | null }[] {
    return this.#withLink((link) => link.listOrders().map(({ order_id, answer }) => ({ order_id, answer })));
  }

  standings(): string[] {
    return this.#withLink((link) => link.listStreams().map(({ standing }) => standing));
  }

  hashes(): Promise<{ base: string[]; house: string[] }> {
    return this.#withStore(({ ledger }) => ({
      base: ledger.entriesAfter(0, { limit: 10_000, maxBytes: 1e8 }).map(({ hash }) => hash),
      house: this.#withLink((link) =>
        link.readEntries('demo', { fromPlace: 1, limit: 10_000, maxBytes: 1e8 }).map(({ hash }) => hash),
      ),
    }));
  }
}

let recorded = 0;
function recordOne({ ledger }: BaseStore): void {
  recorded += 1;
  const body = { run: `run-${recorded}`, software: 'x', configHash: 'c', releasedWallMs: 0 };
  ledger.transact(`filler:${recorded}`, () => ({
    entries: [{ kind: 'agent-started', body }],
    effects: [],
    result: {},
  }));
}

const isDrained = (link: HeadquartersLink): boolean => link.view().state === 'open' && link.view().waiting === 0;
const has = (store: BaseStore, order: string): boolean => store.ledger.book.get('order', order) !== undefined;

/** What became of the base between the copy and its coming back. */
const FATES = {
  moved: { reason: 'moved', putBack: false, offline: 0, losesKeys: false },
  'moved with work that headquarters lacks': { reason: 'moved', putBack: false, offline: 7, losesKeys: false },
  'put back from an old copy': { reason: 'restored', putBack: true, offline: 0, losesKeys: false },
  'put back from an old copy, then a week of work without a line': {
    reason: 'restored',
    putBack: true,
    offline: 9,
    losesKeys: false,
  },
  'without its keys': { reason: 'keys-lost', putBack: false, offline: 3, losesKeys: true },
} as const;
const NEWER = 'put back from a copy that is newer than the base’s';
const HOUSES = ['as it was', 'put back from an older copy', NEWER] as const;
const ORDERS = ['no orders', 'an order not carried yet', 'an answered order'] as const;

const CASES = Object.keys(FATES).flatMap((fate) =>
  HOUSES.flatMap((house) => ORDERS.map((orders) => [fate as keyof typeof FATES, house, orders] as const)),
);

it.each(CASES)('the base is %s; headquarters is %s; with %s', async (fate, house, orders) => {
  const { reason, putBack, offline, losesKeys } = FATES[fate];
  const sides = new TwoSides();
  await sides.begin();
  await sides.record(4);
  await sides.talk(isDrained);
  sides.keep('data');
  if (house === NEWER) {
    await sides.record(2);
    await sides.talk(isDrained);
  }
  sides.keep('house');
  if (orders === 'an answered order') sides.order('order-A');
  await sides.record(5);
  await sides.talk(
    (link, store) => isDrained(link) && (orders !== 'an answered order' || has(store, 'order-A')) && isDrained(link),
  );
  const before = await sides.hashes();
  if (orders === 'an order not carried yet') sides.order('order-B');

  if (putBack) sides.putBack('data');
  if (house !== 'as it was') {
    sides.putBack('house');
    if (orders === 'an order not carried yet') sides.order('order-B');
  }
  await sides.record(offline);
  const own = (await sides.hashes()).base;
  if (losesKeys) rmSync(join(sides.site.data, 'keys.json'));
  const epoch = await sides.newEpoch(reason);
  if (losesKeys) expect(await sides.desk('rekey', '--keys', join(sides.site.data, 'base-keys.json'))).toBe(0);

  await sides.talk((_link, store) => store.ledger.head().epoch === epoch && sides.standings().length > 1);
  expect(await sides.desk('streams')).toBe(1);
  expect(await sides.desk('approve', '--base', 'demo', '--epoch', epoch)).toBe(0);
  await sides.talk(
    (link, store) => isDrained(link) && (orders !== 'an order not carried yet' || has(store, 'order-B')),
  );
  await sides.talk(isDrained);

  const after = await sides.hashes();
  expect(after.house).toEqual(expect.arrayContaining([...own, ...after.base]));
  if (house === 'as it was') expect(after.house).toEqual(expect.arrayContaining(before.house));
  expect(new Set(after.house).size).toBe(after.house.length);
  expect(sides.standings().every((standing) => standing === 'fits')).toBe(true);
  const answers = sides.orders();
  if (orders === 'an order not carried yet') expect(answers).toEqual([{ order_id: 'order-B', answer: 'received' }]);
  if (orders === 'an answered order' && !putBack)
    expect(answers).toEqual([{ order_id: 'order-A', answer: 'received' }]);
  expect(await sides.desk('streams')).toBe(0);
});

it('an old copy that nobody gave a new epoch records nothing more, also after a restart without a line', async () => {
  const sides = new TwoSides();
  await sides.begin();
  sides.keep('data');
  await sides.record(5);
  await sides.talk(isDrained);
  sides.putBack('data');
  await sides.talk((_link, store) => store.ledger.halt() !== null);
  await expect(sides.record(1)).rejects.toThrow(/old copy.*hakari epoch/);
  expect(sides.standings()).toEqual(['behind']);
  const epoch = await sides.newEpoch('restored');
  await sides.record(1);
  await sides.talk(() => sides.standings().length === 2);
  expect(await sides.desk('approve', '--base', 'demo', '--epoch', epoch)).toBe(0);
  await sides.talk(isDrained);
});

it('two copies recorded: the second to speak records nothing more', async () => {
  const sides = new TwoSides();
  await sides.begin();
  sides.keep('data');
  await sides.record(5);
  await sides.talk(isDrained);
  sides.putBack('data');
  await sides.record(8);
  await sides.talk((_link, store) => store.ledger.halt()?.reason === 'forked');
  await expect(sides.record(1)).rejects.toThrow(/two copies/);
});
