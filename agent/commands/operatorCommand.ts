// `hakari operator`: makes, changes, locks or removes an operator from the command line. The PIN is read from standard input,
// so that it is in no shell history and no process list. There is no default password: the first operator is made here.
// Entry first, register file second. Only while the agent is down: it holds the data folder.
import { parseArgs } from 'node:util';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readFirstLine } from './standardInput.ts';
import { changeRegisterOffline } from './offlineRegister.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { asOperatorId, type OperatorId } from '../core/model/ids.ts';
import { ROLES } from '../core/model/roles.ts';
import { type Register } from '../register/register.ts';
import { AT_THE_MACHINE } from '../register/registerWriter.ts';

const USAGE = `hakari operator add --site FILE [--data DIR] --id ID --name NAME --roles ROLE,ROLE --badge BADGE   (PIN on standard input)
       hakari operator remove --site FILE [--data DIR] --id ID
       hakari operator pin --site FILE [--data DIR] --id ID   (PIN on standard input)
       hakari operator lock --site FILE [--data DIR] --id ID
       hakari operator unlock --site FILE [--data DIR] --id ID
       hakari operator list --site FILE [--data DIR]

Before the first job these set a base up. After it people are changed at the page, by a supervisor or by two persons; the
commands then work only when nobody is left who may, and headquarters is told.`;

interface OperatorFields {
  id?: string;
  name?: string;
  roles?: string;
  badge?: string;
}
type Site = Parameters<typeof changeRegisterOffline>[0];
type Action = (site: Site, fields: OperatorFields, io: CliIo) => Promise<ExitCode>;

/** Exit code: 0 done, 1 refused or not recorded, 2 wrong call, or an agent runs. */
export async function runOperatorCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { site: text, data: text, id: text, name: text, roles: text, badge: text },
    }),
  );
  if (!call) return 2;
  const { site: file, data, ...fields } = call.values;
  const action = call.positionals.length === 1 ? ACTIONS.get(call.positionals[0] ?? '') : undefined;
  if (action === undefined) return printUsageError(USAGE, io, 'say add, remove, pin, lock, unlock or list');
  if (file === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(file, data, io);
  if (!read) return 2;
  return action(read.site, fields, io);
}

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['add', addOperator],
  ['list', (site, _fields, io) => listOperators(site, io)],
  ['pin', setPin],
  ['remove', changing((operator) => ({ kind: 'operator-removed', operator }))],
  ['lock', changing((operator) => ({ kind: 'operator-locked', operator, locked: true }))],
  ['unlock', changing((operator) => ({ kind: 'operator-locked', operator, locked: false }))],
]);

async function addOperator(site: Site, { id, name, roles, badge }: OperatorFields, io: CliIo): Promise<ExitCode> {
  if (id === undefined || name === undefined || roles === undefined || badge === undefined)
    return printUsageError(USAGE, io, '--id, --name, --roles and --badge are needed');
  const named = roles.split(',');
  const known = ROLES.filter((role) => named.includes(role));
  if (known.length !== named.length) return printUsageError(USAGE, io, `--roles names some of ${ROLES.join(', ')}`);
  const pin = await readPin(io);
  if (pin === null) return 2;
  const operator = { operator: asOperatorId(id), name, roles: known, badge, pin };
  return changeRegisterOffline(site, io, async ({ register }) => register.putOperator(operator, AT_THE_MACHINE));
}

async function setPin(site: Site, { id }: OperatorFields, io: CliIo): Promise<ExitCode> {
  if (id === undefined) return printUsageError(USAGE, io, '--id is missing');
  const pin = await readPin(io);
  if (pin === null) return 2;
  return changeRegisterOffline(site, io, async ({ register }) =>
    register.setPin({ operator: asOperatorId(id), pin }, AT_THE_MACHINE),
  );
}

/** Null after printing that it is missing. */
async function readPin(io: CliIo): Promise<string | null> {
  const pin = await readFirstLine(io.stdin);
  if (pin !== '') return pin;
  printUsageError(USAGE, io, 'the PIN is missing on standard input');
  return null;
}

function changing(change: (operator: OperatorId) => Parameters<Register['applyChange']>[0]): Action {
  return async (site, { id }, io) => {
    if (id === undefined) return printUsageError(USAGE, io, '--id is missing');
    return changeRegisterOffline(site, io, async ({ register }) =>
      register.applyChange(change(asOperatorId(id)), AT_THE_MACHINE),
    );
  };
}

/** One line each: id, roles, badge, name, wrong PINs in a row, and whether the person may sign in. */
async function listOperators(site: Site, io: CliIo): Promise<ExitCode> {
  return changeRegisterOffline(site, { ...io, out: () => undefined }, ({ register }) => {
    for (const { operator, roles, badge, name, failures, locked, hasPin } of register.operators())
      io.out(
        [operator, roles.join(','), badge, name, failures, locked ? 'locked' : hasPin ? 'active' : 'no PIN'].join('\t'),
      );
    return Promise.resolve({ kind: 'done' });
  });
}
