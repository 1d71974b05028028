// `hakari headquarters`: the reference headquarters as a process of its own. It knows the contract and nothing of the agent.
// Reads its arguments and calls; decides nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BaseKeysFile } from '../../agent/headquarters/contract/files.ts';
import { isTopicId } from '../../agent/headquarters/contract/topics.ts';
import type { ProcessIo } from '../io.ts';
import { ensureHeadquartersKeys, keyFingerprint } from './keys.ts';
import { queueOrder } from './orders.ts';
import { report, reportText } from './report.ts';
import { serve } from './serve.ts';
import { enrol, openStore, type Store } from './store.ts';

const USAGE = [
  'hakari headquarters keys   --dir DIR                                     make keys if absent, print their fingerprint',
  'hakari headquarters enrol  --dir DIR --keys base-keys.json --topic ID    know a base by its public keys',
  'hakari headquarters run    --dir DIR --broker URL [--mqtt 3.1.1|5]       answer until asked to end',
  'hakari headquarters order  --dir DIR --file notice.json [--base BASE]    queue one order or an array of them',
  'hakari headquarters report --dir DIR [--json]                            what is applied, and each lot’s own verdict',
  '',
  'DIR holds headquarters-keys.json, headquarters.json and headquarters.sqlite; --store FILE names another database.',
].join('\n');

const STORE_FILE = 'headquarters.sqlite';
const POLL_MS = 200;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = Record<'dir' | 'store' | 'keys' | 'broker' | 'mqtt' | 'topic' | 'base' | 'file', string | undefined> & { json: boolean };

function optionsOf(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { dir: text, store: text, keys: text, broker: text, mqtt: text, topic: text, base: text, file: text, json: { type: 'boolean', default: false } },
      strict: true,
    });
    return values as Options;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function need(options: Options, name: Exclude<keyof Options, 'json'>): string {
  const value = options[name];
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
}

function open(options: Options): Store {
  return openStore(options.store ?? join(need(options, 'dir'), STORE_FILE));
}

function jsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Exit code 0; 1 if the answer is no; 2 for a wrong call. */
export async function runHeadquarters(args: readonly string[], io: Pick<ProcessIo, 'out' | 'err' | 'stop'>): Promise<number> {
  const [command, ...rest] = args;
  try {
    const options = optionsOf(rest);
    if (command === 'keys') return keys(options, io);
    if (command === 'enrol') return enrolBase(options, io);
    if (command === 'run') return await run(options, io);
    if (command === 'order') return order(options, io);
    if (command === 'report') return print(options, io);
    throw new UsageError(command === undefined ? 'a command is missing' : `there is no command ${command}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

type Io = Pick<ProcessIo, 'out' | 'err' | 'stop'>;

function keys(options: Options, io: Io): number {
  io.out(`fingerprint ${keyFingerprint(ensureHeadquartersKeys(need(options, 'dir')).public)}`);
  return 0;
}

function enrolBase(options: Options, io: Io): number {
  const file = BaseKeysFile.safeParse(jsonFile(need(options, 'keys')));
  const topic = need(options, 'topic');
  if (!file.success) throw new UsageError(`${need(options, 'keys')} is not a base-keys.json`);
  if (!isTopicId(topic)) throw new UsageError('--topic is 8 to 64 of 0–9 a–z');
  const { base, signingKey, sealingKey } = file.data;
  const store = open(options);
  const outcome = enrol(store, { base, topic, signing_key: signingKey, sealing_key: sealingKey });
  store.close();
  if (outcome === 'refused') {
    io.err(`base ${base} is known with other keys or another topic`);
    return 1;
  }
  io.out(`base ${base} ${outcome}, fingerprint ${keyFingerprint(file.data)}`);
  return 0;
}

async function run(options: Options, io: Io): Promise<number> {
  const version = options.mqtt ?? '3.1.1';
  if (version !== '3.1.1' && version !== '5') throw new UsageError('--mqtt is 3.1.1 or 5');
  const broker = need(options, 'broker');
  const own = ensureHeadquartersKeys(need(options, 'dir'));
  const store = open(options);
  const house = { store, keys: own, wallMs: () => Date.now() };
  const ready = (): void => io.out('ready');
  await serve({ house, broker, mqttVersion: version, pollMs: POLL_MS, stop: io.stop, ready, note: (line) => io.err(line) });
  store.close();
  return 0;
}

function order(options: Options, io: Io): number {
  const content = jsonFile(need(options, 'file'));
  const store = open(options);
  const outcomes = (Array.isArray(content) ? content : [content]).map((one: unknown) => queueOrder(store, one, options.base));
  store.close();
  for (const outcome of outcomes) {
    if ('fault' in outcome) io.err(`order refused: ${outcome.fault}`);
    else io.out(`order ${outcome.order} for ${outcome.base} ${outcome.state}`);
  }
  return outcomes.some((outcome) => 'fault' in outcome) ? 2 : 0;
}

function print(options: Options, io: Io): number {
  const store = open(options);
  const content = report(store);
  store.close();
  for (const line of options.json ? [JSON.stringify(content)] : reportText(content)) io.out(line);
  return 0;
}
