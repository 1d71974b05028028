// `hakari acknowledgement`: prints headquarters' last signed acknowledgement, so that an auditor can take it away and
// later
// hold the ledger against it (`hakari verify --against`).
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { StorageError } from '../core/ledger.ts';
import { ledgerFile } from '../ledger/connection.ts';
import { savedAcknowledgement } from '../ledger/savedAcknowledgement.ts';
import { LedgerRefusal } from '../ledger/trouble.ts';
import type { CommandIo } from './commandIo.ts';

const USAGE = 'hakari acknowledgement --data DIR';

type Output = Pick<CommandIo, 'out' | 'err'>;

/** Exit code: 0 printed, 1 headquarters has acknowledged nothing yet, 2 wrong call or unreadable ledger. */
export function acknowledgement(args: string[], io: Output): Promise<number> {
  return new Promise((resolve) => resolve(printAcknowledgement(args, io)));
}

/** SQLite answers at once: nothing here waits. */
function printAcknowledgement(args: string[], io: Output): number {
  const dir = dataDir(args);
  if (dir === undefined) {
    io.err(`Usage: ${USAGE}`);
    return 2;
  }
  if (!existsSync(ledgerFile(dir))) {
    io.err(`There is no ledger in ${dir}.`);
    return 2;
  }
  try {
    const signed = savedAcknowledgement(dir);
    if (signed === undefined) {
      io.err('Headquarters has not acknowledged anything yet.');
      return 1;
    }
    io.out(signed);
    return 0;
  } catch (error) {
    if (!(error instanceof StorageError) && !(error instanceof LedgerRefusal)) throw error;
    io.err(error.message);
    return 2;
  }
}

function dataDir(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { data: { type: 'string' } }, strict: true }).values.data;
  } catch {
    return undefined;
  }
}
