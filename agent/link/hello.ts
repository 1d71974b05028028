// The hello message: the ledger's head and the last order, signed and sealed. Must not know when it is sent.
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { SIGN_ALG, SIGNED_TYP } from './contract/envelope.ts';
import type { HelloMessage } from './contract/conversationSchemas.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';
import { sealMessage, signBaseMessage } from './envelopeSealing.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';

/**
 * A hello with the ledger's head and the last order, signed and sealed: a text ready to be published.
 *
 * @see CONTRACT.md sections 5 and 6
 */
export async function sealHello(sender: {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  nonce: string;
}): Promise<string> {
  const { ledger, keys, nonce } = sender;
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
  return sealMessage(await signHello(hello, keys), keys.headquarters);
}

/**
 * The signed text of a hello; separate from sealing, so that CONTRACT.md can show it.
 *
 * @see CONTRACT.md sections 4 and 10
 */
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
  return signBaseMessage(header, encodeCanonicalJson(hello), keys.base.signing);
}
