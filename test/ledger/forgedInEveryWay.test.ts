// Each way to forge a ledger with an SQLite tool and the format's page, and what verification says: of the folder alone,
// against an acknowledgement that was kept elsewhere, and the second verifier, written from the documents alone. The manual
// lists what is not found.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import type { LedgerVerification } from '../../agent/ledger/ledgerVerification.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { makeBaseKeys } from '../../agent/link/keyFiles.ts';
import { called } from '../commands/calls.ts';
import { ROOT } from '../sourceTree.ts';
import { firstOrderAgain, type Forge, idle, of, openAgain, said, sql } from './forging.ts';
import { provenLedger, type ProvenLedger } from './provenLedger.ts';
import { BASE, newFolder, tamper } from './rig.ts';
import { strangerKeys } from '../headquarters/strangerKeys.ts';

const below = mkdtempSync(join(tmpdir(), 'hakari-proven-'));
let proven: ProvenLedger;
beforeAll(() => {
  proven = provenLedger(below);
});
afterAll(() => rmSync(below, { recursive: true, force: true }));

const stranger = strangerKeys();

/** Name, what is done, and the code by which the folder alone tells it. */
const FOUND: [string, Forge, string][] = [
  [
    'an order names another consignor than headquarters signed',
    of('order-received', ({ order }) => void Object.assign(order.body, { consignor: 'Works B' })),
    'order-differs',
  ],
  [
    'an order is signed by nobody',
    of('order-received', (body) => void Object.assign(body, { signed: 'a.b.c', signedHash: sha256OfText('a.b.c') }), 3),
    'order-not-signed',
  ],
  [
    'an order is signed by a stranger',
    of(
      'order-received',
      (body) => {
        const signed = signHeadquartersText(SIGNED_TYP.order, body.order, stranger);
        Object.assign(body, { signed, signedHash: sha256OfText(signed) });
      },
      3,
    ),
    'order-not-signed',
  ],
  [
    'the hash of an order’s text is another',
    of('order-received', (body) => void Object.assign(body, { signedHash: '7'.repeat(64) }), 3),
    'order-differs',
  ],
  [
    'an acknowledgement of a stranger stands beside the cursor',
    (dir) =>
      tamper(dir, (database) => {
        const text = database.prepare<[], string>('SELECT signed FROM cursor').pluck().get() ?? '';
        const word = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as object;
        database
          .prepare('UPDATE cursor SET signed = ?')
          .run(signHeadquartersText(SIGNED_TYP.acknowledgement, word, stranger));
      }),
    'cursor-not-signed',
  ],
  ['an order is replaced by an earlier one', firstOrderAgain, 'order-out-of-turn'],
  [
    'a discrepant lot is verified',
    of('verdict', (body) => void Object.assign(body, { verdict: 'verified', findings: [], verifiedMass: 'gross' }), 2),
    'result-differs',
  ],
  [
    'a verdict is a word that there is not',
    of('verdict', (body) => void Object.assign(body, { verdict: 'perhaps' })),
    'word-wrong',
  ],
  ['a verdict has another net mass', of('verdict', (body) => (body.netMg += 1_000_000)), 'result-differs'],
  ['a verdict has found one package more', of('verdict', (body) => (body.found += 1)), 'result-differs'],
  [
    'the trust in a clock is a word that there is not',
    of('verdict', (_body, entry) => void Object.assign(entry.at, { trust: 'sure' })),
    'word-wrong',
  ],
  ['a weighing of a scale has number 99', of('weighing', (body) => (body.number = 99), 2), 'scale-number-wrong'],
  [
    'a weighing shows 10 kg more, net and gross',
    of('weighing', (body) => void Object.assign(body, { grossMg: body.grossMg + 1e7, netMg: body.netMg + 1e7 }), 2),
    'result-differs',
  ],
  ['a net is not gross less tare', of('weighing', (body) => (body.netMg += 100_000), 2), 'arithmetic-wrong'],
  ['a scale’s own part is smaller', of('weighing', (body) => (body.ownPartMg -= 100_000), 2), 'arithmetic-wrong'],
  [
    'a tolerance is not the sum of its parts',
    of('finding', ({ comparison }) => void Object.assign(comparison ?? {}, { toleranceMg: 5_000_000 })),
    'arithmetic-wrong',
  ],
  [
    'a difference is not measured less declared',
    of('finding', ({ comparison }) => void Object.assign(comparison ?? {}, { differenceMg: -3_000_000 })),
    'arithmetic-wrong',
  ],
  ['a light drum is said to be heavy', of('finding', (body) => (body.code = 'WEIGHT_HIGH')), 'arithmetic-wrong'],
  ['a finding is gone', of('finding', idle), 'result-differs'],
  [
    'a finding is gone, and the lot is verified without it',
    said((entry) => {
      if (entry.kind === 'finding') idle(entry.body, entry);
      const verified = { verdict: 'verified', findings: [], verifiedMass: 'gross' };
      if (entry.kind === 'verdict' && entry.body.verdict === 'discrepant') Object.assign(entry.body, verified);
    }),
    'result-differs',
  ],
  [
    'a check weight within its tolerance has failed',
    of('check-weighing', (body) => (body.passed = false)),
    'arithmetic-wrong',
  ],
  ['a check weighing allows more', of('check-weighing', (body) => (body.toleranceMg *= 2)), 'arithmetic-wrong'],
  [
    'one person asked for a release and approved it',
    of('release-closed', (body) => (body.approvedBy = body.operator)),
    'second-person-wrong',
  ],
  [
    'a release was asked for by somebody else',
    of('release-closed', (body) => void Object.assign(body, { operator: 'eve' })),
    'second-person-wrong',
  ],
  ['a release has another mass', of('release-closed', (body) => (body.netMg -= 1_000_000)), 'result-differs'],
  ['a package did not leave', of('release-closed', (body) => void body.released.pop()), 'result-differs'],
  ['a job is done without a verdict', of('verdict', idle), 'result-differs'],
  [
    'an entry has the cause of another',
    of('check-weighing', (_body, entry) => (entry.cause = 'order:rel-1')),
    'cause-differs',
  ],
  [
    'an entry says more than its kind does',
    of('check-weighing', (body) => void Object.assign(body, { more: 1 })),
    'members-wrong',
  ],
  ['beside the cursor stands no signed text', sql("UPDATE cursor SET signed = 'rubbish'"), 'cursor-not-signed'],
  [
    'the cursor is further on than what was signed',
    sql('UPDATE cursor SET seq = seq + 1, hash = (SELECT hash FROM entries ORDER BY position DESC LIMIT 1)'),
    'cursor-not-signed',
  ],
  [
    'a cause without entries would swallow an order',
    sql("INSERT INTO causes SELECT 'order:order-9', 1, max(last_seq) + 1, max(last_seq), '{}', NULL FROM causes"),
    'cause-surplus',
  ],
  ['a cause is gone', sql("DELETE FROM causes WHERE cause = 'order:rel-1'"), 'cause-differs'],
  [
    'a kept answer gives another number',
    sql(`UPDATE causes SET result = json_set(result, '$.number', 99) WHERE result LIKE '%"number":2,%'`),
    'answer-differs',
  ],
  [
    'a trigger swallows commands',
    // Dropped with the others and put back with them.
    sql('CREATE TRIGGER swallow BEFORE INSERT ON causes BEGIN SELECT RAISE(IGNORE); END'),
    'guard-foreign',
  ],
  ['a table is there that does not belong', sql('CREATE TABLE spare (x)'), 'table-differs'],
  ['an index is there that does not belong', sql('CREATE INDEX spare ON entries (seq)'), 'table-differs'],
  [
    'the base’s keys are exchanged',
    (dir) => {
      const other = newFolder();
      makeBaseKeys(other, BASE);
      for (const file of ['keys.json', 'base-keys.json']) cpSync(join(other, file), join(dir, file));
    },
    'base-key-differs',
  ],
  [
    'an epoch is begun that nobody opened',
    sql("INSERT INTO epochs SELECT 2, printf('%032d', 7), max(position) + 1 FROM entries"),
    'epoch-not-opened',
  ],
  [
    'a record of the book is changed',
    sql(`UPDATE book_lot SET body = json_set(body, '$.state', 'verified') WHERE id = 'CO-2'`),
    'book-differs',
  ],
];

