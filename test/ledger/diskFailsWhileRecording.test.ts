// The disk answers EIO to syncs and writes, made by the kernel's side through strace: what was reported stays, the same
// cause tried again is never doubled, nothing is answered before the log could be moved into the database.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { isPresent, recordedCauses, startRecorder } from './child.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { newFolder, openTestLedger } from './rig.ts';

const strace = isPresent('strace', ['-f', '-qq', '-e', 'trace=none', process.execPath, '--version']);
const COUNT = 40;

/** The process must report every cause as recorded in the end, and the file must hold each exactly once. */
function expectEachOnce(dir: string, lines: readonly string[]): void {
  const causes = recordedCauses(lines);
  expect(causes).toHaveLength(COUNT);
  expect(new Set(causes).size).toBe(COUNT);
  const ledger = openTestLedger(dir);
  const inFile = Array.from({ length: ledger.head().seq }, (_none, index) => ledger.entryAt(index + 1)?.entry.cause);
  expect(inFile).toEqual(causes.flatMap((cause) => [cause, cause, cause]));
  // Listeners heard of every entry once, in order, whether its commit was reported or found after recovery.
  const toldEntries = lines
    .filter((line) => line.startsWith('told '))
    .flatMap((line) => line.split(' ').slice(1).map(Number));
  expect(toldEntries).toEqual(inFile.map((_cause, index) => index + 1));
  const verification = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
  expect(verification.discrepancies.map(({ code }) => code)).toEqual(['epoch-not-opened']);
}

describe.skipIf(!strace)(
  `the disk fails${strace ? '' : ' (skipped: strace is not installed or may not trace here)'}`,
  () => {
    it.each([
      ['one sync of a commit', 'fdatasync,fsync:error=EIO:when=25'],
      ['five syncs in a row, those of the recovery too', 'fdatasync,fsync:error=EIO:when=25..29'],
      ['every seventh sync', 'fdatasync,fsync:error=EIO:when=14+7'],
      ['one write into the log', 'pwrite64:error=EIO:when=150'],
      ['thirty writes in a row', 'pwrite64:error=EIO:when=150..179'],
      ['writes for lack of space', 'pwrite64:error=ENOSPC:when=120..140'],
    ])('%s', { timeout: 60_000 }, async (_what, inject) => {
      const dir = newFolder();
      // Made before: the failures are to hit recording, not the making of the file.
      openTestLedger(dir).close();
      const recorder = startRecorder(
        [dir, String(COUNT)],
        ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=fdatasync,fsync,pwrite64', '-e', `inject=${inject}`],
      );
      expect(await recorder.ended, recorder.lines.slice(-3).join('\n')).toEqual({ code: 0, signal: null });
      expect(recorder.lines.some((line) => line.startsWith('storage SQLITE_'))).toBe(true);
      expect(recorder.lines).toContain('recovered');
      expectEachOnce(dir, recorder.lines);
    });
  },
);

const prlimit = isPresent('prlimit', ['--version']);

describe.skipIf(!prlimit)(`the disk is full${prlimit ? '' : ' (skipped: prlimit is not installed)'}`, () => {
  it('recording stops, and goes on with the same cause when there is room again', { timeout: 60_000 }, async () => {
    const dir = newFolder();
    openTestLedger(dir).close();
    // A file size limit makes the kernel refuse the write, as a full disk does.
    const recorder = startRecorder([dir, String(COUNT)], ['prlimit', '--fsize=200000:unlimited']);
    await recorder.said('storage');
    const before = recordedCauses(recorder.lines).length;
    expect(before).toBeLessThan(COUNT);
    expect(isPresent('prlimit', ['--pid', String(recorder.process.pid), '--fsize=unlimited:unlimited'])).toBe(true);
    expect(await recorder.ended, recorder.lines.slice(-3).join('\n')).toEqual({ code: 0, signal: null });
    expectEachOnce(dir, recorder.lines);
  });
});
