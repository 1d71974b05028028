// Durable weighings a second through decide, fold and ledger, against bare SQLite committing one row of the same bytes
// with synchronous=FULL on the same disk; taken in turns, so that a slow moment of the machine hits both.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FOLD_VERSION, fold } from '../../agent/core/projection/fold.ts';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import type { Ledger, StoredEntry } from '../../agent/core/ports/ledger.ts';
import type { Order } from '../../agent/core/model/order.ts';
import type { AnnouncedPackage } from '../../agent/core/model/intakeNotice.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { createSystemRandom, createSystemClock } from '../../agent/runtime/systemClock.ts';
import type { Figure } from './figure.ts';
import { newLoad } from '../core/loads.ts';

const ROUNDS = 10;
const WEIGHINGS = 100;
const KG = 1_000_000;

export function benchRecording(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-bench-'));
  try {
    return Promise.resolve(measure(dir));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function measure(dir: string): Figure[] {
  const clock = createSystemClock();
  const ledger = openLedger({
    begin: true,
    dir: join(dir, 'ledger'),
    base: 'bench',
    clock,
    random: createSystemRandom(),
    fold,
    foldVersion: FOLD_VERSION,
  });
  announce(ledger, ROUNDS * WEIGHINGS);
  const bare = openBare(join(dir, 'bare.sqlite'));
  const tookMs = { ledger: 0, bare: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows: Uint8Array[] = [];
    const unsubscribe = ledger.onAppended((entries: StoredEntry[]) => rows.push(...entries.map(({ bytes }) => bytes)));
    tookMs.ledger += timed(() => {
      for (let index = 0; index < WEIGHINGS; index += 1) weigh(ledger, round * WEIGHINGS + index);
    });
    unsubscribe();
    tookMs.bare += timed(() => rows.forEach((bytes) => bare(bytes)));
  }
  ledger.close();
  const rate = (ms: number): number => (1_000 * ROUNDS * WEIGHINGS) / ms;
  return [
    { what: 'durable weighings a second, core → ledger', value: rate(tookMs.ledger).toFixed(0), goal: '–' },
    { what: 'bare SQLite FULL one-row commits a second, same bytes', value: rate(tookMs.bare).toFixed(0), goal: '–' },
    { what: 'ratio', value: (tookMs.bare / tookMs.ledger).toFixed(2), goal: '≥ 0.8' },
  ];
}

function timed(action: () => void): number {
  const since = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - since) / 1e6;
}

function openBare(file: string): (bytes: Uint8Array) => void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  const insert = db.prepare('INSERT INTO entries (bytes) VALUES (?)');
  return (bytes) => void insert.run(bytes);
}

function announce(ledger: Ledger, packages: number): void {
  const { epoch } = ledger.head();
  ledger.transact('epoch', () => ({
    entries: [
      {
        kind: 'epoch-opened',
        body: {
          reason: 'installed',
          previous: null,
          signingKey: 'k',
          sealingKey: 'k',
          leafKey: '1e'.repeat(32),
          software: 's',
        },
      },
    ],
    effects: [],
    result: {},
  }));
  const body = {
    kind: 'intake-notice' as const,
    lot: 'L',
    commodity: 'Co',
    form: 'metal',
    element: null,
    ownership: 'national' as const,
    consignor: 'c',
    certificate: 'x',
    weighed: { intervalMg: 200_000, class: 'III' as const, limitMg: null, lastDigitMg: 200_000 },
    fitnessSharePpm: null,
    totalGrossMg: null,
    packaging: 'drum' as const,
    content: null,
    contract: null,
    removalLimits: null,
    packages: Array.from({ length: packages }, (_, index) => announced(index)),
  };
  const order: Order = {
    order: 'o',
    base: 'bench',
    epoch,
    counter: 1,
    previous: '0'.repeat(64),
    issuedWallMs: 0,
    body,
  };
  ledger.transact('order', (book) =>
    decideOrder({ order, signed: 'h.s.s', signedHash: 'f'.repeat(64), base: 'bench', epoch }, book),
  );
  ledger.transact('job', (book) =>
    decideOpenJob({ job: 'j', order: 'o', station: 'dock-1', stationKnown: true, operator: 'ann' }, book),
  );
}

function announced(index: number): AnnouncedPackage {
  return {
    package: `P-${index}`,
    epcHex: epc(index),
    mark: `M-${index}`,
    grossMg: 268 * KG,
    tareMg: 18 * KG,
    tareToleranceMg: null,
    pallet: null,
  };
}

function epc(index: number): string {
  return (0x3074257bf7194e4000000000n + BigInt(index) * 1n).toString(16).toUpperCase().padStart(24, '0');
}

function weigh(ledger: Ledger, index: number): void {
  const scale = {
    instrument: 'scale-1',
    model: 'and-ad4406',
    serialNumber: null,
    class: 'III' as const,
    ranges: [{ maxMg: 600 * KG, minMg: 4 * KG, intervalMg: 200_000 }],
    unit: 'kg' as const,
    decimals: 1,
    verified: true,
    verificationMark: 'M',
    verifiedUntil: '2027-12-31',
  };
  const capture = {
    load: index,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: 268_200_000,
    range: 0,
    readAtMs: index,
    zeroAtMs: 0,
    window: {
      readings: 21,
      durationMs: 1_000,
      spanMg: 0,
      rawHex: '53542C47532C2B30303236382E326B670D0A',
      checksummed: false,
    },
    tags: [{ epcHex: epc(index), tidHex: null, reads: 9, background: false, elsewhere: false }],
  };
  const event = {
    station: 'dock-1',
    capture,
    scale,
    weighing: `w-${index}`.padEnd(32, '0'),
    ...newLoad(),
    software: 'hakari 0.1.0',
    configHash: 'c'.repeat(64),
  };
  const outcome = ledger.transact(`capture:run:dock-1:${index}`, (book, at) => decideCapture({ ...event, at }, book));
  if (outcome.kind !== 'decided') throw new Error(`weighing ${index} was ${outcome.kind}`);
}
