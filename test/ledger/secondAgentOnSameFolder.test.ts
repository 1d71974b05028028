// Two agents on one folder: the second is told so in words and writes nothing; verify reads all the same; the folder is
// free the moment the first is killed.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { startRecorder } from './child.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { newFolder, openTestLedger } from './rig.ts';

it('is refused', { timeout: 60_000 }, async () => {
  const dir = newFolder();
  const first = startRecorder([dir]);
  await first.said('recorded');

  const second = startRecorder([dir, '1']);
  expect((await second.ended).code).toBe(3);
  expect(second.lines).toEqual([expect.stringMatching(/^refused ledger-in-use Another agent is using this folder/)]);
  expect(() => openTestLedger(dir)).toThrow('Another agent is using this folder');

  const verification = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
  expect(verification.entries).toBeGreaterThan(0);
  expect(verification.discrepancies.map(({ code }) => code)).toEqual(['epoch-not-opened']);

  const before = first.lines.length;
  first.process.kill('SIGKILL');
  await first.ended;
  expect(first.lines.length).toBeGreaterThanOrEqual(before);
  expect(openTestLedger(dir).head().seq).toBeGreaterThanOrEqual(verification.entries);
});

it('in the same process is refused too', () => {
  const dir = newFolder();
  const first = openTestLedger(dir);
  expect(() => openTestLedger(dir)).toThrow('Another agent is using this folder');
  first.close();
  expect(openTestLedger(dir).head().seq).toBe(0);
});
