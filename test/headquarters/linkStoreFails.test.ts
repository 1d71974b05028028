// The link half's file is locked, full or fails, before or after it has stored, at any call: nothing is acknowledged that is
// not stored, nothing is stored twice, no order has two numbers, and the process lives.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIncomingMessage } from '../../agent/link/inbox.ts';
import { sealHello } from '../../agent/link/hello.ts';
import { answerMessage, startContext } from '../../agent/headquarters/link/messageAnswers.ts';
import { workPersistently } from '../../agent/headquarters/link/persistence.ts';
import { TroubleTally } from '../../agent/headquarters/link/troubleTally.ts';
import { runBrokerService } from '../../agent/headquarters/link/brokerService.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import type { LinkStore } from '../../agent/headquarters/store/linkStore.ts';
import { openDatabase } from '../../agent/headquarters/store/sqliteFile.ts';
import { openLinkStore, SqliteLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { approveStream, sealEntries } from './entryDelivery.ts';
import { BASE, notice, openLinkRig, random, until, type LinkRig } from './linkRig.ts';
import { baseRow } from './scriptedHeadquarters.ts';

let rig: LinkRig;
let file: string;

beforeEach(async () => {
  rig = openLinkRig();
  await rig.openHeadquarters().stop();
  file = join(rig.dir, 'headquarters', 'headquarters.sqlite');
});

afterEach(async () => {
  await rig.close();
});

type Fault = { code: string; when: 'before' | 'after' };

/** The store, of which some calls fail: by their numbers, counted from 1. */
function failing(
  link: LinkStore,
  fault: Fault,
  isFailing: (call: number) => boolean,
): { link: LinkStore; calls: () => number } {
  let calls = 0;
  const proxy = new Proxy(link, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => {
        calls += 1;
        const error = new Database.SqliteError('the test says so', fault.code);
        if (isFailing(calls) && fault.when === 'before') throw error;
        const result: unknown = method.apply(target, args);
        if (isFailing(calls)) throw error;
        return result;
      };
    },
  });
  return { link: proxy, calls: () => calls };
}

/** Hello, entries in three envelopes of which the second comes twice, orders between them; what was acknowledged is held against the file. */
async function converse(link: LinkStore, real: LinkStore): Promise<string[]> {
  const told: string[] = [];
  const context = startContext({ link, keys: rig.headquartersKeys, wallMs: () => 0 });
  const persistence = { tally: new TroubleTally((line) => told.push(line)), pause: () => Promise.resolve() };
  const hear = async (message: string): Promise<void> => {
    let answers: string[] = [];
    const work = (): void => {
      answers = [];
      answers = answerMessage(context, baseRow(rig), message).messages;
    };
    expect(await workPersistently(persistence, { subject: 'message', work, isOver: () => false })).toBe('done');
    for (const answer of answers) {
      const heard = await readIncomingMessage(answer, rig.keys);
      if (heard.kind !== 'acknowledgement') continue;
      const { seq, hash } = heard.acknowledgement;
      const stream = real.findStream(BASE, rig.ledger.head().epoch);
      expect(stream).toMatchObject({ seq, hash });
      expect(real.readEntries(BASE, { fromPlace: 1, limit: 1e6, maxBytes: 1e9 })).toHaveLength(seq);
    }
  };
  const hello = (): Promise<string> =>
    sealHello({ ledger: rig.ledger, entries: rig.ledger, branch: false, keys: rig.keys, nonce: random.id() });
  await hear(await hello());
  queueOrder(real, { order: 'order-1', body: notice('A') });
  queueOrder(real, { order: 'order-2', body: notice('B') });
  await hear(await sealEntries(rig, { first: 1, last: 2 }));
  await hear(await sealEntries(rig, { first: 3, last: 4 }));
  await hear(await hello());
  await hear(await sealEntries(rig, { first: 3, last: 4 }));
  await hear(await sealEntries(rig, { first: 5, last: 6 }));
  return told;
}

function expectAllOnce(real: LinkStore): void {
  const entries = real.readEntries(BASE, { fromPlace: 1, limit: 1e6, maxBytes: 1e9 });
  expect(entries.map(({ seq, place, hash }) => [seq, place, hash])).toEqual(
    [1, 2, 3, 4, 5, 6].map((seq) => [seq, seq, rig.ledger.entryAt(seq)?.hash]),
  );
  expect(real.listOrders().map(({ order_id, counter }) => [order_id, counter])).toEqual([
    ['order-1', 1],
    ['order-2', 2],
  ]);
}

