// Messages of headquarters: opened, checked, parsed into acknowledgements and orders; and how an order is recorded.
// Must not know MQTT or connections.
import type { Timestamp } from '../../drivers/contract/clock.ts';
import { createHash, type KeyObject } from 'node:crypto';
import type { Book } from '../core/model/book.ts';
import { parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Decide } from '../core/model/decide.ts';
import type { ReportDefect } from '../core/ports/defectReport.ts';
import { type Ledger, StorageError, type TransactionOutcome } from '../core/ports/ledger.ts';
import { ID_PATTERN } from '../core/model/idPattern.ts';
import type { Order } from '../core/model/order.ts';
import { ORDER_MAX_SIGNED_BYTES, SIGNED_TYP } from './contract/envelope.ts';
import { AcknowledgementMessage } from './contract/conversationSchemas.ts';
import { type OrderHeader, orderHeaderSchema, orderMessageSchema } from './contract/orderSchema.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';
import { type EnvelopeErrorCode, openHeadquartersMessage } from './envelopeSealing.ts';
import type { BaseKeys, HeadquartersKeys, HeadquartersSigningKeys } from './keyFiles.ts';

/** An order as it was signed. `order` is null if the body is of a kind or form that this version cannot carry out. */
export interface SignedOrder {
  header: OrderHeader;
  order: Order | null;
  signed: string;
  signedHash: string;
}

/** Why a message was not acted upon. */
export type IgnoreReason = EnvelopeErrorCode | 'payload-refused' | 'for-other-base';

/** A message of headquarters after all checks of form and signature. */
export type IncomingMessage =
  | { kind: 'acknowledgement'; acknowledgement: AcknowledgementMessage; signed: string }
  | { kind: 'order'; order: SignedOrder }
  | { kind: 'ignored'; reason: IgnoreReason };

/**
 * Opens, verifies and parses one message. Whatever a stranger may have sent comes back as 'ignored'.
 *
 * @see CONTRACT.md sections 4, 5 and 8
 */
export async function readIncomingMessage(
  message: string,
  keys: { base: BaseKeys; headquarters: HeadquartersKeys },
): Promise<IncomingMessage> {
  const opened = await openHeadquartersMessage(message, selectOpeningKeys(keys));
  if ('error' in opened) return { kind: 'ignored', reason: opened.error };
  let content: unknown;
  try {
    content = parseCanonicalJson(opened.payload);
  } catch {
    return { kind: 'ignored', reason: 'payload-refused' };
  }
  const incoming =
    opened.header.typ === SIGNED_TYP.acknowledgement
      ? parseAcknowledgementMessage(content, opened.signed)
      : parseOrderMessage(content, opened.signed);
  if (incoming.kind === 'ignored') return incoming;
  const base = incoming.kind === 'order' ? incoming.order.header.base : incoming.acknowledgement.base;
  return base === keys.base.base ? incoming : { kind: 'ignored', reason: 'for-other-base' };
}

function selectOpeningKeys({ base, headquarters }: { base: BaseKeys; headquarters: HeadquartersKeys }): {
  sealing: KeyObject;
  sealingKeyId: string;
  headquartersSigning: HeadquartersSigningKeys;
} {
  return { sealing: base.sealing, sealingKeyId: base.sealingKeyId, headquartersSigning: headquarters.signing };
}

function parseAcknowledgementMessage(content: unknown, signed: string): IncomingMessage {
  const checked = AcknowledgementMessage.safeParse(content);
  return checked.success
    ? { kind: 'acknowledgement', acknowledgement: checked.data, signed }
    : { kind: 'ignored', reason: 'payload-refused' };
}

function parseOrderMessage(content: unknown, signed: string): IncomingMessage {
  const checked = orderHeaderSchema.safeParse(content);
  if (!checked.success || signed.length > ORDER_MAX_SIGNED_BYTES) return { kind: 'ignored', reason: 'payload-refused' };
  const { order, base, epoch, counter, previous, issuedWallMs } = checked.data;
  const whole = orderMessageSchema.safeParse(content);
  return {
    kind: 'order',
    order: {
      header: { order, base, epoch, counter, previous, issuedWallMs },
      order: whole.success ? whole.data : null,
      signed,
      signedHash: createHash('sha256').update(signed, 'latin1').digest('hex'),
    },
  };
}

