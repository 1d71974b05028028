// `hakari verification`: records a scale's verification mark and the date until which its periodic inspection holds.
// Entry first,
// register file second. Only while the agent is down: it holds the data folder.
import { parseArgs } from 'node:util';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { withStore } from './offline.ts';
import { readSiteFile } from './siteFile.ts';

const USAGE = 'hakari verification --site FILE [--data DIR] --instrument ID (--mark MARK --until YYYY-MM-DD | --none)';

export async function verification(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseCall(
    USAGE,
    io,
    () =>
      parseArgs({
        args,
        options: { site: text, data: text, instrument: text, mark: text, until: text, none: { type: 'boolean' } },
      }).values,
  );
  if (!options) return 2;
  const { site: file, data, instrument, mark, until, none } = options;
  if (file === undefined || instrument === undefined)
    return refuseCall(USAGE, io, '--site and --instrument are needed');
  if (none !== true && (mark === undefined || until === undefined))
    return refuseCall(USAGE, io, '--mark and --until, or --none, are needed');
  const read = readSiteFile(file, data, io);
  if (!read) return 2;
  if (!read.site.instruments.some(({ id, scale }) => id === instrument && scale !== null))
    return refuseCall(USAGE, io, `the site file has no scale ${instrument}`);
  const change = {
    kind: 'verification-put' as const,
    instrument,
    mark: none === true ? null : (mark ?? null),
    verifiedUntil: none === true ? null : (until ?? null),
  };
  return withStore(read.site, io, async ({ register }, actor) => register.change(change, actor));
}
