// FORMAT.md is in step with the code: its worked example recomputes, and a verifier written from it alone agrees with
// ours. Its tables are printed from the declarations (test/documents).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../agent/core/model/findings.ts';
import { CANONICAL_MAX_BYTES, CANONICAL_MAX_DEPTH, parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { GENESIS_HASH, checkpointSignedBytes, computeEntryHash } from '../../agent/ledger/hashChain.ts';
import { leafHash, leafSalt, TreeEdge } from '../../agent/ledger/merkleTree.ts';
import {
  LEDGER_APPLICATION_ID,
  IMMUTABILITY_TRIGGERS,
  LEDGER_SCHEMA_VERSION,
} from '../../agent/ledger/ledgerTables.ts';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { decided, fill, jobOpened, newFolder, newKeys, openTestLedger, tamper } from './rig.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const text = readFileSync(here('../../agent/ledger/FORMAT.md'), 'utf8');

function fenced(label: string): string {
  const blocks = new RegExp(`\`\`\`\\w+ ${label}\\n(.+?)\\n\`\`\``, 's').exec(text);
  if (blocks?.[1] === undefined) throw new Error(`FORMAT.md has no block ${label}`);
  return blocks[1];
}

function exampleSignature(): string {
  return (JSON.parse(fenced('entry-2')) as { body: { signature: string } }).body.signature;
}

describe('the worked example', () => {
  const bytes = (label: string): Uint8Array => new TextEncoder().encode(fenced(label));

  it('has the hashes it says', () => {
    expect(text).toContain(`Entry 1, ${bytes('entry-1').length} bytes`);
    expect(computeEntryHash(GENESIS_HASH, bytes('entry-1'))).toBe(fenced('hash-1'));
    expect(computeEntryHash(fenced('hash-1'), bytes('entry-2'))).toBe(fenced('hash-2'));
  });

  it('signs the message it says, and is a ledger that verifies', () => {
    const one = parseCanonicalJson(bytes('entry-1')) as { base: string; epoch: string; body: { leafKey: string } };
    const edge = new TreeEdge();
    edge.append(leafHash(leafSalt(one.body.leafKey, 1), bytes('entry-1')));
    expect(edge.root().toString('hex')).toBe(fenced('root-1'));
    expect(
      Buffer.from(
        checkpointSignedBytes({ ...one, seq: 1, hash: fenced('hash-1'), size: 1, root: fenced('root-1') }),
      ).toString('hex'),
    ).toBe(fenced('checkpoint-message'));
    const dir = newFolder();
    const random = { id: () => one.epoch, fraction: () => 0 };
    openTestLedger(dir, { base: one.base, random: random }).close();
    tamper(dir, (db) => {
      for (const [index, label] of ['entry-1', 'entry-2'].entries()) {
        const raw = Buffer.from(bytes(label));
        const { cause } = parseCanonicalJson(raw) as { cause: string };
        db.prepare('INSERT INTO entries VALUES (?, 1, ?, ?, ?)').run(
          index + 1,
          index + 1,
          Buffer.from(fenced(`hash-${index + 1}`), 'hex'),
          raw,
        );
        db.prepare('INSERT INTO causes VALUES (?, 1, ?, ?, ?, NULL)').run(cause, index + 1, index + 1, '{}');
      }
    });
    // Opening folds the two entries into the book.
    openTestLedger(dir, { base: one.base }).close();
    expect(verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION })).toMatchObject({
      ok: true,
      entries: 2,
      checkpoints: 1,
      headHash: fenced('hash-2'),
    });
    expect(python(dir)).toMatchObject(havePython ? { code: 0, headHash: fenced('hash-2'), checkpoints: 1 } : {});
  });
});

describe('the tables', () => {
  it('name every finding and the file’s marks', () => {
    for (const code of FINDING_CODES) expect(text).toContain(`\`${code}\``);
    expect(text).toContain(`0x${LEDGER_APPLICATION_ID.toString(16).toUpperCase()}`);
    expect(text).toContain(`decimal ${LEDGER_APPLICATION_ID}`);
    expect(text).toContain(`\`user_version\` = ${LEDGER_SCHEMA_VERSION}`);
    expect(text).toContain(`at most ${CANONICAL_MAX_DEPTH} deep`);
    expect(text.replaceAll(/(\d) (?=\d{3})/g, '$1')).toContain(`at most ${CANONICAL_MAX_BYTES} bytes`);
    expect(IMMUTABILITY_TRIGGERS.size).toBe(11);
  });
});

const havePython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

function python(dir: string): Record<string, unknown> {
  if (!havePython) return {};
  const { status, stdout, stderr } = spawnSync('python3', [here('verify_format.py'), join(dir, 'ledger.sqlite')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { code: status, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

describe.skipIf(!havePython)(
  `a verifier written from the document${havePython ? '' : ' (skipped: python3 with sqlite3 is not installed)'}`,
  () => {
    function filled(): string {
      const dir = newFolder();
      const ledger = openTestLedger(dir);
      fill(ledger, newKeys(), 20);
      const odd = { job: 'j"\\/\u0001\u007f\u2028秤😂', order: '\b\t\n\f\r', lot: '' };
      ledger.transact('odd', () => decided([jobOpened('', odd)]));
      ledger.close();
      return dir;
    }

    it('agrees with ours on a sound ledger', () => {
      const dir = filled();
      const ours = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
      expect(ours.ok).toBe(true);
      expect(python(dir)).toMatchObject({
        code: 0,
        ok: true,
        base: ours.base,
        entries: ours.entries,
        checkpoints: 1,
        headHash: ours.headHash,
      });
    });

    it.each([
      [
        'one byte of a body',
        `UPDATE entries SET bytes = CAST(replace(bytes, 'job-7"', 'job-8"') AS BLOB)`,
        { code: 'hash', seq: 8 },
      ],
      [
        'white space',
        `UPDATE entries SET bytes = CAST(replace(bytes, ',"seq":8', ', "seq":8') AS BLOB) WHERE seq = 8`,
        { code: 'bytes', seq: 8 },
      ],
      ['an entry taken out', 'DELETE FROM entries WHERE seq = 8', { code: 'number', seq: 9 }],
      // A sound signature of the same key form, but of something else: the one in the worked example.
      [
        'a signature',
        `UPDATE entries SET bytes = CAST(json_set(CAST(bytes AS TEXT), '$.body.signature', '${exampleSignature()}') AS BLOB) WHERE seq = 22`,
        { code: 'signature', seq: 22 },
      ],
    ])('finds %s', (_what, sql, discrepancy) => {
      const dir = filled();
      tamper(dir, (db) => db.exec(sql));
      const found = python(dir) as { code: number; discrepancies: unknown[] };
      expect(found.code).toBe(1);
      expect(found.discrepancies).toContainEqual(expect.objectContaining(discrepancy));
    });
  },
);
