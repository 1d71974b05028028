// `hakari headquarters`: the reference headquarters as a process of its own. It knows the contract and nothing of the
// agent.
// Reads its arguments and calls; decides nothing.
import { BaseKeysFile } from '../../agent/headquarters/contract/files.ts';
import { isTopicId } from '../../agent/headquarters/contract/topics.ts';
import type { ProcessIo } from '../io.ts';
import { ensureHeadquartersKeys, keyFingerprint } from './keys.ts';
import { jsonFile, need, type Options, optionsOf, storePath, textFile, UsageError, withStore } from './options.ts';
import { decide, deposit, draw, type Io, order, orders } from './orderCommands.ts';
import { CSV_TABLES, report, reportCsv } from './report.ts';
import { openFindings } from './reportReleases.ts';
import { findingLine, reportText } from './reportText.ts';
import { serve } from './serve.ts';
import { enrol, openStore } from './store.ts';
import { readTargets, type TargetsFile } from './targets.ts';

const USAGE = [
  'hakari headquarters keys     --dir DIR                                     make keys if absent, print their fingerprint',
  'hakari headquarters enrol    --dir DIR --keys base-keys.json --topic ID    know a base by its public keys',
  'hakari headquarters run      --dir DIR --broker URL [--mqtt 3.1.1|5]       answer until asked to end',
  'hakari headquarters order    --dir DIR --file order.json [--base BASE]     queue one order of any kind, or an array of them',
  'hakari headquarters deposit  --dir DIR --file release.json [--name NAME] [--base BASE]',
  '                                                                           seal a release under a one-time code, told once',
  'hakari headquarters findings --dir DIR [--json]                            what waits for a decision',
  'hakari headquarters decide   --dir DIR --finding ID … --decision accept|return|recount|adjust|write-off [--note TEXT]',
  '                             [--adjust PACKAGE=KG …] [--adopt identity=…,package=…,lot=…,mark=…,tareKg=…] [--base BASE]',
  'hakari headquarters draw     --dir DIR --stocktake NAME --seed TEXT [--base BASE]   draw the packages to be weighed again',
  'hakari headquarters orders   --dir DIR --out FILE [--base BASE]            write unanswered orders, sealed, for a USB stick',
  'hakari headquarters report   --dir DIR [--json | --csv TABLE] [--targets FILE]',
  `                             stock, lots, releases, counts, plans; TABLE is ${CSV_TABLES.join(', ')}`,
  '',
  'DIR holds headquarters-keys.json, headquarters.json and headquarters.sqlite; --store FILE names another database.',
].join('\n');

const POLL_MS = 200;

const COMMANDS: Record<string, (options: Options, io: Io) => number | Promise<number>> = {
  keys,
  enrol: enrolBase,
  run,
  order,
  deposit,
  findings,
  decide,
  draw,
  orders,
  report: print,
};

/** Exit code 0; 1 if the answer is no; 2 for a wrong call. */
export async function runHeadquarters(args: readonly string[], io: Io): Promise<number> {
  const [command, ...rest] = args;
  try {
    if (command === undefined) throw new UsageError('a command is missing');
    const called = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!called) throw new UsageError(`there is no command ${command}`);
    return await called(optionsOf(rest), io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

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
  const outcome = withStore(options, (store) =>
    enrol(store, { base, topic, signing_key: signingKey, sealing_key: sealingKey }),
  );
  if (outcome === 'refused') {
    io.err(`base ${base} is known with other keys or another topic`);
    return 1;
  }
  io.out(`base ${base} ${outcome}, fingerprint ${keyFingerprint(file.data)}`);
  return 0;
}

async function run(options: Options, io: Pick<ProcessIo, 'out' | 'err' | 'stop'>): Promise<number> {
  const version = options.mqtt ?? '3.1.1';
  if (version !== '3.1.1' && version !== '5') throw new UsageError('--mqtt is 3.1.1 or 5');
  const broker = need(options, 'broker');
  const own = ensureHeadquartersKeys(need(options, 'dir'));
  const store = openStore(storePath(options));
  const house = { store, keys: own, wallMs: () => Date.now() };
  const ready = (): void => io.out('ready');
  await serve({
    house,
    broker,
    mqttVersion: version,
    pollMs: POLL_MS,
    stop: io.stop,
    ready,
    note: (line) => io.err(line),
  });
  store.close();
  return 0;
}

function findings(options: Options, io: Io): number {
  const open = withStore(options, openFindings);
  for (const line of options.json ? [JSON.stringify(open)] : open.map(findingLine)) io.out(line);
  return 0;
}

function targetsOf(path: string | undefined): TargetsFile | null {
  if (path === undefined) return null;
  const read = readTargets(textFile(path));
  if ('fault' in read) throw new UsageError(`${path}: ${read.fault}`);
  return read;
}

function print(options: Options, io: Io): number {
  const targets = targetsOf(options.targets);
  const content = withStore(options, (store) => report(store, targets));
  if (options.csv !== undefined) {
    const table = reportCsv(content, options.csv);
    if (table === null) throw new UsageError(`--csv is one of ${CSV_TABLES.join(', ')}`);
    // RFC 4180 ends lines with CRLF; the line feed is written with the line.
    for (const line of table) io.out(`${line}\r`);
    return 0;
  }
  for (const line of options.json ? [JSON.stringify(content)] : reportText(content)) io.out(line);
  return 0;
}
