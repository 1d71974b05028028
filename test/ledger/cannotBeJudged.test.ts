// What this version does not understand, or has no key for, is neither sound nor forged: the exit code says so.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { isNewerSoftware } from '../../agent/ledger/entryVerification.ts';
import { computeEntryHash } from '../../agent/ledger/hashChain.ts';
import type { LedgerVerification } from '../../agent/ledger/ledgerVerification.ts';
import { readSoftwareName } from '../../agent/runtime/version.ts';
import { called } from '../commands/calls.ts';
import { provenLedger, type ProvenLedger } from './provenLedger.ts';
import { newFolder, tamper } from './rig.ts';

const below = mkdtempSync(join(tmpdir(), 'hakari-unjudged-'));
let proven: ProvenLedger;
beforeAll(() => {
  proven = provenLedger(below);
});
afterAll(() => rmSync(below, { recursive: true, force: true }));

async function verified(change: (dir: string) => void): Promise<{ code: number; codes: string[]; first: string }> {
  const dir = newFolder();
  cpSync(proven.dir, dir, { recursive: true });
  change(dir);
  const plain = await called(runVerifyCommand, ['--data', dir]);
  const { code, out } = await called(runVerifyCommand, ['--data', dir, '--json']);
  const codes = (JSON.parse(out[0] ?? '') as LedgerVerification).discrepancies.map((one) => one.code);
  return { code, codes: [...new Set(codes)].sort(), first: plain.out[0] ?? '' };
}

/** One more entry at the end, chained, with its cause. */
function appended(database: Database.Database, members: object): void {
  const row = database
    .prepare<[], { position: number; seq: number; hash: Buffer; bytes: Buffer }>(
      'SELECT position, seq, hash, bytes FROM entries ORDER BY position DESC LIMIT 1',
    )
    .get();
  if (!row) throw new Error('the ledger is empty');
  const last = JSON.parse(row.bytes.toString()) as Entry;
  const [seq, position] = [row.seq + 1, row.position + 1];
  const bytes = Buffer.from(encodeCanonicalJson({ ...last, seq, cause: `later:${seq}`, ...members }));
  const hash = Buffer.from(computeEntryHash(row.hash.toString('hex'), bytes), 'hex');
  database.prepare('INSERT INTO entries VALUES (?, 1, ?, ?, ?)').run(position, seq, hash, bytes);
  database.prepare("INSERT INTO causes VALUES (?, 1, ?, ?, '{}', NULL)").run(`later:${seq}`, seq, seq);
}

const [name = '', version = ''] = readSoftwareName().split(' ');
const newer = `${name} ${Number(version.split('.')[0]) + 1}.0.0`;
const started = (software: string): object => ({
  kind: 'agent-started',
  body: { run: 'run-9', software, configHash: 'c', releasedWallMs: 0 },
});

describe('cannot be judged', () => {
  it.each<[string, (dir: string) => void, string]>([
    ['headquarters’ key is not there', (dir) => rmSync(join(dir, 'headquarters.json')), 'signed-words-not-checked'],
    [
      'another version of the software made the book',
      (dir) => tamper(dir, (database) => void database.exec("UPDATE book_head SET version = '9:0'")),
      'book-not-checked',
    ],
    [
      'a kind that a later version has',
      (dir) => tamper(dir, (database) => appended(database, { kind: 'of-a-later-version', body: { any: 1 } })),
      'kind-unknown',
    ],
    [
      'a member that newer software writes',
      (dir) =>
        tamper(dir, (database) => {
          appended(database, started(newer));
          appended(database, {
            kind: 'platform-confirmed',
            body: { station: 's', scale: 's', operator: 'o', more: 1 },
          });
        }),
      'newer-format',
    ],
  ])('%s', async (_what, change, expected) => {
    const { code, codes, first } = await verified(change);
    expect(codes).toContain(expected);
    expect(code).toBe(3);
    expect(first).toContain('CANNOT BE JUDGED');
  });

  it('the same member written by this software is wrong', async () => {
    const body = { station: 's', scale: 's', operator: 'o', more: 1 };
    const { code, codes } = await verified((dir) =>
      tamper(dir, (database) => {
        appended(database, started(readSoftwareName()));
        appended(database, { kind: 'platform-confirmed', body });
      }),
    );
    expect([code, codes]).toEqual([1, expect.arrayContaining(['members-wrong'])]);
  });

  it('a file of a later format says so before anything is read', async () => {
    const dir = newFolder();
    cpSync(proven.dir, dir, { recursive: true });
    tamper(dir, (database) => void database.pragma('user_version = 99'));
    expect(await called(runVerifyCommand, ['--data', dir])).toMatchObject({ code: 3, out: [] });
  });
});

it.each([
  ['hakari 1.0.0', 'hakari 0.9.9', true],
  ['hakari 0.10.0', 'hakari 0.9.0', true],
  ['hakari 0.1.0', 'hakari 0.1.0', false],
  ['hakari 0.1.0', 'hakari 0.2.0', false],
  ['other 9.0.0', 'hakari 0.1.0', false],
  ['test', 'hakari 0.1.0', false],
])('%s is newer than %s: %s', (theirs, ours, expected) => {
  expect(isNewerSoftware(theirs, ours)).toBe(expected);
});
