// Names must differ among what is here or expected, and nowhere else: every state in which a package may be, against
// every use of a name.
import { describe, expect, it } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import { asPackageId } from '../../agent/core/model/ids.ts';
import { isHereOrExpected, PACKAGE_STATES, type PackageState } from '../../agent/core/model/states.ts';
import { findTagBearer, whoBears } from '../../agent/core/model/packageLookup.ts';
import { namesRefusal } from '../../agent/core/model/packageNames.ts';
import { decideAttachTag } from '../../agent/core/loads/identifyLoad.ts';
import { noticeRefusal } from '../../agent/core/orders/noticeChecks.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

const { ledger } = new ReleaseDock().stock([drum(1), drum(2)]);

/** The book in which drum 1 is in a state, and its lot closed or not. */
function bookWith(state: PackageState, isLotClosed = true): Book {
  const changed = <R extends { id: string }>(record: R): R =>
    record.id === 'CO-1-1'
      ? { ...record, state }
      : record.id === 'CO-1' && isLotClosed
        ? { ...record, state: 'closed' }
        : record;
  return {
    get: (kind, id) => {
      const record = ledger.book.get(kind, id);
      return record && changed(record);
    },
    where: (kind, index, value) =>
      index === 'state' ? ledger.book.where(kind, index, value) : ledger.book.where(kind, index, value).map(changed),
  };
}

const free = (use: (book: Book) => unknown): PackageState[] =>
  PACKAGE_STATES.filter((state) => {
    const said = use(bookWith(state));
    return said === null || said === undefined || (Array.isArray(said) && said.length === 0);
  });
const LEFT: readonly PackageState[] = PACKAGE_STATES.filter((state) => !isHereOrExpected({ state }));

it('what left is what is neither here nor expected', () => {
  expect(LEFT).toEqual(['released', 'dropped', 'returned', 'written-off']);
});

describe('free of whoever left', () => {
  it.each<[string, (book: Book) => unknown]>([
    ['its tag in a notice', (book) => noticeRefusal(notice([drum(1, { package: 'CO-2-1' })], { lot: 'CO-2' }), book)],
    [
      'its tag at an adoption',
      (book) => namesRefusal({ package: asPackageId('X'), lot: 'CO-2', mark: 'M', epcHex: EPC(1) }, { book }),
    ],
    [
      'its mark in its own lot',
      (book) => namesRefusal({ package: asPackageId('X'), lot: 'CO-1', mark: 'drum 1', epcHex: null }, { book }),
    ],
    [
      'its tag for another drum that is here',
      (book) => {
        const said = decideAttachTag({ package: 'CO-1-2', epcHex: EPC(1), operator: 'ann', findingId: 'f' }, book);
        return 'refusal' in said || 'refusal' in said.result ? said : null;
      },
    ],
    ['its tag, to whoever looks for it', (book) => findTagBearer(book, EPC(1))],
    ['its mark, to whoever looks for it', (book) => whoBears(book, 'DRUM 1')],
  ])('%s', (_what, use) => {
    expect(free(use)).toEqual(LEFT);
  });

  it('its own name, if it never came or was sent back', () => {
    const again = (book: Book): unknown => noticeRefusal(notice([drum(1)], { lot: 'CO-2' }), book);
    expect(free(again)).toEqual(['dropped', 'returned']);
    // Its lot still counts it.
    expect(noticeRefusal(notice([drum(1)], { lot: 'CO-2' }), bookWith('returned', false))).toContain('CO-1-1');
  });

  it('and a gate names the drum that bears the tag now, also after others left with it', () => {
    const another: PackageRecord = { ...ledger.book.get('package', 'CO-1-2'), epcHex: EPC(1) } as PackageRecord;
    const passage = { epcHex: EPC(1), direction: 'out' as const } as never;
    for (const state of LEFT) {
      const book = bookWith(state);
      const both: Book = {
        ...book,
        where: (kind, index, value) =>
          index === 'epcHex' && value === EPC(1) && kind === 'package'
            ? ([...book.where(kind, index, value), another] as never)
            : book.where(kind, index, value),
      };
      const out = decideGatePassage({ id: 'g', station: 'gate-1', passage }, both);
      expect(out.entries[0]?.body).toMatchObject({ package: 'CO-1-2' });
    }
  });
});
