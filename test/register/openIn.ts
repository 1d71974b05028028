// A register in a folder of its own, on the real disk, with a list in the place of the ledger: entries are what was
// recorded, a known cause is answered without a second one, as the ledger does.
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../agent/core/model/roles.ts';
import type { RegisterRecord } from '../../agent/core/model/workRecords.ts';
import { EMPTY_REGISTER, projectRegisterChange } from '../../agent/core/projection/registerChanges.ts';
import type { ChangeAuthors } from '../../agent/register/registerRules.ts';
import type { RegisterChange } from '../../agent/core/model/siteEntries.ts';
import { nodeDisk, type Disk } from '../../config/disk.ts';
import type { OperatorInput, Register } from '../../agent/register/register.ts';
import { registerPathsIn } from '../../agent/register/registerFile.ts';
import { openRegister } from '../../agent/register/registerOpening.ts';
import type { Clock } from '../../drivers/contract/clock.ts';

/** Who may change everything but their own records. */
export const twoPersons: ChangeAuthors = {
  first: { operator: 'tanaka', roles: ['technician', 'supervisor'] },
  second: { operator: 'sato', roles: ['supervisor'] },
};
/** One person, whoever it is. */
export const alone = (operator: string, roles: Role[]): ChangeAuthors => ({ first: { operator, roles }, second: null });

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
  /** By cause, one after the other. */
  recorded: Map<string, RegisterChange[]>;
  /** What they add up to. */
  register: () => RegisterRecord;
  open(options?: { disk?: Disk; record?: (change: RegisterChange) => void; recover?: boolean }): Promise<Register>;
}

/** `like`: a base to begin with a copy of. */
export function bench(like?: Bench): Bench {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-register-'));
  if (like !== undefined) cpSync(like.dir, dir, { recursive: true });
  const clock = setClock();
  const recorded = new Map<string, RegisterChange[]>(like?.recorded);
  const register = (): RegisterRecord => [...recorded.values()].flat().reduce(projectRegisterChange, EMPTY_REGISTER);
  return {
    dir,
    clock,
    recorded,
    register,
    open: (options = {}) =>
      openRegister({
        dir,
        clock,
        random: { id: () => randomBytes(16).toString('hex'), fraction: () => 0.5 },
        disk: options.disk ?? nodeDisk,
        recordChanges: (changes, _by, cause) => {
          for (const change of changes) options.record?.(change);
          recorded.set(cause, [...changes]);
          return Promise.resolve();
        },
        recorded: register,
        begin: recorded.size === 0 && !existsSync(registerPathsIn(dir).main),
        isBegun: () => true,
        ...(options.recover === undefined ? {} : { recover: options.recover }),
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

/** Aiko is an operator, and the mark of one scale is recorded. */
export async function benchWithAiko(): Promise<Bench> {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  await register.applyChange(
    { kind: 'verification-put', instrument: 'scale-1', mark: '2025-13', verifiedUntil: '2027-03-31' },
    twoPersons,
  );
  await register.close();
  return at;
}
