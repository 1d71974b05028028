// What headquarters answers to one message: the whole conversation as a function from a sealed message to signed texts,
// with the store in between. Must not know MQTT: serve.ts carries, this decides.
import type { KeyObject } from 'node:crypto';
import { SIGNED_TYP, type UpHeader } from '../../link/contract/envelope.ts';
import { type AcknowledgementMessage, HelloMessage } from '../../link/contract/conversationSchemas.ts';
import { GENESIS_HASH } from '../../link/contract/hashDomains.ts';
import { readCanonical } from '../signing/headquartersCanonical.ts';
import { publicKeyFromRaw, sealingKeyThumbprint, type HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { issueOrders, matchesOrderChain, issuedOrdersAfter } from './issuedOrders.ts';
import { openBaseMessage, sealForBase, signHeadquartersText } from '../signing/messageSeal.ts';
import { readIncarnation, type HeadquartersStore } from '../store/headquartersStore.ts';
import { storeEnvelope } from './entryStream.ts';
import { type BaseRow, listEnrolledBases } from './enrolledBases.ts';
import { type StreamRow, findStream } from '../store/entryStreams.ts';

/** `note` is a line for whoever watches; it holds no quantities. */
export interface MessageAnswer {
  /** Sealed messages for this base's down topic, in order. */
  messages: string[];
  logLine: string | null;
}

export interface HeadquartersContext {
  store: HeadquartersStore;
  keys: HeadquartersKeyRing;
  wallMs: () => number;
}

export function recipientKeysOf(base: BaseRow): { sealing: KeyObject; keyId: string } {
  return { sealing: publicKeyFromRaw('X25519', base.sealing_key), keyId: sealingKeyThumbprint(base.sealing_key) };
}

/** Handles one message from the topic of `base`. */
export function answerMessage(house: HeadquartersContext, base: BaseRow, message: string): MessageAnswer {
  const { store, keys } = house;
  const signingKeyOf = (name: string): KeyObject | undefined => {
    const row = listEnrolledBases(store).find((candidate) => candidate.base === name);
    return row && publicKeyFromRaw('Ed25519', row.signing_key);
  };
  const received = openBaseMessage(message, { ...keys, signingKeyOf });
  if ('refused' in received) return countRefusedMessage(store, received.refused);
  if (received.header.base !== base.base) return countRefusedMessage(store, 'another base’s topic');
  if (received.header.purpose === 'hello')
    return answerHello(house, base, { header: received.header, payload: received.payload });
  const applied = storeEnvelope(store, { header: received.header, payload: received.payload, keys });
  if (applied.kind === 'applied')
    return { messages: [sealAcknowledgement(house, base, { stream: applied.stream, nonce: '' })], logLine: null };
  return {
    messages: [],
    logLine:
      applied.kind === 'broken'
        ? `stream of ${base.base} stopped: ${applied.reason}`
        : `entries of ${base.base} not taken: ${applied.kind}`,
  };
}

function countRefusedMessage(store: HeadquartersStore, reason: string): MessageAnswer {
  store.prepare('UPDATE house SET refused = refused + 1').run();
  return { messages: [], logLine: `message refused: ${reason}` };
}

function answerHello(
  house: HeadquartersContext,
  base: BaseRow,
  of: { header: UpHeader; payload: Uint8Array },
): MessageAnswer {
  const { store } = house;
  const hello = HelloMessage.safeParse(readCanonical(of.payload));
  if (!hello.success || hello.data.base !== base.base || hello.data.epoch !== of.header.epoch)
    return countRefusedMessage(store, 'hello');
  const { epoch, nonce, orderCounter, orderHash } = hello.data;
  const stream = store.transact(() => openStream(store, { base: base.base, epoch }));
  if (stream.state !== 'approved')
    return { messages: [], logLine: `${base.base} says hello, its epoch is ${stream.state}: ${stream.trouble}` };
  const welcome = sealAcknowledgement(house, base, { stream, nonce });
  if (!matchesOrderChain(store, stream, { counter: orderCounter, hash: orderHash })) {
    return {
      messages: [welcome],
      logLine: `${base.base} holds another order ${orderCounter} than was issued: orders are held back`,
    };
  }
  issueOrders(store, { stream, keys: house.keys, issuedWallMs: house.wallMs() });
  const orders = issuedOrdersAfter(store, stream, orderCounter).map((signed) =>
    sealForBase(signed, recipientKeysOf(base)),
  );
  return { messages: [welcome, ...orders], logLine: null };
}

/** A base's first epoch is approved with its enrolment; a later one waits for a person. */
function openStream(store: HeadquartersStore, { base, epoch }: { base: string; epoch: string }): StreamRow {
  const known = findStream(store, base, epoch);
  if (known === undefined) {
    const first = store.prepare('SELECT 1 FROM streams WHERE base = ?').get(base) === undefined;
    const trouble = first ? '' : 'a new epoch needs approval';
    store
      .prepare('INSERT INTO streams (base, epoch, state, trouble, hash) VALUES (?, ?, ?, ?, ?)')
      .run(base, epoch, first ? 'approved' : 'waiting', trouble, GENESIS_HASH);
  }
  store.prepare('UPDATE streams SET greeted = greeted + 1 WHERE base = ? AND epoch = ?').run(base, epoch);
  const stream = findStream(store, base, epoch);
  if (!stream) throw new Error('a stream that was just written is not there');
  return stream;
}

/** Headquarters' word on a stream's head; with a nonce it is a welcome. Only what is committed may be passed in. */
export function sealAcknowledgement(
  house: HeadquartersContext,
  base: BaseRow,
  { stream, nonce }: { stream: StreamRow; nonce: string },
): string {
  const word: AcknowledgementMessage = {
    base: base.base,
    epoch: stream.epoch,
    hash: stream.hash,
    incarnation: readIncarnation(house.store),
    nonce,
    seq: stream.seq,
  };
  return sealForBase(
    signHeadquartersText(SIGNED_TYP.acknowledgement, word, house.keys.signingKey),
    recipientKeysOf(base),
  );
}

/**
 * Orders queued since, sealed, and with `greet` also the head of each approved stream: said when headquarters
 * (re)connects.
 */
export function sealUnaskedMessages(
  house: HeadquartersContext,
  base: BaseRow,
  { greet: withHead }: { greet: boolean },
): string[] {
  const { store, keys } = house;
  const streams = store
    .prepare<[string], StreamRow>(
      "SELECT * FROM streams WHERE base = ? AND state = 'approved' ORDER BY stream DESC LIMIT 1",
    )
    .all(base.base);
  return streams.flatMap((stream) => [
    ...(withHead ? [sealAcknowledgement(house, base, { stream, nonce: '' })] : []),
    ...issueOrders(store, { stream, keys, issuedWallMs: house.wallMs() }).map((signed) =>
      sealForBase(signed, recipientKeysOf(base)),
    ),
  ]);
}
