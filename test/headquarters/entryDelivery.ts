// Entries from the base's ledger to headquarters without a broker: sealed by the agent, opened by headquarters. Orders
// the other way.
import { throwDefect } from '../throwDefect.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { compressEntries, sealMessage, signEntries } from '../../agent/link/envelopeSealing.ts';
import { recordOrder, readIncomingMessage } from '../../agent/link/inbox.ts';
import { answerMessage, sealUnaskedMessages } from '../../agent/headquarters/link/messageAnswers.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { BASE, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import type { HelloMessage } from '../../agent/link/contract/conversationSchemas.ts';
import { readHello } from '../../agent/link/hello.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { type Decide, isRefusal } from '../../agent/core/model/decide.ts';

/** The base has said hello, without a broker. */
export function approveStream(
  rig: LinkRig,
  headquarters: Pick<RunningHeadquarters, 'link'> & Partial<RunningHeadquarters>,
): void {
  const { stream } = headquarters.link.greetStream(greetingOf(rig)).stream;
  headquarters.context?.heard.add(stream);
}

/** A hello of this ledger, as it would be now. */
export function greetingOf(rig: Pick<LinkRig, 'ledger' | 'keys'>): HelloMessage {
  const recipient = rig.keys.headquarters.keyId;
  return readHello({ ledger: rig.ledger, entries: rig.ledger, branch: false, nonce: random.id(), recipient });
}

/** Entries of the base's ledger as one sealed message. */
export async function sealEntries(rig: LinkRig, { first, last }: { first: number; last: number }): Promise<string> {
  const entries = rig.ledger.entriesAfter(first - 1, { limit: last - first + 1, maxBytes: 8e6 });
  const recipient = rig.keys.headquarters;
  const named = {
    base: BASE,
    epoch: rig.ledger.head().epoch,
    first,
    hash: rig.ledger.entryAt(last)?.hash ?? '',
    last,
    newest: rig.ledger.head().epoch,
    recipient: recipient.keyId,
    root: rig.ledger.treeRoot(last),
    size: last,
  };
  return sealMessage(await signEntries(named, await compressEntries(entries), rig.keys.base.signing), recipient);
}

/** Everything that headquarters does not hold yet, in one envelope; headquarters stores and books it. */
export async function deliverEntries(rig: LinkRig, headquarters: RunningHeadquarters): Promise<void> {
  const { epoch, seq } = rig.ledger.head();
  const held = headquarters.link.findStream(BASE, epoch)?.seq ?? 0;
  if (held === seq) return;
  const message = await sealEntries(rig, { first: held + 1, last: seq });
  const { messages, logLine } = answerMessage(headquarters.context, baseRow(rig), message);
  if (messages.length !== 1) throw new Error(logLine ?? 'not acknowledged');
  headquarters.bookkeeper.catchUp();
}

/** Queued orders, signed by headquarters, into the base's ledger. */
export async function deliverOrders(rig: LinkRig, headquarters: RunningHeadquarters): Promise<void> {
  for (const message of sealUnaskedMessages(headquarters.context, baseRow(rig), { withHead: false })) {
    const incoming = await readIncomingMessage(message, rig.keys);
    if (incoming.kind !== 'order') throw new Error(incoming.kind);
    const outcome = recordOrder(rig.ledger, incoming.order, { decideOrder, reportDefect: throwDefect });
    if (outcome !== 'applied') throw new Error(outcome);
  }
}

/** An order that a clerk queues, signed and carried to the base. */
export async function sendOrder(
  rig: LinkRig,
  headquarters: RunningHeadquarters,
  { order, body }: { order: string; body: unknown },
): Promise<void> {
  const queued = queueOrder(headquarters.link, { order, body });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
}

/** Decides on the base's ledger; a refusal fails the test. */
export function decideAtBase(rig: LinkRig, decide: Decide): Record<string, unknown> {
  const done = rig.ledger.transact(random.id(), (book, at) => {
    const decided = decide(book, at);
    if (isRefusal(decided)) throw new Error(JSON.stringify(decided));
    return decided;
  });
  if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
  return done.result;
}
