// The tree over an epoch's entries against the definition of RFC 9162 section 2.1.1, written down as it stands there:
// roots, edges, proofs and what is kept of it, whatever the number of entries.
import { createHash, sign } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  inclusionPath,
  leafHash,
  leafSalt,
  rootOfPath,
  TreeEdge,
  type TreeSource,
} from '../../agent/ledger/merkleTree.ts';
import { EMPTY_TREE, growTree, readTree, rootOfTree, writeTree } from '../../agent/headquarters/signing/entryTree.ts';
import { checkpointSignedBytes } from '../../agent/ledger/hashChain.ts';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import type { SqliteLedger } from '../../agent/ledger/sqliteLedger.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { BASE, decided, fill, jobOpened, newFolder, newKeys, openTestLedger, tamper } from './rig.ts';

const sha = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH(D[n]), of leaves that are hashed already. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha();
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.alloc(16, index), Buffer.from(`entry ${index}`)));

function sourceOf(leaves: readonly Buffer[]): TreeSource {
  return {
    leaves: (from, count) => leaves.slice(from, from + count),
    piece: (level, number) => naiveRoot(leaves.slice(number * 2 ** level, (number + 1) * 2 ** level)),
  };
}

function edgeOf(leaves: readonly Buffer[]): TreeEdge {
  const edge = new TreeEdge();
  for (const leaf of leaves) edge.append(leaf);
  return edge;
}

it('has the root of the definition for every size from 0 to 300', () => {
  const leaves = leavesOf(300);
  for (let size = 0; size <= 300; size += 1)
    expect(edgeOf(leaves.slice(0, size)).root(), String(size)).toEqual(naiveRoot(leaves.slice(0, size)));
});

it('is grown by headquarters’ own code to the same root, and kept and read again at every size', () => {
  const leafKey = '7a'.repeat(32);
  const keyed = (seq: number): Buffer => {
    // HMAC by its definition (RFC 2104): K of 32 bytes in a block of 64.
    const pad = (byte: number): Buffer => Buffer.concat([Buffer.alloc(32, byte ^ 0x7a), Buffer.alloc(32, byte)]);
    const salt = sha(pad(0x5c), sha(pad(0x36), Buffer.from(String(seq)))).subarray(0, 16);
    return sha(Buffer.of(0), salt, Buffer.from(`entry ${seq}`));
  };
  const leaves: Buffer[] = [];
  let tree = EMPTY_TREE;
  for (let size = 1; size <= 300; size += 1) {
    tree = growTree(readTree(writeTree(tree), tree.size) ?? EMPTY_TREE, leafKey, Buffer.from(`entry ${size}`));
    leaves.push(keyed(size));
    expect(rootOfTree(tree), String(size)).toBe(naiveRoot(leaves).toString('hex'));
  }
});

it('proves every leaf of every small tree, and random ones of large trees; a proof of another place or leaf fails', () => {
  const leaves = leavesOf(5_000);
  const proves = (index: number, size: number): void => {
    const source = sourceOf(leaves.slice(0, size));
    const root = naiveRoot(leaves.slice(0, size));
    const path = inclusionPath(source, { index, size });
    const leaf = leaves[index] ?? Buffer.alloc(0);
    expect(rootOfPath(leaf, { index, size, path })).toEqual(root);
    expect(rootOfPath(leaves[(index + 1) % 5_000] ?? leaf, { index, size, path })).not.toEqual(root);
    expect(rootOfPath(leaf, { index, size, path: [...path, leaf] })).toBeNull();
    if (path.length > 0) expect(rootOfPath(leaf, { index, size, path: path.slice(1) })).not.toEqual(root);
    if (size > 1) expect(rootOfPath(leaf, { index: (index + 1) % size, size, path })).not.toEqual(root);
  };
  for (let size = 1; size <= 40; size += 1) for (let index = 0; index < size; index += 1) proves(index, size);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(), (size, at) => {
      proves(at % size, size);
    }),
    { numRuns: 60 },
  );
});

