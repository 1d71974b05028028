// The cursor: it moves only to a place that the ledger has, between cursor and head; back only when the link says so.
import { describe, expect, it } from 'vitest';
import type { Cursor } from '../../agent/core/ports/ledger.ts';
import { decided, jobOpened, newFolder, openTestLedger } from './rig.ts';

describe('an acknowledgement', () => {
  function filled() {
    const dir = newFolder();
    const ledger = openTestLedger(dir);
    for (let n = 1; n <= 5; n += 1) ledger.transact(`c${n}`, () => decided([jobOpened(`j${n}`)]));
    const hashAt = (seq: number, changes: Partial<Cursor> = {}): Cursor => ({
      seq,
      hash: ledger.entryAt(seq)?.hash ?? '0'.repeat(64),
      incarnation: 'hq-1',
      signed: `jws-${seq}`,
      ...changes,
    });
    return { dir, ledger, at: hashAt };
  }

  it('moves the cursor, and the cursor survives a restart', () => {
    const { dir, ledger, at } = filled();
    expect(ledger.acknowledge(at(3), { back: false })).toBe('moved');
    expect(ledger.acknowledge(at(3), { back: false })).toBe('unchanged');
    const expected = at(3);
    ledger.close();
    expect(openTestLedger(dir).cursor()).toEqual(expected);
  });

  it.each<[string, Partial<Cursor> & { seq: number }]>([
    ['beyond the head', { seq: 6 }],
    ['before the cursor', { seq: 2 }],
    ['with another hash', { seq: 4, hash: 'ab'.repeat(32) }],
    ['at no whole number', { seq: 3.5 }],
  ])('%s is refused', (_what, { seq, ...changes }) => {
    const { ledger, at } = filled();
    ledger.acknowledge(at(3), { back: false });
    expect(ledger.acknowledge(at(seq, changes), { back: false })).toBe('refused');
    expect(ledger.cursor().seq).toBe(3);
  });

  it('may move it back when headquarters was restored, to a hash we have, also to nothing', () => {
    const { ledger, at } = filled();
    ledger.acknowledge(at(4), { back: false });
    expect(ledger.acknowledge(at(2, { hash: 'ab'.repeat(32) }), { back: true })).toBe('refused');
    expect(ledger.acknowledge(at(2), { back: true })).toBe('moved');
    expect(ledger.acknowledge(at(0), { back: true })).toBe('moved');
    expect(ledger.cursor().seq).toBe(0);
  });

  it('of another incarnation at the same place is kept', () => {
    const { ledger, at } = filled();
    ledger.acknowledge(at(3), { back: false });
    expect(ledger.acknowledge(at(3, { incarnation: 'hq-2', signed: 'h.new.s' }), { back: false })).toBe('unchanged');
    expect(ledger.cursor()).toMatchObject({ incarnation: 'hq-2', signed: 'h.new.s' });
  });
});
