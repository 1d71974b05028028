// transact(): one cause is decided once, whatever happens between its two arrivals; a refusal or a broken decision
// leaves nothing behind; entries are numbered, chained and folded in order.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { StoredEntry } from '../../agent/core/ports/ledger.ts';
import { GENESIS_HASH, computeEntryHash } from '../../agent/ledger/hashChain.ts';
import { decided, jobClosed, jobOpened, newFolder, openTestLedger } from './rig.ts';

const SAID = new Uint8Array([1]);
const WEIGHING = {
  id: '',
  load: 'l',
  number: 1,
  seq: 1,
  boundSeq: 1,
  wallMs: 0,
  scale: 's',
  station: 'd',
  job: null,
  lot: null,
  purpose: 'intake' as const,
  basis: 'single' as const,
  group: null,
  visit: null,
  checkBiasMg: null,
  era: 's/0',
  operator: null,
  intent: null,
  doubted: null,
  touched: [],
  package: null,
  boundBy: null,
  state: 'unbound' as const,
  grossMg: 1,
  intervalMg: 1,
  class: 'III' as const,
  ranges: [],
  ownPartMg: 1,
  fitnessSharePpm: null,
  verified: true,
  tags: [],
  tagsHere: [],
};

describe('a cause', () => {
  it('sent twice gets its first result and appends nothing', () => {
    const ledger = openTestLedger(newFolder());
    const first = ledger.transact('command:1', () => decided([jobOpened('a'), jobOpened('b')], { job: 'a' }));
    expect(first).toMatchObject({ kind: 'decided', result: { job: 'a' } });
    const second = ledger.transact('command:1', () => {
      throw new Error('must not be asked again');
    });
    expect(second).toEqual({ kind: 'known', result: { job: 'a' }, seq: 2 });
    expect(ledger.head().seq).toBe(2);
  });

  it('is still known after the agent was restarted', () => {
    const dir = newFolder();
    const before = openTestLedger(dir);
    before.transact('command:1', () => decided([jobOpened('a')], { done: true }));
    const head = before.head();
    before.close();
    const after = openTestLedger(dir);
    expect(after.head()).toEqual(head);
    expect(after.transact('command:1', () => decided([]))).toEqual({ kind: 'known', result: { done: true }, seq: 1 });
    expect(after.book.get('job', 'a')?.state).toBe('open');
  });

  it('that needs no entry is remembered too', () => {
    const ledger = openTestLedger(newFolder());
    ledger.transact('command:1', () => decided([], { nothing: 1 }));
    expect(ledger.transact('command:1', () => decided([jobOpened('a')]))).toEqual({
      kind: 'known',
      result: { nothing: 1 },
      seq: 0,
    });
  });

  it('that was refused keeps nothing and may succeed later', () => {
    const ledger = openTestLedger(newFolder());
    const refusal = { refusal: 'order-unknown' as const, params: {} };
    expect(ledger.transact('command:1', () => refusal)).toEqual({ kind: 'refused', refusal });
    expect(ledger.head()).toMatchObject({ seq: 0, hash: GENESIS_HASH });
    expect(ledger.transact('command:1', () => decided([jobOpened('a')]))).toMatchObject({ kind: 'decided' });
  });

  it('that a person gave is not taken with other content, done or refused before, also by another process', () => {
    const folder = newFolder();
    const ledger = openTestLedger(folder);
    const refusal = { refusal: 'order-unknown' as const, params: {} };
    const other = { kind: 'refused', refusal: { refusal: 'command-said-differently', params: {} } };
    expect(ledger.transact('command:1', () => decided([jobOpened('a')]), SAID)).toMatchObject({ kind: 'decided' });
    expect(ledger.transact('command:2', () => refusal, SAID)).toEqual({ kind: 'refused', refusal });
    ledger.close();
    const after = openTestLedger(folder);
    const tempted = (): never => {
      throw new Error('is not decided again');
    };
    expect(after.transact('command:1', tempted, SAID)).toMatchObject({ kind: 'known' });
    expect(after.transact('command:2', tempted, SAID)).toEqual({ kind: 'refused', refusal });
    for (const cause of ['command:1', 'command:2'])
      expect(after.transact(cause, tempted, new Uint8Array([2]))).toEqual(other);
  });

  it('that was refused is remembered beside the newest 100,000, and longer not', () => {
    const folder = newFolder();
    const ledger = openTestLedger(folder);
    const refusal = { refusal: 'order-unknown' as const, params: {} };
    for (let count = 1; count <= 5; count += 1) ledger.transact(`command:${count}`, () => refusal, SAID);
    const database = new Database(join(folder, 'ledger.sqlite'));
    database.exec("UPDATE refusals SET number = 100002 WHERE cause = 'command:5'");
    ledger.transact('command:6', () => refusal, SAID);
    const causes = database.prepare('SELECT cause FROM refusals ORDER BY number').pluck().all();
    database.close();
    expect(causes).toEqual(['command:4', 'command:5', 'command:6']);
  });

  it('has a length', () => {
    const ledger = openTestLedger(newFolder());
    expect(() => ledger.transact('', () => decided([]))).toThrow(RangeError);
    expect(() => ledger.transact('x'.repeat(201), () => decided([]))).toThrow(RangeError);
  });
});

