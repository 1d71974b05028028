// `hakari verify`: proves that a ledger is consistent in itself, and, with headquarters' acknowledgement, unaltered and
// complete up to that. Reads only; the agent may run meanwhile.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StorageError } from '../core/ports/ledger.ts';
import { HEADQUARTERS_KEYS_FILE } from '../link/contract/keyFileSchemas.ts';
import { ledgerFilePath } from '../ledger/databaseConnection.ts';
import { LEDGER_DISCREPANCIES, type VerificationOutcome } from '../ledger/discrepancies.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import type { LedgerVerification } from '../ledger/ledgerVerification.ts';
import { AcknowledgementFormatError, parseAcknowledgement } from '../ledger/acknowledgementVerification.ts';
import type { AcknowledgementProof } from '../ledger/acknowledgementVerification.ts';
import { parseEd25519PublicKey } from '../ledger/entryVerification.ts';
import type { VerificationKeys } from '../ledger/signedText.ts';
import type { CliIo } from './cliCommand.ts';
import { verifyDataFolder } from './folderVerification.ts';

const USAGE =
  'hakari verify --data DIR [--json] [--against ACK-FILE] [--headquarters-key FILE]\n' +
  'Exit code: 0 in order, 1 not in order, 2 wrong call or unreadable file, 3 cannot be judged (newer software, or a key is missing).';
const MAX_FILE_BYTES = 65_536;

type Output = Pick<CliIo, 'out' | 'err'>;

/** Wrong call or input: printed, exit code 2. */
class InputError extends Error {
  override readonly name = 'InputError';
}

/** Exit codes by what verification came to; 2 is a wrong call or unreadable input. */
const EXIT_CODES: Readonly<Record<VerificationOutcome, number>> = { sound: 0, 'not-sound': 1, 'cannot-judge': 3 };

/** Exit code: 0 the ledger is in order, 1 it is not, 2 wrong call or unreadable input, 3 it cannot be judged. */
export function runVerifyCommand(args: string[], io: Output): Promise<number> {
  return new Promise((resolve) => resolve(verifyNow(args, io)));
}

/** SQLite answers at once: nothing here waits. */
function verifyNow(args: string[], io: Output): number {
  try {
    const options = readOptions(args);
    const file = ledgerFilePath(options.data);
    if (!existsSync(file)) throw new InputError(`There is no ledger in ${options.data}.`);
    const against = readAgainst(options);
    const result = verifyDataFolder(options.data, { headquartersKeys: readHeadquartersKey(options), against });
    if (options.json) io.out(JSON.stringify(result));
    else for (const line of describeVerification(result)) io.out(line);
    return EXIT_CODES[result.outcome];
  } catch (error) {
    if (!isExpected(error)) throw error;
    io.err(error.message);
    // SQLite needs to make two small files beside a database that was written with a log.
    if (error instanceof StorageError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code))
      io.err('If the folder cannot be written to, copy ledger.sqlite into one that can, and verify it there.');
    return error instanceof LedgerOpenError && error.code === 'ledger-too-new' ? EXIT_CODES['cannot-judge'] : 2;
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof InputError || error instanceof StorageError || error instanceof LedgerOpenError;
}

interface Options {
  data: string;
  json: boolean;
  against: string | undefined;
  headquartersKey: string | undefined;
}

function readOptions(args: string[]): Options {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        json: { type: 'boolean' },
        against: { type: 'string' },
        'headquarters-key': { type: 'string' },
      },
      strict: true,
    }));
  } catch {
    throw new InputError(`Usage: ${USAGE}`);
  }
  if (values.data === undefined) throw new InputError(`Usage: ${USAGE}`);
  return {
    data: values.data,
    json: values.json ?? false,
    against: values.against,
    headquartersKey: values['headquarters-key'],
  };
}

function readText(file: string): string {
  try {
    if (statSync(file).size > MAX_FILE_BYTES) throw new InputError(`${file} is too large.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} cannot be read.`);
  }
}

function readAgainst({ data, against, headquartersKey }: Options): AcknowledgementProof | undefined {
  if (against === undefined) return undefined;
  const text = readText(against);
  try {
    return {
      acknowledgement: parseAcknowledgement(text),
      headquartersKey: readKeys(data, headquartersKey).acknowledge,
    };
  } catch (error) {
    if (error instanceof AcknowledgementFormatError)
      throw new InputError(`${against} is no acknowledgement: ${error.message}.`);
    throw error;
  }
}

/** Null: none was brought, and none lies in the folder. */
function readHeadquartersKey({ data, headquartersKey }: Options): VerificationKeys | null {
  const isThere = headquartersKey !== undefined || existsSync(join(data, HEADQUARTERS_KEYS_FILE));
  return isThere ? readKeys(data, headquartersKey) : null;
}

/**
 * From headquarters.json as headquarters gives it; without a file, the keys that this base got at enrolment,
 * which proves less: an auditor should bring the file.
 */
function readKeys(dir: string, file: string | undefined): VerificationKeys {
  const source = file ?? join(dir, HEADQUARTERS_KEYS_FILE);
  const json = parseObject(source);
  const acknowledge = parseEd25519PublicKey(String(json['acknowledgeKey']));
  const order = parseEd25519PublicKey(String(json['orderKey']));
  if (!acknowledge || !order) throw new InputError(`${source} holds no Ed25519 public keys of headquarters.`);
  return { acknowledge, order };
}

function parseObject(file: string): Record<string, unknown> {
  const text = readText(file);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The error below names the file.
  }
  throw new InputError(`${file} is not a JSON object.`);
}

/** The outcome in lines for a person. */
export function describeVerification(result: LedgerVerification): string[] {
  const lines = [
    describeOutcome(result),
    ...result.epochs.map(({ epoch, entries, headHash }) => `Epoch ${epoch}: ${entries} entries, head ${headHash}.`),
    `${result.entries} entries, ${result.checkpoints} signed checkpoints and ${result.orders} signed orders were checked.`,
    ...describePhotographs(result.photographs),
    result.completeness === 'not proven'
      ? 'Completeness is not proven: only an acknowledgement kept by headquarters shows that nothing was cut off or written anew (--against).'
      : `Completeness is ${result.completeness}: headquarters signed that it has the same entries.`,
    ...result.discrepancies.map(
      ({ code, seq, detail }) =>
        `${code}${seq === null ? '' : ` at seq ${seq}`}: ${LEDGER_DISCREPANCIES[code]} (${detail})`,
    ),
  ];
  if (result.discrepanciesNotListed > 0) lines.push(`… and ${result.discrepanciesNotListed} more.`);
  return lines;
}

function describeOutcome({ base, outcome, completeness }: LedgerVerification): string {
  if (outcome === 'not-sound') return `The ledger of base ${base} is NOT in order.`;
  if (outcome === 'cannot-judge')
    return `The ledger of base ${base} CANNOT BE JUDGED in everything; nothing wrong was found.`;
  return `The ledger of base ${base} is ${completeness === 'not proven' ? 'consistent in itself' : 'unaltered'}.`;
}

function describePhotographs({ named, sound }: LedgerVerification['photographs']): string[] {
  if (named === 0) return [];
  return [
    sound === named
      ? `All ${named} photographs that entries name are there and unaltered.`
      : `Photographs that entries name: ${named}, of which NOT there as they were taken: ${named - sound}.`,
  ];
}
