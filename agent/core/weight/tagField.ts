// The tags in a station's field, smoothed per tag and antenna: a tag is present after two strong reads within the
// hold-off, stays while it is read at all well, and ages out. Ghost reads (one weak answer from the next aisle) never
// make a tag present. Pure; the state is bounded. Must not know packages: what a tag means is the book's matter.
import type { TagRead } from '../../../drivers/contract/observation.ts';
import type { TagSeen } from '../model/weighingEvidence.ts';

/** RSSI hysteresis, hold-off and age-out. dBm as the readers report them; readers without RSSI count as strong. */
export const TAG_FIELD_LIMITS = {
  enterDbm: -65,
  stayDbm: -72,
  readsToEnter: 2,
  holdOffMs: 1_000,
  ageOutMs: 2_000,
  /**
   * A tag that was there this long before the weight rose is background; forks bring a drum's own tag within
   * about two seconds.
   */
  backgroundMs: 3_000,
  maxTags: 256,
} as const;

interface TagTrack {
  epcHex: string;
  antenna: number;
  tidHex: string | null;
  reads: number;
  strongSinceMs: number;
  strongReads: number;
  presentSinceMs: number | null;
  lastMs: number;
}

/** Tags that the readers of one station have read lately. */
export interface TagField {
  tracks: ReadonlyMap<string, TagTrack>;
  /** Reads not followed because `maxTags` were in the field already. */
  overflow: number;
}

/** A field without tags. */
export const EMPTY_TAG_FIELD: TagField = { tracks: new Map(), overflow: 0 };

/**
 * The field after one read: enters by strong reads, stays by weaker ones, and drops tags that were not read for
 * `ageOutMs`.
 */
export function addTagRead(field: TagField, read: TagRead): TagField {
  const key = `${read.epcHex}/${read.tidHex ?? ''}/${read.antenna}`;
  const tracks = new Map(listLiveTracks(field, read.atMs));
  const trackBefore = tracks.get(key);
  if (!trackBefore && tracks.size >= TAG_FIELD_LIMITS.maxTags) return { tracks, overflow: field.overflow + 1 };
  const rssi = read.rssiDbm ?? 0;
  if (trackBefore && rssi < TAG_FIELD_LIMITS.stayDbm) return { tracks, overflow: field.overflow };
  tracks.set(key, updateTrack(trackBefore, read, rssi >= TAG_FIELD_LIMITS.enterDbm));
  return { tracks, overflow: field.overflow };
}

function updateTrack(trackBefore: TagTrack | undefined, read: TagRead, isStrong: boolean): TagTrack {
  const isNewRun = !trackBefore || read.atMs - trackBefore.strongSinceMs > TAG_FIELD_LIMITS.holdOffMs;
  const strongReads = isStrong ? (isNewRun ? 1 : trackBefore.strongReads + 1) : (trackBefore?.strongReads ?? 0);
  const enters = isStrong && strongReads >= TAG_FIELD_LIMITS.readsToEnter;
  return {
    epcHex: read.epcHex,
    antenna: read.antenna,
    tidHex: read.tidHex ?? null,
    reads: (trackBefore?.reads ?? 0) + 1,
    strongSinceMs: isStrong && isNewRun ? read.atMs : (trackBefore?.strongSinceMs ?? Number.NEGATIVE_INFINITY),
    strongReads,
    presentSinceMs: trackBefore?.presentSinceMs ?? (enters ? read.atMs : null),
    lastMs: read.atMs,
  };
}

function listLiveTracks(field: TagField, nowMs: number): [string, TagTrack][] {
  return [...field.tracks].filter(([, track]) => nowMs - track.lastMs <= TAG_FIELD_LIMITS.ageOutMs);
}

/**
 * The tags present at `nowMs`, one entry a chip, in order of EPC. `roseAtMs` is when the weight rose (null: nothing on
 * the scale); tags that were there long before are marked as background.
 */
export function tagsPresent(field: TagField, nowMs: number, roseAtMs: number | null): TagSeen[] {
  const byChip = new Map<string, TagSeen>();
  for (const [, track] of listLiveTracks(field, nowMs)) {
    if (track.presentSinceMs === null) continue;
    const key = `${track.epcHex}/${track.tidHex ?? ''}`;
    const chip = byChip.get(key);
    const background = roseAtMs !== null && track.presentSinceMs <= roseAtMs - TAG_FIELD_LIMITS.backgroundMs;
    byChip.set(key, {
      epcHex: track.epcHex,
      tidHex: track.tidHex,
      reads: (chip?.reads ?? 0) + track.reads,
      background: background || (chip?.background ?? false),
      elsewhere: false,
    });
  }
  return [...byChip.values()].sort((a, b) => (a.epcHex < b.epcHex ? -1 : a.epcHex > b.epcHex ? 1 : 0));
}

/** The tags of a load, marked where another station reads them at that moment. */
export function markElsewhere(tags: readonly TagSeen[], elsewhere: ReadonlySet<string>): TagSeen[] {
  return tags.map((tag) => ({ ...tag, elsewhere: elsewhere.has(tag.epcHex) }));
}
