// `hakari verify`: proves that a ledger is consistent in itself, and with headquarters' acknowledgement that it is
// unaltered and complete up to it.
// Reads only; the agent may run meanwhile.
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FOLD_VERSION, fold } from '../core/fold/fold.ts';
import { StorageError } from '../core/ledger.ts';
import { HEADQUARTERS_FILE } from '../headquarters/contract/files.ts';
import { ledgerFile } from '../ledger/connection.ts';
import { VERIFY_PROBLEMS } from '../ledger/problems.ts';
import { LedgerRefusal } from '../ledger/trouble.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Verification } from '../ledger/verify.ts';
import { AcknowledgementError, readAcknowledgement } from '../ledger/verifyAcknowledgement.ts';
import type { Against } from '../ledger/verifyAcknowledgement.ts';
import { publicKeyOf } from '../ledger/verifyEntries.ts';
import type { CommandIo } from './commandIo.ts';

const USAGE = 'hakari verify --data DIR [--json] [--against ACK-FILE] [--headquarters-key FILE]';
const MAX_FILE_BYTES = 65_536;

type Output = Pick<CommandIo, 'out' | 'err'>;

/** Wrong call or wrong input: told to the person, exit code 2. */
class InputError extends Error {
  override readonly name = 'InputError';
}

/** Exit code: 0 nothing wrong, 1 something is wrong, 2 wrong call or unreadable input. */
export function verify(args: string[], io: Output): Promise<number> {
  return new Promise((resolve) => resolve(verifyNow(args, io)));
}

/** SQLite answers at once: nothing here waits. */
function verifyNow(args: string[], io: Output): number {
  try {
    const options = readOptions(args);
    const file = ledgerFile(options.data);
    if (!existsSync(file)) throw new InputError(`There is no ledger in ${options.data}.`);
    const against = readAgainst(options);
    const result = verifyLedger({
      file,
      fold,
      foldVersion: FOLD_VERSION,
      ...(against === undefined ? {} : { against }),
    });
    if (options.json) io.out(JSON.stringify(result));
    else for (const line of inWords(result)) io.out(line);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (!isExpected(error)) throw error;
    io.err(error.message);
    // SQLite needs to make two small files beside a database that was written with a log.
    if (error instanceof StorageError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code))
      io.err('If the folder cannot be written to, copy ledger.sqlite into one that can, and verify it there.');
    return 2;
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof InputError || error instanceof StorageError || error instanceof LedgerRefusal;
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

function readAgainst({ data, against, headquartersKey }: Options): Against | undefined {
  if (against === undefined) return undefined;
  const text = readText(against);
  try {
    return { acknowledgement: readAcknowledgement(text), headquartersKey: readKey(data, headquartersKey) };
  } catch (error) {
    if (error instanceof AcknowledgementError)
      throw new InputError(`${against} is no acknowledgement: ${error.message}.`);
    throw error;
  }
}

/**
 * From headquarters.json as headquarters gives it, or a JWK; or else from what this base was told at enrolment: an
 * auditor should bring the key.
 */
function readKey(dir: string, file: string | undefined): KeyObject {
  const source = file ?? join(dir, HEADQUARTERS_FILE);
  const json = parseObject(source);
  const key = publicKeyOf(String(json['signingKey'])) ?? jwkKey(json);
  if (key === undefined) throw new InputError(`${source} holds no Ed25519 public key of headquarters.`);
  return key;
}

function parseObject(file: string): Record<string, unknown> {
  const text = readText(file);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, with the file's name.
  }
  throw new InputError(`${file} is not a JSON object.`);
}

function jwkKey(jwk: Record<string, unknown>): KeyObject | undefined {
  if (jwk['kty'] !== 'OKP' || jwk['crv'] !== 'Ed25519' || typeof jwk['x'] !== 'string') return undefined;
  try {
    // Only the public members: a private key in the file is not needed and not loaded.
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: jwk['x'] }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function inWords(result: Verification): string[] {
  const lines = [
    result.ok
      ? `The ledger of base ${result.base} is ${result.completeness === 'not proven' ? 'consistent in itself' : 'unaltered'}.`
      : `The ledger of base ${result.base} is NOT in order.`,
    ...result.epochs.map(({ epoch, entries, headHash }) => `Epoch ${epoch}: ${entries} entries, head ${headHash}.`),
    `${result.entries} entries and ${result.checkpoints} signed checkpoints were checked.`,
    ...photographsInWords(result.photographs),
    result.completeness === 'not proven'
      ? 'Completeness is not proven: only an acknowledgement kept by headquarters shows that nothing was cut off or written anew (--against).'
      : `Completeness is ${result.completeness}: headquarters signed that it has the same entries.`,
    ...result.problems.map(
      ({ code, seq, detail }) => `${code}${seq === null ? '' : ` at seq ${seq}`}: ${VERIFY_PROBLEMS[code]} (${detail})`,
    ),
  ];
  if (result.problemsNotListed > 0) lines.push(`… and ${result.problemsNotListed} more.`);
  return lines;
}

function photographsInWords({ named, sound }: Verification['photographs']): string[] {
  if (named === 0) return [];
  return [
    sound === named
      ? `All ${named} photographs that entries name are there and unaltered.`
      : `Photographs that entries name: ${named}, of which NOT there as they were taken: ${named - sound}.`,
  ];
}
