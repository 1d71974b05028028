// What no ledger can tell about itself: entries cut off at the end, or everything recomputed with a new key. Held
// against a saved acknowledgement of headquarters both are found; the commands that an auditor uses, with the core's
// own fold.
import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAcknowledgementCommand } from '../../agent/commands/acknowledgementCommand.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { FOLD_VERSION, fold } from '../../agent/core/projection/fold.ts';
import type { LedgerVerification } from '../../agent/ledger/ledgerVerification.ts';
import { BASE, acknowledgementOf, countingChance, decided, newFolder, newKeys, openTestLedger, tamper } from './rig.ts';
import type { Keys } from './rig.ts';

const STARTS = 5;

function record(dir: string, keys: Keys, software: string): ReturnType<typeof openTestLedger> {
  const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION });
  ledger.transact('open', () =>
    decided([
      {
        kind: 'epoch-opened',
        body: {
          reason: 'installed',
          previous: null,
          signingKey: keys.raw,
          sealingKey: keys.raw,
          leafKey: '1e'.repeat(32),
          software,
        },
      },
    ]),
  );
  for (let n = 1; n <= STARTS; n += 1)
    ledger.transact(`run:${n}`, () =>
      decided([
        { kind: 'agent-started', body: { run: `run-${n}`, software, configHash: 'ab'.repeat(32), releasedWallMs: 0 } },
      ]),
    );
  return ledger;
}

/** headquarters.json with one key in every place. */
function keysFileOf(raw: string): Record<string, string> {
  return { acknowledgeKey: raw, orderKey: raw, sealingKey: raw, keyId: raw };
}

/** A base's folder after headquarters acknowledged seq 5 of 6. */
function acknowledged(changes: { base?: string; epoch?: string } = {}) {
  const dir = newFolder();
  const headquarters = newKeys();
  const ledger = record(dir, newKeys(), 'hakari 0.1.0');
  const stored = ledger.entryAt(5);
  const hash = stored?.hash ?? '';
  const signed = acknowledgementOf({ base: BASE, epoch: ledger.head().epoch, seq: 5, hash, ...changes }, headquarters);
  ledger.acknowledge({ seq: 5, hash, incarnation: 'hq-1', signed }, { back: false });
  ledger.close();
  writeFileSync(join(dir, 'headquarters.json'), JSON.stringify(keysFileOf(headquarters.raw)));
  return { dir, headquarters, signed };
}

