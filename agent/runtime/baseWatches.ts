// What a running base looks at by itself, without anybody asking: its date and the space on its disk.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import { createDateWatch, type DateWatch } from './dateWatch.ts';
import { type DiskSpace, type DiskSpaceWatch, watchDiskSpace } from './diskSpaceWatch.ts';

/** The watches of a base at work. */
export interface BaseWatches {
  date: DateWatch;
  disk: DiskSpaceWatch;
  stop(): void;
}

/** Begins to watch; `onChange` is called when an alarm of a watch comes or goes. */
export function watchBase(
  book: Book,
  parts: { clock: Clock; dir: string; readDiskSpace: (folder: string) => DiskSpace | null; onChange: () => void },
): BaseWatches {
  const { clock, dir, readDiskSpace, onChange } = parts;
  const date = createDateWatch({ book, clock, onChange });
  const disk = watchDiskSpace({ read: () => readDiskSpace(dir), clock, onChange });
  return {
    date,
    disk,
    stop: () => {
      date.stop();
      disk.stop();
    },
  };
}
