// Photographs that nobody says anything of: kept for a day, few at a time, and never those that an entry names.
import { expect, it } from 'vitest';
import { hashOf, HOUR_MS, jpeg, keep, openKept } from './evidenceRig.ts';
import { newFolder } from './rig.ts';

it('goes after a day; what an entry names stays, and what was sent again is new', () => {
  const { store, clock, named } = openKept(newFolder());
  const [forgotten, attached, again] = [jpeg('a'), jpeg('b'), jpeg('c')].map((bytes) => keep(store, bytes));
  named.add(attached ?? '');
  clock.pass(20 * HOUR_MS);
  keep(store, jpeg('c'));
  expect(store.photoBytes(forgotten ?? '')).toBe(1_000);
  clock.pass(6 * HOUR_MS);
  expect([forgotten, attached, again].map((photo) => store.photoBytes(photo ?? ''))).toEqual([null, 1_000, 1_000]);
  clock.pass(400 * HOUR_MS);
  expect([attached, again].map((photo) => store.photoBytes(photo ?? ''))).toEqual([1_000, null]);
  store.close();
});

it('nothing goes while the date cannot be believed, and what a clock that ran ahead has stored waits from then on', () => {
  let reckonedMs = 400 * HOUR_MS;
  const { store, clock } = openKept(newFolder(), { reckonedWallMs: () => reckonedMs });
  const photo = keep(store, jpeg('a'));
  clock.pass(100 * HOUR_MS);
  expect(store.photoBytes(photo)).toBe(1_000);
  reckonedMs = 200 * HOUR_MS;
  clock.pass(HOUR_MS);
  reckonedMs += 23 * HOUR_MS;
  clock.pass(HOUR_MS);
  expect(store.photoBytes(photo)).toBe(1_000);
  reckonedMs += 2 * HOUR_MS;
  clock.pass(HOUR_MS);
  expect(store.photoBytes(photo)).toBeNull();
  store.close();
});

it('nothing goes while nobody can say what the ledger names', () => {
  let sure = false;
  const { store, clock } = openKept(newFolder(), { isReferenced: () => (sure ? false : null) });
  const photo = keep(store, jpeg('a'));
  clock.pass(100 * HOUR_MS);
  expect(store.photoBytes(photo)).toBe(1_000);
  sure = true;
  clock.pass(HOUR_MS);
  expect(store.photoBytes(photo)).toBeNull();
  store.close();
});

it('only so many may wait; one that is named makes room', () => {
  const { store, named } = openKept(newFolder(), { limits: { waiting: 2 } });
  const first = keep(store, jpeg('a'));
  keep(store, jpeg('b'));
  expect(store.storePhoto(jpeg('c'))).toEqual({ kind: 'refused', code: 'photos-waiting' });
  expect(keep(store, jpeg('b'))).toBe(hashOf(jpeg('b')));
  named.add(first);
  keep(store, jpeg('c'));
  expect(store.photoBytes(first)).toBe(1_000);
  store.close();
});

it('is no photograph, too large, or finds too little space', () => {
  const dir = newFolder();
  const { store } = openKept(dir);
  expect(store.storePhoto(Buffer.from('<svg onload="alert(1)">'.padEnd(500)))).toEqual({
    kind: 'refused',
    code: 'photo-malformed',
  });
  expect(store.storePhoto(jpeg('a').subarray(0, 50))).toEqual({ kind: 'refused', code: 'photo-malformed' });
  expect(store.storePhoto(jpeg('a', 2_000_001))).toEqual({ kind: 'refused', code: 'photo-too-large' });
  expect(keep(store, jpeg('a', 2_000_000))).toHaveLength(64);
  store.close();
  const full = openKept(dir, { limits: { freeBytes: Number.MAX_SAFE_INTEGER } });
  expect(full.store.storePhoto(jpeg('b'))).toEqual({ kind: 'refused', code: 'evidence-no-space' });
  // What is there already needs none.
  expect(keep(full.store, jpeg('a', 2_000_000))).toHaveLength(64);
  full.store.close();
});
