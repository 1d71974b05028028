// A graceful stop signs what was recorded since the last checkpoint: the night may be long, and the folder lies there.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CheckpointSchedule, startCheckpoints } from '../../agent/link/checkpoints.ts';
import { guardOf, clock, openLinkRig, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let checkpoints: CheckpointSchedule;

const lastKind = (): string | undefined => rig.ledger.entryAt(rig.ledger.head().seq)?.entry.kind;

beforeEach(() => {
  rig = openLinkRig();
  const log = { info: () => undefined, warn: () => undefined };
  const never = { ...clock, after: () => () => undefined };
  checkpoints = startCheckpoints({
    ledger: rig.ledger,
    keys: rig.keys.base,
    clock: never,
    intervalMs: 3_600_000,
    log,
    maySign: () => guardOf(rig).maySign(),
  });
});
afterEach(() => rig.close());

it('signs at the start', () => {
  expect(lastKind()).toBe('checkpoint');
});

it('signs at the stop', () => {
  rig.record(3);
  checkpoints.close();
  expect(lastKind()).toBe('checkpoint');
});
