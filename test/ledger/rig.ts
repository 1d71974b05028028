// A real ledger in a temporary folder for the tests of this folder: real files, a small real fold, seeded ids and keys.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import Database from 'better-sqlite3';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Decided } from '../../agent/core/model/decide.ts';
import type { EntryBodies, NewEntry } from '../../agent/core/model/entry.ts';
import { checkpointSignedBytes } from '../../agent/ledger/hashChain.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import type { OpenLedgerOptions } from '../../agent/ledger/ledgerOpening.ts';
import type { SqliteLedger } from '../../agent/ledger/sqliteLedger.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';

export const BASE = 'base-test';
/** Deterministic ids: the n-th is the same in every run. */
export function countingChance(seed = 'test') {
  let drawn = 0;
  return {
    id: () =>
      createHash('sha256')
        .update(`${seed}:${(drawn += 1)}`)
        .digest('hex')
        .slice(0, 32),
    fraction: () => 0.5,
  };
}

export function stepClock() {
  let now = 1_000;
  return {
    timestamp: () => ({
      wallMs: 1_790_000_000_000 + (now += 7),
      monotonicMs: now,
      boot: 'boot-1',
      trust: 'synchronised' as const,
    }),
    monotonicMs: () => now,
    after: () => () => undefined,
  };
}

const folders: string[] = [];
const ledgers: SqliteLedger[] = [];

afterEach(() => {
  for (const ledger of ledgers.splice(0)) ledger.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-ledger-'));
  folders.push(folder);
  return folder;
}

export function openTestLedger(dir: string, changes: Partial<OpenLedgerOptions> = {}): SqliteLedger {
  const ledger = openLedger({
    begin: true,
    dir,
    base: BASE,
    clock: stepClock(),
    random: countingChance(),
    fold: jobFold,
    foldVersion: FOLD_VERSION,
    ...changes,
  });
  ledgers.push(ledger);
  return ledger;
}

export function decided(entries: NewEntry[], result: Decided['result'] = {}): Decided {
  return { entries, effects: [], result };
}

export function jobOpened(job: string, changes: Partial<EntryBodies['job-opened']> = {}): NewEntry {
  return {
    kind: 'job-opened',
    body: {
      job,
      work: 'intake',
      order: 'order-1',
      lot: 'lot-1',
      stocktake: null,
      station: 'dock-1',
      operator: 'sato',
      ...changes,
    },
  };
}

export function jobClosed(job: string): NewEntry {
  return { kind: 'job-closed', body: { job, outcome: 'done', operator: 'sato' } };
}

export interface Keys {
  privateKey: KeyObject;
  /** base64url of the raw public key. */
  raw: string;
}

export function newKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, raw: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** Appends the opening entry, `jobs` opened jobs and a signed checkpoint: jobs + 2 entries. */
export function fill(ledger: SqliteLedger, keys: Keys, jobs: number): void {
  const { epoch } = ledger.head();
  ledger.transact(`epoch:${epoch}`, () =>
    decided([
      {
        kind: 'epoch-opened',
        body: {
          reason: 'installed',
          previous: null,
          signingKey: keys.raw,
          sealingKey: keys.raw,
          leafKey: '1e'.repeat(32),
          software: 'hakari 0.1.0',
        },
      },
    ]),
  );
  for (let n = 1; n <= jobs; n += 1) ledger.transact(`open:${n}`, () => decided([jobOpened(`job-${n}`)]));
  const { seq, hash } = ledger.head();
  const [size, root] = [seq, ledger.treeRoot(seq)];
  const signature = sign(
    null,
    checkpointSignedBytes({ base: ledger.base, epoch, seq, hash, size, root }),
    keys.privateKey,
  ).toString('base64url');
  ledger.transact(`checkpoint:${seq}`, () =>
    decided([{ kind: 'checkpoint', body: { format: 2, seq, hash, size, root, signature } }]),
  );
}

/** What headquarters would have signed. */
export function acknowledgementOf(
  payload: { base: string; epoch: string; seq: number; hash: string },
  keys: Keys,
): string {
  const part = (value: unknown): string => Buffer.from(serializeCanonicalJson(value)).toString('base64url');
  const input = `${part({ alg: 'EdDSA', typ: 'hakari-ack+jws' })}.${part({ ...payload, incarnation: 'hq-1', nonce: 'n-1' })}`;
  return `${input}.${sign(null, Buffer.from(input), keys.privateKey).toString('base64url')}`;
}

/**
 * Changes a closed ledger the way an attacker with any SQLite tool would: guards dropped, `change`, guards put back.
 */
export function tamper(
  dir: string,
  change: (database: Database.Database) => void,
  { restoreGuards = true } = {},
): void {
  const database = new Database(join(dir, 'ledger.sqlite'));
  const guards = database.prepare<[], string>("SELECT sql FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  const names = database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  for (const name of names) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  if (restoreGuards) for (const guard of guards) database.exec(guard);
  database.close();
}
