// The worked example of CONTRACT.md, computed from fixed keys. Sealing is written out here with Node's cryptography
// alone, a third time, because a sealed message can be repeated only with a fixed ephemeral key and IV, which neither
// side's code offers.
import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { encodeCanonicalJson, serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { encodeCheckpoint, signCheckpoint } from '../../agent/link/checkpoints.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { padToFrame, signEntries } from '../../agent/link/envelopeSealing.ts';
import { signHello } from '../../agent/link/hello.ts';
import {
  importBaseKeys,
  formatKeyFingerprint,
  type BaseKeys,
  type HeadquartersKeys,
} from '../../agent/link/keyFiles.ts';
import { computeEntryHash, GENESIS_HASH } from '../../agent/ledger/hashChain.ts';
import { parseHeadquartersKeys, type HeadquartersKeyRing } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { EMPTY_TREE, growTree, rootOfTree } from '../../agent/headquarters/signing/entryTree.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { notice } from './linkRig.ts';

/** PKCS #8 of a raw 32-byte key (RFC 8410): the only way to a key object from its private half alone. */
function privateJwk(oid: '70' | '6e', fill: number): JsonWebKey {
  const der = Buffer.concat([Buffer.from(`302e020100300506032b65${oid}04220420`, 'hex'), Buffer.alloc(32, fill)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
}

export function exampleKeys(): { base: BaseKeys; own: HeadquartersKeyRing; headquarters: HeadquartersKeys } {
  const base = importBaseKeys({ base: 'example', signing: privateJwk('70', 1), sealing: privateJwk('6e', 2) });
  const own = parseHeadquartersKeys({
    acknowledge: privateJwk('70', 3),
    order: privateJwk('70', 7),
    sealing: privateJwk('6e', 4),
  });
  const headquarters = {
    signing: { acknowledge: createPublicKey(own.acknowledgeKey), order: createPublicKey(own.orderKey) },
    sealing: createPublicKey(own.sealingKey),
    keyId: own.keyId,
    public: own.publicKeys,
  };
  return { base, own, headquarters };
}

const EPOCH = 'e0'.repeat(16);
const LEAF_KEY = '1e'.repeat(32);
const NONCE = '0f'.repeat(16);
const AT = { wallMs: 1_800_000_000_000, monotonicMs: 60_000, boot: 'b0'.repeat(16), trust: 'synchronised' } as const;

function sealFixed(
  signed: string,
  recipient: { sealing: KeyObject; keyId: string },
): { contentKeyHex: string; message: string } {
  const ephemeral = createPrivateKey({ format: 'jwk', key: privateJwk('6e', 5) });
  const shared = diffieHellman({ privateKey: ephemeral, publicKey: recipient.sealing });
  const otherInfo = Buffer.from(`00000007${Buffer.from('A256GCM').toString('hex')}000000000000000000000100`, 'hex');
  const contentKey = createHash('sha256')
    .update(Buffer.concat([Buffer.from('00000001', 'hex'), shared, otherInfo]))
    .digest();
  const epk = { crv: 'X25519', kty: 'OKP', x: createPublicKey(ephemeral).export({ format: 'jwk' }).x };
  const header = Buffer.from(
    serializeCanonicalJson({ alg: 'ECDH-ES', enc: 'A256GCM', epk, kid: recipient.keyId, typ: 'hakari+jwe' }),
  ).toString('base64url');
  const iv = Buffer.alloc(12, 6);
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header, 'ascii'));
  const body = Buffer.concat([cipher.update(padToFrame(signed)), cipher.final()]);
  const message = [header, '', ...[iv, body, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  return { contentKeyHex: contentKey.toString('hex'), message };
}

/** `entriesBrotli` (base64url) is given, because another version of brotli may compress the same text otherwise. */
export async function contractExample(entriesBrotli: string): Promise<Record<string, unknown>> {
  const { base, own, headquarters } = exampleKeys();
  const { signingKey, sealingKey } = base.public;
  const frames = { base: 'example', epoch: EPOCH, cause: 'start', at: AT };
  const opened: Entry = {
    ...frames,
    seq: 1,
    kind: 'epoch-opened',
    body: { reason: 'installed', previous: null, signingKey, sealingKey, leafKey: LEAF_KEY, software: '0.1.0' },
  };
  const started: Entry = {
    ...frames,
    seq: 2,
    kind: 'agent-started',
    body: { run: 'r', software: '0.1.0', configHash: 'c', releasedWallMs: 0 },
  };
  const first = computeEntryHash(GENESIS_HASH, encodeCanonicalJson(opened));
  const second = computeEntryHash(first, encodeCanonicalJson(started));
  const tree = [opened, started].reduce(
    (grown, entry) => growTree(grown, LEAF_KEY, encodeCanonicalJson(entry)),
    EMPTY_TREE,
  );
  const position = { base: 'example', epoch: EPOCH, seq: 2, hash: second, size: 2, root: rootOfTree(tree) };
  const hello = await signHello(
    {
      base: 'example',
      epoch: EPOCH,
      seq: 2,
      hash: second,
      nonce: NONCE,
      orderCounter: 0,
      orderHash: GENESIS_HASH,
      acknowledged: { seq: 0, hash: GENESIS_HASH },
      newest: { epoch: EPOCH, previous: null },
      previous: null,
      branch: false,
      contract: 1,
      purpose: 'hello',
      recipient: headquarters.keyId,
    },
    base,
  );
  const named = {
    base: 'example',
    epoch: EPOCH,
    first: 1,
    hash: second,
    last: 2,
    newest: EPOCH,
    recipient: headquarters.keyId,
    root: position.root,
    size: 2,
  };
  const entriesBody = Buffer.from(entriesBrotli, 'base64url');
  const envelope = await signEntries(named, entriesBody, base.signing);
  const word = {
    base: 'example',
    epoch: EPOCH,
    hash: second,
    incarnation: '1c'.repeat(16),
    issuedWallMs: AT.wallMs,
    nonce: '',
    seq: 2,
  };
  const acknowledgement = signHeadquartersText(SIGNED_TYP.acknowledgement, word, own);
  const order = signHeadquartersText(
    SIGNED_TYP.order,
    {
      order: '0d'.repeat(16),
      base: 'example',
      epoch: EPOCH,
      counter: 1,
      previous: GENESIS_HASH,
      issuedWallMs: AT.wallMs,
      body: notice('LOT-1', 1),
    },
    own,
  );
  const recipient = { sealing: createPublicKey(base.sealing), keyId: base.sealingKeyId };
  const [sealedHello, sealedAcknowledgement] = [sealFixed(hello, headquarters), sealFixed(acknowledgement, recipient)];
  return {
    base: { ...base.public, sealingKeyId: base.sealingKeyId, fingerprint: formatKeyFingerprint(base.public) },
    headquarters: { ...own.publicKeys, fingerprint: formatKeyFingerprint(own.publicKeys) },
    entries: [opened, started].map(serializeCanonicalJson),
    hashes: [first, second],
    root: position.root,
    checkpointBytesHex: Buffer.from(encodeCheckpoint(position)).toString('hex'),
    checkpointSignature: signCheckpoint(position, base.signing),
    hello,
    entriesBrotli,
    entriesSigned: envelope.signed,
    entriesFrameHex: Buffer.from(padToFrame(envelope))
      .toString('hex')
      .replace(/(00)+$/, ''),
    acknowledgement,
    order,
    orderHash: sha256OfText(order),
    sealedHello: sealedHello.message,
    sealedHelloContentKeyHex: sealedHello.contentKeyHex,
    sealedAcknowledgement: sealedAcknowledgement.message,
  };
}
