// The arguments of `hakari headquarters`, and files that they name. Wrong ones are told with the usage.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../../drivers/contract/errorText.ts';
import { type MassMg, parseMass } from '../../../drivers/contract/mass.ts';
import { ownBookRules } from '../book/bookRules.ts';
import { bookPath, openHeadquartersBook } from '../store/headquartersBook.ts';
import type { Halves } from '../store/halves.ts';
import type { LinkStore } from '../store/linkStore.ts';
import { openLinkStore } from '../store/sqliteLinkStore.ts';

/** Headquarters' link half in its folder. */
export const STORE_FILE = 'headquarters.sqlite';
/** Stands in the folder while it is put back from a backup. */
export const RESTORE_NOTE = 'restore.pending';
/** An order file holds some thousand packages at most; a targets file far less. */
const FILE_BYTES_MAX = 16 * 1_048_576;

/** A wrong call; its message is printed with the usage. */
export class DeskUsageError extends Error {
  override readonly name = 'UsageError';
}

const TEXT_OPTIONS = [
  'dir',
  'store',
  'keys',
  'broker',
  'mqtt',
  'topic',
  'base',
  'epoch',
  'file',
  'out',
  'name',
  'order',
  'decision',
  'note',
  'adopt',
  'recognise',
  'stocktake',
  'seed',
  'targets',
  'to',
  'from',
  'key',
  'recipient',
  'csv',
] as const;
const LIST_OPTIONS = ['finding', 'adjust'] as const;

/** The options of all desk commands; each command requires its own. */
export type DeskOptions = Partial<Record<(typeof TEXT_OPTIONS)[number], string>> &
  Partial<Record<(typeof LIST_OPTIONS)[number], string[]>> & { json: boolean };

/**
 * Parses the arguments after the command's name.
 *
 * @throws {DeskUsageError} when an option is unknown or lacks its value
 */
export function parseDeskOptions(args: readonly string[]): DeskOptions {
  const text = { type: 'string' } as const;
  const named = Object.fromEntries([
    ...TEXT_OPTIONS.map((name) => [name, text] as const),
    ...LIST_OPTIONS.map((name) => [name, { ...text, multiple: true }] as const),
  ]);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...named, json: { type: 'boolean', default: false } },
      strict: true,
    });
    return values;
  } catch (error) {
    throw new DeskUsageError(errorText(error));
  }
}

/**
 * The value of an option.
 *
 * @throws {DeskUsageError} when the option is missing
 */
export function requireOption(options: DeskOptions, name: (typeof TEXT_OPTIONS)[number]): string {
  const value = options[name];
  if (value === undefined) throw new DeskUsageError(`--${name} is missing`);
  return value;
}

/**
 * Path of the SQLite file of headquarters' link half; the book's lies beside it.
 *
 * @throws {DeskUsageError} when neither --store nor --dir is given
 */
export function storePath(options: DeskOptions): string {
  return options.store ?? join(requireOption(options, 'dir'), STORE_FILE);
}

/**
 * As `storePath`, of a file that is there: absent is never "first start".
 *
 * @throws {DeskUsageError} when it is not there, or is being put back
 */
export function existingStorePath(options: DeskOptions): string {
  const path = storePath(options);
  if (existsSync(join(dirname(path), RESTORE_NOTE)))
    throw new DeskUsageError(
      `\`hakari headquarters restore\` was interrupted in ${dirname(path)}: call it again, it goes on where it ended`,
    );
  if (!existsSync(path))
    throw new DeskUsageError(
      `${path} is not there. Headquarters begins with \`hakari headquarters keys\`; one that had a store is put back with \`hakari headquarters restore\``,
    );
  return path;
}

/** Opens the link half for `action` and closes it, whatever comes. */
export function withLinkStore<T>(options: DeskOptions, action: (link: LinkStore) => T): T {
  const link = openLinkStore(existingStorePath(options));
  try {
    return action(link);
  } finally {
    link.close();
  }
}

/** Opens both halves for `action` and closes them. A book of other rules is refused: only the service may drop it. */
export function withHalves<T>(options: DeskOptions, action: (halves: Halves) => T): T {
  return withLinkStore(options, (link) => {
    const book = openHeadquartersBook(bookPath(storePath(options)), { rules: ownBookRules().name, mayDrop: false });
    try {
      return action({ link, book });
    } finally {
      book.close();
    }
  });
}

/**
 * The UTF-8 text of a file of at most 16 MiB that a clerk names.
 *
 * @throws {DeskUsageError} when it cannot be read or is larger
 */
export function readDeskTextFile(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > FILE_BYTES_MAX) throw new Error(`larger than ${FILE_BYTES_MAX} bytes`);
    return bytes.toString('utf8');
  } catch (error) {
    throw new DeskUsageError(`${path}: ${errorText(error)}`);
  }
}

/**
 * The value of a JSON file that a clerk names.
 *
 * @throws {DeskUsageError} when it cannot be read or is no JSON
 */
export function readDeskJsonFile(path: string): unknown {
  const text = readDeskTextFile(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DeskUsageError(`${path}: ${errorText(error)}`);
  }
}

/**
 * Milligrams of a decimal number of kilograms.
 *
 * @throws {DeskUsageError} when the text is no mass
 */
export function parseKilograms(text: string, optionName: string): MassMg {
  const mass = parseMass(text, 'kg');
  if ('fault' in mass) throw new DeskUsageError(`${optionName}: ${text} is no mass in kilograms`);
  return mass.massMg;
}