async function call(command: typeof runVerifyCommand, args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

async function verifyJson(args: string[]): Promise<LedgerVerification & { code: number; codes: string[] }> {
  const { code, out, err } = await call(runVerifyCommand, [...args, '--json']);
  expect(err).toEqual([]);
  expect(out).toHaveLength(1);
  const found = JSON.parse(out[0] ?? '') as LedgerVerification;
  return { ...found, code, codes: found.discrepancies.map((discrepancy) => discrepancy.code) };
}

/** The auditor takes the acknowledgement away before anything happens. */
async function saved(dir: string): Promise<string> {
  const { code, out } = await call(runAcknowledgementCommand, ['--data', dir]);
  expect(code).toBe(0);
  const file = join(newFolder(), 'ack.jws');
  writeFileSync(file, `${out.join('\n')}\n`);
  return file;
}

describe('with a saved acknowledgement', () => {
  it('an untouched ledger is proven complete up to it', async () => {
    const { dir } = acknowledged();
    expect(await verifyJson(['--data', dir])).toMatchObject({
      code: 0,
      ok: true,
      entries: 6,
      completeness: 'not proven',
    });
    expect(await verifyJson(['--data', dir, '--against', await saved(dir)])).toMatchObject({
      code: 0,
      ok: true,
      completeness: 'proven up to 5',
    });
  });

  it('a ledger cut short is found; without it nothing shows', async () => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    tamper(dir, (db) => {
      const { hash } = db.prepare<[], { hash: Buffer }>('SELECT hash FROM entries WHERE seq = 3').get() ?? {
        hash: Buffer.alloc(32),
      };
      db.exec(`DELETE FROM entries WHERE seq > 3; DELETE FROM causes WHERE first_seq > 3; DELETE FROM cursor;
        UPDATE book_site SET body = json_set(body, '$.run', 'run-2')`);
      db.prepare('UPDATE book_head SET position = 3, hash = ?').run(hash);
    });
    expect(await verifyJson(['--data', dir])).toMatchObject({
      code: 0,
      ok: true,
      entries: 3,
      completeness: 'not proven',
    });
    const found = await verifyJson(['--data', dir, '--against', file]);
    expect(found).toMatchObject({ code: 1, ok: false, codes: ['cut-short'], completeness: 'not proven' });
    expect(found.discrepancies[0]).toMatchObject({
      seq: 5,
      detail: 'headquarters has entries up to 5, the ledger ends at 3',
    });
  });

  it('a ledger written anew with all hashes and another key is found; without it nothing shows', async () => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `ledger.sqlite${end}`), { force: true });
    // The same epoch id, the same number of entries, every hash right.
    record(dir, newKeys(), 'forged').close();
    expect(await verifyJson(['--data', dir])).toMatchObject({ code: 0, ok: true, entries: 6 });
    expect(await verifyJson(['--data', dir, '--against', file])).toMatchObject({
      code: 1,
      codes: ['history-differs'],
      completeness: 'not proven',
    });
  });

  it('a ledger with one entry altered is not called complete', async () => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    tamper(dir, (db) =>
      db.exec(`UPDATE entries SET bytes = CAST(replace(bytes, 'run-2', 'run-9') AS BLOB) WHERE seq = 3`),
    );
    const found = await verifyJson(['--data', dir, '--against', file]);
    expect(found).toMatchObject({ code: 1, completeness: 'not proven' });
    expect(found.discrepancies).toContainEqual(expect.objectContaining({ code: 'hash-wrong', seq: 3 }));
  });
});

describe('an acknowledgement that proves nothing', () => {
  it.each([
    ['of another base', { base: 'base-other' }, 'acknowledgement-other-base'],
    ['of another epoch', { epoch: 'f'.repeat(32) }, 'acknowledgement-epoch-unknown'],
  ])('%s', async (_what, changes, code) => {
    const { dir } = acknowledged(changes);
    expect(await verifyJson(['--data', dir, '--against', await saved(dir)])).toMatchObject({
      code: 1,
      codes: ['cursor-not-signed', code],
    });
  });

  it('signed by somebody else', async () => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    const { publicKey } = generateKeyPairSync('ed25519');
    const key = join(newFolder(), 'headquarters.json');
    writeFileSync(key, JSON.stringify(keysFileOf(publicKey.export({ format: 'jwk' }).x ?? '')));
    expect(await verifyJson(['--data', dir, '--against', file, '--headquarters-key', key])).toMatchObject({
      code: 1,
      codes: ['cursor-not-signed', 'acknowledgement-signature-wrong'],
    });
  });

  it('whose payload was changed', async () => {
    const { dir, headquarters } = acknowledged();
    const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION });
    const six = ledger.entryAt(6);
    const other = acknowledgementOf(
      { base: BASE, epoch: ledger.head().epoch, seq: 6, hash: six?.hash ?? '' },
      newKeys(),
    );
    ledger.close();
    const right = acknowledgementOf({ base: BASE, epoch: 'e', seq: 1, hash: '0'.repeat(64) }, headquarters);
    const file = join(newFolder(), 'ack.jws');
    writeFileSync(file, [...other.split('.').slice(0, 2), right.split('.')[2]].join('.'));
    expect(await verifyJson(['--data', dir, '--against', file])).toMatchObject({
      codes: ['acknowledgement-signature-wrong'],
    });
  });
});

function keyless(): string {
  const file = join(newFolder(), 'nothing.json');
  writeFileSync(file, '{"kty":"OKP"}');
  return file;
}

