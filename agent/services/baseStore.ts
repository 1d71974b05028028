// Opens what a base keeps – ledger, register, keys – in the order in which they depend on each other. Shared by the
// agent and by the commands that change the register while the agent is down.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import { FOLD_VERSION, fold } from '../core/projection/fold.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { type BaseKeys, ensureBaseKeys } from '../link/keyFiles.ts';
import { openLedger } from '../ledger/ledgerOpening.ts';
import { openRegister, type Register } from '../register/register.ts';

export interface BaseStore {
  ledger: Ledger;
  register: Register;
  keys: BaseKeys;
  close(): Promise<void>;
}

export interface BaseStoreParts {
  site: SiteConfig;
  software: string;
  clock: Clock;
  random: Random;
}

export async function openBaseStore({ site, software, clock, random }: BaseStoreParts): Promise<BaseStore> {
  const ledger = openLedger({ dir: site.data, base: site.base, clock, random, fold, foldVersion: FOLD_VERSION });
  try {
    const keys = openEpoch(ledger, { site, software });
    const register = await openRegister({
      dir: site.data,
      clock,
      random,
      recordChange: (change, actor, cause) => {
        ledger.transact(cause, () => ({
          entries: [{ kind: 'register-changed', body: { change, operator: actor.operator } }],
          effects: [],
          result: {},
        }));
        return Promise.resolve();
      },
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
  const first = ledger.entryAt(1)?.entry;
  const keys = ensureBaseKeys(site.data, {
    base: site.base,
    epochKey: first?.kind === 'epoch-opened' ? first.body.signingKey : null,
  });
  const { signingKey, sealingKey } = keys.public;
  const body = { previous: null, signingKey, sealingKey, software };
  if (!first)
    ledger.transact(`epoch:${ledger.head().epoch}`, () => ({
      entries: [{ kind: 'epoch-opened', body }],
      effects: [],
      result: {},
    }));
  return keys;
}
