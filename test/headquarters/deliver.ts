// Entries from the base's ledger to headquarters without a broker: sealed by the agent, opened by headquarters. Orders
// the other way.
import { decideOrder } from '../../agent/core/orders/accept.ts';
import { SIGNED_TYP } from '../../agent/headquarters/contract/envelope.ts';
import { packEntries, seal, signUp } from '../../agent/headquarters/envelope.ts';
import { applyOrder, readMessage } from '../../agent/headquarters/inbox.ts';
import { answer, unasked } from '../../simulators/headquarters/answer.ts';
import { streamOf } from '../../simulators/headquarters/store.ts';
import { baseRow } from './hand.ts';
import { BASE, type RunningHouse, type Scene } from './scene.ts';

export function approve(scene: Scene, house: RunningHouse): void {
  const { epoch } = scene.ledger.head();
  house.store
    .prepare('INSERT INTO streams (base, epoch, state, hash) VALUES (?, ?, ?, ?)')
    .run(BASE, epoch, 'approved', '0'.repeat(64));
}

/** Everything that headquarters does not hold yet, in one envelope. */
export async function deliver(scene: Scene, house: RunningHouse): Promise<void> {
  const { epoch, seq, hash } = scene.ledger.head();
  const held = streamOf(house.store, BASE, epoch)?.seq ?? 0;
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
  const message = await seal(await signUp(header, await packEntries(entries), base.signing), headquarters);
  const { send, note } = answer(house.house, baseRow(scene), message);
  if (send.length !== 1) throw new Error(note ?? 'not acknowledged');
}

/** Queued orders, signed by headquarters, into the base's ledger. */
export async function order(scene: Scene, house: RunningHouse): Promise<void> {
  for (const message of unasked(house.house, baseRow(scene), { greet: false })) {
    const incoming = await readMessage(message, scene.keys);
    if (incoming.kind !== 'order') throw new Error(incoming.kind);
    const outcome = applyOrder(scene.ledger, incoming.order, decideOrder);
    if (outcome !== 'applied') throw new Error(outcome);
  }
}
