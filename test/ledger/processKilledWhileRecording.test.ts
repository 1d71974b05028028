// kill -9 at any moment: everything that was reported as recorded is there, whole transactions only, the chain
// verifies, and the next process may use the folder at once.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { recordedCauses, startRecorder } from './child.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { newFolder, openTestLedger } from './rig.ts';

const ROUNDS = 8;

it(`killed ${ROUNDS} times in the middle of transactions`, { timeout: 120_000 }, async () => {
  const dir = newFolder();
  const reported: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const recorder = startRecorder([dir]);
    await recorder.said('recorded');
    // Spread over commits, checkpoints and folds; which of them is hit differs from run to run.
    await new Promise((resolve) => setTimeout(resolve, 20 + round * 37));
    recorder.process.kill('SIGKILL');
    expect((await recorder.ended).signal).toBe('SIGKILL');
    // A line cut off in the middle was not reported.
    reported.push(
      ...recordedCauses(recorder.lines.filter((line) => /^recorded \S+ decided \d+ [0-9a-f]{64}$/.test(line))),
    );
  }
  expect(reported.length).toBeGreaterThan(ROUNDS);

  const ledger = openTestLedger(dir);
  for (const cause of reported)
    expect(
      ledger.transact(cause, () => ({ refusal: 'order-unknown', params: {} })),
      cause,
    ).toMatchObject({ kind: 'known', result: { cause } });
  const causes = new Map<string, number>();
  for (let seq = 1; seq <= ledger.head().seq; seq += 1) {
    const cause = ledger.entryAt(seq)?.entry.cause ?? '';
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  // Three entries a cause: never a half transaction, never one doubled.
  expect([...new Set(causes.values())]).toEqual([3]);
  // At most the one transaction whose report the kill cut off is there beyond the reported ones, each round.
  expect(causes.size - reported.length).toBeLessThanOrEqual(ROUNDS);

  const verification = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
  // The recorder opens no epoch: that is the only thing verify may say.
  expect(verification.discrepancies.map(({ code }) => code)).toEqual(['epoch-not-opened']);
  expect(verification.headHash).toBe(ledger.head().hash);
});