/** What became of an order. */
export type OrderOutcome =
  | 'applied'
  /** Headquarters sent it again: it was applied before. */
  | 'repeated'
  /** Orders before it are missing: headquarters must send them first. */
  | 'gap'
  /** For another epoch, or in turn but not the successor of the order before it. */
  | 'refused';

/** The core's decision on an order: see `decideOrder` in agent/core/orders. */
export type OrderDecider = (
  event: { order: Order; signed: string; signedHash: string; base: string; epoch: string },
  book: Book,
  at: Timestamp,
) => ReturnType<Decide>;

/** How an order is decided, and who is told when the program itself fails on one. */
export interface OrderTaking {
  decideOrder: OrderDecider;
  reportDefect: ReportDefect;
}

/**
 * Applies an order in one transaction whose cause is the order's id. An authentic order on which deciding or folding
 * throws is refused with an entry, so that the orders after it come through.
 *
 * @throws {StorageError} when the storage fails; nothing may then be said of the order
 * @see CONTRACT.md section 8
 */
export function recordOrder(
  ledger: Ledger,
  sent: SignedOrder,
  { decideOrder, reportDefect }: OrderTaking,
): OrderOutcome {
  const { header, order, signed, signedHash } = sent;
  const { epoch } = ledger.head();
  if (header.epoch !== epoch) return 'refused';
  const site = ledger.book.get('site', 'site');
  const applied = site?.orderCounter ?? 0;
  if (header.counter <= applied) return 'repeated';
  if (header.counter > applied + 1) return 'gap';
  if (header.previous !== (site?.orderHash ?? GENESIS_HASH)) return 'refused';
  const decide: Decide = (book, at) =>
    order === null
      ? refuseOrder(sent, 'this version does not know this kind or form of order')
      : decideOrder({ order, signed, signedHash, base: ledger.base, epoch }, book, at);
  const cause = causeOf(sent);
  const transacted = transactOrder(ledger, sent, { cause, decide, reportDefect });
  if (transacted.kind === 'refused') return 'refused';
  if (transacted.kind === 'decided') return 'applied';
  // An id executes once, even if headquarters, restored, gives it out again under a new number: only the number is used
  // up.
  ledger.transact(`${cause}:${epoch}:${header.counter}`, () =>
    refuseOrder(sent, 'an order of this id was carried out before'),
  );
  return 'repeated';
}

/** An id that no order may have is no cause either: such an order was not carried out, and is known by its text. */
function causeOf({ order, header, signedHash }: SignedOrder): string {
  return `order:${order === null && !ID_PATTERN.test(header.order) ? signedHash : header.order}`;
}

function transactOrder(
  ledger: Ledger,
  sent: SignedOrder,
  { cause, decide, reportDefect }: { cause: string; decide: Decide; reportDefect: ReportDefect },
): TransactionOutcome {
  try {
    return ledger.transact(cause, decide);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    reportDefect(cause, error);
    return ledger.transact(cause, () =>
      refuseOrder(sent, 'the program of the base failed on it; its makers must look'),
    );
  }
}

/** Of an id that no order may have: the whole of it stands in `signed`. */
const REFUSED_ID_CHARACTERS = 200;

/** The chain of orders must go on, and headquarters must learn that this one will not be carried out. */
function refuseOrder({ header, signed, signedHash }: SignedOrder, reason: string): ReturnType<Decide> {
  const order = header.order.slice(0, REFUSED_ID_CHARACTERS);
  return {
    entries: [{ kind: 'order-refused', body: { order, counter: header.counter, reason, signed, signedHash } }],
    effects: [],
    result: { order, accepted: false },
  };
}
