// What headquarters signed and the folder holds: orders in entries, and the acknowledgement beside the cursor. Each is
// held against what the ledger says of it. Reads only; own code on purpose: it shares nothing with agent/link.
import { createHash } from 'node:crypto';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Entry, EntryOf } from '../core/model/entry.ts';
import { ACKNOWLEDGEMENT_TYP } from './acknowledgementVerification.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import { GENESIS_HASH } from './hashChain.ts';
import { isSignedBy, parseSignedText, SignedTextError, type SignedText, type VerificationKeys } from './signedText.ts';

const ORDER_TYP = 'hakari-order+jws';
/** Of an order's id in `order-refused`: the whole of it stands in the signed text. */
const REFUSED_ID_CHARACTERS = 200;

/** What is held against headquarters' key. */
export interface HeadquartersWordsOptions {
  base: string;
  /** Headquarters' public keys; null: they are not there, and nothing that it signed can be judged. */
  keys: VerificationKeys | null;
  discrepancies: DiscrepancyList;
}

/** Follows the orders of a ledger entry by entry, and then looks at its cursors. */
export class HeadquartersWords {
  readonly #options: HeadquartersWordsOptions;
  #epoch = '';
  #counter = 0;
  #previous = GENESIS_HASH;
  #signed = 0;

  constructor(options: HeadquartersWordsOptions) {
    this.#options = options;
  }

  /** How many signed orders were held against their entries. */
  get orders(): number {
    return this.#signed;
  }

  /** Checks an entry that brings an order; every other one is passed over. */
  observe(entry: Entry): void {
    if (entry.epoch !== this.#epoch) [this.#epoch, this.#counter, this.#previous] = [entry.epoch, 0, GENESIS_HASH];
    if (entry.kind !== 'order-received' && entry.kind !== 'order-refused') return;
    this.#signed += 1;
    const { signed, signedHash } = entry.body;
    const position = { epoch: entry.epoch, seq: entry.seq };
    const { discrepancies, keys, base } = this.#options;
    const parsed = parsedOrNull(signed);
    const isHeadquarters = parsed !== null && (keys === null || isSignedBy(parsed, ORDER_TYP, keys.order));
    if (!isHeadquarters) discrepancies.add('order-not-signed', position, 'its text is not signed by headquarters');
    const payload = parsed?.payload ?? {};
    const fault = isHeadquarters ? orderFault(entry, { payload, base }) : null;
    if (fault !== null) discrepancies.add('order-differs', position, fault);
    if (signedHash !== createHash('sha256').update(signed, 'latin1').digest('hex'))
      discrepancies.add('order-differs', position, 'signedHash is not that of its text');
    const { counter, previous } = payload;
    if (isHeadquarters && (counter !== this.#counter + 1 || previous !== this.#previous))
      discrepancies.add('order-out-of-turn', position, `order ${this.#counter + 1} of its epoch was expected here`);
    this.#counter = typeof counter === 'number' ? counter : this.#counter + 1;
    this.#previous = signedHash;
  }

  /** After the last entry: the cursors, and what could not be judged. */
  finish(connection: DatabaseConnection): void {
    const { discrepancies, keys } = this.#options;
    const rows = connection
      .prepare<[], CursorRow>(
        'SELECT epochs.epoch, seq, hash, incarnation, signed FROM cursor JOIN epochs ON epochs.number = cursor.epoch',
      )
      .all();
    for (const row of rows) this.#verifyCursor(row);
    const halts = connection.prepare<[], HaltRow>(HALT_ROWS).all();
    const hashAt = connection.prepare<[number], Buffer>('SELECT hash FROM entries WHERE position = ?').pluck();
    for (const row of halts)
      this.#verifyHalt(row, (seq) => hashAt.get(row.firstPosition + seq - 1)?.toString('hex') ?? GENESIS_HASH);
    if (keys === null && this.#signed + rows.length + halts.length > 0)
      discrepancies.add('signed-words-not-checked', null, 'headquarters.json is not in the folder: bring the key');
  }

  /** A word of headquarters by its key of acknowledgements; null: it is none. */
  #readAcknowledgement(signed: string): SignedText | null {
    const { keys } = this.#options;
    const parsed = parsedOrNull(signed);
    return parsed !== null && (keys === null || isSignedBy(parsed, ACKNOWLEDGEMENT_TYP, keys.acknowledge))
      ? parsed
      : null;
  }

  /** Headquarters holds more than the epoch has (`old-copy`), or another hash there (`forked`). */
  #verifyHalt({ epoch, reason, signed, lastSeq }: HaltRow, hashAt: (seq: number) => string): void {
    const { discrepancies, base } = this.#options;
    const said = this.#readAcknowledgement(signed)?.payload;
    const seq = Number(said?.['seq']);
    const last = lastSeq ?? 0;
    const isOfEpoch = said?.['base'] === base && said['epoch'] === epoch && Number.isSafeInteger(seq);
    const isReason = reason === 'old-copy' ? seq > last : seq <= last && said?.['hash'] !== hashAt(seq);
    if (!isOfEpoch || !isReason)
      discrepancies.add('halt-not-signed', { epoch, seq: last }, 'headquarters signed no word that halts this epoch');
  }

  #verifyCursor({ epoch, seq, hash, incarnation, signed }: CursorRow): void {
    const { discrepancies, base } = this.#options;
    const parsed = this.#readAcknowledgement(signed);
    const position = { epoch, seq };
    if (parsed === null) {
      discrepancies.add('cursor-not-signed', position, 'the text beside it is not signed by headquarters');
      return;
    }
    const said = { base, epoch, seq, hash: hash.toString('hex'), incarnation };
    const names = Object.entries(said).flatMap(([name, value]) => (parsed.payload[name] === value ? [] : [name]));
    if (names.length > 0)
      discrepancies.add('cursor-not-signed', position, `headquarters signed another ${names.join(', ')}`);
  }
}

const HALT_ROWS = `SELECT epochs.epoch, reason, signed, first_position AS firstPosition,
    (SELECT max(seq) FROM entries WHERE entries.epoch = halts.epoch) AS lastSeq
  FROM halts JOIN epochs ON epochs.number = halts.epoch`;

/** Why an epoch records nothing more, and its last entry. */
interface HaltRow {
  epoch: string;
  reason: string;
  signed: string;
  firstPosition: number;
  lastSeq: number | null;
}

interface CursorRow {
  epoch: string;
  seq: number;
  hash: Buffer;
  incarnation: string;
  signed: string;
}

function parsedOrNull(signed: string): SignedText | null {
  try {
    return parseSignedText(signed);
  } catch (error) {
    if (error instanceof SignedTextError) return null;
    throw error;
  }
}

/** Where an entry says something else of an order than headquarters signed; null: nowhere. */
function orderFault(
  entry: EntryOf<'order-received'> | EntryOf<'order-refused'>,
  { payload, base }: { payload: Record<string, unknown>; base: string },
): string | null {
  if (payload['base'] !== base || payload['epoch'] !== entry.epoch) return 'it was signed for another base or epoch';
  if (entry.kind === 'order-refused') {
    const { order, counter } = entry.body;
    const id = String(payload['order']).slice(0, REFUSED_ID_CHARACTERS);
    return order === id && counter === payload['counter'] ? null : 'it refuses another order than its text';
  }
  if (serializeCanonicalJson(entry.body.order) !== serializeCanonicalJson(payload))
    return '`order` is not what headquarters signed';
  return entry.cause === `order:${entry.body.order.order}` ? null : 'its cause is not the order’s id';
}
