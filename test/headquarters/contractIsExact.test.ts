// CONTRACT.md against the code: its worked example, its tables of sizes and types, its list of kinds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import {
  ENVELOPE_MAX_ENTRIES,
  ENVELOPE_MAX_INFLATED_BYTES,
  FRAME_SIZES,
  ORDER_MAX_SIGNED_BYTES,
  sealedMessageLength,
  SIGNED_TYP,
} from '../../agent/link/contract/envelope.ts';
import { openHeadquartersMessage } from '../../agent/link/envelopeSealing.ts';
import { writeCanonical, readCanonical } from '../../agent/headquarters/signing/headquartersCanonical.ts';
import { publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { openBaseMessage } from '../../agent/headquarters/signing/messageSeal.ts';
import { inflateEntryLines } from '../../agent/headquarters/link/entryStream.ts';
import { contractExample, exampleKeys } from './contractExample.ts';

const contract = readFileSync(join(import.meta.dirname, '../../agent/link/CONTRACT.md'), 'utf8');
const example = JSON.parse(/```json example\n([^`]*)```/.exec(contract)?.[1] ?? '{}') as Record<string, unknown>;

it('gives the bytes that the code makes from the same keys', async () => {
  const payload = example['entriesBrotli'] as string;
  expect(example).toEqual(await contractExample(payload));
});

it('gives entries that its own brotli bytes inflate to', () => {
  const lines = inflateEntryLines(Buffer.from(String(example['entriesBrotli']), 'base64url'));
  expect(lines?.map(String)).toEqual(example['entries']);
});

it('gives sealed messages that either side can open', async () => {
  const { base, own, headquarters } = exampleKeys();
  const up = openBaseMessage(String(example['sealedHello']), {
    ...own,
    signingKeyOf: () => publicKeyFromRaw('Ed25519', base.public.signingKey),
  });
  expect(up).toMatchObject({ signed: example['hello'], kind: 'hello' });
  const keys = { sealing: base.sealing, sealingKeyId: base.sealingKeyId, headquartersSigning: headquarters.signing };
  expect(await openHeadquartersMessage(String(example['sealedAcknowledgement']), keys)).toMatchObject({
    signed: example['acknowledgement'],
  });
});

it('names every kind of entry, every type of signed text, every size and limit', () => {
  for (const kind of Object.keys(entryBodySchemas)) expect(contract, kind).toContain(`\`${kind}\``);
  for (const typ of Object.values(SIGNED_TYP)) expect(contract).toContain(`\`${typ}\``);
  for (const size of FRAME_SIZES) expect(contract).toContain(`| ${size} | ${sealedMessageLength(size)} |`);
  for (const limit of [ENVELOPE_MAX_ENTRIES, ENVELOPE_MAX_INFLATED_BYTES, ORDER_MAX_SIGNED_BYTES])
    expect(contract).toContain(String(limit));
});

it('has two writers of canonical JSON that agree, also on what has no canonical form', () => {
  const values = [
    { b: 1, a: [true, null, 'é\u2028"\\\u0007'], '': {} },
    { '10': 1, '9': 2 },
    [],
    0,
    -1,
    Number.MAX_SAFE_INTEGER,
    '\u{1f600}',
  ];
  for (const value of values) {
    expect(writeCanonical(value)).toBe(serializeCanonicalJson(value));
    expect(readCanonical(Buffer.from(writeCanonical(value)))).toEqual(value);
  }
  for (const value of [0.5, -0, 2 ** 53, '\ud800', { é: 1 }, undefined, { a: undefined }]) {
    expect(() => writeCanonical(value)).toThrow();
    expect(() => serializeCanonicalJson(value)).toThrow();
  }
  for (const text of [
    '{"b":1,"a":2}',
    '{ }',
    '{"a":1,"a":1}',
    '1.0',
    '1e2',
    '-0',
    '"\\u0041"',
    '\ufeff{}',
    '"\\/"',
    '[1,]',
  ]) {
    expect(readCanonical(Buffer.from(text)), text).toBeUndefined();
  }
});
