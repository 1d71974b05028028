// What headquarters answers to one message: the whole conversation as a function from a sealed message to signed texts,
// with the store in between. Must not know MQTT: serve.ts carries, this decides.
import type { KeyObject } from 'node:crypto';
import { SIGNED_TYP, type UpHeader } from '../../agent/headquarters/contract/envelope.ts';
import { type AcknowledgementMessage, HelloMessage } from '../../agent/headquarters/contract/messages.ts';
import { GENESIS_HASH } from '../../agent/headquarters/contract/words.ts';
import { readCanonical } from './canonical.ts';
import { publicFrom, thumbprint, type OwnKeys } from './keys.ts';
import { issueOrders, orderChainFits, ordersAfter } from './orders.ts';
import { openUp, sealTo, signDown } from './seal.ts';
import { type BaseRow, enrolledBases, incarnationOf, type Store, streamOf, type StreamRow } from './store.ts';
import { applyEnvelope } from './stream.ts';

/** `note` is a line for whoever watches; it holds no quantities. */
export interface Answer {
  /** Sealed messages for this base's down topic, in order. */
  send: string[];
  note: string | null;
}

export interface House {
  store: Store;
  keys: OwnKeys;
  wallMs: () => number;
}

export function recipientOf(base: BaseRow): { sealing: KeyObject; keyId: string } {
  return { sealing: publicFrom('X25519', base.sealing_key), keyId: thumbprint(base.sealing_key) };
}

/** Handles one message from the topic of `base`. */
export function answer(house: House, base: BaseRow, message: string): Answer {
  const { store, keys } = house;
  const signingKeyOf = (name: string): KeyObject | undefined => {
    const row = enrolledBases(store).find((candidate) => candidate.base === name);
    return row && publicFrom('Ed25519', row.signing_key);
  };
  const received = openUp(message, { ...keys, signingKeyOf });
  if ('refused' in received) return refuse(store, received.refused);
  if (received.header.base !== base.base) return refuse(store, 'another base’s topic');
  if (received.header.purpose === 'hello')
    return greet(house, base, { header: received.header, payload: received.payload });
  const applied = applyEnvelope(store, { header: received.header, payload: received.payload, keys });
  if (applied.kind === 'applied')
    return { send: [acknowledgement(house, base, { stream: applied.stream, nonce: '' })], note: null };
  return {
    send: [],
    note:
      applied.kind === 'broken'
        ? `stream of ${base.base} stopped: ${applied.reason}`
        : `entries of ${base.base} not taken: ${applied.kind}`,
  };
}

function refuse(store: Store, reason: string): Answer {
  store.prepare('UPDATE house SET refused = refused + 1').run();
  return { send: [], note: `message refused: ${reason}` };
}

function greet(house: House, base: BaseRow, of: { header: UpHeader; payload: Uint8Array }): Answer {
  const { store } = house;
  const hello = HelloMessage.safeParse(readCanonical(of.payload));
  if (!hello.success || hello.data.base !== base.base || hello.data.epoch !== of.header.epoch)
    return refuse(store, 'hello');
  const { epoch, nonce, orderCounter, orderHash } = hello.data;
  const stream = store.write(() => openStream(store, { base: base.base, epoch }));
  if (stream.state !== 'approved')
    return { send: [], note: `${base.base} says hello, its epoch is ${stream.state}: ${stream.trouble}` };
  const welcome = acknowledgement(house, base, { stream, nonce });
  if (!orderChainFits(store, stream, { counter: orderCounter, hash: orderHash })) {
    return {
      send: [welcome],
      note: `${base.base} holds another order ${orderCounter} than was issued: orders are held back`,
    };
  }
  issueOrders(store, { stream, keys: house.keys, issuedWallMs: house.wallMs() });
  const orders = ordersAfter(store, stream, orderCounter).map((signed) => sealTo(signed, recipientOf(base)));
  return { send: [welcome, ...orders], note: null };
}

/** A base's first epoch is approved with its enrolment; a later one waits for a person. */
function openStream(store: Store, { base, epoch }: { base: string; epoch: string }): StreamRow {
  const known = streamOf(store, base, epoch);
  if (known === undefined) {
    const first = store.prepare('SELECT 1 FROM streams WHERE base = ?').get(base) === undefined;
    const trouble = first ? '' : 'a new epoch needs approval';
    store
      .prepare('INSERT INTO streams (base, epoch, state, trouble, hash) VALUES (?, ?, ?, ?, ?)')
      .run(base, epoch, first ? 'approved' : 'waiting', trouble, GENESIS_HASH);
  }
  store.prepare('UPDATE streams SET greeted = greeted + 1 WHERE base = ? AND epoch = ?').run(base, epoch);
  const stream = streamOf(store, base, epoch);
  if (!stream) throw new Error('a stream that was just written is not there');
  return stream;
}

/** Headquarters' word on a stream's head; with a nonce it is a welcome. Only what is committed may be passed in. */
export function acknowledgement(
  house: House,
  base: BaseRow,
  { stream, nonce }: { stream: StreamRow; nonce: string },
): string {
  const word: AcknowledgementMessage = {
    base: base.base,
    epoch: stream.epoch,
    hash: stream.hash,
    incarnation: incarnationOf(house.store),
    nonce,
    seq: stream.seq,
  };
  return sealTo(signDown(SIGNED_TYP.acknowledgement, word, house.keys.signing), recipientOf(base));
}

/**
 * Orders queued since, sealed, and with `greet` also the head of each approved stream: said when headquarters
 * (re)connects.
 */
export function unasked(house: House, base: BaseRow, { greet: withHead }: { greet: boolean }): string[] {
  const { store, keys } = house;
  const streams = store
    .prepare<[string], StreamRow>(
      "SELECT * FROM streams WHERE base = ? AND state = 'approved' ORDER BY stream DESC LIMIT 1",
    )
    .all(base.base);
  return streams.flatMap((stream) => [
    ...(withHead ? [acknowledgement(house, base, { stream, nonce: '' })] : []),
    ...issueOrders(store, { stream, keys, issuedWallMs: house.wallMs() }).map((signed) =>
      sealTo(signed, recipientOf(base)),
    ),
  ]);
}
