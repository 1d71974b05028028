// `hakari keys`: makes the base's keys if there are none and prints the fingerprints that two people compare at
// enrolment.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BASE_KEYS_FILE } from '../headquarters/contract/files.ts';
import { ensureBaseKeys, fingerprint } from '../headquarters/keys.ts';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { mendable } from './mendable.ts';
import { readSiteFile } from './siteFile.ts';

const USAGE = 'hakari keys --site FILE [--data DIR]';

export function keys(args: string[], io: CommandIo): ExitCode {
  const options = parseCall(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: { type: 'string' }, data: { type: 'string' } } }).values,
  );
  if (!options) return 2;
  if (options.site === undefined) return refuseCall(USAGE, io, '--site is missing');
  const read = readSiteFile(options.site, options.data, io);
  if (!read) return 2;
  const { base, data } = read.site;
  try {
    const made = ensureBaseKeys(data, { base });
    io.out(`Base ${base}`);
    io.out(`Fingerprint of its keys: ${fingerprint(made.public)}`);
    io.out(`Public keys for headquarters: ${join(data, BASE_KEYS_FILE)}`);
    return 0;
  } catch (error) {
    const told = mendable(error);
    if (told === null) throw error;
    io.err(told);
    return 2;
  }
}
