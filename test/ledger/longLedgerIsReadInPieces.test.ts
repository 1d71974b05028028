// A ledger of ten years is looked into piece by piece: backwards by texts, records by index, and what each transaction
// changed.
import { expect, it } from 'vitest';
import type { BookChange } from '../../agent/core/model/book.ts';
import { decided, fill, jobClosed, jobOpened, newFolder, newKeys, openTestLedger } from './rig.ts';

const kind = (name: string): string => `"kind":"${name}"`;

it('backwards: the newest first, only what holds the texts, and how far it came', () => {
  const ledger = openTestLedger(newFolder());
  fill(ledger, newKeys(), 10);
  const head = ledger.head().seq;
  const jobs = ledger.entriesBefore(head + 1, { scanLimit: 5, limit: 100, holding: [[kind('job-opened')]] });
  expect([jobs.entries.map(({ entry }) => entry.seq), jobs.from]).toEqual([[11, 10, 9, 8], 8]);
  expect(jobs.entries[0]).toEqual(ledger.entryAt(11));
  const limited = ledger.entriesBefore(head + 1, { scanLimit: 100, limit: 3, holding: [[kind('job-opened')]] });
  expect([limited.entries.map(({ entry }) => entry.seq), limited.from]).toEqual([[11, 10, 9], 9]);
  const all = ledger.entriesBefore(head + 50, { scanLimit: 100, limit: 100, holding: [] });
  expect([all.entries.length, all.from]).toEqual([head, 1]);
});

it('one text of each list, and all lists', () => {
  const ledger = openTestLedger(newFolder());
  fill(ledger, newKeys(), 4);
  ledger.transact('close', () => decided([jobClosed('job-2')]));
  const seqs = (holding: string[][]): number[] =>
    ledger.entriesBefore(100, { scanLimit: 100, limit: 100, holding }).entries.map(({ entry }) => entry.seq);
  expect(seqs([['"job-2"', '"job-4"']])).toEqual([7, 5, 3]);
  expect(seqs([['"job-2"', '"job-4"'], [kind('job-opened')]])).toEqual([5, 3]);
  expect(seqs([['"job-2"'], ['"job-4"']])).toEqual([]);
});

it('the beginning: nothing is before it, in a new ledger neither', () => {
  const ledger = openTestLedger(newFolder());
  const search = { scanLimit: 10, limit: 10, holding: [] };
  expect(ledger.entriesBefore(1, search)).toEqual({ entries: [], from: 1 });
  expect(ledger.entriesBefore(5, search)).toEqual({ entries: [], from: 1 });
  fill(ledger, newKeys(), 1);
  expect(ledger.entriesBefore(1, search)).toEqual({ entries: [], from: 1 });
  expect(ledger.entriesBefore(2, search).entries.map(({ entry }) => entry.seq)).toEqual([1]);
});

it('records by an index in pieces, each once and by id', () => {
  const ledger = openTestLedger(newFolder());
  fill(ledger, newKeys(), 7);
  ledger.transact('close', () => decided([jobClosed('job-3')]));
  const found: string[] = [];
  for (let after = ''; ; after = found.at(-1) ?? '') {
    const piece = ledger.recordsAfter('job', { index: 'state', value: 'open', after, limit: 4 });
    found.push(...piece.map(({ id }) => id));
    if (piece.length < 4) break;
  }
  expect(found).toEqual(['job-1', 'job-2', 'job-4', 'job-5', 'job-6', 'job-7']);
  expect(() => ledger.recordsAfter('job', { index: 'state', value: 'open', after: '', limit: 0 })).toThrow(RangeError);
});

it('what a transaction changed is told once it is committed; what was refused or known, never', () => {
  const ledger = openTestLedger(newFolder());
  const told: (readonly BookChange[] | null)[] = [];
  const quiet = ledger.onFolded((changes) => told.push(changes));
  ledger.transact('one', () => decided([jobOpened('job-1'), jobOpened('job-2')]));
  ledger.transact('one', () => decided([jobOpened('job-1')]));
  ledger.transact('two', () => ({ refusal: 'job-unknown', params: {} }));
  expect(() => ledger.transact('three', () => decided([jobOpened('job-3'), jobClosed('no such job')]))).toThrow(
    'no job',
  );
  ledger.transact('four', () => decided([jobClosed('job-2')]));
  expect(told.map((changes) => changes?.map(({ kind: of, record }) => `${of} ${record.id}`))).toEqual([
    ['job job-1', 'station dock-1', 'job job-2', 'station dock-1'],
    ['job job-2'],
  ]);
  ledger.rebuildBook();
  expect(told.at(-1)).toBeNull();
  quiet();
  ledger.transact('five', () => decided([jobClosed('job-1')]));
  expect(told).toHaveLength(3);
});
