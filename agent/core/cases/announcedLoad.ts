// Loads whose meaning was announced: a recount, a doubtful weighing made again, a stocktake's sample, removed material.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { LoadIntent } from '../entries/goods.ts';
import type { CaptureEvent } from '../intake/weighing.ts';

export type PackageIntent = Exclude<LoadIntent, { kind: 'group' | 'pass' }>;

export function decideAnnouncedLoad(event: CaptureEvent, _of: { intent: PackageIntent; book: Book }): Decision | Refusal {
  return refuse('no-job', { station: event.station });
}

/** What a person says that the next load is. */
export type Announcement =
  | { kind: 'recount'; finding: string }
  | { kind: 'sample'; package: string }
  | { kind: 'reweigh'; package: string }
  | { kind: 'removal'; package: string; reason: 'sample' | 'spillage' | 'dust' | 'residue'; sealBefore: string | null; sealAfter: string | null };

export function decideAnnounceLoad(event: Act & { station: string; stationKnown: boolean; load: Announcement | null }, _book: Book): Decision | Refusal {
  return refuse('station-unknown', { station: event.station });
}
