// `hakari restore`: puts a base back from a backup into an empty folder, and begins its new epoch before anything can be
// recorded. What was interrupted is gone on with by the same call.
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SiteConfig } from '../../config/siteConfig.ts';
import { ArchiveError } from '../archive/archiveError.ts';
import { readIdentityFile } from '../archive/recoveryKey.ts';
import { readArchivedFile } from '../archive/sealedArchive.ts';
import { isBackupLedger } from '../ledger/backup.ts';
import { ledgerFilePath } from '../ledger/databaseConnection.ts';
import { createSystemClock, createSystemRandom } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { removeBackupFiles, SITE_COPY, unpackBackup } from '../services/baseBackup.ts';
import { isInterrupted, noteBeginning } from '../services/baseBeginning.ts';
import { beginRestoredEpoch } from '../services/baseStore.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { headquartersKeyIn, verifyDataFolder } from './folderVerification.ts';
import { printBaseKeys } from './keysCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { userErrorMessage } from './userError.ts';
import { describeVerification } from './verifyCommand.ts';

const USAGE = `hakari restore --site FILE [--data DIR] --from BACKUP --key KEY-FILE [--accept-findings]
       hakari restore --site FILE [--data DIR] [--accept-findings]      a backup that was unpacked into DIR by hand

DIR is empty. A site file that is not there is put back from the backup as well. The base's new epoch begins at once; then a
person at headquarters approves it (hakari headquarters streams, approve). A backup whose ledger is not sound is put back
only with --accept-findings. Exit code: 0 put back, 1 the backup is not sound, 2 not put back.`;
const MAX_SITE_BYTES = 1_048_576;

interface RestoreCall {
  site: string;
  data: string | undefined;
  from: string | undefined;
  key: string | undefined;
  acceptFindings: boolean;
}

/** Exit code: 0 put back, 1 the backup is not sound, 2 wrong call or not put back. */
export async function runRestoreCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () =>
      parseArgs({
        args,
        options: { site: text, data: text, from: text, key: text, 'accept-findings': { type: 'boolean' } },
      }).values,
  );
  if (!options) return 2;
  const { site, data, from, key, 'accept-findings': acceptFindings = false } = options;
  if (site === undefined) return printUsageError(USAGE, io, '--site is missing');
  if ((from === undefined) !== (key === undefined))
    return printUsageError(USAGE, io, '--from and --key are given together');
  try {
    return await restore({ site, data, from, key, acceptFindings }, io);
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}

async function restore(call: RestoreCall, io: CliIo): Promise<ExitCode> {
  await putSiteFileBack(call, io);
  const read = readSiteFileOrPrintErrors(call.site, call.data, io);
  if (!read) return 2;
  const { site } = read;
  const isUnpacked = isBackupLedger(site.data);
  if (call.from === undefined && !isUnpacked && !isInterrupted(site.data, 'restore'))
    throw new ArchiveError(`${site.data} holds no unpacked backup: name one with --from, and its key with --key.`);
  const note = noteBeginning(site.data, 'restore', { isUnpacked: isUnpacked && call.from === undefined });
  // Once the mark is gone the files are the base's own, and an archive must not be laid over them again.
  if (call.from !== undefined && call.key !== undefined && (isUnpacked || !existsSync(ledgerFilePath(site.data))))
    await unpackBackup({ file: call.from, identities: readIdentityFile(call.key), site });
  // It was verified before its mark went.
  if (isBackupLedger(site.data) && !isSound(site.data, io) && !call.acceptFindings) {
    io.err('Nothing is recorded with it yet. Take another backup, or this one with --accept-findings.');
    return 1;
  }
  await beginEpoch(site, io);
  removeBackupFiles(site.data);
  note.remove();
  return 0;
}

function isSound(data: string, io: CliIo): boolean {
  const verification = verifyDataFolder(data, { headquartersKeys: headquartersKeyIn(data) });
  if (!verification.ok) for (const line of describeVerification(verification)) io.err(line);
  return verification.ok;
}

/** After the machine is lost, the site file is lost with it. */
async function putSiteFileBack({ site, from, key }: RestoreCall, io: CliIo): Promise<void> {
  if (existsSync(site) || from === undefined || key === undefined) return;
  const found = await readArchivedFile(from, {
    identities: readIdentityFile(key),
    name: SITE_COPY,
    maxBytes: MAX_SITE_BYTES,
  });
  if (found === null) throw new ArchiveError(`${site} is not there, and the backup holds no site file.`);
  writeFileSync(site, found, { flag: 'wx' });
  io.out(`${site} was put back from the backup: check that its paths and ports are those of this machine.`);
}

async function beginEpoch(site: SiteConfig, io: CliIo): Promise<void> {
  const store = await beginRestoredEpoch({
    site,
    software: readSoftwareName(),
    clock: createSystemClock(),
    random: createSystemRandom(),
  });
  const { epoch } = store.ledger.head();
  await store.close();
  io.out(`Put back, in the new epoch ${epoch}. A person at headquarters approves it before it goes on from there.`);
  printBaseKeys(store.keys, site, io);
}
