// Somebody with an SQLite tool changes what an entry says and computes every later hash anew, takes the acknowledgement
// away and has the book made again. The chain then fits; what the entries say does not.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { startCheckpoints } from '../../agent/link/checkpoints.ts';
import { saveHeadquartersKeys } from '../../agent/link/keyFiles.ts';
import { computeEntryHash, GENESIS_HASH } from '../../agent/ledger/hashChain.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { called } from '../commands/calls.ts';
import { tamper } from '../ledger/rig.ts';
import { approveStream, deliverOrders } from './entryDelivery.ts';
import { createDockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { guardOf, BASE, random, clock, notice, openLinkRig, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
const folder = mkdtempSync(join(tmpdir(), 'hakari-forged-'));
const honest = join(folder, 'honest');

const ledgerIn = (dir: string): ReturnType<typeof openLedger> =>
  openLedger({ begin: true, dir, base: BASE, clock, random, fold, foldVersion: FOLD_VERSION });

/** A lot of two drums, announced and signed by headquarters, weighed by the base, one too light. */
beforeAll(async () => {
  rig = openLinkRig();
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  headquarters.queue(notice('L', 2), 'order-L');
  await deliverOrders(rig, headquarters);
  const dockCommands = createDockCommandWriter(rig);
  dockCommands.open('order-L');
  dockCommands.weigh(268_400_000);
  dockCommands.identify('L-1');
  dockCommands.attachTag('L-1', '3074257BF7194E4200000001');
  dockCommands.weigh(258_400_000);
  dockCommands.identify('L-2');
  dockCommands.attachTag('L-2', '3074257BF7194E4200000002');
  dockCommands.close();
  // A check weight of 200 kg on the scale, 0.2 kg off, which its tolerance allows.
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const check = {
    referenceMg: 200_000_000,
    shownMg: 200_200_000,
    toleranceMg: 500_000,
    passed: true,
    recognised: true,
    operator: 'ann',
  };
  rig.ledger.transact('check', () => ({
    entries: [{ kind: 'check-weighing', body: { load: 'l', station: 'dock-1', scale: SCALE, window, ...check } }],
    effects: [],
    result: {},
  }));
  const data = join(rig.dir, 'base');
  saveHeadquartersKeys(data, rig.keys.headquarters);
  rig.ledger.close();
  cpSync(data, honest, { recursive: true });
});

afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Row {
  position: number;
  bytes: Buffer;
}

/** Every entry as `change` leaves it; hashes follow unless `chain` is false. */
function rewrite(database: Database.Database, change: (entry: Entry) => void, { chain = true } = {}): number {
  let hash = GENESIS_HASH;
  let changed = 0;
  for (const { position, bytes } of database
    .prepare<[], Row>('SELECT position, bytes FROM entries ORDER BY position')
    .all()) {
    const entry = JSON.parse(bytes.toString()) as Entry;
    change(entry);
    const forged = encodeCanonicalJson(entry);
    if (Buffer.compare(forged, bytes) !== 0) changed += 1;
    hash = computeEntryHash(hash, forged);
    database.prepare('UPDATE entries SET bytes = ? WHERE position = ?').run(forged, position);
    if (chain)
      database.prepare('UPDATE entries SET hash = ? WHERE position = ?').run(Buffer.from(hash, 'hex'), position);
  }
  database.exec("UPDATE book_head SET version = '0'; UPDATE cursor SET seq = 0, hash = zeroblob(32)");
  return changed;
}

function forgedFolder(name: string, change: (entry: Entry) => void, options: { chain?: boolean } = {}): string {
  const dir = join(folder, name.replaceAll(/\W+/g, '-'));
  cpSync(honest, dir, { recursive: true });
  let changed = 0;
  tamper(dir, (database) => (changed = rewrite(database, change, options)));
  if (changed === 0) throw new Error('nothing was forged');
  return dir;
}

/** Exit code of `hakari verify` once the book was made again from what the entries say now. */
async function verifyForged(name: string, change: (entry: Entry) => void): Promise<number> {
  const dir = forgedFolder(name, change);
  try {
    ledgerIn(dir).close();
  } catch {
    // A base that does not open it does right; the auditor has the files all the same.
  }
  return (await called(runVerifyCommand, ['--data', dir])).code;
}

const FORGERIES: [string, (entry: Entry) => void][] = [
  [
    'an order names another consignor than headquarters signed',
    ({ kind, body }) => {
      if (kind === 'order-received' && body.order.body.kind === 'intake-notice') body.order.body.consignor = 'Works B';
    },
  ],
  [
    'a discrepant lot is verified',
    ({ kind, body }) => {
      if (kind === 'verdict') Object.assign(body, { verdict: 'verified', findings: [] });
    },
  ],
  [
    'a verdict is a word that there is not',
    ({ kind, body }) => {
      if (kind === 'verdict') Object.assign(body, { verdict: 'perhaps' });
    },
  ],
  [
    'the trust in a clock is a word that there is not',
    ({ kind, at }) => {
      if (kind === 'verdict') Object.assign(at, { trust: 'sure' });
    },
  ],
  [
    'the second weighing of a scale has number 99',
    ({ kind, body }) => {
      if (kind === 'weighing' && body.number === 2) body.number = 99;
    },
  ],
  [
    'a finding’s tolerance is not the sum of its parts',
    ({ kind, body }) => {
      if (kind === 'finding' && body.comparison) body.comparison.toleranceMg += 5_000_000;
    },
  ],
  [
    'a check weight within its tolerance has failed',
    ({ kind, body }) => {
      if (kind === 'check-weighing') body.passed = false;
    },
  ],
];

describe('hakari verify', () => {
  it('finds nothing wrong with the honest ledger', async () => {
    expect(await called(runVerifyCommand, ['--data', honest])).toMatchObject({ code: 0 });
  });

  it.each(FORGERIES)('can be shown a forgery: %s', (name, change) => {
    expect(() => forgedFolder(`shown ${name}`, change)).not.toThrow();
  });

  it.each(FORGERIES)('refuses a ledger in which %s', async (name, change) => {
    expect(await verifyForged(name, change)).toBe(1);
  });
});

describe('the base’s key', () => {
  it('signs no checkpoint over a chain that is broken before its last entries', () => {
    const dir = forgedFolder(
      'broken',
      ({ kind, body }) => {
        if (kind === 'weighing' && body.number === 1) body.grossMg += 1_000_000;
      },
      { chain: false },
    );
    const ledger = ledgerIn(dir);
    const before = ledger.head().seq;
    const log = { info: () => undefined, warn: () => undefined };
    const guard = guardOf({ ledger, keys: rig.keys });
    const maySign = (): boolean => guard.maySign();
    startCheckpoints({ ledger, keys: rig.keys.base, clock, intervalMs: 3_600_000, log, maySign }).close();
    expect(guard.alarms()).toEqual([{ code: 'chain-broken', detail: expect.stringMatching(/^seq \d+$/) as string }]);
    const after = ledger.head().seq;
    ledger.close();
    expect(after).toBe(before);
  });
});
