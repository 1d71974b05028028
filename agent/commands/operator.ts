// `hakari operator`: makes, changes or removes an operator from the command line; the PIN comes on standard input, so
// that it
// is in no shell history and no process list. There is no default password: this is how the first operator comes to be.
// Entry first, register file second. Only while the agent is down: it holds the data folder.
import { parseArgs } from 'node:util';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { firstLine } from './firstLine.ts';
import { withStore } from './offline.ts';
import { readSiteFile } from './siteFile.ts';

const USAGE = `hakari operator add --site FILE [--data DIR] --id ID --name NAME --roles ROLE,ROLE --badge BADGE   (PIN on standard input)
       hakari operator remove --site FILE [--data DIR] --id ID
       hakari operator list --site FILE [--data DIR]`;

export async function operator(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseCall(USAGE, io, () =>
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
    return refuseCall(USAGE, io, 'say add, remove or list');
  if (file === undefined) return refuseCall(USAGE, io, '--site is missing');
  const read = readSiteFile(file, data, io);
  if (!read) return 2;
  if (action === 'list') return list(read.site, io);
  return action === 'add' ? add(read.site, fields, io) : remove(read.site, fields.id, io);
}

type Site = Parameters<typeof withStore>[0];

async function add(
  site: Site,
  fields: { id?: string; name?: string; roles?: string; badge?: string },
  io: CommandIo,
): Promise<ExitCode> {
  const { id, name, roles, badge } = fields;
  if (id === undefined || name === undefined || roles === undefined || badge === undefined)
    return refuseCall(USAGE, io, '--id, --name, --roles and --badge are needed');
  const pin = await firstLine(io.stdin);
  if (pin === '') return refuseCall(USAGE, io, 'the PIN is missing on standard input');
  const put = { operator: id, name, roles: roles.split(','), badge, pin };
  return withStore(site, io, async ({ register }, actor) => register.putOperator(put, actor));
}

async function remove(site: Site, id: string | undefined, io: CommandIo): Promise<ExitCode> {
  if (id === undefined) return refuseCall(USAGE, io, '--id is missing');
  return withStore(site, io, async ({ register }, actor) =>
    register.change({ kind: 'operator-removed', operator: id }, actor),
  );
}

/** One line each: id, roles, badge, name, wrong PINs in a row. */
async function list(site: Site, io: CommandIo): Promise<ExitCode> {
  return withStore(site, { ...io, out: () => undefined }, ({ register }) => {
    for (const one of register.operators())
      io.out([one.operator, one.roles.join(','), one.badge, one.name, one.failures].join('\t'));
    return Promise.resolve({ kind: 'done' });
  });
}
