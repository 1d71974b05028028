// `hakari register`: what of the register waits for a person, adopting or discarding it, and coming back after its files
// were lost. Only while the agent is down: it holds the data folder. With the agent running the page does the same.
import { parseArgs } from 'node:util';
import { type Register } from '../register/register.ts';
import { AT_THE_MACHINE } from '../register/registerWriter.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { changeRegisterOffline } from './offlineRegister.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';

const USAGE = `hakari register show --site FILE [--data DIR]
       hakari register adopt --site FILE [--data DIR] --hash HASH
       hakari register discard --site FILE [--data DIR]
       hakari register recover --site FILE [--data DIR]

show      what was edited by hand, or differs from the ledger, and its hash
adopt     makes that edit the register: before the first job, or when nobody is left who may at the page
discard   throws it away: the ledger's word stays
recover   after register.json or register.pepper were lost: people, roles and marks come back from the ledger; PINs that
          are lost are given anew ("hakari operator pin", or two persons at the page)`;

/** Exit code: 0 done, 1 refused or not recorded, 2 wrong call, or an agent runs. */
export async function runRegisterCare(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { site: text, data: text, hash: text } }),
  );
  if (!call) return 2;
  const { site: file, data, hash } = call.values;
  const [action, ...rest] = call.positionals;
  if (rest.length > 0 || !['show', 'adopt', 'discard', 'recover'].includes(action ?? ''))
    return printUsageError(USAGE, io, 'say show, adopt, discard or recover');
  if (file === undefined) return printUsageError(USAGE, io, '--site is missing');
  if (action === 'adopt' && hash === undefined) return printUsageError(USAGE, io, '--hash is missing: show prints it');
  const read = readSiteFileOrPrintErrors(file, data, io);
  if (!read) return 2;
  if (action === 'show')
    return changeRegisterOffline(read.site, { ...io, out: () => undefined }, ({ register }) => {
      showHandEdit(register, io);
      return Promise.resolve({ kind: 'done' });
    });
  if (action === 'recover')
    return changeRegisterOffline(read.site, io, () => Promise.resolve({ kind: 'done' }), { recover: true });
  return changeRegisterOffline(read.site, io, ({ register }) =>
    action === 'adopt' ? register.adoptHandEdit(hash ?? '', AT_THE_MACHINE) : register.discardHandEdit(AT_THE_MACHINE),
  );
}

function showHandEdit(register: Register, io: CliIo): void {
  const edit = register.handEdit();
  if (edit === null) io.out('Nothing was edited by hand.');
  else for (const line of [...edit.differences, `hash ${edit.contentHash}`]) io.out(line);
  for (const { code, detail } of register.alarms()) if (code !== 'register-hand-edit') io.out(`${code}: ${detail}`);
}
