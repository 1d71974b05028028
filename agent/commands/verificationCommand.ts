// `hakari verification`: records a scale's verification mark and the date through which its periodic inspection holds.
// Entry first, register file second. Only while the agent is down: it holds the data folder.
import { parseArgs } from 'node:util';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { AT_THE_MACHINE } from '../register/registerWriter.ts';
import { changeRegisterOffline } from './offlineRegister.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { asInstrumentId } from '../../drivers/contract/siteIds.ts';

const USAGE = 'hakari verification --site FILE [--data DIR] --instrument ID (--mark MARK --until YYYY-MM-DD | --none)';

/** Exit code: 0 recorded, 1 refused or not recorded, 2 wrong call, or an agent runs. */
export async function runVerificationCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () =>
      parseArgs({
        args,
        options: { site: text, data: text, instrument: text, mark: text, until: text, none: { type: 'boolean' } },
      }).values,
  );
  if (!options) return 2;
  const { site: file, data, instrument, mark, until, none } = options;
  if (file === undefined || instrument === undefined)
    return printUsageError(USAGE, io, '--site and --instrument are needed');
  if (none !== true && (mark === undefined || until === undefined))
    return printUsageError(USAGE, io, '--mark and --until, or --none, are needed');
  const read = readSiteFileOrPrintErrors(file, data, io);
  if (!read) return 2;
  if (!read.site.instruments.some(({ id, scale }) => id === instrument && scale !== null))
    return printUsageError(USAGE, io, `the site file has no scale ${instrument}`);
  const change = {
    kind: 'verification-put' as const,
    instrument: asInstrumentId(instrument),
    mark: none === true ? null : (mark ?? null),
    verifiedUntil: none === true ? null : (until ?? null),
  };
  return changeRegisterOffline(read.site, io, async ({ register }) => register.applyChange(change, AT_THE_MACHINE));
}
