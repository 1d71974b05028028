// What headquarters answers to one message: the whole conversation as a function from a sealed message to signed texts,
// with the store in between. Must not know MQTT: brokerService.ts carries, this decides.
import { type KeyObject, randomBytes } from 'node:crypto';
import { SIGNED_TYP } from '../../link/contract/envelope.ts';
import type { AcknowledgementMessage, HelloMessage } from '../../link/contract/conversationSchemas.ts';
import { publicKeyFromRaw, sealingKeyThumbprint, type HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { issueOrders, matchesOrderChain, issuedOrdersAfter } from './issuedOrders.ts';
import { openBaseMessage, sealForBase, signHeadquartersText } from '../signing/messageSeal.ts';
import { storeEnvelope } from './entryStream.ts';
import type { BaseRow, LinkStore, StreamRow } from '../store/linkStore.ts';

/** `logLine` is for whoever watches the service; it holds no quantities. Null: nothing to log. */
export interface MessageAnswer {
  /** Sealed messages for this base's down topic, in order. */
  messages: string[];
  logLine: string | null;
}

/** The link half of a running headquarters: store, keys and wall clock in milliseconds. */
export interface HeadquartersContext {
  link: LinkStore;
  keys: HeadquartersKeyRing;
  wallMs: () => number;
  /** Streams whose base has said hello since the start: only then orders get numbers, which a restored store may not know. */
  heard: Set<number>;
  /** Random, new at each start: what a base was told before, by this store or by one that was put back, is told apart. */
  incarnation: string;
}

/** The link half at its start. */
export function startContext(parts: Pick<HeadquartersContext, 'link' | 'keys' | 'wallMs'>): HeadquartersContext {
  return { ...parts, heard: new Set(), incarnation: randomBytes(16).toString('hex') };
}

/** The public sealing key of a base and its key id. */
export function recipientKeysOf(base: BaseRow): { sealing: KeyObject; keyId: string } {
  return { sealing: publicKeyFromRaw('X25519', base.sealing_key), keyId: sealingKeyThumbprint(base.sealing_key) };
}

/** Handles one message from the topic of `base`. */
export function answerMessage(context: HeadquartersContext, base: BaseRow, message: string): MessageAnswer {
  const { link, keys } = context;
  const signingKeyOf = (name: string): KeyObject | undefined => {
    const row = link.listBases().find((candidate) => candidate.base === name);
    return row && publicKeyFromRaw('Ed25519', row.signing_key);
  };
  const opened = openBaseMessage(message, { ...keys, signingKeyOf });
  if ('refused' in opened) return countRefusedMessage(link, opened.refused);
  const sender = opened.kind === 'hello' ? opened.hello.base : opened.envelope.base;
  if (sender !== base.base) return countRefusedMessage(link, 'another base’s topic');
  if (opened.kind === 'hello') return answerHello(context, base, opened.hello);
  const outcome = storeEnvelope(link, { envelope: opened.envelope, body: opened.body, keys });
  if (outcome.kind === 'stored')
    return {
      messages: [sealAcknowledgement(context, base, { stream: outcome.stream, nonce: outcome.stream.conversation })],
      logLine: null,
    };
  return {
    messages: [],
    logLine:
      outcome.kind === 'broken'
        ? `stream of ${base.base} stopped: ${outcome.reason}`
        : `entries of ${base.base} not taken: ${outcome.kind}`,
  };
}

function countRefusedMessage(link: LinkStore, reason: string): MessageAnswer {
  link.countRefused();
  return { messages: [], logLine: `message refused: ${reason}` };
}

function answerHello(context: HeadquartersContext, base: BaseRow, hello: HelloMessage): MessageAnswer {
  const { link } = context;
  const { newest, nonce, orderCounter, orderHash } = hello;
  const { stream, from } = link.greetStream(hello);
  if (from === null)
    return { messages: [], logLine: `${base.base} says hello, its epoch is ${stream.state}: ${stream.reason}` };
  const welcome = sealAcknowledgement(context, base, { stream: { ...stream, ...from }, nonce });
  if (stream.epoch !== newest.epoch) return { messages: [welcome], logLine: null };
  context.heard.add(stream.stream);
  if (!matchesOrderChain(link, stream, { counter: orderCounter, hash: orderHash })) {
    return {
      messages: [welcome],
      logLine: `${base.base} holds another order ${orderCounter} than was issued: orders are held back`,
    };
  }
  issueOrders(link, { stream, keys: context.keys, issuedWallMs: context.wallMs() });
  const orders = issuedOrdersAfter(link, stream, orderCounter).map((signed) =>
    sealForBase(signed, recipientKeysOf(base)),
  );
  return { messages: [welcome, ...orders], logLine: null };
}

/** Headquarters' word on where a stream stands, in the conversation of that nonce. Only what is committed may be passed in. */
export function sealAcknowledgement(
  context: HeadquartersContext,
  base: BaseRow,
  { stream, nonce }: { stream: StreamRow; nonce: string },
): string {
  const acknowledgement: AcknowledgementMessage = {
    base: base.base,
    epoch: stream.epoch,
    hash: stream.hash,
    incarnation: context.incarnation,
    issuedWallMs: context.wallMs(),
    nonce,
    seq: stream.seq,
  };
  return sealForBase(
    signHeadquartersText(SIGNED_TYP.acknowledgement, acknowledgement, context.keys),
    recipientKeysOf(base),
  );
}

/**
 * Orders queued since, sealed, and with `withHead` also the head of the newest approved stream: sent when
 * headquarters (re)connects.
 */
export function sealUnaskedMessages(
  context: HeadquartersContext,
  base: BaseRow,
  { withHead }: { withHead: boolean },
): string[] {
  const { link, keys } = context;
  const newest = link.findNewestStream(base.base);
  const streams = newest === undefined ? [] : [newest];
  return streams.flatMap((stream) => [
    ...(withHead ? [sealAcknowledgement(context, base, { stream, nonce: '' })] : []),
    ...(context.heard.has(stream.stream)
      ? issueOrders(link, { stream, keys, issuedWallMs: context.wallMs() }).map((signed) =>
          sealForBase(signed, recipientKeysOf(base)),
        )
      : []),
  ]);
}
