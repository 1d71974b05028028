// Whether a data folder holds a base, and the note that one is being begun: it stands from before the first file until all
// are there, so that a beginning which a power cut interrupted is gone on with, and never taken for a base that lost files.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../config/disk.ts';
import { createDataFolder } from '../ledger/databaseConnection.ts';

const NOTE_FILE = 'init.pending';
/** What says that there is or was a base in a folder. */
const BASE_FILES = /^ledger\.|^(base-)?keys\.json$|^register\./;

/** A base was to be begun where there is one, or to be run where its beginning was interrupted. */
export class BaseBegunError extends Error {
  override readonly name = 'BaseBegunError';
}

/**
 * Notes durably that a base is begun in `data`.
 *
 * @throws {BaseBegunError} when the folder holds files of a base, other than those of an interrupted beginning
 * @throws {StorageError} when the folder cannot be made
 */
export function noteBeginning(data: string): { remove: () => void } {
  createDataFolder(data);
  const path = join(data, NOTE_FILE);
  const held = readdirSync(data).filter((name) => BASE_FILES.test(name));
  if (!existsSync(path) && held.length > 0)
    throw new BaseBegunError(
      `${data} holds a base already (${held.slice(0, 12).join(', ')}): a base begins once. Run the one that is here with \`hakari run\`, or name another folder.`,
    );
  nodeDisk.write(path, 'hakari init has begun here and did not end yet\n', 0o600);
  nodeDisk.syncFolder(data);
  return {
    remove: () => {
      nodeDisk.remove(path);
      nodeDisk.syncFolder(data);
    },
  };
}

/**
 * Refuses a folder in which a beginning did not end.
 *
 * @throws {BaseBegunError} when `hakari init` was interrupted in this folder
 */
export function assertBegun(data: string): void {
  if (existsSync(join(data, NOTE_FILE)))
    throw new BaseBegunError(`\`hakari init\` was interrupted in ${data}: call it again, it goes on where it ended.`);
}
