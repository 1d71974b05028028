// Where a recovery key comes from and where its private half goes: a new file outside the data folder, the screen once, or
// nowhere, because somebody else made the key. The same for a base and for headquarters.
import { existsSync } from 'node:fs';
import { ArchiveError } from './archiveError.ts';
import { asRecipient, assertOutside, keepRecipient, makeRecoveryKey, writeIdentityFile } from './recoveryKey.ts';

/** Where the private half goes, or the public half that somebody else made. */
export interface RecoveryKeyChoice {
  /** A new file for the private half. */
  to: string | undefined;
  recipient: string | undefined;
}

/**
 * Refuses a choice that cannot be carried out, before anything is begun.
 *
 * @throws {ArchiveError} when both are named, the file is there or lies in the data folder, or the recipient is none
 */
export function assertRecoveryKeyChoice({ to, recipient }: RecoveryKeyChoice, data: string): void {
  if (to !== undefined && recipient !== undefined)
    throw new ArchiveError('Name a file for a new recovery key or the public half of another one, not both.');
  if (recipient !== undefined) asRecipient(recipient);
  if (to === undefined) return;
  assertOutside(to, data);
  if (existsSync(to)) throw new ArchiveError(`${to} is there already: a recovery key is never written over a file.`);
}

/**
 * Carries the choice out and says what to do with the private half.
 *
 * @throws {ArchiveError} as `assertRecoveryKeyChoice`
 */
export async function giveRecoveryKey(
  { to, recipient }: RecoveryKeyChoice,
  data: string,
  say: (line: string) => void,
): Promise<void> {
  if (recipient !== undefined) {
    keepRecipient(data, asRecipient(recipient));
    say(`Backups are sealed to ${asRecipient(recipient)}`);
    return;
  }
  const key = await makeRecoveryKey();
  if (to !== undefined) writeIdentityFile(to, key, data);
  keepRecipient(data, key.recipient);
  say(`Recovery key, public half: ${key.recipient}`);
  if (to !== undefined)
    say(`Recovery key, private half: ${to}. Take it away from this machine: only it opens backups.`);
  else {
    say(`Recovery key, private half: ${key.identity}`);
    say(
      'Print it, keep it away from this machine and clear the screen: it is stored nowhere here, only it opens backups.',
    );
  }
}
