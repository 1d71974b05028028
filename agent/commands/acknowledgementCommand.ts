// `hakari acknowledgement`: prints headquarters' last signed acknowledgement, which an auditor keeps to verify the
// ledger against later (`hakari verify --against`). Reads only.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { StorageError } from '../core/ports/ledger.ts';
import { ledgerFilePath } from '../ledger/databaseConnection.ts';
import { readSavedAcknowledgement } from '../ledger/savedAcknowledgement.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import type { CliIo } from './cliCommand.ts';

const USAGE = 'hakari acknowledgement --data DIR';

type Output = Pick<CliIo, 'out' | 'err'>;

/** Exit code: 0 printed, 1 headquarters has acknowledged nothing yet, 2 wrong call or unreadable ledger. */
export function runAcknowledgementCommand(args: string[], io: Output): Promise<number> {
  return new Promise((resolve) => resolve(printAcknowledgement(args, io)));
}

/** SQLite answers at once: nothing here waits. */
function printAcknowledgement(args: string[], io: Output): number {
  const dir = parseDataFolder(args);
  if (dir === undefined) {
    io.err(`Usage: ${USAGE}`);
    return 2;
  }
  if (!existsSync(ledgerFilePath(dir))) {
    io.err(`There is no ledger in ${dir}.`);
    return 2;
  }
  try {
    const acknowledgement = readSavedAcknowledgement(dir);
    if (acknowledgement === undefined) {
      io.err('Headquarters has not acknowledged anything yet.');
      return 1;
    }
    io.out(acknowledgement);
    return 0;
  } catch (error) {
    if (!(error instanceof StorageError) && !(error instanceof LedgerOpenError)) throw error;
    io.err(error.message);
    return 2;
  }
}

function parseDataFolder(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { data: { type: 'string' } }, strict: true }).values.data;
  } catch {
    return undefined;
  }
}
