// Somebody changes or removes a photograph that an entry names: verify says which, and says so with its exit code.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupLedger } from '../../agent/ledger/backup.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { type LedgerVerification, verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { hashOf, jpeg, keep, meddle, openKept } from './evidenceRig.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { decided, fill, newFolder, newKeys, openTestLedger } from './rig.ts';

const [drum, seal] = [jpeg('drum'), jpeg('seal', 2_000)];

/** A ledger with two named photographs, entries 4 and 5. */
function twoPhotographs(): string {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  fill(ledger, newKeys(), 1);
  const { store } = openKept(dir);
  for (const bytes of [drum, seal]) {
    const photo = keep(store, bytes);
    ledger.transact(`attach:${photo}`, () =>
      decided([{ kind: 'photo-attached', body: { photo, bytes: bytes.length, finding: 'F-1', operator: 'ann' } }]),
    );
  }
  store.close();
  ledger.close();
  return dir;
}

const verified = (dir: string, name = 'ledger.sqlite'): LedgerVerification =>
  verifyLedger({ file: join(dir, name), fold: jobFold, foldVersion: FOLD_VERSION });

/** The command's words; the test's small fold is not the agent's, so its book is not compared. */
async function said(dir: string): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runVerifyCommand(['--data', dir], {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
  });
  return { code, lines };
}

it('whole photographs are counted and no discrepancy', async () => {
  const dir = twoPhotographs();
  expect(verified(dir)).toMatchObject({ ok: true, photographs: { named: 2, sound: 2 } });
  expect((await said(dir)).lines).toContain('All 2 photographs that entries name are there and unaltered.');
});

it('one byte changed: altered, by its entry; the other is sound', async () => {
  const dir = twoPhotographs();
  meddle(
    dir,
    `UPDATE photos SET bytes = CAST(substr(bytes, 1, 500) || x'00' || substr(bytes, 502) AS BLOB) WHERE hex(photo) = upper('${hashOf(drum)}')`,
  );
  expect(verified(dir)).toMatchObject({
    ok: false,
    photographs: { named: 2, sound: 1 },
    discrepancies: [{ code: 'photo-altered', seq: 4, detail: `photograph ${hashOf(drum)}` }],
  });
  const { code, lines } = await said(dir);
  expect(code).toBe(1);
  expect(lines).toContain('Photographs that entries name: 2, of which NOT there as they were taken: 1.');
  expect(lines).toContain(
    `photo-altered at seq 4: A photograph is not the one that its entry names. (photograph ${hashOf(drum)})`,
  );
});

it('exchanged for another whole file under its hash: altered', () => {
  const dir = twoPhotographs();
  meddle(dir, `UPDATE photos SET bytes = (SELECT bytes FROM photos WHERE hex(photo) = upper('${hashOf(seal)}'))`);
  expect(verified(dir).discrepancies.map(({ code, seq }) => [code, seq])).toEqual([['photo-altered', 4]]);
});

it('removed, or all of the file gone: missing', () => {
  const dir = twoPhotographs();
  meddle(dir, `DELETE FROM photos WHERE hex(photo) = upper('${hashOf(seal)}')`);
  expect(verified(dir).discrepancies.map(({ code, seq }) => [code, seq])).toEqual([['photo-missing', 5]]);
  rmSync(join(dir, 'ledger.evidence.sqlite'));
  expect(verified(dir).discrepancies.map(({ code, seq }) => [code, seq])).toEqual([
    ['photo-missing', 4],
    ['photo-missing', 5],
  ]);
  expect(existsSync(join(dir, 'ledger.evidence.sqlite'))).toBe(false);
});

it('the agent gives none that is altered, and takes it again', () => {
  const dir = twoPhotographs();
  meddle(dir, `UPDATE photos SET bytes = x'00'`);
  const { store } = openKept(dir);
  expect(store.photo(hashOf(drum))).toBeNull();
  expect(keep(store, drum)).toBe(hashOf(drum));
  expect(Buffer.from(store.photo(hashOf(drum)) ?? [])).toEqual(drum);
  store.close();
});

it('a backup has them beside it, and verifies with them', () => {
  const dir = twoPhotographs();
  const copies = newFolder();
  backupLedger({ dir, file: join(copies, 'monday.sqlite') });
  expect(verified(copies, 'monday.sqlite')).toMatchObject({ ok: true, photographs: { named: 2, sound: 2 } });
  rmSync(join(copies, 'monday.sqlite'));
  expect(() => backupLedger({ dir, file: join(copies, 'monday.sqlite') })).toThrow('never writes over');
});
