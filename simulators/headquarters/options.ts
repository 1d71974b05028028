// The arguments of `hakari headquarters`, and files that they name. Wrong ones are told with the usage.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { massFromText } from '../../drivers/contract/mass.ts';
import { openStore, type Store } from './store.ts';

const STORE_FILE = 'headquarters.sqlite';
/** An order file holds some thousand packages at most; a targets file far less. */
const LARGEST_FILE_BYTES = 16 * 1_048_576;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const TEXTS = [
  'dir',
  'store',
  'keys',
  'broker',
  'mqtt',
  'topic',
  'base',
  'file',
  'out',
  'name',
  'decision',
  'note',
  'adopt',
  'stocktake',
  'seed',
  'targets',
  'csv',
] as const;
const LISTS = ['finding', 'adjust'] as const;

export type Options = Partial<Record<(typeof TEXTS)[number], string>> &
  Partial<Record<(typeof LISTS)[number], string[]>> & { json: boolean };

export function optionsOf(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const named = Object.fromEntries([
    ...TEXTS.map((name) => [name, text] as const),
    ...LISTS.map((name) => [name, { ...text, multiple: true }] as const),
  ]);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...named, json: { type: 'boolean', default: false } },
      strict: true,
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function need(options: Options, name: (typeof TEXTS)[number]): string {
  const value = options[name];
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
}

export function storePath(options: Options): string {
  return options.store ?? join(need(options, 'dir'), STORE_FILE);
}

/** Opens the store for `work` and closes it, whatever comes. */
export function withStore<T>(options: Options, work: (store: Store) => T): T {
  const store = openStore(storePath(options));
  try {
    return work(store);
  } finally {
    store.close();
  }
}

export function textFile(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > LARGEST_FILE_BYTES) throw new Error(`larger than ${LARGEST_FILE_BYTES} bytes`);
    return bytes.toString('utf8');
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function jsonFile(path: string): unknown {
  const text = textFile(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function kilograms(text: string, of: string): number {
  const mass = massFromText(text, 'kg');
  if ('fault' in mass) throw new UsageError(`${of}: ${text} is no mass in kilograms`);
  return mass.massMg;
}
