// What an auditor can find without any outside word: the folder itself holds headquarters' signed orders and
// acknowledgement, and what the entries add up to. Every change here is made with any SQLite tool, or with the base's
// own key.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { Ledger } from '../../agent/core/ports/ledger.ts';
import type { Order, OrderBody } from '../../agent/core/model/order.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { HEADQUARTERS_KEYS_FILE } from '../../agent/link/contract/keyFileSchemas.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { called } from '../commands/calls.ts';
import { BASE, random, clock, notice, openLinkRig, type LinkRig } from '../headquarters/linkRig.ts';
import { decided, tamper } from './rig.ts';
import { exchangedKeys } from '../headquarters/strangerKeys.ts';

let scene: LinkRig;
let dir: string;

const VERIFIER = fileURLToPath(new URL('verify_format.py', import.meta.url));

/** In turn, with this signed text or else as headquarters signs it. */
function order(ledger: Ledger, id: string, body: OrderBody, forged?: string): void {
  const site = ledger.book.get('site', 'site');
  const { epoch } = ledger.head();
  const message: Order = {
    order: id,
    base: BASE,
    epoch,
    counter: (site?.orderCounter ?? 0) + 1,
    previous: site?.orderHash ?? '0'.repeat(64),
    issuedWallMs: 1,
    body,
  };
  const signed = forged ?? signHeadquartersText(SIGNED_TYP.order, message, scene.headquartersKeys);
  const event = { order: message, signed, signedHash: sha256OfText(signed), base: BASE, epoch };
  ledger.transact(`order:${id}`, (book) => decideOrder(event, book));
}

