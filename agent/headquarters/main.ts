// `hakari headquarters`: the reference headquarters as a process of its own. It knows the contract and nothing of the
// agent.
// Reads its arguments and calls; decides nothing.
import { ArchiveError } from '../archive/archiveError.ts';
import { BaseKeysFile } from '../link/contract/keyFileSchemas.ts';
import { isTopicId } from '../link/contract/topics.ts';
import { KeysMissingError, keyFingerprint } from './signing/headquartersKeys.ts';
import {
  readDeskJsonFile,
  requireOption,
  type DeskOptions,
  parseDeskOptions,
  readDeskTextFile,
  DeskUsageError,
  withHalves,
  withLinkStore,
} from './desk/deskOptions.ts';
import { runFolderBackup, runFolderKeys, runFolderRecoveryKey, runFolderRestore } from './desk/folderCommands.ts';
import {
  runDecideCommand,
  runDepositCommand,
  runDrawCommand,
  type DeskIo,
  runOrderCommand,
  runOrdersCommand,
  runSuspensionCommand,
} from './desk/orderCommands.ts';
import { runApproveCommand, runRekeyCommand, runResumeCommand, runStreamsCommand } from './desk/streamCommands.ts';
import { REPORT_TABLES, buildStockReport, formatReportTable } from './desk/stockReport.ts';
import { buildFindingReports } from './desk/stockWorkReports.ts';
import { formatFindingLine, formatStockReport } from './desk/reportText.ts';
import { runBookedService, runRebuildCommand } from './headquartersService.ts';
import { BookOfOtherRules } from './store/headquartersBook.ts';
import { parseTargets, type TargetsFile } from './desk/stockTargets.ts';

const USAGE = [
  'hakari headquarters keys     --dir DIR                                     begin headquarters once; print its keys’ fingerprint',
  'hakari headquarters enrol    --dir DIR --keys base-keys.json --topic ID    know a base by its public keys',
  'hakari headquarters rekey    --dir DIR --keys base-keys.json               new keys for a known base whose own are lost',
  'hakari headquarters streams  --dir DIR [--base BASE] [--json]              every epoch of every base, and what needs a person',
  'hakari headquarters approve  --dir DIR --base BASE --epoch EPOCH           a new epoch of a base that was restored, moved or rekeyed',
  'hakari headquarters resume   --dir DIR --base BASE --epoch EPOCH           a stopped stream goes on where it stood',
  'hakari headquarters run      --dir DIR --broker URL [--mqtt 3.1.1|5]       answer until asked to end',
  'hakari headquarters order    --dir DIR --file order.json [--base BASE]     queue one order of any kind, or an array of them',
  'hakari headquarters deposit  --dir DIR --file release.json [--name NAME] [--base BASE]',
  '                                                                           seal a release under a one-time code, told once',
  'hakari headquarters suspend  --dir DIR --order ID [--base BASE]            an order, or a count of a base’s own plan, rests',
  'hakari headquarters continue --dir DIR --order ID [--base BASE]            it is worked again',
  'hakari headquarters findings --dir DIR [--json]                            what waits for a decision',
  'hakari headquarters decide   --dir DIR --finding ID … --decision accept|return|recount|adjust|write-off|recognise [--note TEXT]',
  '                             [--adjust PACKAGE=KG …] [--adopt identity=…,package=…,lot=…,mark=…,tareKg=…]',
  '                             [--recognise identity=…,package=…] [--base BASE]',
  'hakari headquarters draw     --dir DIR --stocktake NAME --seed TEXT [--base BASE]   draw the packages to be weighed again',
  'hakari headquarters orders   --dir DIR --out FILE [--base BASE]            write unanswered orders, sealed, for a USB stick',
  'hakari headquarters report   --dir DIR [--json | --csv TABLE] [--targets FILE]',
  `                             stock, lots, releases, counts, plans; TABLE is ${REPORT_TABLES.join(', ')}`,
  'hakari headquarters rebuild  --dir DIR                                     drop the book and make it again from the stored entries',
  'hakari headquarters recovery-key --dir DIR [--to FILE | --recipient age1…]  the key that its backups are sealed to',
  'hakari headquarters backup   --dir DIR --to FILE [--recipient age1…]       keys and store in one sealed file, while it runs',
  'hakari headquarters restore  --dir DIR --from BACKUP --key KEY-FILE        put them back into an empty folder',
  '',
  'DIR holds headquarters-keys.json, headquarters.json, headquarters.sqlite (what was received and ordered) and',
  'headquarters-book.sqlite (the book, which can be made again); --store FILE names another headquarters.sqlite.',
].join('\n');

