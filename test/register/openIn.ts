// A register in a folder of its own, on the real disk, with a list in the place of the ledger: entries are what was
// recorded, a known cause is answered without a second one, as the ledger does.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../agent/core/model/command.ts';
import type { RegisterChange } from '../../agent/core/model/siteEntries.ts';
import { nodeDisk, type Disk } from '../../config/disk.ts';
import type { OperatorInput, Register } from '../../agent/register/register.ts';
import { openRegister } from '../../agent/register/registerOpening.ts';
import type { Clock } from '../../drivers/contract/clock.ts';

export const technician: Actor = { operator: 'tanaka', roles: ['technician'] };
export const aiko: OperatorInput & { pin: string } = {
  operator: 'aiko',
  name: '佐藤 愛子',
  roles: ['operator'],
  badge: 'B-1001',
  pin: '4711',
};

export interface SetClock extends Clock {
  nowMs: number;
  wallMs: number;
}

export function setClock(): SetClock {
  const clock: SetClock = {
    nowMs: 1000,
    wallMs: 1_790_000_000_000,
    monotonicMs: () => clock.nowMs,
    timestamp: () => ({ wallMs: clock.wallMs, monotonicMs: Math.floor(clock.nowMs), boot: 'b', trust: 'synchronised' }),
    after: () => () => undefined,
  };
  return clock;
}

export interface Bench {
  dir: string;
  clock: SetClock;
  recorded: Map<string, RegisterChange>;
  open(options?: { disk?: Disk; record?: (change: RegisterChange) => void }): Promise<Register>;
}

/** `like`: a folder to begin with a copy of. */
export function bench(like?: string): Bench {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-register-'));
  if (like !== undefined) cpSync(like, dir, { recursive: true });
  const clock = setClock();
  const recorded = new Map<string, RegisterChange>();
  return {
    dir,
    clock,
    recorded,
    open: (options = {}) =>
      openRegister({
        dir,
        clock,
        random: { id: () => randomBytes(16).toString('hex'), fraction: () => 0.5 },
        disk: options.disk ?? nodeDisk,
        recordChange: (change, _actor, cause) => {
          options.record?.(change);
          recorded.set(cause, change);
          return Promise.resolve();
        },
      }),
  };
}

export class PowerCut extends Error {}

/** The real disk, until the n-th step that `counts`: there the power goes, and stays away. */
export function diskUntil(
  step: number,
  counts: (operation: keyof Disk, path: string) => boolean = () => true,
): Disk & { steps: number } {
  const guard = (operation: keyof Disk, path: string): void => {
    if (counts(operation, path) || disk.steps >= step) disk.steps += 1;
    if (disk.steps >= step) throw new PowerCut(`${operation} ${path}`);
  };
  const disk: Disk & { steps: number } = {
    steps: -1,
    read: (path, maxBytes) => nodeDisk.read(path, maxBytes),
    write: (path, text, mode) => {
      // Half of the bytes reach the disk, as in life.
      if (disk.steps + 1 >= step) nodeDisk.write(path, text.slice(0, text.length / 2), mode);
      guard('write', path);
      nodeDisk.write(path, text, mode);
    },
    rename: (from, to) => {
      guard('rename', to);
      nodeDisk.rename(from, to);
    },
    syncFolder: (path) => {
      guard('syncFolder', path);
      nodeDisk.syncFolder(path);
    },
    remove: (path) => {
      guard('remove', path);
      nodeDisk.remove(path);
    },
  };
  return disk;
}