/** Headquarters ordered two lots and acknowledged the first three of four entries. */
beforeAll(() => {
  scene = openLinkRig();
  const { ledger } = scene;
  order(ledger, 'order-1', notice('LOT-1'));
  order(ledger, 'order-2', notice('LOT-2'));
  scene.record(1);
  const { epoch } = ledger.head();
  const [seq, hash] = [3, ledger.entryAt(3)?.hash ?? ''];
  const word = { base: BASE, epoch, seq, hash, incarnation: 'hq-1', nonce: randomBytes(16).toString('hex') };
  const signed = signHeadquartersText(SIGNED_TYP.acknowledgement, word, scene.headquartersKeys);
  expect(ledger.acknowledge({ seq, hash, incarnation: 'hq-1', signed }, { back: false })).toBe('moved');
  ledger.close();
  copyFileSync(
    join(scene.dir, 'headquarters', HEADQUARTERS_KEYS_FILE),
    join(scene.dir, 'base', HEADQUARTERS_KEYS_FILE),
  );
});
afterAll(() => rmSync(scene.dir, { recursive: true, force: true }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-signed-'));
  cpSync(join(scene.dir, 'base'), dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const verified = async (): Promise<number> => (await called(runVerifyCommand, ['--data', dir])).code;

/** By whoever can run the base's own software. */
function appended(change: (ledger: Ledger) => void): void {
  const ledger = openLedger({ begin: true, dir, base: BASE, clock, random: random, fold, foldVersion: FOLD_VERSION });
  change(ledger);
  ledger.close();
}

it('finds nothing in a ledger that nobody touched', async () => {
  expect(await verified()).toBe(0);
});

it('finds nothing in what the base itself goes on to record', async () => {
  appended((ledger) => order(ledger, 'order-3', notice('LOT-3')));
  expect(await verified()).toBe(0);
});

describe('of a word for which nothing more is recorded', () => {
  function halted(reason: 'old-copy' | 'forked', said: { seq: number; hash?: string; base?: string }, forged = false) {
    appended((ledger) => {
      const { epoch } = ledger.head();
      const nonce = randomBytes(16).toString('hex');
      const word = { base: BASE, epoch, hash: 'a'.repeat(64), incarnation: 'hq-1', issuedWallMs: 1, nonce, ...said };
      const keys = forged ? exchangedKeys(scene.headquartersKeys) : scene.headquartersKeys;
      ledger.haltEpoch({ reason, signed: signHeadquartersText(SIGNED_TYP.acknowledgement, word, keys) });
    });
  }
  it.each([
    ['headquarters holds more', 'old-copy', { seq: 9 }, false, 0],
    ['headquarters holds another entry', 'forked', { seq: 3 }, false, 0],
    ['says of more that it holds no more', 'old-copy', { seq: 4 }, false, 1],
    ['is of another base', 'old-copy', { seq: 9, base: 'other' }, false, 1],
    ['is signed by the key of orders', 'old-copy', { seq: 9 }, true, 1],
    ['names what the ledger has', 'forked', { seq: 0, hash: '0'.repeat(64) }, false, 1],
  ] as const)('%s', async (_what, reason, said, forged, code) => {
    halted(reason, said, forged);
    expect(await verified()).toBe(code);
    expect(spawnSync('python3', [VERIFIER, join(dir, 'ledger.sqlite')]).status ?? code).toBe(code);
  });

  it('is rubbish', async () => {
    appended((ledger) => ledger.haltEpoch({ reason: 'forked', signed: 'rubbish' }));
    expect(await verified()).toBe(1);
  });
});

it('finds a cursor beside which there is no signed word', async () => {
  tamper(dir, (database) => database.prepare("UPDATE cursor SET signed = 'rubbish'").run());
  expect(await verified()).toBe(1);
});

it('finds a cursor further on than the signed word beside it', async () => {
  tamper(dir, (database) =>
    database.prepare('UPDATE cursor SET seq = 4, hash = (SELECT hash FROM entries WHERE seq = 4)').run(),
  );
  expect(await verified()).toBe(1);
});

it('finds an order that headquarters never signed', async () => {
  appended((ledger) => order(ledger, 'order-3', notice('LOT-3'), 'a.b.c'));
  expect(await verified()).toBe(1);
});

it('finds an order whose text is not what headquarters signed', async () => {
  const other = { order: 'order-3', body: notice('LOT-9') };
  const signed = signHeadquartersText(SIGNED_TYP.order, other, scene.headquartersKeys);
  appended((ledger) => order(ledger, 'order-3', notice('LOT-3'), signed));
  expect(await verified()).toBe(1);
});

it('finds a cause without entries, which would swallow an order', async () => {
  tamper(dir, (database) =>
    database.prepare("INSERT INTO causes SELECT 'order:order-3', number, 5, 4, '{}', NULL FROM epochs").run(),
  );
  expect(await verified()).toBe(1);
});

it('finds a trigger that does not belong there', async () => {
  tamper(dir, (database) =>
    database.exec(
      "CREATE TRIGGER swallow BEFORE INSERT ON causes WHEN NEW.cause LIKE 'command:%' BEGIN SELECT RAISE(IGNORE); END",
    ),
  );
  expect(await verified()).toBe(1);
});

it('finds a verdict that the weighings do not bear out', async () => {
  const job = { job: 'job-1', order: 'order-1', lot: 'LOT-1' };
  const opened: NewEntry = {
    kind: 'job-opened',
    body: { ...job, work: 'intake', stocktake: null, station: 'dock-1', operator: 'ann' },
  };
  const masses = { grossMg: 536_800_000, netMg: 500_000_000, declaredGrossMg: 536_800_000 };
  const proved = { verifiedMass: 'gross', identitiesRead: 0, weighedByNobody: 0, contents: 'unstated' } as const;
  const parts = { missing: [], toCome: [], ended: [] };
  const bounds = { linearBoundMg: 0, driftBoundMg: 0, commonBiasMg: 0, netLimitMg: 0, driftWarning: false } as const;
  const verdict: NewEntry = {
    kind: 'verdict',
    body: {
      ...job,
      verdict: 'verified',
      findings: [],
      announced: 2,
      found: 2,
      ...parts,
      ...masses,
      ...bounds,
      ...proved,
    },
  };
  appended((ledger) => ledger.transact('command:1', () => decided([opened, verdict])));
  expect(await verified()).toBe(1);
});
