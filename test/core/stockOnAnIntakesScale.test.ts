// A tag of the stock comes with a load that is taken in: a finding at once, in whatever state the package is that is here and
// is not being taken in itself; and none for what is not here, or stood there before.
import { expect, it } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import { PACKAGE_STATES, type PackageState } from '../../agent/core/model/states.ts';
import { stockAtIntakeFindings } from '../../agent/core/weight/loadTags.ts';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

const { ledger } = new ReleaseDock().stock([drum(1)]);

function codesFor(state: PackageState, { background = false, elsewhere = false } = {}): string[] {
  const book: Book = {
    get: (kind, id) => ledger.book.get(kind, id),
    where: (kind, index, value) =>
      ledger.book.where(kind, index, value).map((record) => (kind === 'package' ? { ...record, state } : record)),
  };
  const tags = [{ epcHex: EPC(1), tidHex: null, reads: 9, background, elsewhere }];
  const event = { weighing: 'w', capture: { tags } } as unknown as Parameters<typeof stockAtIntakeFindings>[0];
  const job = { id: 'job-2', lot: 'CO-2', operator: 'ann' };
  return stockAtIntakeFindings(event, { book, job }).flatMap((entry) =>
    entry.kind === 'finding' ? entry.body.code : [],
  );
}

it('is found of what is in store, in every state', () => {
  const found = PACKAGE_STATES.filter((state) => codesFor(state).length > 0);
  expect(found).toEqual(['stored', 'allocated', 'picked', 'staged', 'counting', 'quarantined']);
  expect(codesFor('stored')).toEqual(['STOCK_AT_INTAKE']);
});

it('not of what stood beside the scale before', () => {
  expect(PACKAGE_STATES.flatMap((state) => codesFor(state, { background: true }))).toEqual([]);
});

it('nor of what another station reads at that moment', () => {
  expect(PACKAGE_STATES.flatMap((state) => codesFor(state, { elsewhere: true }))).toEqual([]);
});

it('is found at once, before anybody names the load', () => {
  const dock = new ReleaseDock().stock([drum(1)]);
  dock.order(notice([drum(2)], { lot: 'CO-2' }));
  dock.open('CO-2');
  expect(dock.weigh(268, [EPC(1)])).toMatchObject({ package: null });
  expect(dock.findings('CO-2')).toEqual([['STOCK_AT_INTAKE', 'CO-1-1']]);
});