/** What the second verifier, which makes no book, does not find. */
const NEEDS_A_BOOK = ['a record of the book is changed'];

/** Name, what is done, and whether an acknowledgement from outside shows it. The manual lists these names. */
const NOT_FOUND: [string, Forge, 'found' | 'not found'][] = [
  [
    'the last entries are cut off, with their causes, and the acknowledgement is taken away',
    (dir) => {
      tamper(
        dir,
        (database) =>
          void database.exec(
            `DELETE FROM cursor; UPDATE book_head SET version = '0';
             DELETE FROM entries WHERE position > (SELECT first_seq - 1 FROM causes WHERE cause = 'order:order-CO-2');
             DELETE FROM causes WHERE first_seq > (SELECT max(seq) FROM entries)`,
          ),
      );
      openAgain(dir);
    },
    'found',
  ],
  [
    'a time, a name or a remark is changed that nothing follows from, after the last checkpoint',
    said((entry) => {
      if (entry.kind === 'check-weighing') entry.at.wallMs += 1;
    }),
    'found',
  ],
  [
    'the same before a checkpoint, which is signed anew with the base’s own key',
    said(
      (entry) => {
        if (entry.seq === 2) entry.at.wallMs += 1;
      },
      { ownKey: () => proven.keys.signing },
    ),
    'found',
  ],
  ['the cursor is gone', sql('DELETE FROM cursor'), 'not found'],
  [
    'what was said under a cause, or refused, is changed',
    sql("UPDATE causes SET content = randomblob(32) WHERE cause = 'order:rel-1'"),
    'not found',
  ],
  [
    'an answer is changed in what no entry says',
    sql(`UPDATE causes SET result = json_set(result, '$.moved', 7) WHERE cause = 'order:rel-1'`),
    'not found',
  ],
];