/** 2,602 entries: two whole pieces and a rest. */
function longLedger(): { dir: string; ledger: SqliteLedger; leaves: Buffer[] } {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  fill(ledger, newKeys(), 2);
  ledger.transact('many', () => decided(Array.from({ length: 2_598 }, (_, n) => jobOpened(`more-${n}`))));
  const file = new Database(join(dir, 'ledger.sqlite'), { readonly: true });
  const bytes = file.prepare<[], Buffer>('SELECT bytes FROM entries ORDER BY position').pluck().all();
  file.close();
  const leaves = bytes.map((raw, at) => leafHash(leafSalt('1e'.repeat(32), at + 1), raw));
  return { dir, ledger, leaves };
}

it('has the same roots in a ledger of several pieces, in any order of asking, and after the book was made anew', () => {
  const { ledger, leaves } = longLedger();
  const sizes = [2_602, 1, 0, 1_024, 1_023, 1_025, 2_048, 2_047, 2_300, 7, 2_601];
  const expected = sizes.map((size) => naiveRoot(leaves.slice(0, size)).toString('hex'));
  expect(sizes.map((size) => ledger.treeRoot(size))).toEqual(expected);
  ledger.rebuildBook();
  expect([...sizes].reverse().map((size) => ledger.treeRoot(size))).toEqual([...expected].reverse());
  expect(() => ledger.treeRoot(2_603)).toThrow(RangeError);
  expect(() => ledger.proveInclusion({ seq: 1, size: 2_602 })).toThrow(RangeError);
  for (const [seq, size] of [
    [2, 2_602],
    [1_024, 2_000],
    [2_602, 2_602],
  ] as const) {
    const { salt, path } = ledger.proveInclusion({ seq, size });
    const leaf = leafHash(Buffer.from(salt, 'hex'), ledger.entryAt(seq)?.bytes ?? Buffer.alloc(0));
    const root = rootOfPath(leaf, { index: seq - 1, size, path: path.map((hash) => Buffer.from(hash, 'hex')) });
    expect(root?.toString('hex')).toBe(ledger.treeRoot(size));
  }
});

it('is told by verify when what is kept of it is changed or left out', () => {
  for (const sql of [
    `UPDATE book_tree SET hash = zeroblob(32) WHERE level = 10 AND number = 1`,
    'DELETE FROM book_tree WHERE level = 11',
    'INSERT INTO book_tree VALUES (1, 12, 0, zeroblob(32))',
  ]) {
    const { dir, ledger } = longLedger();
    ledger.close();
    const verified = () => verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
    expect(verified().outcome).toBe('sound');
    tamper(dir, (db) => db.exec(sql));
    expect(verified().discrepancies.map(({ code }) => code)).toEqual(['book-differs']);
  }
});

/** A ledger whose last entry is a checkpoint by its own key that says something else than it should. */
function checkpointSaying(changes: { root?: string; format?: number }): string {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  const keys = newKeys();
  fill(ledger, keys, 5);
  const { epoch, seq, hash } = ledger.head();
  const position = { base: BASE, epoch, seq, hash, size: seq, root: ledger.treeRoot(seq), ...changes };
  const signature = sign(null, checkpointSignedBytes(position), keys.privateKey).toString('base64url');
  const { size, root } = position;
  ledger.transact('own', () =>
    decided([{ kind: 'checkpoint', body: { format: 2, seq, hash, size, root, signature, ...changes } }]),
  );
  ledger.close();
  return join(dir, 'ledger.sqlite');
}

const verifier = fileURLToPath(new URL('verify_format.py', import.meta.url));
const havePython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

it.each([
  ['another tree, by the base’s own key', { root: '5'.repeat(64) }, ['not-sound', 1]],
  ['a format that nobody knows yet: it cannot be judged', { format: 3 }, ['cannot-judge', 3]],
  ['what it should', {}, ['sound', 0]],
] as const)('a checkpoint says %s', (_what, changes, [outcome, code]) => {
  const file = checkpointSaying(changes);
  expect(verifyLedger({ file, fold: jobFold, foldVersion: FOLD_VERSION }).outcome).toBe(outcome);
  if (havePython) expect(spawnSync('python3', [verifier, file]).status).toBe(code);
});
