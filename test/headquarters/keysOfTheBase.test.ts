// The base's keys: made once, kept private, never replaced by new ones when the file is damaged; both sides name them
// alike.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeBaseKeys,
  formatKeyFingerprint,
  KeyFileError,
  computeKeyId,
  readBaseKeys,
  readHeadquartersKeys,
} from '../../agent/link/keyFiles.ts';
import {
  ensureHeadquartersKeys,
  keyFingerprint,
  sealingKeyThumbprint,
} from '../../agent/headquarters/signing/headquartersKeys.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-keys-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

it('makes keys when the base begins and reads the same ones ever after', () => {
  const first = makeBaseKeys(dir, 'b');
  const second = readBaseKeys(dir, { base: 'b', epochKey: first.public.signingKey });
  expect(second.public).toEqual(first.public);
  expect(JSON.parse(readFileSync(join(dir, 'base-keys.json'), 'utf8'))).toEqual(first.public);
  expect(Buffer.from(first.public.signingKey, 'base64url')).toHaveLength(32);
});

it('keeps the private file from other users, and no private key in the public one', () => {
  makeBaseKeys(dir, 'b');
  expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600);
  const { signing } = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8')) as { signing: { d: string } };
  expect(readFileSync(join(dir, 'base-keys.json'), 'utf8')).not.toContain(signing.d);
});

describe('refuses, without touching the file,', () => {
  const refused = (content: string): void => {
    const path = join(dir, 'keys.json');
    chmodSync(path, 0o600);
    writeFileSync(path, content);
    expect(() => readBaseKeys(dir, { base: 'b', epochKey: null })).toThrow(KeyFileError);
    expect(readFileSync(path, 'utf8')).toBe(content);
  };

  beforeEach(() => {
    makeBaseKeys(dir, 'b');
  });

  it('a file cut short', () => refused(readFileSync(join(dir, 'keys.json'), 'utf8').slice(0, 80)));

  it('an empty file', () => refused(''));

  it('a public half that is not the private one’s', () => {
    const file = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8')) as {
      signing: { x: string };
      sealing: { x: string };
    };
    refused(JSON.stringify({ ...file, signing: { ...file.signing, x: file.sealing.x } }));
  });

  it('the keys of another base', () => {
    expect(() => readBaseKeys(dir, { base: 'other', epochKey: null })).toThrow(/base b/);
  });
});

it('names keys and fingerprints as headquarters does', () => {
  const base = makeBaseKeys(dir, 'b');
  const headquarters = ensureHeadquartersKeys(dir);
  expect(formatKeyFingerprint(base.public)).toBe(keyFingerprint(base.public));
  expect(formatKeyFingerprint(base.public)).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
  expect(formatKeyFingerprint(headquarters.publicKeys)).not.toBe(formatKeyFingerprint(base.public));
  expect(computeKeyId(base.public.sealingKey)).toBe(sealingKeyThumbprint(base.public.sealingKey));
  expect(readHeadquartersKeys(join(dir, 'headquarters.json')).keyId).toBe(headquarters.keyId);
});

it('refuses headquarters’ file when its key id is not its key’s', () => {
  const headquarters = ensureHeadquartersKeys(dir);
  writeFileSync(join(dir, 'headquarters.json'), JSON.stringify({ ...headquarters.publicKeys, keyId: 'A'.repeat(43) }));
  expect(() => readHeadquartersKeys(join(dir, 'headquarters.json'))).toThrow(/keyId/);
});