const verifier = fileURLToPath(new URL('verify_format.py', import.meta.url));
const havePython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

interface Verdicts {
  alone: { code: number; found: LedgerVerification };
  against: { code: number; found: LedgerVerification };
  /** Exit code of the second verifier; 1 where there is no Python, so that nothing depends on it. */
  python: number | null;
}

async function verdictsOn(forge: Forge): Promise<Verdicts> {
  const dir = newFolder();
  cpSync(proven.dir, dir, { recursive: true });
  forge(dir);
  const outside = ['--against', proven.acknowledgement, '--headquarters-key', proven.headquartersKey];
  const run = async (...more: string[]): Promise<Verdicts['alone']> => {
    const { code, out } = await called(runVerifyCommand, ['--data', dir, '--json', ...more]);
    return { code, found: JSON.parse(out[0] ?? '') as LedgerVerification };
  };
  const python = havePython ? spawnSync('python3', [verifier, join(dir, 'ledger.sqlite')]).status : null;
  return { alone: await run(), against: await run(...outside), python };
}

const seen: string[] = [];
afterAll(() => {
  if (process.env['HAKARI_MUTATIONS'] !== undefined)
    writeFileSync(process.env['HAKARI_MUTATIONS'], `${seen.join('\n')}\n`);
});

it('an honest folder is in order, and complete as far as headquarters says', async () => {
  const { alone, against, python } = await verdictsOn(() => undefined);
  expect(alone.found.discrepancies).toEqual([]);
  expect([alone.code, against.code, python ?? 0]).toEqual([0, 0, 0]);
  expect(alone.found).toMatchObject({ outcome: 'sound', orders: 3, checkpoints: 1, completeness: 'not proven' });
  expect(against.found.completeness).toMatch(/^proven up to \d+$/);
});

describe('is found in the folder alone', () => {
  it.each(FOUND)('%s', async (name, forge, expected) => {
    const { alone, against, python } = await verdictsOn(forge);
    seen.push([name, alone.code, against.code, python].join('\t'));
    expect(alone.found.discrepancies.map(({ code }) => code)).toContain(expected);
    expect([alone.code, against.code]).toEqual([1, 1]);
    if (python !== null) expect(python).toBe(NEEDS_A_BOOK.includes(name) ? 0 : 1);
  });

  it('these are at least thirty ways', () => {
    expect(FOUND.length).toBeGreaterThanOrEqual(30);
  });
});

describe('is not found in the folder alone', () => {
  it.each(NOT_FOUND)('%s', async (name, forge, outside) => {
    const { alone, against, python } = await verdictsOn(forge);
    seen.push([name, alone.code, against.code, python].join('\t'));
    expect([alone.found.discrepancies, python ?? 0]).toEqual([[], 0]);
    expect(against.code).toBe(outside === 'found' ? 1 : 0);
  });

  it('the manual lists just these, and whether an acknowledgement from outside shows them', () => {
    const page = readFileSync(join(ROOT, 'agent/manual/proving.md'), 'utf8');
    const table = page.split('## What is not found')[1] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what was done'));
    expect(rows.map((line) => line.split(' | ').slice(0, 2))).toEqual(
      NOT_FOUND.map(([name, , outside]) => [`| ${name}`, outside]),
    );
  });
});
