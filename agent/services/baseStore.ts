// Opens what a base keeps – ledger, register, keys – in the order in which they depend on each other. Shared by the
// agent and by the commands that work while the agent is down. Must not know what is recorded.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import { findEntryFault } from '../core/model/entry.ts';
import { FOLD_VERSION, fold } from '../core/projection/fold.ts';
import { EMPTY_REGISTER } from '../core/projection/registerChanges.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { type BaseKeys, ensureBaseKeys } from '../link/keyFiles.ts';
import { openLedger } from '../ledger/ledgerOpening.ts';
import type { Register } from '../register/register.ts';
import { openRegister } from '../register/registerOpening.ts';

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
 * Opens the base's data folder, makes what a new base lacks, and holds the folder until `close`.
 *
 * @throws {LedgerOpenError} `ledger-in-use` when an agent or a command holds the folder, or when the ledger is unusable
 * @throws {KeyFileError} when the keys are missing or are not those of the ledger
 * @throws {RegisterUnreadableError} when neither the register nor its copy can be read
 */
export async function openBaseStore({
  site,
  software,
  clock,
  random,
  recoverRegister = false,
}: BaseStoreParts): Promise<BaseStore> {
  const { data: dir, base } = site;
  const ledger = openLedger({ dir, base, clock, random, fold, foldVersion: FOLD_VERSION, findFault: findEntryFault });
  try {
    const keys = openEpoch(ledger, { site, software });
    const register = await openRegister({
      dir: site.data,
      clock,
      random,
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
function openEpoch(ledger: Ledger, { site, software }: Pick<BaseStoreParts, 'site' | 'software'>): BaseKeys {
  const firstEntry = ledger.entryAt(1)?.entry;
  const keys = ensureBaseKeys(site.data, {
    base: site.base,
    epochKey: firstEntry?.kind === 'epoch-opened' ? firstEntry.body.signingKey : null,
  });
  const { signingKey, sealingKey } = keys.public;
  const body = { previous: null, signingKey, sealingKey, software };
  if (!firstEntry)
    ledger.transact(`epoch:${ledger.head().epoch}`, () => ({
      entries: [{ kind: 'epoch-opened', body }],
      effects: [],
      result: {},
    }));
  return keys;
}
