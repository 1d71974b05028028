// `hakari operator`: makes, changes or removes an operator from the command line. The PIN is read from standard input,
// so that it is in no shell history and no process list. There is no default password: the first operator is made here.
// Entry first, register file second. Only while the agent is down: it holds the data folder.
import { parseArgs } from 'node:util';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readFirstLine } from './standardInput.ts';
import { changeRegisterOffline } from './offlineRegister.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { asOperatorId } from '../core/model/ids.ts';

const USAGE = `hakari operator add --site FILE [--data DIR] --id ID --name NAME --roles ROLE,ROLE --badge BADGE   (PIN on standard input)
       hakari operator remove --site FILE [--data DIR] --id ID
       hakari operator list --site FILE [--data DIR]`;

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
  const action = call.positionals.length === 1 ? call.positionals[0] : undefined;
  if (action !== 'add' && action !== 'remove' && action !== 'list')
    return printUsageError(USAGE, io, 'say add, remove or list');
  if (file === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(file, data, io);
  if (!read) return 2;
  if (action === 'list') return listOperators(read.site, io);
  return action === 'add' ? addOperator(read.site, fields, io) : removeOperator(read.site, fields.id, io);
}

type Site = Parameters<typeof changeRegisterOffline>[0];

async function addOperator(
  site: Site,
  fields: { id?: string; name?: string; roles?: string; badge?: string },
  io: CliIo,
): Promise<ExitCode> {
  const { id, name, roles, badge } = fields;
  if (id === undefined || name === undefined || roles === undefined || badge === undefined)
    return printUsageError(USAGE, io, '--id, --name, --roles and --badge are needed');
  const pin = await readFirstLine(io.stdin);
  if (pin === '') return printUsageError(USAGE, io, 'the PIN is missing on standard input');
  const operator = { operator: asOperatorId(id), name, roles: roles.split(','), badge, pin };
  return changeRegisterOffline(site, io, async ({ register }, actor) => register.putOperator(operator, actor));
}

async function removeOperator(site: Site, id: string | undefined, io: CliIo): Promise<ExitCode> {
  if (id === undefined) return printUsageError(USAGE, io, '--id is missing');
  return changeRegisterOffline(site, io, async ({ register }, actor) =>
    register.applyChange({ kind: 'operator-removed', operator: asOperatorId(id) }, actor),
  );
}

/** One line each: id, roles, badge, name, wrong PINs in a row. */
async function listOperators(site: Site, io: CliIo): Promise<ExitCode> {
  return changeRegisterOffline(site, { ...io, out: () => undefined }, ({ register }) => {
    for (const { operator, roles, badge, name, failures } of register.operators())
      io.out([operator, roles.join(','), badge, name, failures].join('\t'));
    return Promise.resolve({ kind: 'done' });
  });
}
