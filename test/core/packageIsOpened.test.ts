// Resealed or repacked: the declared tare is trusted no more, and headquarters decides what the package counts for.
import { expect, it } from 'vitest';
import { decideCheckSeal, decideReseal } from '../../agent/core/cases/packageCare.ts';
import { drum, notice } from './intakeScenes.ts';
import { type Outcome, refusalOf, Store } from './stocktakeScenes.ts';

function reseal(
  store: Store,
  change: { reason?: 'reseal' | 'repack'; before?: string | null; after?: string; package?: string },
): Outcome {
  const { reason = 'reseal', before = null, after = 'S-2', package: name = 'CO-1-1' } = change;
  const event = {
    id: store.dock.id(),
    operator: 'ann',
    package: name,
    reason,
    sealBefore: before,
    sealAfter: after,
  };
  return store.dock.act((book) => decideReseal(event, book));
}

function codes(store: Store): string[] {
  return store.book.where('finding', 'package', 'CO-1-1').map(({ code }) => code);
}

it('a reseal changes the tare, a repack is a repack; the mass in the book stands', () => {
  const store = new Store(1);
  expect(reseal(store, { before: 'S-1' })).toEqual({ package: 'CO-1-1' });
  expect(codes(store)).toEqual(['TARE_CHANGED']);
  reseal(store, { before: 'S-2', after: 'S-3', reason: 'repack' });
  expect(codes(store)).toEqual(['TARE_CHANGED', 'REPACKED']);
  expect(store.package('CO-1-1')).toMatchObject({ tareTrusted: false, held: true, seal: 'S-3', netMg: 250_000_000 });
});

it('a seal that was not on it last was broken before', () => {
  const store = new Store(1);
  const seen = { id: 's', operator: 'bob', package: 'CO-1-1', seal: 'S-1', intact: true };
  store.dock.act((book) => decideCheckSeal(seen, book));
  reseal(store, { before: 'S-7' });
  expect(codes(store)).toEqual(['SEAL_BROKEN', 'TARE_CHANGED']);
});

it('the new seal is new, and the package is here', () => {
  const store = new Store(1);
  expect(refusalOf(reseal(store, { before: 'S-2', after: 'S-2' }))).toBe('seal-not-new');
  expect(refusalOf(reseal(store, { after: ' ' }))).toBe('seal-empty');
  expect(refusalOf(reseal(store, { package: 'CO-1-9' }))).toBe('package-unknown');
  store.dock.order(notice([drum(51, { package: 'W-1', mark: 'W 1' })], { lot: 'W' }));
  expect(refusalOf(reseal(store, { package: 'W-1' }))).toBe('package-not-here');
});
