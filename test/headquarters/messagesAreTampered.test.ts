// What a broker or a stranger can do to a message: nothing that either side acts upon.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { CompactEncrypt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EntriesMessage,
  LARGEST_FRAME_SIZE,
  FRAME_SIZES,
  ENVELOPE_MAX_INFLATED_BYTES,
  OUTER_HEADER_BYTES,
  sealedMessageLength,
  SIGNED_TYP,
} from '../../agent/link/contract/envelope.ts';
import {
  padToFrame,
  openHeadquartersMessage,
  compressEntries,
  sealMessage,
  signEntries,
  type SignedMessage,
} from '../../agent/link/envelopeSealing.ts';
import { answerMessage, recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { openBaseMessage, sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { inflateEntryLines } from '../../agent/headquarters/link/entryStream.ts';
import { signHello } from '../../agent/link/hello.ts';
import { greetingOf } from './entryDelivery.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { BASE, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { exchangedKeys, strangerKeys } from './strangerKeys.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
  rig.record(9);
  headquarters = rig.openHeadquarters();
  headquarters.link.greetStream(greetingOf(rig));
});

afterEach(async () => {
  await rig.close();
});

async function envelope(
  change: Partial<EntriesMessage> = {},
  parts: { body?: Uint8Array; key?: KeyObject } = {},
): Promise<SignedMessage> {
  const entries = rig.ledger.entriesAfter(0, { limit: 100, maxBytes: 1e6 });
  const { seq, hash, epoch } = rig.ledger.head();
  const recipient = rig.keys.headquarters.keyId;
  const root = rig.ledger.treeRoot(seq);
  const named = { base: BASE, epoch, first: 1, hash, last: seq, newest: epoch, recipient, root, size: seq, ...change };
  return signEntries(named, parts.body ?? (await compressEntries(entries)), parts.key ?? rig.keys.base.signing);
}

const toHouse = (message: string): ReturnType<typeof answerMessage> =>
  answerMessage(headquarters.context, baseRow(rig), message);
const sealed = async (message: SignedMessage): Promise<string> => sealMessage(message, rig.keys.headquarters);

