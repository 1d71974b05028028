// What headquarters sends: opened, checked and told apart; and how an order is applied. Must not know MQTT or
// connections.
import { createHash, type KeyObject } from 'node:crypto';
import type { Book } from '../core/book.ts';
import { readCanonical } from '../../drivers/contract/canonical.ts';
import type { Decide } from '../core/decision.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Order } from '../core/order.ts';
import { ORDER_MAX_SIGNED_BYTES, SIGNED_TYP } from './contract/envelope.ts';
import { AcknowledgementMessage } from './contract/messages.ts';
import { OrderFrame, OrderMessage } from './contract/order.ts';
import { GENESIS_HASH } from './contract/words.ts';
import { type EnvelopeFault, openDown } from './envelope.ts';
import type { BaseKeys, HeadquartersKeys } from './keys.ts';

/** An order as signed. `order` is null if the body is of a kind or form that this version cannot carry out. */
export interface SignedOrder {
  frame: OrderFrame;
  order: Order | null;
  signed: string;
  signedHash: string;
}

export type IgnoredReason = EnvelopeFault | 'payload-refused' | 'for-other-base';

export type Incoming =
  | { kind: 'acknowledgement'; acknowledgement: AcknowledgementMessage; signed: string }
  | { kind: 'order'; order: SignedOrder }
  | { kind: 'ignored'; reason: IgnoredReason };

/** Reads one message. Whatever a stranger may have sent comes back as 'ignored'. */
export async function readMessage(
  message: string,
  keys: { base: BaseKeys; headquarters: HeadquartersKeys },
): Promise<Incoming> {
  const opened = await openDown(message, openingKeys(keys));
  if ('fault' in opened) return { kind: 'ignored', reason: opened.fault };
  let content: unknown;
  try {
    content = readCanonical(opened.payload);
  } catch {
    return { kind: 'ignored', reason: 'payload-refused' };
  }
  const incoming =
    opened.header.typ === SIGNED_TYP.acknowledgement
      ? asAcknowledgement(content, opened.signed)
      : asOrder(content, opened.signed);
  if (incoming.kind === 'ignored') return incoming;
  const base = incoming.kind === 'order' ? incoming.order.frame.base : incoming.acknowledgement.base;
  return base === keys.base.base ? incoming : { kind: 'ignored', reason: 'for-other-base' };
}

function openingKeys({ base, headquarters }: { base: BaseKeys; headquarters: HeadquartersKeys }): {
  sealing: KeyObject;
  sealingKeyId: string;
  headquartersSigning: KeyObject;
} {
  return { sealing: base.sealing, sealingKeyId: base.sealingKeyId, headquartersSigning: headquarters.signing };
}

function asAcknowledgement(content: unknown, signed: string): Incoming {
  const checked = AcknowledgementMessage.safeParse(content);
  return checked.success
    ? { kind: 'acknowledgement', acknowledgement: checked.data, signed }
    : { kind: 'ignored', reason: 'payload-refused' };
}

function asOrder(content: unknown, signed: string): Incoming {
  const checked = OrderFrame.safeParse(content);
  if (!checked.success || signed.length > ORDER_MAX_SIGNED_BYTES) return { kind: 'ignored', reason: 'payload-refused' };
  const { order, base, epoch, counter, previous, issuedWallMs } = checked.data;
  const whole = OrderMessage.safeParse(content);
  return {
    kind: 'order',
    order: {
      frame: { order, base, epoch, counter, previous, issuedWallMs },
      order: whole.success ? whole.data : null,
      signed,
      signedHash: createHash('sha256').update(signed, 'latin1').digest('hex'),
    },
  };
}

export type OrderOutcome =
  | 'applied'
  /** Headquarters sent it again: it was applied before. */
  | 'repeated'
  /** Orders before it are missing: headquarters must send them first. */
  | 'gap'
  /** For another epoch, or in turn but not the successor of the order before it. */
  | 'refused';

export type DecideOrder = (
  event: { order: Order; signed: string; signedHash: string; base: string; epoch: string },
  book: Book,
) => ReturnType<Decide>;

/**
 * Applies an order in one transaction whose cause is the order's id. Throws StorageError: then nothing may be said of
 * it.
 */
export function applyOrder(ledger: Ledger, sent: SignedOrder, decideOrder: DecideOrder): OrderOutcome {
  const { frame, order, signed, signedHash } = sent;
  const { epoch } = ledger.head();
  if (frame.epoch !== epoch) return 'refused';
  const site = ledger.book.get('site', 'site');
  const applied = site?.orderCounter ?? 0;
  if (frame.counter <= applied) return 'repeated';
  if (frame.counter > applied + 1) return 'gap';
  if (frame.previous !== (site?.orderHash ?? GENESIS_HASH)) return 'refused';
  const decide: Decide = (book) =>
    order === null
      ? passOver(sent, 'this version does not know this kind or form of order')
      : decideOrder({ order, signed, signedHash, base: ledger.base, epoch }, book);
  const transacted = ledger.transact(`order:${frame.order}`, decide);
  if (transacted.kind === 'refused') return 'refused';
  if (transacted.kind === 'decided') return 'applied';
  // An id executes once, even if headquarters, restored, gives it out again under a new number: only the number is used
  // up.
  ledger.transact(`order:${frame.order}:${epoch}:${frame.counter}`, () =>
    passOver(sent, 'an order of this id was carried out before'),
  );
  return 'repeated';
}

/** The chain of orders must go on, and headquarters must learn that this one will not be carried out. */
function passOver({ frame, signed, signedHash }: SignedOrder, reason: string): ReturnType<Decide> {
  return {
    entries: [
      { kind: 'order-refused', body: { order: frame.order, counter: frame.counter, reason, signed, signedHash } },
    ],
    effects: [],
    result: { order: frame.order, accepted: false },
  };
}
