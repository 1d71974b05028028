#!/usr/bin/env -S node --enable-source-maps --max-semi-space-size=1
// The command line: finds the command and runs it. Must hold no logic. The only file that loads simulators/, and only
// when one of their commands is called, so that an installation can leave that folder out.
import { fileURLToPath } from 'node:url';
import type { CliIo, CliCommand } from './commands/cliCommand.ts';

interface CliCommandRow {
  name: string;
  summary: string;
  load(): Promise<CliCommand>;
}

const CLI_COMMANDS: readonly CliCommandRow[] = [
  {
    name: 'run',
    summary: 'run the agent of a base: --site FILE [--data DIR] [--record FOLDER | --replay FOLDER]',
    load: async () => (await import('./commands/runCommand.ts')).runAgentCommand,
  },
  {
    name: 'check',
    summary: 'check a site file and print every fault: --site FILE',
    load: async () => (await import('./commands/checkCommand.ts')).runCheckCommand,
  },
  {
    name: 'init',
    summary: 'begin a base, once: ledger, keys, register; print the fingerprints of its keys: --site FILE [--data DIR]',
    load: async () => (await import('./commands/initCommand.ts')).runInitCommand,
  },
  {
    name: 'epoch',
    summary: 'begin a new epoch after a restore, a move or lost keys: --site FILE --reason restored|moved|keys-lost',
    load: async () => (await import('./commands/epochCommand.ts')).runEpochCommand,
  },
  {
    name: 'backup',
    summary: 'everything a base needs to come back, in one sealed file, while it works: --site FILE --to FILE|FOLDER',
    load: async () => (await import('./commands/backupCommand.ts')).runBackupCommand,
  },
  {
    name: 'restore',
    summary: 'put a base back from a backup, in a new epoch: --site FILE --from BACKUP --key KEY-FILE',
    load: async () => (await import('./commands/restoreCommand.ts')).runRestoreCommand,
  },
  {
    name: 'recovery-key',
    summary: 'the key that a base’s backups are sealed to: --site FILE [--to FILE | --recipient age1…]',
    load: async () => (await import('./commands/recoveryKeyCommand.ts')).runRecoveryKeyCommand,
  },
  {
    name: 'keys',
    summary: 'print the fingerprints of the base’s keys: --site FILE [--data DIR]',
    load: async () => (await import('./commands/keysCommand.ts')).runKeysCommand,
  },
  {
    name: 'operator',
    summary: 'add or remove an operator: operator add --site FILE --id ID --name NAME --roles R,R --badge B',
    load: async () => (await import('./commands/operatorCommand.ts')).runOperatorCommand,
  },
  {
    name: 'register',
    summary: 'show, adopt or discard what was edited in the register by hand; recover a lost one: --site FILE',
    load: async () => (await import('./commands/registerCommand.ts')).runRegisterCare,
  },
  {
    name: 'verification',
    summary: 'record a scale’s verification mark: --site FILE --instrument ID --mark M --until DATE',
    load: async () => (await import('./commands/verificationCommand.ts')).runVerificationCommand,
  },
  {
    name: 'import',
    summary:
      'take headquarters’ orders from a file: import FILE --site FILE [--data DIR] [--badge B [--url URL]] [--json]',
    load: async () => (await import('./commands/importCommand.ts')).runImportCommand,
  },
  {
    name: 'verify',
    summary:
      'check a ledger: --data DIR [--against ACK-FILE] [--headquarters-key FILE] [--json]; exit 0 in order, 1 not, 3 cannot be judged',
    load: async () => (await import('./commands/verifyCommand.ts')).runVerifyCommand,
  },
  {
    name: 'acknowledgement',
    summary: 'print headquarters’ last signed acknowledgement: --data DIR',
    load: async () => (await import('./commands/acknowledgementCommand.ts')).runAcknowledgementCommand,
  },
  {
    name: 'decode',
    summary:
      'decode bytes of an instrument, or codes of labels (--protocol gs1): --protocol NAME | --model NAME | --model-file FILE, with --hex HEX | --file FILE | standard input',
    load: async () => (await import('./commands/decodeCommand.ts')).runDecodeCommand,
  },
  {
    name: 'detect',
    summary: 'which instrument is on a port; listens only: detect PORT [--seconds N] [--json]',
    load: async () => (await import('./commands/detectCommand.ts')).runDetectCommand,
  },
  {
    name: 'record',
    summary: 'record what an instrument sends: record PORT FILE [--seconds N] [--model MODEL]',
    load: async () => (await import('./commands/recordCommand.ts')).runRecordCommand,
  },
  {
    name: 'replay',
    summary: 'drive the whole agent by recordings: replay FILE… --site FILE [--data EMPTY-DIR] [--fast] [--json]',
    load: async () => (await import('./commands/replayCommand.ts')).runReplayCommand,
  },
  {
    name: 'instrument',
    summary: 'one reading with its raw bytes: instrument test ID --site FILE [--json]',
    load: async () => (await import('./commands/instrumentCommand.ts')).runInstrumentCommand,
  },
  {
    name: 'headquarters',
    summary: 'the reference headquarters: keys, enrol, run, order, report',
    load: async () => (await import('./headquarters/main.ts')).runHeadquarters,
  },
  {
    name: 'world',
    summary: 'the simulated world of the demo (started by it)',
    load: async () => (await import('../simulators/world/main.ts')).runWorld,
  },
  {
    name: 'simulate',
    summary: 'a base’s days with errors made and found: [--days N] [--seed S | --seeds N] [--json | --table]',
    load: loadSimulateCommand,
  },
  {
    name: 'demo',
    summary: 'a whole base on this machine: [--once] [--json] [--seed N] [--speed N] [--data DIR]',
    load: async () => (await import('../simulators/demo/main.ts')).runDemo,
  },
];

/** simulators/days drives the agent's SimulatedBase and a headquarters beside it: only this file knows them all. */
async function loadSimulateCommand(): Promise<CliCommand> {
  const [days, { openSimulatedBase }, { SimulatedHeadquarters }, { countHonestLotWarnings }] = await Promise.all([
    import('../simulators/days/main.ts'),
    import('./commands/simulatedBase.ts'),
    import('./headquarters/simulatedHeadquarters.ts'),
    import('./commands/honestLots.ts'),
  ]);
  const openHeadquarters = (): InstanceType<typeof SimulatedHeadquarters> => new SimulatedHeadquarters();
  return (args, io) =>
    days.runSimulation(args, io, openSimulatedBase, {
      openHeadquarters,
      countDriftWarnings: countHonestLotWarnings,
    });
}

function formatHelp(): string {
  const width = Math.max(...CLI_COMMANDS.map(({ name }) => name.length));
  const rows = CLI_COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'hakari COMMAND [OPTIONS]',
    '',
    ...rows,
    '',
    'Exit codes: 0 done, 1 the answer is no, 2 wrong call or wrong input (nothing was done).',
  ].join('\n');
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(signal));

const io: CliIo = {
  stop: stop.signal,
  stdin: process.stdin,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  mainPath: fileURLToPath(import.meta.url),
};

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const row = CLI_COMMANDS.find((candidate) => candidate.name === name);
  if (row) return (await row.load())(args, io);
  if (name === undefined || name === 'help' || name === '--help') {
    io.out(formatHelp());
    return 0;
  }
  io.err(`There is no command "${name}".\n\n${formatHelp()}`);
  return 2;
}

process.exitCode = await main();
