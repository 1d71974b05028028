// A pallet bears a tag of its own: it stands about where tags are read, and says nothing of any package.
import { expect, it } from 'vitest';
import { isPalletTag } from '../../agent/core/model/packageLookup.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { Dock, drum, notice } from './intakeScenes.ts';
import { epcs, Store, valueOf } from './stocktakeScenes.ts';

/** SSCC 3 4901234 000000001 as SSCC-96: header 31, partition 5 (GS1 EPC Tag Data Standard). */
const PALLET_EPC = ((0x31n << 88n) | (5n << 82n) | (4_901_234n << 58n) | (3_000_000_001n << 24n))
  .toString(16)
  .toUpperCase();
const FOREIGN_EPC = ((0x31n << 88n) | (5n << 82n) | (4_901_234n << 58n) | (3_000_000_002n << 24n))
  .toString(16)
  .toUpperCase();

const PALLET = { pallet: '(00)349012340000000019' };
const onPallet = (): Store => new Store(2, PALLET);

it('is known by its label', () => {
  const { book } = onPallet();
  expect(isPalletTag(book, PALLET_EPC)).toBe(true);
  expect([...epcs(1, 2), FOREIGN_EPC].map((epc) => isPalletTag(book, epc))).toEqual([false, false, false]);
});

it('is read in a sweep: what else was read is counted', () => {
  const store = onPallet();
  store.ordered();
  expect(store.count('tag', [...epcs(1, 2), PALLET_EPC])).toMatchObject({ counted: 2, extra: 0, ignored: 1 });
  expect(valueOf(store.close(), 'agrees')).toBe(true);
});

it('is read through a gate: no alarm; another pallet’s is one', () => {
  const store = onPallet();
  const pass = (epcHex: string): unknown =>
    store.dock.act((book) =>
      decideGatePassage(
        { id: store.dock.id(), station: 'gate-1', passage: { epcHex, direction: 'out', atMs: 0 } },
        book,
      ),
    );
  expect(pass(PALLET_EPC)).toMatchObject({ alarm: false });
  expect(pass(FOREIGN_EPC)).toMatchObject({ alarm: true });
});

it('scanned by hand it still asks which package is meant', () => {
  const store = onPallet();
  store.ordered();
  const event = { id: store.dock.id(), operator: 'ann', stocktake: store.stocktake, codes: ['(00)349012340000000019'] };
  expect(store.dock.act((book) => decideCount({ ...event, how: 'scan' }, book))).toMatchObject({
    refusal: 'code-names-pallet',
  });
});

it.each([
  ['alone', [PALLET_EPC], null],
  ['before the tag of what is held', [PALLET_EPC, FOREIGN_EPC], FOREIGN_EPC],
])('is read %s on foreign goods: it is not theirs', (_, tags, epcHex) => {
  const dock = new Dock();
  dock.order(notice([drum(1, PALLET), drum(2, PALLET)]));
  dock.open();
  dock.weigh(240, tags);
  dock.holdForeign('ALIEN 7');
  expect(dock.ledger.book.where('foreign', 'identity', 'ALIEN 7')).toMatchObject([{ epcHex }]);
});