const COMMANDS: Record<string, (options: DeskOptions, io: DeskIo) => number | Promise<number>> = {
  keys: runFolderKeys,
  enrol: runEnrolCommand,
  rekey: runRekeyCommand,
  streams: runStreamsCommand,
  approve: runApproveCommand,
  resume: runResumeCommand,
  run: runServiceCommand,
  order: runOrderCommand,
  deposit: runDepositCommand,
  suspend: runSuspensionCommand(true),
  continue: runSuspensionCommand(false),
  findings: runFindingsCommand,
  decide: runDecideCommand,
  draw: runDrawCommand,
  orders: runOrdersCommand,
  report: runReportCommand,
  rebuild: runRebuildCommand,
  'recovery-key': runFolderRecoveryKey,
  backup: runFolderBackup,
  restore: runFolderRestore,
};

/** Exit code 0; 1 if the answer is no; 2 for a wrong call. */
export async function runHeadquarters(args: readonly string[], io: DeskIo): Promise<number> {
  const [command, ...rest] = args;
  try {
    if (command === undefined) throw new DeskUsageError('a command is missing');
    const handler = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!handler) throw new DeskUsageError(`there is no command ${command}`);
    return await handler(parseDeskOptions(rest), io);
  } catch (error) {
    if (error instanceof BookOfOtherRules || error instanceof ArchiveError || error instanceof KeysMissingError) {
      io.err(error.message);
      return 1;
    }
    if (!(error instanceof DeskUsageError)) throw error;
    io.err(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

function runEnrolCommand(options: DeskOptions, io: DeskIo): number {
  const file = BaseKeysFile.safeParse(readDeskJsonFile(requireOption(options, 'keys')));
  const topic = requireOption(options, 'topic');
  if (!file.success) throw new DeskUsageError(`${requireOption(options, 'keys')} is not a base-keys.json`);
  if (!isTopicId(topic)) throw new DeskUsageError('--topic is 8 to 64 of 0–9 a–z');
  const { base, signingKey, sealingKey } = file.data;
  const outcome = withLinkStore(options, (link) =>
    link.enrolBase({ base, topic, signing_key: signingKey, sealing_key: sealingKey }),
  );
  if (outcome === 'refused') {
    io.err(`base ${base} is known with other keys or another topic`);
    return 1;
  }
  io.out(`base ${base} ${outcome}, fingerprint ${keyFingerprint(file.data)}`);
  return 0;
}

async function runServiceCommand(options: DeskOptions, io: DeskIo): Promise<number> {
  const version = options.mqtt ?? '3.1.1';
  if (version !== '3.1.1' && version !== '5') throw new DeskUsageError('--mqtt is 3.1.1 or 5');
  const broker = requireOption(options, 'broker');
  await runBookedService(options, { broker, mqttVersion: version, io });
  return 0;
}

function runFindingsCommand(options: DeskOptions, io: DeskIo): number {
  const open = withHalves(options, ({ book }) => buildFindingReports(book));
  for (const line of options.json ? [JSON.stringify(open)] : open.map(formatFindingLine)) io.out(line);
  return 0;
}

function readTargetsOption(path: string | undefined): TargetsFile | null {
  if (path === undefined) return null;
  const read = parseTargets(readDeskTextFile(path));
  if ('refusal' in read) throw new DeskUsageError(`${path}: ${read.refusal}`);
  return read;
}

function runReportCommand(options: DeskOptions, io: DeskIo): number {
  const targets = readTargetsOption(options.targets);
  const content = withHalves(options, (halves) => buildStockReport(halves, targets));
  if (options.csv !== undefined) {
    const table = formatReportTable(content, options.csv);
    if (table === null) throw new DeskUsageError(`--csv is one of ${REPORT_TABLES.join(', ')}`);
    // RFC 4180 ends lines with CRLF; the line feed is written with the line.
    for (const line of table) io.out(`${line}\r`);
    return 0;
  }
  for (const line of options.json ? [JSON.stringify(content)] : formatStockReport(content)) io.out(line);
  return 0;
}