describe('headquarters', () => {
  it('applies a sound envelope, and the same once more counts as duplicates and is acknowledged again', async () => {
    const message = await sealed(await envelope());
    expect(toHouse(message).messages).toHaveLength(1);
    expect(toHouse(message).messages).toHaveLength(1);
    expect(headquarters.report()).toMatchObject({ applied: 10, duplicates: 10, gaps: 0, refused: 0, seq: 10 });
  });

  it('refuses each changed part of the sealed message', async () => {
    const message = await sealed(await envelope());
    const parts = message.split('.');
    for (const index of [0, 2, 3, 4]) {
      const part = parts[index] ?? '';
      const middle = Math.floor(part.length / 2);
      const other = part[middle] === 'A' ? 'B' : 'A';
      const changed = parts.with(index, part.slice(0, middle) + other + part.slice(middle + 1)).join('.');
      expect(toHouse(changed).messages, `part ${index}`).toEqual([]);
    }
    expect(toHouse(message.slice(0, -1)).messages).toEqual([]);
    expect(headquarters.report()).toMatchObject({ applied: 0, refused: 5 });
  });

  it('refuses what another key signed, what names another recipient, and what another base’s topic brought', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(toHouse(await sealed(await envelope({}, { key: stranger }))).logLine).toMatch(/signature/);
    expect(toHouse(await sealed(await envelope({ recipient: 'A'.repeat(43) }))).logLine).toMatch(/another/);
    const topicOfOther = { ...baseRow(rig), base: 'other-base' };
    expect(answerMessage(headquarters.context, topicOfOther, await sealed(await envelope())).logLine).toMatch(
      /another base/,
    );
    expect(headquarters.report().applied).toBe(0);
  });

  it('refuses what is sealed to somebody else', async () => {
    const { publicKey } = generateKeyPairSync('x25519');
    expect(toHouse(await sealMessage(await envelope(), { sealing: publicKey, keyId: 'A'.repeat(43) })).logLine).toMatch(
      /sealed for another/,
    );
    expect(
      toHouse(await sealMessage(await envelope(), { sealing: publicKey, keyId: rig.headquartersKeys.keyId })).logLine,
    ).toMatch(/seal broken/);
  });

  it('refuses outer headers with anything more or other than the fixed members', async () => {
    const plain = padToFrame(await envelope());
    const base = { alg: 'ECDH-ES', enc: 'A256GCM', kid: rig.headquartersKeys.keyId, typ: 'hakari+jwe' };
    for (const header of [
      { ...base, zip: 'DEF' },
      { ...base, cty: 'x' },
      { ...base, enc: 'A128GCM' },
      { ...base, alg: 'ECDH-ES+A256KW' },
      { ...base, typ: 'JWE' },
    ]) {
      const message = await new CompactEncrypt(plain).setProtectedHeader(header).encrypt(rig.keys.headquarters.sealing);
      expect(toHouse(message).logLine, JSON.stringify(header)).toMatch(/outer header|form/);
    }
  });

  it('refuses padding that hides something, and frames of other sizes', async () => {
    const plain = Buffer.from(padToFrame(await envelope()));
    const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: rig.headquartersKeys.keyId, typ: 'hakari+jwe' };
    const send = async (bytes: Buffer): Promise<string | null> =>
      toHouse(await new CompactEncrypt(bytes).setProtectedHeader(header).encrypt(rig.keys.headquarters.sealing))
        .logLine;
    plain[plain.length - 1] = 1;
    expect(await send(plain)).toMatch(/padding/);
    plain[plain.length - 1] = 0;
    expect(await send(Buffer.concat([plain, Buffer.alloc(1)]))).toMatch(/padding/);
    plain.writeUInt32BE(plain.length, 0);
    expect(await send(plain)).toMatch(/padding/);
  });

  it('refuses a body that is not the signed one, longer or shorter than signed, or behind a message that has none', async () => {
    const sound = await envelope();
    const changed = Buffer.from(sound.body);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    expect(toHouse(await sealed({ ...sound, body: changed })).logLine).toMatch(/body/);
    expect(toHouse(await sealed({ ...sound, body: Buffer.concat([sound.body, Buffer.of(1)]) })).logLine).toMatch(
      /padding/,
    );
    // Cut short it ends in zeros, which the signed length takes for its own.
    expect(toHouse(await sealed({ ...sound, body: sound.body.subarray(0, -1) })).logLine).toMatch(/body/);
    const hello = await signHello(greetingOf(rig), rig.keys.base);
    expect(toHouse(await sealed({ signed: hello, body: Buffer.of(1) })).logLine).toMatch(/padding/);
    expect(headquarters.report()).toMatchObject({ applied: 0, refused: 4 });
  });

  it('says which version of the contract a base speaks that it does not know', async () => {
    const later = { ...greetingOf(rig), contract: 2 as unknown as 1, added: true };
    const message = await sealMessage(await signHello(later, rig.keys.base), rig.keys.headquarters);
    expect(toHouse(message).logLine).toBe('message refused: contract version 2');
  });

  it('inflates nothing that was not signed by the base', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const bomb = Buffer.alloc(1_000, 0xff);
    expect(toHouse(await sealed(await envelope({}, { body: bomb, key: stranger }))).logLine).toMatch(/signature/);
    expect(headquarters.report().streams[0]?.state).toBe('approved');
  });

  it('stops inflating a bomb at the agreed size', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(ENVELOPE_MAX_INFLATED_BYTES + 1, 0x20), {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
    });
    expect(bomb.length).toBeLessThan(2_000);
    expect(inflateEntryLines(bomb)).toBeNull();
    expect(toHouse(await sealed(await envelope({}, { body: bomb }))).logLine).toMatch(/stopped/);
    expect(headquarters.report().applied).toBe(0);
  });

  it('counts a gap and applies nothing of it', async () => {
    const entries = rig.ledger.entriesAfter(4, { limit: 100, maxBytes: 1e6 });
    const signed = await envelope({ first: 5 }, { body: await compressEntries(entries) });
    expect(toHouse(await sealed(signed)).messages).toEqual([]);
    expect(headquarters.report()).toMatchObject({ applied: 0, gaps: 1, seq: 0 });
  });

  it('stops a stream whose chain is broken, and applies nothing of the envelope', async () => {
    const entries = rig.ledger.entriesAfter(0, { limit: 100, maxBytes: 1e6 });
    const altered = entries.map(({ bytes }, index) => ({
      bytes: index === 3 ? Buffer.from(Buffer.from(bytes).toString().replace('run-3', 'run-9')) : bytes,
    }));
    expect(toHouse(await sealed(await envelope({}, { body: await compressEntries(altered) }))).logLine).toMatch(
      /stopped: the hash/,
    );
    expect(headquarters.report()).toMatchObject({ applied: 0 });
    expect(toHouse(await sealed(await envelope())).messages).toEqual([]);
    expect(headquarters.report().streams[0]?.state).toBe('stopped');
  });

  it('stops a stream whose envelope signs another tree than the entries make', async () => {
    for (const change of [{ root: 'a'.repeat(64) }, { size: 9 }]) {
      headquarters.link.approveStream(headquarters.link.listStreams()[0]?.stream ?? 0, 'stopped');
      expect(toHouse(await sealed(await envelope(change))).logLine).toMatch(
        /the tree after entry 10 is not the signed one/,
      );
    }
    expect(headquarters.report()).toMatchObject({ applied: 0 });
  });

  it('stores an entry whose content it cannot accept, moves on, and says so in its report', async () => {
    // A software's name has at most 200 characters.
    rig.record(1, { text: 'x'.repeat(201) });
    expect(toHouse(await sealed(await envelope())).messages).toHaveLength(1);
    expect(headquarters.report()).toMatchObject({ applied: 11, rejected: 1, seq: 11 });
  });
});

