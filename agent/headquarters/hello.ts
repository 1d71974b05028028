// The hello: where the base's ledger and its orders stand, signed and sealed. Must not know when it is sent.
import { canonicalBytes } from '../../drivers/contract/canonical.ts';
import type { Ledger } from '../core/ledger.ts';
import { SIGN_ALG, SIGNED_TYP } from './contract/envelope.ts';
import type { HelloMessage } from './contract/messages.ts';
import { GENESIS_HASH } from './contract/words.ts';
import { seal, signUp } from './envelope.ts';
import type { BaseKeys, HeadquartersKeys } from './keys.ts';

export async function sealHello(from: {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  nonce: string;
}): Promise<string> {
  const { ledger, keys, nonce } = from;
  const { epoch, seq, hash } = ledger.head();
  const site = ledger.book.get('site', 'site');
  const { base } = ledger;
  const hello: HelloMessage = {
    base,
    epoch,
    seq,
    hash,
    nonce,
    orderCounter: site?.orderCounter ?? 0,
    orderHash: site?.orderHash ?? GENESIS_HASH,
  };
  return seal(await signHello(hello, keys), keys.headquarters);
}

/** The signed text of a hello; apart from sealing, so that CONTRACT.md can show it. */
export function signHello(
  hello: HelloMessage,
  keys: { base: BaseKeys; headquarters: HeadquartersKeys },
): Promise<string> {
  const { base, epoch } = hello;
  const header = {
    alg: SIGN_ALG,
    base,
    epoch,
    purpose: 'hello',
    recipient: keys.headquarters.keyId,
    typ: SIGNED_TYP.hello,
  } as const;
  return signUp(header, canonicalBytes(hello), keys.base.signing);
}
