// The tags of two packages in store are exchanged, in however many steps: that is a finding on both, and the book gives
// neither the other's. And whoever reads a tag that was retired finds its package, wherever he reads it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideLoadEnded } from '../../agent/core/loads/loadOutcome.ts';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { isTagRetired } from '../../agent/core/model/packageLookup.ts';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';
import { Store } from './stocktakeScenes.ts';

const swapped = (dock: ReleaseDock): (string | null)[] =>
  dock.ledger.book
    .where('finding', 'lot', 'CO-1')
    .filter(({ code }) => code === 'TAGS_SWAPPED')
    .map(({ package: id }) => id)
    .sort();

describe('two drums in store', () => {
  it('one is to bear the tag of the other: a finding on both, and a refusal', () => {
    const dock = new ReleaseDock().stock([drum(1), drum(2)]);
    expect(dock.attachTag('CO-1-2', EPC(1))).toMatchObject({ refusal: 'epc-in-use', package: 'CO-1-1' });
    expect(swapped(dock)).toEqual(['CO-1-1', 'CO-1-2']);
    expect([dock.package('CO-1-1').held, dock.package('CO-1-2').epcHex]).toEqual([true, EPC(2)]);
  });

  it('crosswise by a third tag: the same', () => {
    const dock = new ReleaseDock().stock([drum(1), drum(2)]);
    dock.attachTag('CO-1-1', 'AAAA');
    expect(swapped(dock)).toEqual([]);
    dock.attachTag('CO-1-2', EPC(1));
    dock.attachTag('CO-1-1', EPC(2));
    expect(swapped(dock)).toEqual(['CO-1-1', 'CO-1-2']);
  });

  it('is not said again while it is open, and not of what is only expected', () => {
    const dock = new ReleaseDock().stock([drum(1), drum(2)]);
    dock.attachTag('CO-1-2', EPC(1));
    expect(dock.attachTag('CO-1-2', EPC(1))).toMatchObject({ refusal: 'epc-in-use' });
    expect(swapped(dock)).toHaveLength(2);
    const other = new ReleaseDock().stock([drum(1)]);
    other.order(notice([drum(2)], { lot: 'CO-2' }));
    expect(other.attachTag('CO-1-1', EPC(2))).toMatchObject({ refusal: 'epc-in-use' });
    expect(swapped(other)).toEqual([]);
  });

  it('whatever is attached in whatever order: no tag is or was of two, and each attempt is a finding', () => {
    const steps = fc.array(fc.record({ drum: fc.integer({ min: 1, max: 3 }), tag: fc.nat(5) }), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (acts) => {
        const dock = new ReleaseDock().stock([drum(1), drum(2), drum(3)]);
        const bore = new Map<string, string>([1, 2, 3].map((n) => [EPC(n), `CO-1-${n}`]));
        for (const { drum: n, tag } of acts) {
          const [id, epcHex] = [`CO-1-${n}`, tag < 3 ? EPC(tag + 1) : `AAA${tag}`];
          dock.attachTag(id, epcHex);
          const owner = bore.get(epcHex) ?? id;
          if (owner !== id) expect(swapped(dock)).toEqual(expect.arrayContaining([id, owner]));
          bore.set(epcHex, owner);
          for (const [name, bearer] of bore)
            expect(dock.ledger.book.where('package', 'epcHex', name).every((one) => one.id === bearer)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a tag that was retired names its drum', () => {
  it('in a count: seen, and nothing extra', () => {
    const store = new Store(2);
    expect(store.dock.attachTag('CO-1-1', 'AAAA')).toEqual({ package: 'CO-1-1' });
    store.ordered({ kind: 'lot-scope', lot: 'CO-1' });
    expect(store.count('tag', [EPC(1)])).toEqual({ counted: 1, extra: 0, ignored: 0 });
    expect(store.count('scan', [EPC(2)])).toEqual({ counted: 1, extra: 0, ignored: 0 });
  });

  it('and on the scale of an intake it is a finding, as its new one is', () => {
    const dock = new ReleaseDock().stock([drum(1)]);
    dock.attachTag('CO-1-1', 'AAAA');
    dock.order(notice([drum(2)], { lot: 'CO-2' }));
    dock.open('CO-2');
    dock.weigh(268, [EPC(1)]);
    expect(dock.findings('CO-2')).toEqual([['STOCK_AT_INTAKE', 'CO-1-1']]);
    expect(isTagRetired(dock.ledger.book, EPC(1))).toBe(true);
  });
});

it.each(['epc-in-use', null])('a load of stock that was not weighed is a finding when it has left (%s)', (refusal) => {
  const dock = new ReleaseDock().stock([drum(1)]);
  dock.order(notice([drum(2)], { lot: 'CO-2' }));
  dock.open('CO-2');
  const tags = [{ epcHex: EPC(1), tidHex: null, reads: 9, background: false, elsewhere: false }];
  const masses = {
    highestMg: 268e6,
    firstStableMg: 268e6,
    firstTareMg: 0,
    lastStableMg: 268e6,
    highestStableMg: 268e6,
  };
  const trace = { ...masses, sinceMs: 0, stoodUnseen: false, lastMs: 9_000, gone: true, tags, presentBefore: false };
  const subject = { load: 'load-9', station: 'dock-1', scale: 'scale-1', weighing: null };
  const event = { ...subject, end: { phase: 'settling', trace }, refusal, checked: false, fromBeforeStart: false };
  const ended = { ...event, intervalMg: 200_000, thresholdMg: 1_000_000 };
  dock.act((book) => decideLoadEnded(ended as never, book));
  expect(dock.findings('CO-2')).toEqual([['STOCK_AT_INTAKE', 'CO-1-1']]);
});

it('a leaking drum that is met in a count is set apart', () => {
  const store = new Store(2);
  store.ordered({ kind: 'lot-scope', lot: 'CO-1' });
  expect(store.book.get('package', 'CO-1-1')?.state).toBe('counting');
  store.dock.act((book) => decideQuarantine({ id: store.dock.id(), operator: 'ann', package: 'CO-1-1' }, book));
  expect(store.book.get('package', 'CO-1-1')?.state).toBe('quarantined');
});
