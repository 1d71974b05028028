// Which way a tag went through a gate: from the order in which zones saw it, never from one antenna alone. Pure;
// bounded. A passage leads to an alarm at most; tags alone never change stock.
import type { TagRead } from '../../../drivers/contract/observation.ts';

/** Antennas in front of the gate (`outer`) and behind it (`inner`), as "reader/antenna". */
export interface PortalZones {
  outer: readonly string[];
  inner: readonly string[];
}

/** Which way a tag went; `unclear` where the order of zones does not show it. */
export type PortalDirection = 'in' | 'out' | 'unclear';

/** One tag that went through a gate. */
export interface PortalPassage {
  epcHex: string;
  direction: PortalDirection;
  /** When the last read of it came. */
  atMs: number;
}

/** When a passage is over (ms), how many reads a zone needs, and how many tags are followed at once. */
export const PORTAL_LIMITS = {
  /** A tag not read for so long has gone through, or back. */
  goneMs: 2_000,
  /**
   * A zone that saw a tag once may have seen a reflection: one read alone proves nothing, neither before a passage nor
   * after it.
   */
  readsPerZone: 2,
  maxTags: 512,
} as const;

interface Track {
  outer: ZoneTrack;
  inner: ZoneTrack;
  lastMs: number;
}

/** From the second read on a zone counts as seen; it still did at the last read but one. */
interface ZoneTrack {
  reads: number;
  secondMs: number;
  lastButOneMs: number;
  lastMs: number;
}

/** Tags in one gate now. */
export interface PortalState {
  tracks: ReadonlyMap<string, Track>;
  /** Reads not followed because `maxTags` were in the gate already. */
  overflow: number;
}

/** A gate without tags. */
export const EMPTY_PORTAL: PortalState = { tracks: new Map(), overflow: 0 };
const UNSEEN: ZoneTrack = {
  reads: 0,
  secondMs: Number.POSITIVE_INFINITY,
  lastButOneMs: Number.NEGATIVE_INFINITY,
  lastMs: Number.NEGATIVE_INFINITY,
};

/** The state after one read. Reads of antennas that belong to neither zone are ignored. */
export function observePortal(state: PortalState, read: TagRead, zones: PortalZones): PortalState {
  const antenna = `${read.instrument}/${read.antenna}`;
  const zone = zones.outer.includes(antenna) ? 'outer' : zones.inner.includes(antenna) ? 'inner' : null;
  if (zone === null) return state;
  const trackBefore = state.tracks.get(read.epcHex);
  if (!trackBefore && state.tracks.size >= PORTAL_LIMITS.maxTags) return { ...state, overflow: state.overflow + 1 };
  const track = trackBefore ?? { outer: UNSEEN, inner: UNSEEN, lastMs: read.atMs };
  const zoneBefore = track[zone];
  const reads = zoneBefore.reads + 1;
  const next = {
    reads,
    secondMs: reads === PORTAL_LIMITS.readsPerZone ? read.atMs : zoneBefore.secondMs,
    lastButOneMs: zoneBefore.lastMs,
    lastMs: read.atMs,
  };
  return { ...state, tracks: new Map(state.tracks).set(read.epcHex, { ...track, [zone]: next, lastMs: read.atMs }) };
}

/** The passages that are over by `nowMs`, oldest first, and the state without them. */
export function endPortalPassages(
  state: PortalState,
  nowMs: number,
): { state: PortalState; passages: PortalPassage[] } {
  const gone = [...state.tracks].filter(([, track]) => nowMs - track.lastMs > PORTAL_LIMITS.goneMs);
  if (gone.length === 0) return { state, passages: [] };
  const tracks = new Map(state.tracks);
  for (const [epcHex] of gone) tracks.delete(epcHex);
  const passages = gone.map(([epcHex, track]) => ({ epcHex, direction: passageDirection(track), atMs: track.lastMs }));
  return { state: { ...state, tracks }, passages: passages.sort((a, b) => a.atMs - b.atMs) };
}

/**
 * Both zones must have seen the tag, and one both first and not last: a tag that turned back in the gate did not pass
 * it.
 */
function passageDirection({ outer, inner }: Track): PortalDirection {
  if (outer.reads < PORTAL_LIMITS.readsPerZone || inner.reads < PORTAL_LIMITS.readsPerZone) return 'unclear';
  if (outer.secondMs < inner.secondMs && outer.lastButOneMs < inner.lastButOneMs) return 'in';
  return inner.secondMs < outer.secondMs && inner.lastButOneMs < outer.lastButOneMs ? 'out' : 'unclear';
}
