// The file of evidence is damaged, somebody else's, newer, or full: it says so, nothing is thrown, and it goes on by
// itself when it can.
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { curve, hashOf, jpeg, keep, meddle, openKept } from './evidenceRig.ts';
import { newFolder } from './rig.ts';

const fileIn = (dir: string): string => join(dir, 'ledger.evidence.sqlite');

it.each([
  ['is no database', (dir: string) => writeFileSync(fileIn(dir), 'no database at all'.repeat(100))],
  ['is somebody else’s', (dir: string) => meddle(dir, 'CREATE TABLE theirs (a)')],
  [
    'is newer',
    (dir: string) => {
      openKept(dir).store.close();
      meddle(dir, 'PRAGMA user_version = 2');
    },
  ],
])('%s: refused in words until it is mended, and left as it is', (_what, spoil) => {
  const dir = newFolder();
  spoil(dir);
  const size = statSync(fileIn(dir)).size;
  const { store, clock, logged } = openKept(dir);
  const failures: string[] = [];
  store.onChange((failure) => void failures.push(failure));
  expect(store.failure()).not.toBe('');
  expect(store.storePhoto(jpeg('a'))).toEqual({ kind: 'refused', code: 'evidence-failed' });
  store.storeCurve('w-1', curve([0, 1]));
  expect([store.photo(hashOf(jpeg('a'))), store.photoBytes(hashOf(jpeg('a'))), store.curve('w-1')]).toEqual([
    null,
    null,
    null,
  ]);
  clock.pass(60_000);
  expect(statSync(fileIn(dir)).size).toBe(size);
  // Said once, however often it was tried.
  expect(logged).toHaveLength(1);
  for (const end of ['', '-wal', '-shm']) rmSync(`${fileIn(dir)}${end}`, { force: true });
  clock.pass(10_000);
  expect([store.failure(), failures.at(-1)]).toEqual(['', '']);
  expect(keep(store, jpeg('a'))).toBe(hashOf(jpeg('a')));
  store.close();
});

it('breaks while it is used: the next call says so', () => {
  const dir = newFolder();
  const { store, clock } = openKept(dir);
  meddle(dir, 'DROP TABLE photos; DROP TABLE curves');
  expect(store.storePhoto(jpeg('a'))).toEqual({ kind: 'refused', code: 'evidence-failed' });
  expect(store.failure()).toContain('photos');
  store.storeCurve('w-1', curve([0, 1]));
  clock.pass(1_000);
  store.close();
  store.close();
});

it('has too little space for curves: an alarm, until there is some', () => {
  const limits = { freeBytes: Number.MAX_SAFE_INTEGER };
  const { store, clock } = openKept(newFolder(), { limits });
  store.storeCurve('w-1', curve([0, 1]));
  clock.pass(1_000);
  expect(store.failure()).toContain('space');
  expect(store.curve('w-1')).toBeNull();
  store.close();
});

it('is readable by its owner alone', () => {
  const dir = newFolder();
  chmodSync(dir, 0o755);
  openKept(dir).store.close();
  expect(statSync(fileIn(dir)).mode & 0o777).toBe(0o600);
});
