// Signing keys that no base knows, and headquarters' own in each other's place.
import { generateKeyPairSync } from 'node:crypto';
import type { HeadquartersSigning } from '../../agent/headquarters/signing/headquartersKeys.ts';

export function strangerKeys(): HeadquartersSigning {
  const key = generateKeyPairSync('ed25519').privateKey;
  return { acknowledgeKey: key, orderKey: key };
}

/** Each signs what the other may sign. */
export function exchangedKeys({ acknowledgeKey, orderKey }: HeadquartersSigning): HeadquartersSigning {
  return { acknowledgeKey: orderKey, orderKey: acknowledgeKey };
}