describe('a decision', () => {
  it('sees the book as it was; each fold sees the folds before it', () => {
    const ledger = openTestLedger(newFolder());
    ledger.transact('c1', (book) => {
      expect(book.get('job', 'a')).toBeUndefined();
      // Closing folds only if the opening was folded before.
      return decided([jobOpened('a'), jobClosed('a')]);
    });
    expect(ledger.book.get('job', 'a')?.state).toBe('closed');
  });

  it('that throws rolls back, and the error leaves as it came', () => {
    const ledger = openTestLedger(newFolder());
    const bug = new Error('bug in a rule');
    expect(() =>
      ledger.transact('c1', () => {
        throw bug;
      }),
    ).toThrow(bug);
    expect(ledger.transact('c1', () => decided([jobOpened('a')]))).toMatchObject({ kind: 'decided' });
  });

  it('whose fold throws leaves neither entry nor cause nor book', () => {
    const ledger = openTestLedger(newFolder());
    expect(() => ledger.transact('c1', () => decided([jobOpened('a'), jobClosed('unknown')]))).toThrow(
      'no job unknown',
    );
    expect(ledger.head().seq).toBe(0);
    expect(ledger.entryAt(1)).toBeUndefined();
    expect(ledger.book.get('job', 'a')).toBeUndefined();
    ledger.transact('c1', () => decided([jobOpened('a')]));
    expect(ledger.head().seq).toBe(1);
  });

  it('with a float is refused by its path, and nothing is kept', () => {
    const ledger = openTestLedger(newFolder());
    expect(() =>
      ledger.transact('c1', () =>
        decided([{ kind: 'checkpoint', body: { format: 2, seq: 0.5, size: 0, hash: '', root: '', signature: '' } }]),
      ),
    ).toThrow('$.body.seq');
    expect(ledger.head().seq).toBe(0);
  });

  it('cannot transact itself', () => {
    const ledger = openTestLedger(newFolder());
    expect(() =>
      ledger.transact('c1', () => {
        ledger.transact('c2', () => decided([]));
        return decided([]);
      }),
    ).toThrow('cannot transact itself');
    expect(ledger.transact('c1', () => decided([jobOpened('a')]))).toMatchObject({ kind: 'decided' });
  });
});

