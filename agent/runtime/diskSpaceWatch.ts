// Watches how much of the disk under the data folder is free, so that an administrator hears of it before recording stops. Must
// not know what fills it.
import { statfsSync } from 'node:fs';
import type { Clock } from '../../drivers/contract/clock.ts';

const LOOK_INTERVAL_MS = 60_000;
const MEBIBYTE = 1_048_576;

/** Below this free share of the disk, in per cent, the alarm of that name is raised; the lowest that applies. */
export const DISK_SPACE_ALARMS = [
  { belowPercent: 5, code: 'disk-space-critical' },
  { belowPercent: 10, code: 'disk-space-short' },
  { belowPercent: 20, code: 'disk-space-low' },
] as const;

/** Space of a file system, in bytes. */
export interface DiskSpace {
  /** What a process that is not root may still fill. */
  free: number;
  total: number;
}

/** Looks at the disk once a minute. */
export interface DiskSpaceWatch {
  alarms(): { code: string; detail: string }[];
  stop(): void;
}

/**
 * The space of the file system that holds a folder; null if it cannot be asked.
 *
 * @see statvfs(3): f_bavail, f_blocks
 */
export function readDiskSpace(folder: string): DiskSpace | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    // A disk that does not answer is told by whoever writes to it.
    return null;
  }
}

/** Begins to watch; `onChange` is called when another alarm applies than before. */
export function watchDiskSpace({
  read,
  clock,
  onChange,
}: {
  read: () => DiskSpace | null;
  clock: Clock;
  onChange: () => void;
}): DiskSpaceWatch {
  let alarm = judgeDiskSpace(read());
  let cancel = clock.after(LOOK_INTERVAL_MS, look);

  function look(): void {
    const before = alarm?.code;
    alarm = judgeDiskSpace(read());
    if (alarm?.code !== before) onChange();
    cancel = clock.after(LOOK_INTERVAL_MS, look);
  }

  return { alarms: () => (alarm === null ? [] : [alarm]), stop: () => cancel() };
}

function judgeDiskSpace(space: DiskSpace | null): { code: string; detail: string } | null {
  if (space === null || space.total <= 0) return null;
  const percent = (100 * space.free) / space.total;
  const row = DISK_SPACE_ALARMS.find(({ belowPercent }) => percent < belowPercent);
  if (!row) return null;
  return { code: row.code, detail: `${Math.floor(percent)} %, ${Math.floor(space.free / MEBIBYTE)} MiB` };
}
