// The hello message: the ledger's head and the last order, signed and sealed. Must not know when it is sent.
import type { EpochEntries, Ledger } from '../core/ports/ledger.ts';
import { CONTRACT_VERSION, SIGNED_TYP } from './contract/envelope.ts';
import type { HelloMessage } from './contract/conversationSchemas.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';
import { sealMessage, signBaseMessage } from './envelopeSealing.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';

/**
 * A hello, signed and sealed: a text ready to be published. `entries` is the epoch whose entries are to be sent.
 *
 * @see CONTRACT.md sections 5 and 6
 */
export async function sealHello({
  keys,
  ...standing
}: {
  ledger: Ledger;
  entries: EpochEntries;
  branch: boolean;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  nonce: string;
}): Promise<string> {
  return sealMessage(
    await signHello(readHello({ ...standing, recipient: keys.headquarters.keyId }), keys.base),
    keys.headquarters,
  );
}

/** What a hello says of the ledger. */
export function readHello({
  ledger,
  entries,
  branch,
  nonce,
  recipient,
}: {
  ledger: Ledger;
  entries: EpochEntries;
  branch: boolean;
  nonce: string;
  /** Key id of headquarters. */
  recipient: string;
}): HelloMessage {
  const { epoch, seq, hash } = entries.head();
  const { seq: acknowledgedSeq, hash: acknowledgedHash } = entries.cursor();
  const newest = ledger.head().epoch;
  // Orders are counted and chained anew in each epoch.
  const site = epoch === newest ? ledger.book.get('site', 'site') : undefined;
  return {
    base: ledger.base,
    epoch,
    seq,
    hash,
    nonce,
    orderCounter: site?.orderCounter ?? 0,
    orderHash: site?.orderHash ?? GENESIS_HASH,
    acknowledged: { seq: acknowledgedSeq, hash: acknowledgedHash },
    previous: readPrevious(entries),
    newest: { epoch: newest, previous: readPrevious(ledger) },
    branch,
    contract: CONTRACT_VERSION,
    purpose: 'hello',
    recipient,
  };
}

function readPrevious(entries: EpochEntries): HelloMessage['previous'] {
  const opened = entries.entryAt(1)?.entry;
  return opened?.kind === 'epoch-opened' ? opened.body.previous : null;
}

/**
 * The signed text of a hello; separate from sealing, so that CONTRACT.md can show it.
 *
 * @see CONTRACT.md sections 4 and 10
 */
export function signHello(hello: HelloMessage, { signing }: Pick<BaseKeys, 'signing'>): Promise<string> {
  return signBaseMessage(SIGNED_TYP.hello, hello, signing);
}