const FAULTS: Fault[] = ['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE'].flatMap((code) =>
  (['before', 'after'] as const).map((when) => ({ code, when })),
);

describe.each(FAULTS)('$code $when the work is done', (fault) => {
  it('at any one call, and for five calls on end', { timeout: 60_000 }, async () => {
    rig.record(5);
    const open = (): SqliteLinkStore =>
      new SqliteLinkStore(openDatabase(':memory:', { synchronous: 'FULL', busyTimeoutMs: 0 }));
    for (const length of [1, 5]) {
      let calls = 1;
      for (let first = 1; first <= calls; first += length) {
        const real = open();
        real.enrolBase(baseRow(rig));
        const faulty = failing(real, fault, (call) => call >= first && call < first + length);
        const told = await converse(faulty.link, real);
        expectAllOnce(real);
        if (first <= faulty.calls()) expect(told.join()).toContain('nothing is acknowledged, it is tried again');
        calls = faulty.calls();
        real.close();
      }
      expect(calls).toBeGreaterThan(20);
    }
  });
});

describe('the real file', () => {
  it('is locked by another process: nothing is acknowledged until it is free', async () => {
    rig.record(5);
    const link = openLinkStore(file, { busyTimeoutMs: 0 });
    approveStream(rig, { link });
    const context = startContext({ link, keys: rig.headquartersKeys, wallMs: () => 0 });
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const message = await sealEntries(rig, { first: 1, last: 6 });
    expect(() => answerMessage(context, baseRow(rig), message)).toThrow('locked');
    expect(link.listBases()[0]?.stored).toBe(0);
    other.exec('ROLLBACK');
    other.close();
    expect(answerMessage(context, baseRow(rig), message).messages).toHaveLength(1);
    expect(link.listBases()[0]?.stored).toBe(6);
    link.close();
  });

  it('cannot grow: nothing is acknowledged until there is room', async () => {
    rig.record(5, { text: random.id().repeat(6) });
    const database = openDatabase(file, { synchronous: 'FULL', busyTimeoutMs: 0 });
    const link = new SqliteLinkStore(database);
    approveStream(rig, { link });
    const context = startContext({ link, keys: rig.headquartersKeys, wallMs: () => 0 });
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
    for (let last = 2; last <= 6; last += 1) rig.record(60, { together: true, text: random.id().repeat(6) });
    const { seq } = rig.ledger.head();
    const message = await sealEntries(rig, { first: 1, last: seq });
    expect(() => answerMessage(context, baseRow(rig), message)).toThrow('full');
    expect(link.listBases()[0]?.stored).toBe(0);
    database.pragma('max_page_count = 1000000');
    expect(answerMessage(context, baseRow(rig), message).messages).toHaveLength(1);
    expect(link.listBases()[0]?.stored).toBe(seq);
    expect(statSync(file).size).toBeGreaterThan(0);
    link.close();
  });
});

describe('the running service', () => {
  let broker: TestBroker;
  beforeEach(async () => {
    broker = await openAedes();
  });
  afterEach(async () => {
    await broker.close();
  });

  it('drops a message that a fault of the program meets, tells it, and lives', async () => {
    const real = openLinkStore(file);
    const told: string[] = [];
    let faults = 0;
    const link = new Proxy<LinkStore>(real, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]): unknown => {
          const isPoisoned = (name === 'appendEntries' && faults < 2) || (name === 'listQueuedOrders' && faults < 30);
          if (isPoisoned) {
            faults += 1;
            throw new TypeError(`a defect in ${name}`);
          }
          return method.apply(target, args);
        };
      },
    });
    const stop = new AbortController();
    const served = runBrokerService({
      context: startContext({ link, keys: rig.headquartersKeys, wallMs: () => Date.now() }),
      broker: broker.url,
      mqttVersion: '3.1.1',
      pollMs: 10,
      stop: stop.signal,
      onReady: () => undefined,
      onStored: () => undefined,
      log: (line) => told.push(line),
    });
    rig.record(3);
    const base = rig.openLink(broker.url);
    await until(
      () => base.view().acknowledgedSeq === 4,
      () => [base.view(), told],
    );
    stop.abort();
    await served;
    expect(faults).toBeGreaterThan(2);
    expect(told.filter((line) => line.startsWith('dropped by a fault of the program'))).toHaveLength(2);
    real.close();
  });
});
