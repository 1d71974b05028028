// A drum gets a new tag, and the old one is still on it, or on the floor: whoever reads it finds the drum. And a tag is
// given only to what is here and is not being counted, in whatever state a package may be.
import { describe, expect, it } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import { findBearer, whoBears } from '../../agent/core/model/packageLookup.ts';
import { PACKAGE_STATES, type PackageState } from '../../agent/core/model/states.ts';
import { decideAttachTag } from '../../agent/core/loads/identifyLoad.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import { drum, Dock, notice } from './intakeScenes.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';

const NEW = 'AAAA';

/** Two drums announced, the first weighed and given a new tag. */
function retagged(): Dock {
  const dock = new Dock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  expect(dock.attachTag('CO-1-1', NEW)).toEqual({ package: 'CO-1-1' });
  return dock;
}

const ids = (dock: Dock, code: string): string[] => whoBears(dock.ledger.book, code).map(({ id }) => id);

it('is found by the old tag as by the new one', () => {
  const dock = retagged();
  expect([ids(dock, EPC(1)), ids(dock, NEW)]).toEqual([['CO-1-1'], ['CO-1-1']]);
  const { book } = dock.ledger;
  expect(findBearer(book, { code: EPC(1).toLowerCase() })).toMatchObject({ id: 'CO-1-1' });
});

it('the old tag is given neither to another drum nor forgotten when that is tried', () => {
  const dock = retagged();
  dock.weigh(268, [EPC(2)]);
  expect(dock.attachTag('CO-1-2', EPC(1))).toMatchObject({ refusal: 'epc-in-use', params: { package: 'CO-1-1' } });
  expect(ids(dock, EPC(1))).toEqual(['CO-1-1']);
});

it('its own drum may have it again', () => {
  const dock = retagged();
  expect(dock.attachTag('CO-1-1', EPC(1))).toEqual({ package: 'CO-1-1' });
  expect([ids(dock, EPC(1)), ids(dock, NEW)]).toEqual([['CO-1-1'], ['CO-1-1']]);
});

it('a drum that carries another’s old tag is not named without a word, nor against that tag alone', () => {
  const dock = retagged();
  expect(dock.weigh(268, [EPC(1)])).toMatchObject({ package: null });
  expect(dock.identify('DRUM 2', dock.onScale)).toMatchObject({ refusal: 'tag-names-other-package' });
  // With its own tag and a mass that fits, its mark names it.
  expect(dock.weigh(268, [EPC(1), EPC(2)])).toMatchObject({ package: null });
  expect(dock.identify('DRUM 2', dock.onScale)).toMatchObject({ package: 'CO-1-2' });
});

it('at dispatch both tags say one drum, and at the gate the old one lets it out', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  dock.attachTag('CO-1-1', NEW);
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  dock.weighUnscanned(268, [EPC(1), NEW]);
  expect(dock.identify('DRUM 1', dock.onScale)).toMatchObject({ package: 'CO-1-1' });
  const passage = { epcHex: EPC(1), direction: 'out' as const };
  const out = decideGatePassage({ id: 'g', station: 'gate-1', passage: passage as never }, dock.ledger.book);
  expect(out.entries.map(({ body }) => body)).toEqual([
    { station: 'gate-1', epcHex: EPC(1), package: 'CO-1-1', ordered: true },
  ]);
});

describe('a new tag', () => {
  const { ledger } = retagged();
  /** The book in which that drum is in a state, and in a count or not. */
  const bookWith = (state: PackageState, stocktake: string | null): Book => ({
    get: (kind, id) => {
      const record = ledger.book.get(kind, id);
      return record && kind === 'package' ? { ...record, state, stocktake } : record;
    },
    where: (kind, index, value) => ledger.book.where(kind, index, value),
  });
  const given = (state: PackageState, stocktake: string | null): boolean =>
    !(
      'refusal' in
      decideAttachTag(
        { package: 'CO-1-1', epcHex: 'BBBB', operator: 'ann', findingId: 'f' },
        bookWith(state, stocktake),
      )
    );

  it('is given to what is here', () => {
    expect(PACKAGE_STATES.filter((state) => given(state, null))).toEqual([
      'present',
      'stored',
      'allocated',
      'picked',
      'staged',
      'quarantined',
    ]);
  });

  it('and to nothing that is being counted', () => {
    expect(PACKAGE_STATES.filter((state) => given(state, 'ST-1'))).toEqual([]);
  });
});
