// `hakari epoch`: begins a new epoch of a base's ledger, after its folder was restored or moved, or its keys were lost.
import { parseArgs } from 'node:util';
import { EPOCH_REASONS, type EpochReason } from '../core/model/siteEntries.ts';
import { createSystemClock, createSystemRandom } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { beginNewEpoch } from '../services/baseStore.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { printBaseKeys } from './keysCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { userErrorMessage } from './userError.ts';

const REASONS = EPOCH_REASONS.filter((reason) => reason !== 'installed');
const USAGE = `hakari epoch --site FILE [--data DIR] --reason ${REASONS.join('|')}

Only while the agent is down. What headquarters has not got of the epoch before goes there first; then a person at
headquarters approves the new one (hakari headquarters streams, approve; rekey after lost keys).`;

/** Exit code: 0 begun, 2 wrong call, an agent runs, or the ledger or its keys cannot be used. */
export async function runEpochCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: text, data: text, reason: text } }).values,
  );
  if (!options) return 2;
  if (options.site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const reason = REASONS.find(
    (candidate): candidate is Exclude<EpochReason, 'installed'> => candidate === options.reason,
  );
  if (reason === undefined) return printUsageError(USAGE, io, `--reason is one of ${REASONS.join(', ')}`);
  const read = readSiteFileOrPrintErrors(options.site, options.data, io);
  if (!read) return 2;
  try {
    const store = await beginNewEpoch(
      {
        site: read.site,
        software: readSoftwareName(),
        clock: createSystemClock(),
        random: createSystemRandom(),
      },
      reason,
    );
    io.out(`Epoch ${store.ledger.head().epoch}`);
    await store.close();
    printBaseKeys(store.keys, read.site, io);
    return 0;
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}
