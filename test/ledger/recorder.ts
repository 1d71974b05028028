// A process that records for as long as it lives, for the tests that kill it or break its disk: `recorder.ts DIR
// [COUNT]`. Prints one line for every transaction after it was reported as durable: "recorded CAUSE SEQ HASH". After a
// storage error it prints "storage CODE", recovers (trying again for a while) and repeats the same cause.
import { writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { StorageError } from '../../agent/core/ports/ledger.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { LedgerOpenError } from '../../agent/ledger/storageErrors.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';

/** First words of its lines. */
export type Said = 'ready' | 'refused' | 'told' | 'recorded' | 'storage' | 'unrecovered' | 'recovered' | 'closed';

const [dir = '', count = '100000'] = process.argv.slice(2);
const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Written before the next step, whole: a line that a kill cut off was not said. The pipe may be full for a while. */
function say(line: `${Said}${'' | ` ${string}`}`): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let finish = 0; finish < bytes.length;) {
    try {
      finish += writeSync(1, bytes, finish);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      pause(1);
    }
  }
}

function open() {
  try {
    return openLedger({
      begin: true,
      dir,
      base: 'base-test',
      clock: {
        timestamp: () => ({ wallMs: Date.now(), monotonicMs: 1, boot: 'b', trust: 'unsynchronised' }),
        monotonicMs: () => 1,
        after: () => () => undefined,
      },
      random: { id: () => randomBytes(16).toString('hex'), fraction: () => 0 },
      fold: jobFold,
      foldVersion: FOLD_VERSION,
    });
  } catch (error) {
    if (!(error instanceof LedgerOpenError) && !(error instanceof StorageError)) throw error;
    say(`refused ${error.code} ${error.message}`);
    process.exit(3);
  }
}

const ledger = open();
say('ready');
ledger.onAppended((entries) => say(`told ${entries.map(({ entry }) => entry.seq).join(' ')}`));
const pad = 'x'.repeat(700);

function record(cause: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const finish = ledger.transact(cause, () => ({
        entries: [1, 2, 3].map((part) => ({
          kind: 'job-opened',
          body: {
            job: `${cause}/${part}`,
            work: 'intake',
            order: 'o',
            lot: 'l',
            stocktake: null,
            station: 'dock',
            operator: pad,
          },
        })),
        effects: [],
        result: { cause },
      }));
      say(`recorded ${cause} ${finish.kind} ${ledger.head().seq} ${ledger.head().hash}`);
      return;
    } catch (error) {
      if (!(error instanceof StorageError) || attempt > 2_000) throw error;
      say(`storage ${error.code}`);
      recover();
    }
  }
}

function recover(): void {
  for (let attempt = 1; attempt <= 2_000; attempt += 1) {
    try {
      ledger.recover();
      say('recovered');
      return;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (attempt === 1) say(`unrecovered ${error.code}`);
      pause(10);
    }
  }
  throw new Error('The storage did not come back.');
}

const start = ledger.head().seq;
for (let n = 1; n <= Number(count); n += 1) record(`run-${start}:${n}`);
ledger.close();
say('closed');
