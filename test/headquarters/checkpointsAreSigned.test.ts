// Checkpoints: at least one an interval while entries are added, none while nothing happens, and headquarters checks
// each.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { signCheckpoint, startCheckpoints } from '../../agent/link/checkpoints.ts';
import { isCheckpointSigned } from '../../agent/headquarters/signing/entryChain.ts';
import { publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { approveStream, deliverEntries } from './entryDelivery.ts';
import { guardOf, BASE, clock, openLinkRig, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let turns: (() => void)[];

beforeEach(() => {
  rig = openLinkRig();
  turns = [];
});

afterEach(async () => {
  await rig.close();
});

function start(): void {
  const after = (_delayMs: number, action: () => void): (() => void) => {
    turns.push(action);
    return () => undefined;
  };
  const log = { info: () => undefined, warn: () => undefined };
  startCheckpoints({
    ledger: rig.ledger,
    keys: rig.keys.base,
    clock: { ...clock, after },
    intervalMs: 3_600_000,
    log,
    maySign: () => guardOf(rig).maySign(),
  });
}

const checkpoints = (): number =>
  rig.ledger.entriesAfter(0, { limit: 1_000, maxBytes: 1e7 }).filter(({ entry }) => entry.kind === 'checkpoint').length;

/** What a checkpoint of the head says, but for its signature. */
function checkpointOf({ ledger }: LinkRig): { format: 2; seq: number; size: number; hash: string; root: string } {
  const { seq, hash } = ledger.head();
  return { format: 2, seq, size: seq, hash, root: ledger.treeRoot(seq) };
}

it('signs the head of the ledger, and nothing when nothing was added', () => {
  start();
  expect(checkpoints()).toBe(1);
  turns.shift()?.();
  turns.shift()?.();
  expect(checkpoints()).toBe(1);
  rig.record(3);
  turns.shift()?.();
  expect(checkpoints()).toBe(2);
  const last = rig.ledger.entryAt(rig.ledger.head().seq)?.entry;
  if (last?.kind !== 'checkpoint') throw new Error('no checkpoint');
  const key = publicKeyFromRaw('Ed25519', rig.keys.base.public.signingKey);
  const { seq, size, hash, root } = last.body;
  const position = { base: BASE, epoch: last.epoch, seq, size, hash, root };
  expect(rig.ledger.entryAt(position.seq)?.hash).toBe(position.hash);
  expect(isCheckpointSigned(position, last.body.signature, key)).toBe(true);
  for (const other of [{ seq: seq + 1 }, { size: size + 1 }, { hash: root }, { root: hash }])
    expect(isCheckpointSigned({ ...position, ...other }, last.body.signature, key)).toBe(false);
});

it('is rejected by headquarters when it signs something else', async () => {
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  start();
  rig.ledger.transact('bad', () => ({
    entries: [{ kind: 'checkpoint', body: { ...checkpointOf(rig), signature: 'A'.repeat(86) } }],
    effects: [],
    result: {},
  }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ applied: 3, rejected: 1 });
});

it('stops the stream at headquarters when it signs another tree, even with the base’s own key', async () => {
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  rig.record(5);
  const other = { ...checkpointOf(rig), root: '5'.repeat(64) };
  const signature = signCheckpoint({ ...other, base: BASE, epoch: rig.ledger.head().epoch }, rig.keys.base.signing);
  rig.ledger.transact('other tree', () => ({
    entries: [{ kind: 'checkpoint', body: { ...other, signature } }],
    effects: [],
    result: {},
  }));
  await expect(deliverEntries(rig, headquarters)).rejects.toThrow('the checkpoint 7 signs another tree');
  expect(headquarters.report()).toMatchObject({ applied: 0 });
});