describe('wrong calls end with 2 and a reason', () => {
  it.each<[string, (dir: string, file: string) => string[], RegExp]>([
    ['no folder named', () => [], /^Usage/],
    ['an unknown option', (dir) => ['--data', dir, '--fast'], /^Usage/],
    ['no ledger there', (_dir, file) => ['--data', join(file, '..')], /^There is no ledger/],
    ['a missing file', (dir) => ['--data', dir, '--against', '/nowhere/ack'], /cannot be read/],
    [
      'no JWS',
      (dir) => ['--data', dir, '--against', join(dir, 'headquarters.json')],
      /is no acknowledgement: it is not a compact JWS/,
    ],
    [
      'no key',
      (dir, file) => ['--data', dir, '--against', file, '--headquarters-key', keyless()],
      /holds no Ed25519 public key/,
    ],
    [
      'a key file that is no JSON',
      (dir, file) => ['--data', dir, '--against', file, '--headquarters-key', file],
      /is not a JSON object/,
    ],
  ])('%s', async (_what, args, reason) => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    const { code, out, err } = await call(runVerifyCommand, args(dir, file));
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err[0]).toMatch(reason);
  });

  it('headquarters.json is taken as headquarters gives it, and another headquarters’ is no proof', async () => {
    const { dir } = acknowledged();
    const file = await saved(dir);
    expect(
      await call(runVerifyCommand, [
        '--data',
        dir,
        '--against',
        file,
        '--headquarters-key',
        join(dir, 'headquarters.json'),
      ]),
    ).toMatchObject({ code: 0 });
    const stranger = join(newFolder(), 'headquarters.json');
    writeFileSync(stranger, JSON.stringify(keysFileOf(newKeys().raw)));
    const other = await call(runVerifyCommand, ['--data', dir, '--against', file, '--headquarters-key', stranger]);
    expect(other.code).toBe(1);
    expect(other.out.join('\n')).toContain('acknowledgement-signature-wrong');
  });

  it('an unsigned or oddly signed acknowledgement is none', async () => {
    const { dir } = acknowledged();
    const part = (text: string) => Buffer.from(text).toString('base64url');
    for (const header of [
      '{"alg":"none","typ":"hakari-ack+jws"}',
      '{"alg":"EdDSA","typ":"JWT"}',
      '{"alg":"EdDSA","crit":["b64"],"typ":"hakari-ack+jws"}',
    ]) {
      const file = join(newFolder(), 'ack.jws');
      writeFileSync(file, `${part(header)}.${part('{}')}.AAAA`);
      expect(await call(runVerifyCommand, ['--data', dir, '--against', file])).toMatchObject({
        code: 2,
        err: [expect.stringContaining('its header is not EdDSA') as string],
      });
    }
  });

  it('nothing acknowledged yet ends with 1, no ledger with 2', async () => {
    const dir = newFolder();
    openTestLedger(dir).close();
    expect(await call(runAcknowledgementCommand, ['--data', dir])).toMatchObject({ code: 1, out: [] });
    expect(await call(runAcknowledgementCommand, ['--data', newFolder()])).toMatchObject({ code: 2, out: [] });
    expect(await call(runAcknowledgementCommand, [])).toMatchObject({ code: 2, out: [] });
  });
});

it('says in plain words what it found', async () => {
  const { dir } = acknowledged();
  const good = await call(runVerifyCommand, ['--data', dir]);
  expect(good.out[0]).toBe(`The ledger of base ${BASE} is consistent in itself.`);
  expect(good.out.join('\n')).toContain('Completeness is not proven');
  tamper(dir, (db) =>
    db.exec(`UPDATE entries SET bytes = CAST(replace(bytes, 'run-2', 'run-9') AS BLOB) WHERE seq = 3`),
  );
  const bad = await call(runVerifyCommand, ['--data', dir]);
  expect(bad.code).toBe(1);
  expect(bad.out[0]).toBe(`The ledger of base ${BASE} is NOT in order.`);
  expect(bad.out.join('\n')).toContain('hash-wrong at seq 3: An entry, or its stored hash, was changed.');
});

it('epoch ids of the rig repeat, or the forged ledger would prove nothing', () => {
  expect(countingChance().id()).toBe(countingChance().id());
});
