// Opens what a base keeps – ledger, register, keys – in the order in which they depend on each other. Shared by the
// agent and by the commands that work while the agent is down. Must not know what is recorded.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import { type EntryOf, findEntryFault } from '../core/model/entry.ts';
import type { EpochReason } from '../core/model/siteEntries.ts';
import { FOLD_VERSION, fold } from '../core/projection/fold.ts';
import { EMPTY_REGISTER } from '../core/projection/registerChanges.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { isBackupLedger } from '../ledger/backup.ts';
import { addEpoch, readEpochEnds } from '../ledger/epochBeginning.ts';
import { type BaseKeys, makeBaseKeys, readBaseKeys, replaceLostKeys } from '../link/keyFiles.ts';
import { assertLedgerThere, openLedger } from '../ledger/ledgerOpening.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import type { Register } from '../register/register.ts';
import { openRegister } from '../register/registerOpening.ts';
import { assertBegun, noteBeginning } from './baseBeginning.ts';

const JOB_STATES = ['open', 'closed'] as const;

/** The open ledger, register and keys of one base. */
export interface BaseStore {
  ledger: Ledger;
  register: Register;
  keys: BaseKeys;
  /** Waits for changes of the register under way, then frees the data folder. */
  close(): Promise<void>;
}

/** What the store is opened with. */
export interface BaseStoreParts {
  site: SiteConfig;
  software: string;
  clock: Clock;
  random: Random;
  /** What is lost of the register is begun anew, as far as the ledger does not bring it back. */
  recoverRegister?: boolean;
}

/**
 * Opens the data folder of a base that has begun, and holds it until `close`. What is not there is an error: absent is
 * never "first start".
 *
 * @throws {LedgerOpenError} `ledger-in-use` when an agent or a command holds the folder, `ledger-missing`, or when the
 *   ledger is unusable
 * @throws {KeyFileError} when the keys are missing or are not those of the ledger
 * @throws {RegisterUnreadableError} when neither the register nor its copy can be read
 */
export async function openBaseStore(parts: BaseStoreParts): Promise<BaseStore> {
  assertBegun(parts.site.data);
  return openStore(parts, { begin: false });
}

/**
 * Begins a base in its data folder: ledger with its first epoch, keys, empty register. Then as `openBaseStore`. What a
 * power cut interrupted is gone on with.
 *
 * @throws {BaseBegunError} when the folder holds anything of a base
 */
export async function beginBase(parts: Omit<BaseStoreParts, 'recoverRegister'>): Promise<BaseStore> {
  const { data } = parts.site;
  const marker = noteBeginning(data, 'init');
  const store = await openStore(parts, { begin: true, opening: { reason: 'installed', previous: null } });
  marker.remove();
  return store;
}

/**
 * Begins a new epoch in a base's ledger, and makes new keys if the old ones are lost. What headquarters has not got of the
 * epoch before goes there first; the new one waits until a person at headquarters has approved it.
 *
 * @throws {LedgerOpenError} when another process holds the folder, or when the ledger is unusable
 * @throws {KeyFileError} when the keys are missing and are not said to be lost, or are sound and said to be lost
 */
export async function beginNewEpoch(
  parts: Omit<BaseStoreParts, 'recoverRegister'>,
  reason: Exclude<EpochReason, 'installed'>,
): Promise<BaseStore> {
  const { data } = parts.site;
  assertBegun(data);
  assertLedgerThere(data);
  return openInNewEpoch(parts, { reason, isBackup: false });
}

/**
 * Makes a base of what was put back from a backup: its new epoch begins in the transaction that takes the backup's mark
 * away. The caller holds the note of the restore (`noteBeginning`) and has verified the files. May be repeated.
 *
 * @throws {LedgerOpenError} when another process holds the folder, or when the ledger is unusable
 * @throws {KeyFileError} when the keys are missing or not those of the ledger
 */
export async function beginRestoredEpoch(parts: Omit<BaseStoreParts, 'recoverRegister'>): Promise<BaseStore> {
  assertLedgerThere(parts.site.data);
  // The call before this one was interrupted after its epoch had begun: another one would need another approval.
  const isBegun = !isBackupLedger(parts.site.data) && readEpochEnds(parts.site.data).head.seq === 1;
  if (isBegun) return openStore(parts, { begin: false });
  return openInNewEpoch(parts, { reason: 'restored', isBackup: true });
}

function openInNewEpoch(
  parts: Omit<BaseStoreParts, 'recoverRegister'>,
  { reason, isBackup }: { reason: Exclude<EpochReason, 'installed'>; isBackup: boolean },
): Promise<BaseStore> {
  const { data, base } = parts.site;
  const { first, head } = readEpochEnds(data, { isBackup });
  const lastKey = first.entry.kind === 'epoch-opened' ? first.entry.body.signingKey : '';
  if (reason === 'keys-lost') replaceLostKeys(data, { base, lostKey: lastKey });
  else readBaseKeys(data, { base, epochKey: lastKey });
  addEpoch(data, parts.random, { isBackup });
  return openStore(parts, { begin: false, opening: { reason, previous: head } });
}

/** Why an epoch is opened, and where the one before it ended. */
type EpochOpening = Pick<EntryOf<'epoch-opened'>['body'], 'reason' | 'previous'>;

async function openStore(
  { site, software, clock, random, recoverRegister = false }: BaseStoreParts,
  { begin, opening = null }: { begin: boolean; opening?: EpochOpening | null },
): Promise<BaseStore> {
  const { data: dir, base } = site;
  const folding = { fold, foldVersion: FOLD_VERSION, findFault: findEntryFault };
  const ledger = openLedger({ dir, base, clock, random, begin, ...folding });
  try {
    if (begin) makeBaseKeys(dir, base);
    if (opening !== null) openEpoch(ledger, { site, software, random, opening });
    const keys = readEpochKeys(ledger, site);
    const register = await openRegister({
      dir: site.data,
      clock,
      random,
      begin,
      recover: recoverRegister,
      recordChanges: (changes, by, cause) => {
        ledger.transact(cause, () => ({
          entries: changes.map((change) => ({ kind: 'register-changed', body: { change, ...by } })),
          effects: [],
          result: {},
        }));
        return Promise.resolve();
      },
      recorded: () => ledger.book.get('register', 'register') ?? EMPTY_REGISTER,
      isBegun: () => JOB_STATES.some((state) => ledger.book.where('job', 'state', state, 1).length > 0),
    });
    const close = async (): Promise<void> => {
      await register.close();
      ledger.close();
    };
    return { ledger, register, keys, close };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

/** The first entry of an epoch names the base's public keys; from then on no other key may sign in it. */
function readEpochKeys(ledger: Ledger, { data, base }: SiteConfig): BaseKeys {
  const firstEntry = ledger.entryAt(1)?.entry;
  if (firstEntry?.kind !== 'epoch-opened')
    throw new LedgerOpenError('ledger-epoch-unopened', `epoch ${ledger.head().epoch}`);
  return readBaseKeys(data, { base, epochKey: firstEntry.body.signingKey });
}

function openEpoch(
  ledger: Ledger,
  { site, software, random, opening }: Pick<BaseStoreParts, 'site' | 'software' | 'random'> & { opening: EpochOpening },
): void {
  const { signingKey, sealingKey } = readBaseKeys(site.data, { base: site.base, epochKey: null }).public;
  const leafKey = `${random.id()}${random.id()}`;
  ledger.transact(`epoch:${ledger.head().epoch}`, () => ({
    entries: [{ kind: 'epoch-opened', body: { ...opening, signingKey, sealingKey, leafKey, software } }],
    effects: [],
    result: {},
  }));
}
