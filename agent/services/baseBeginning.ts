// Whether a data folder holds a base, and the note that one is being begun or put back from a backup: it stands from before
// the first file until all are there, so that what a power cut interrupted is gone on with, and never taken for a base that
// lost files.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../config/disk.ts';
import { createDataFolder } from '../ledger/databaseConnection.ts';

const NOTE_FILES = { init: 'init.pending', restore: 'restore.pending' } as const;
/** The command that fills a data folder. */
export type BeginningCommand = keyof typeof NOTE_FILES;
/** What says that there is or was a base in a folder. */
const BASE_FILES = /^ledger\.|^(base-)?keys\.json$|^register\./;

const HOLDS_BASE_ADVICE: Readonly<Record<BeginningCommand, string>> = {
  init: 'A base begins once: run the one that is here with `hakari run`, or name another folder.',
  restore: 'A backup is put back into an empty folder: name another, or move this one aside and keep it.',
};

/** A base was to be begun where there is one, or to be run where its beginning was interrupted. */
export class BaseBegunError extends Error {
  override readonly name = 'BaseBegunError';
}

/**
 * Notes durably that a base is begun, or put back, in `data`. `isUnpacked`: the folder holds a backup that was unpacked by
 * hand.
 *
 * @throws {BaseBegunError} when the folder holds files of a base, other than those of the same command, interrupted
 * @throws {StorageError} when the folder cannot be made
 */
export function noteBeginning(
  data: string,
  command: BeginningCommand,
  { isUnpacked = false } = {},
): { remove: () => void } {
  const other = command === 'init' ? 'restore' : 'init';
  if (isInterrupted(data, other)) throw interrupted(data, other);
  createDataFolder(data);
  const path = join(data, NOTE_FILES[command]);
  const held = readdirSync(data).filter((name) => BASE_FILES.test(name));
  if (!existsSync(path) && held.length > 0 && !isUnpacked)
    throw new BaseBegunError(
      `${data} holds a base already (${held.slice(0, 12).join(', ')}). ${HOLDS_BASE_ADVICE[command]}`,
    );
  nodeDisk.write(path, `hakari ${command} has begun here and did not end yet\n`, 0o600);
  nodeDisk.syncFolder(data);
  return {
    remove: () => {
      nodeDisk.remove(path);
      nodeDisk.syncFolder(data);
    },
  };
}

/** Whether the command began in this folder and did not end. */
export function isInterrupted(data: string, command: BeginningCommand): boolean {
  return existsSync(join(data, NOTE_FILES[command]));
}

/**
 * Refuses a folder in which a beginning did not end.
 *
 * @throws {BaseBegunError} when `hakari init` or `hakari restore` was interrupted in this folder
 */
export function assertBegun(data: string): void {
  for (const command of ['init', 'restore'] as const)
    if (isInterrupted(data, command)) throw interrupted(data, command);
}

function interrupted(data: string, command: BeginningCommand): BaseBegunError {
  return new BaseBegunError(
    `\`hakari ${command}\` was interrupted in ${data}: call it again, it goes on where it ended.`,
  );
}