describe('the base', () => {
  const word = (): object => ({
    base: BASE,
    epoch: 'e',
    hash: '0'.repeat(64),
    incarnation: 'i',
    issuedWallMs: 1,
    nonce: '',
    seq: 0,
  });
  const keys = (): Parameters<typeof openHeadquartersMessage>[1] => ({
    sealing: rig.keys.base.sealing,
    sealingKeyId: rig.keys.base.sealingKeyId,
    headquartersSigning: rig.keys.headquarters.signing,
  });

  it('opens what headquarters’ own code sealed', async () => {
    const signed = signHeadquartersText(SIGNED_TYP.acknowledgement, word(), rig.headquartersKeys);
    expect(await openHeadquartersMessage(sealForBase(signed, recipientKeysOf(baseRow(rig))), keys())).toMatchObject({
      signed,
    });
  });

  it('refuses each changed part, another recipient and another signer', async () => {
    const signed = signHeadquartersText(SIGNED_TYP.acknowledgement, word(), rig.headquartersKeys);
    const message = sealForBase(signed, recipientKeysOf(baseRow(rig)));
    const parts = message.split('.');
    for (const index of [2, 3, 4]) {
      const part = parts[index] ?? '';
      const changed = parts.with(index, (part.startsWith('A') ? 'B' : 'A') + part.slice(1)).join('.');
      expect(await openHeadquartersMessage(changed, keys()), `part ${index}`).toEqual({ error: 'unreadable' });
    }
    expect(
      await openHeadquartersMessage(
        sealForBase(signed, { sealing: rig.keys.headquarters.sealing, keyId: 'A'.repeat(43) }),
        keys(),
      ),
    ).toEqual({ error: 'not-for-us' });
    for (const other of [strangerKeys(), exchangedKeys(rig.headquartersKeys)])
      for (const typ of [SIGNED_TYP.acknowledgement, SIGNED_TYP.order]) {
        const forged = sealForBase(signHeadquartersText(typ, word(), other), recipientKeysOf(baseRow(rig)));
        expect(await openHeadquartersMessage(forged, keys()), typ).toEqual({ error: 'signature-bad' });
      }
    expect(await openHeadquartersMessage('A'.repeat(sealedMessageLength(LARGEST_FRAME_SIZE) + 1), keys())).toEqual({
      error: 'too-large',
    });
  });

  it('refuses padding that hides something', async () => {
    const plain = Buffer.from(
      padToFrame(signHeadquartersText(SIGNED_TYP.acknowledgement, word(), rig.headquartersKeys)),
    );
    plain[plain.length - 1] = 1;
    const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: rig.keys.base.sealingKeyId, typ: 'hakari+jwe' };
    const message = await new CompactEncrypt(plain)
      .setProtectedHeader(header)
      .encrypt(recipientKeysOf(baseRow(rig)).sealing);
    expect(await openHeadquartersMessage(message, keys())).toEqual({ error: 'padding-refused' });
  });

  it('refuses a compressed or otherwise changed outer header', async () => {
    const signed = signHeadquartersText(SIGNED_TYP.acknowledgement, word(), rig.headquartersKeys);
    for (const extra of [{ zip: 'DEF' }, { cty: 'x' }]) {
      const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: rig.keys.base.sealingKeyId, typ: 'hakari+jwe', ...extra };
      const message = await new CompactEncrypt(padToFrame(signed))
        .setProtectedHeader(header)
        .encrypt(recipientKeysOf(baseRow(rig)).sealing);
      expect(await openHeadquartersMessage(message, keys())).toEqual({ error: 'header-refused' });
    }
  });
});

describe('what an onlooker sees', () => {
  it('is one of four lengths, whatever is inside and whichever side sealed it', async () => {
    const lengths = FRAME_SIZES.map(sealedMessageLength);
    for (const size of [1, 100, 1_400, 2_000, 9_000, 40_000, 150_000]) {
      const signed = 'x'.repeat(size);
      const up = await sealMessage(signed, rig.keys.headquarters);
      const down = sealForBase(signed, recipientKeysOf(baseRow(rig)));
      expect(lengths).toContain(up.length);
      expect(down.length).toBe(up.length);
      expect(Buffer.from(up.slice(0, up.indexOf('.')), 'base64url')).toHaveLength(OUTER_HEADER_BYTES);
    }
  });

  it('names neither base nor epoch nor numbers', async () => {
    const message = await sealed(await envelope());
    const outer = JSON.parse(Buffer.from(message.slice(0, message.indexOf('.')), 'base64url').toString()) as object;
    expect(Object.keys(outer).sort()).toEqual(['alg', 'enc', 'epk', 'kid', 'typ']);
  });

  it('can open nothing that the base sealed: the base itself cannot', async () => {
    const message = await sealed(await envelope());
    const opened = openBaseMessage(message, {
      sealingKey: rig.keys.base.sealing,
      keyId: rig.headquartersKeys.keyId,
      signingKeyOf: () => undefined,
    });
    expect(opened).toEqual({ refused: 'seal broken' });
  });
});
