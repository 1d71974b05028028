// Entries from the base's ledger to headquarters without a broker: sealed by the agent, opened by headquarters. Orders
// the other way.
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { compressEntries, sealMessage, signBaseMessage } from '../../agent/link/envelopeSealing.ts';
import { recordOrder, readIncomingMessage } from '../../agent/link/inbox.ts';
import { answerMessage, sealUnaskedMessages } from '../../agent/headquarters/link/messageAnswers.ts';
import { baseRow } from './hand.ts';
import { BASE, type RunningHouse, type Scene } from './scene.ts';
import { findStream } from '../../agent/headquarters/store/entryStreams.ts';

export function approve(scene: Scene, house: RunningHouse): void {
  const { epoch } = scene.ledger.head();
  house.store
    .prepare('INSERT INTO streams (base, epoch, state, hash) VALUES (?, ?, ?, ?)')
    .run(BASE, epoch, 'approved', '0'.repeat(64));
}

/** Everything that headquarters does not hold yet, in one envelope. */
export async function deliver(scene: Scene, house: RunningHouse): Promise<void> {
  const { epoch, seq, hash } = scene.ledger.head();
  const held = findStream(house.store, BASE, epoch)?.seq ?? 0;
  if (held === seq) return;
  const entries = scene.ledger.entriesAfter(held, { limit: 4_000, maxBytes: 8e6 });
  const { base, headquarters } = scene.keys;
  const header = {
    alg: 'EdDSA',
    base: BASE,
    epoch,
    first: held + 1,
    hash,
    last: seq,
    purpose: 'entries',
    recipient: headquarters.keyId,
    typ: SIGNED_TYP.entries,
  } as const;
  const message = await sealMessage(
    await signBaseMessage(header, await compressEntries(entries), base.signing),
    headquarters,
  );
  const { messages, logLine } = answerMessage(house.house, baseRow(scene), message);
  if (messages.length !== 1) throw new Error(logLine ?? 'not acknowledged');
}

/** Queued orders, signed by headquarters, into the base's ledger. */
export async function order(scene: Scene, house: RunningHouse): Promise<void> {
  for (const message of sealUnaskedMessages(house.house, baseRow(scene), { withHead: false })) {
    const incoming = await readIncomingMessage(message, scene.keys);
    if (incoming.kind !== 'order') throw new Error(incoming.kind);
    const outcome = recordOrder(scene.ledger, incoming.order, decideOrder);
    if (outcome !== 'applied') throw new Error(outcome);
  }
}