describe('entries', () => {
  it('carry base, epoch, seq, cause and time, and hash over their canonical bytes and the hash before', () => {
    const ledger = openTestLedger(newFolder());
    ledger.transact('c1', () => decided([jobOpened('a'), jobOpened('b')]));
    const [one, two] = ledger.entriesAfter(0, { limit: 10, maxBytes: 1e6 });
    expect(one?.entry).toMatchObject({
      base: 'base-test',
      epoch: ledger.head().epoch,
      seq: 1,
      cause: 'c1',
      kind: 'job-opened',
      at: { boot: 'boot-1' },
    });
    expect(two?.entry.seq).toBe(2);
    expect(two?.entry.at).toEqual(one?.entry.at);
    expect(Buffer.from(one?.bytes ?? []).toString()).toBe(serializeCanonicalJson(one?.entry));
    expect(one?.hash).toBe(computeEntryHash(GENESIS_HASH, one?.bytes ?? new Uint8Array()));
    expect(two?.hash).toBe(computeEntryHash(one?.hash ?? '', two?.bytes ?? new Uint8Array()));
    expect(ledger.head().hash).toBe(two?.hash);
  });

  it('are read in order within limits, always at least one', () => {
    const ledger = openTestLedger(newFolder());
    for (let n = 1; n <= 10; n += 1) ledger.transact(`c${n}`, () => decided([jobOpened(`j${n}`)]));
    const seqs = (list: StoredEntry[]): number[] => list.map(({ entry }) => entry.seq);
    expect(seqs(ledger.entriesAfter(3, { limit: 4, maxBytes: 1e6 }))).toEqual([4, 5, 6, 7]);
    expect(seqs(ledger.entriesAfter(3, { limit: 4, maxBytes: 1 }))).toEqual([4]);
    expect(seqs(ledger.entriesAfter(10, { limit: 4, maxBytes: 1e6 }))).toEqual([]);
    expect(ledger.entryAt(0)).toBeUndefined();
    expect(ledger.entryAt(11)).toBeUndefined();
  });

  it('are told to listeners after the commit, known causes are not', () => {
    const ledger = openTestLedger(newFolder());
    const toldSeqs: number[] = [];
    const stop = ledger.onAppended((entries) => {
      expect(ledger.entryAt(entries[0]?.entry.seq ?? 0)).toBeDefined();
      toldSeqs.push(...entries.map(({ entry }) => entry.seq));
    });
    ledger.transact('c1', () => decided([jobOpened('a'), jobOpened('b')]));
    ledger.transact('c1', () => decided([jobOpened('a')]));
    ledger.transact('c2', () => ({ refusal: 'order-unknown', params: {} }));
    stop();
    ledger.transact('c3', () => decided([jobOpened('c')]));
    expect(toldSeqs).toEqual([1, 2]);
  });
});

describe('the book', () => {
  it('finds records by an indexed member, by null too, in the order of their ids', () => {
    const ledger = openTestLedger(newFolder(), {
      fold: (entry) =>
        entry.kind === 'package-foreign'
          ? [
              {
                kind: 'weighing',
                record: { ...WEIGHING, id: entry.body.identity, job: entry.body.job === '' ? null : entry.body.job },
              },
            ]
          : [],
    });
    const foreign = (identity: string, job: string) =>
      ({
        kind: 'package-foreign',
        body: { job, station: 's', identity, named: null, epcHex: null, weighing: null, operator: 'o' },
      }) as const;
    ledger.transact('c1', () =>
      decided([foreign('w3', ''), foreign('w1', ''), foreign('w2', 'j1'), foreign('w4', "it's")]),
    );
    const ids = (job: string | null, limit?: number) =>
      ledger.book.where('weighing', 'job', job, limit).map(({ id }) => id);
    expect(ids(null)).toEqual(['w1', 'w3']);
    expect(ids('j1')).toEqual(['w2']);
    expect(ids("it's")).toEqual(['w4']);
    expect(ids('j2')).toEqual([]);
    expect(ids(null, 1)).toEqual(['w1']);
    expect(() => ids(null, 0)).toThrow(RangeError);
  });
});
