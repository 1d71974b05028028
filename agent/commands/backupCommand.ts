// `hakari backup`: everything that a base needs to come back, in one file that only the recovery key opens. The agent may be
// running. The copy is verified before it is sealed, and the file is read back before it gets its name.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SiteConfig } from '../../config/siteConfig.ts';
import { ArchiveError } from '../archive/archiveError.ts';
import { asRecipient, readRecipient } from '../archive/recoveryKey.ts';
import { type WrittenArchive, writeSealedArchive } from '../archive/sealedArchive.ts';
import type { LedgerVerification } from '../ledger/ledgerVerification.ts';
import { createSystemClock } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { type StagedBackup, stageBackup } from '../services/baseBackup.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { headquartersKeyIn, verifyDataFolder } from './folderVerification.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { userErrorMessage } from './userError.ts';
import { describeVerification } from './verifyCommand.ts';

const USAGE = `hakari backup --site FILE [--data DIR] --to FILE|FOLDER [--recipient age1…] [--json]

The agent may be running. The file is sealed to the recovery key of the base (hakari init, hakari recovery-key), or to the
one that is named. Exit code: 0 written and sound, 1 written, but the ledger in it is not sound, 2 not written.`;

/** Exit code: 0 written and sound, 1 written and not sound, 2 wrong call or not written. */
export async function runBackupCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () =>
      parseArgs({ args, options: { site: text, data: text, to: text, recipient: text, json: { type: 'boolean' } } })
        .values,
  );
  if (!options) return 2;
  const { site: siteFile, to, recipient, json = false } = options;
  if (siteFile === undefined || to === undefined) return printUsageError(USAGE, io, '--site and --to are needed');
  const read = readSiteFileOrPrintErrors(siteFile, options.data, io);
  if (!read) return 2;
  try {
    return await backUp(read.site, { siteFile, to, recipient, json }, io);
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}

interface BackupCall {
  siteFile: string;
  to: string;
  recipient: string | undefined;
  json: boolean;
}

async function backUp(site: SiteConfig, call: BackupCall, io: CliIo): Promise<ExitCode> {
  const recipient = call.recipient === undefined ? readRecipient(site.data) : asRecipient(call.recipient);
  if (recipient === null)
    throw new ArchiveError(
      `${site.data} knows no recovery key: make one with \`hakari recovery-key\`, or name one with --recipient.`,
    );
  const takenWallMs = createSystemClock().timestamp().wallMs;
  const target = isFolder(call.to) ? join(call.to, archiveName(site.base, takenWallMs)) : call.to;
  const staged = stageBackup({ data: site.data, siteFile: call.siteFile });
  try {
    const verification = verifyDataFolder(staged.folder, { headquartersKeys: headquartersKeyIn(staged.folder) });
    const archive = await sealStaged(staged, { target, recipient, takenWallMs, base: site.base, verification });
    if (call.json) io.out(JSON.stringify({ file: target, recipient, ...archive, verification }));
    else for (const line of describeArchive(target, archive)) io.out(line);
    if (verification.ok) return 0;
    for (const line of describeVerification(verification)) io.err(line);
    return 1;
  } finally {
    staged.remove();
  }
}

function sealStaged(
  { folder, names }: StagedBackup,
  about: { target: string; recipient: string; takenWallMs: number; base: string; verification: LedgerVerification },
): Promise<WrittenArchive> {
  const last = about.verification.epochs.at(-1);
  return writeSealedArchive(about.target, {
    folder,
    names,
    recipient: about.recipient,
    about: {
      of: 'base',
      name: about.base,
      software: readSoftwareName(),
      takenWallMs: about.takenWallMs,
      head: last === undefined ? null : { epoch: last.epoch, seq: last.entries, hash: last.headHash },
    },
  });
}

function describeArchive(target: string, { manifest: { head }, bytes, sha256 }: WrittenArchive): string[] {
  return [
    `Backup ${target}, ${bytes} bytes`,
    `SHA-256 ${sha256}`,
    head === null ? 'No entry of its ledger can be read' : `As of epoch ${head.epoch}, entry ${head.seq}, ${head.hash}`,
  ];
}

function archiveName(base: string, wallMs: number): string {
  const time = new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `hakari-${base}-${time}.tar.gz.age`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
