// A broken seal, or a sound one with another number than was last on it, is a case of its package.
import { expect, it } from 'vitest';
import { decideCheckSeal } from '../../agent/core/cases/packageCare.ts';
import { type Outcome, refusalOf, Store } from './stocktakeScenes.ts';

function check(store: Store, seal: string, facts: { intact?: boolean; package?: string } = {}): Outcome {
  const { intact = true, package: name = 'CO-1-1' } = facts;
  return store.dock.act((book) =>
    decideCheckSeal({ id: store.dock.id(), operator: 'ann', package: name, seal, intact }, book),
  );
}

function cases(store: Store): unknown[] {
  return store.book
    .where('finding', 'package', 'CO-1-1')
    .map(({ code, note, touched, lot }) => [code, note, touched, lot]);
}

it('broken: a finding with its number, once, and the package is held', () => {
  const store = new Store(1);
  expect(check(store, 'S-1')).toEqual({ package: 'CO-1-1', finding: false });
  expect(store.package('CO-1-1')).toMatchObject({ seal: 'S-1', held: false });
  expect(check(store, 'S-1', { intact: false })).toEqual({ package: 'CO-1-1', finding: true });
  expect(check(store, 'S-1', { intact: false })).toEqual({ package: 'CO-1-1', finding: false });
  expect(cases(store)).toEqual([['SEAL_BROKEN', 'seal S-1 is not intact', ['ann'], 'CO-1']]);
  expect(store.package('CO-1-1')).toMatchObject({ held: true, state: 'stored', netMg: 250_000_000 });
});

it('exchanged: sound, and not the one that was on it', () => {
  const store = new Store(1);
  check(store, 'S-1');
  check(store, 'S-2');
  expect(cases(store)).toEqual([['SEAL_BROKEN', 'seal S-2 instead of S-1', ['ann'], 'CO-1']]);
});

it('also while it is counted; not of what is not here, and not without a number', () => {
  const store = new Store(1);
  store.ordered();
  expect(check(store, 'S-1', { intact: false })).toMatchObject({ finding: true });
  expect(refusalOf(check(store, 'S-1', { package: 'CO-1-9' }))).toBe('package-unknown');
  expect(refusalOf(check(store, '  '))).toBe('seal-empty');
});
