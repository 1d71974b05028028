// Checkpoints: at least one an interval while entries are added, none while nothing happens, and headquarters checks
// each.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startCheckpoints } from '../../agent/link/checkpoints.ts';
import { isCheckpointSigned } from '../../agent/headquarters/signing/entryChain.ts';
import { publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { approve, deliver } from './deliver.ts';
import { BASE, clock, openScene, type Scene } from './scene.ts';

let scene: Scene;
let turns: (() => void)[];

beforeEach(() => {
  scene = openScene();
  turns = [];
});

afterEach(async () => {
  await scene.close();
});

function start(): void {
  const after = (_delayMs: number, action: () => void): (() => void) => {
    turns.push(action);
    return () => undefined;
  };
  const log = { info: () => undefined, warn: () => undefined };
  startCheckpoints({
    ledger: scene.ledger,
    keys: scene.keys.base,
    clock: { ...clock, after },
    intervalMs: 3_600_000,
    log,
  });
}

const checkpoints = (): number =>
  scene.ledger.entriesAfter(0, { limit: 1_000, maxBytes: 1e7 }).filter(({ entry }) => entry.kind === 'checkpoint')
    .length;

it('signs the head of the ledger, and nothing when nothing was added', () => {
  start();
  expect(checkpoints()).toBe(1);
  turns.shift()?.();
  turns.shift()?.();
  expect(checkpoints()).toBe(1);
  scene.record(3);
  turns.shift()?.();
  expect(checkpoints()).toBe(2);
  const last = scene.ledger.entryAt(scene.ledger.head().seq)?.entry;
  if (last?.kind !== 'checkpoint') throw new Error('no checkpoint');
  const key = publicKeyFromRaw('Ed25519', scene.keys.base.public.signingKey);
  const position = { base: BASE, epoch: last.epoch, seq: last.body.seq, hash: last.body.hash };
  expect(scene.ledger.entryAt(position.seq)?.hash).toBe(position.hash);
  expect(isCheckpointSigned(position, last.body.signature, key)).toBe(true);
  expect(isCheckpointSigned({ ...position, seq: position.seq + 1 }, last.body.signature, key)).toBe(false);
});

it('is rejected by headquarters when it signs something else', async () => {
  const house = scene.openHouse();
  approve(scene, house);
  start();
  scene.ledger.transact('bad', () => ({
    entries: [
      {
        kind: 'checkpoint',
        body: { seq: scene.ledger.head().seq, hash: scene.ledger.head().hash, signature: 'A'.repeat(86) },
      },
    ],
    effects: [],
    result: {},
  }));
  await deliver(scene, house);
  expect(house.report()).toMatchObject({ applied: 3, rejected: 1 });
});
