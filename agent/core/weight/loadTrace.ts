// What was seen of one load while it lay there, weighed or not: so that none of any size leaves without a word. Pure.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { TagSeen } from '../model/weighingEvidence.ts';
import { isTrusted, type PlacedReading } from './placedReading.ts';

/** What one load showed so far; masses in mg, times in ms of the monotonic clock. */
export interface LoadTrace {
  highestMg: MassMg;
  /** The first weight that stood; null: none did. */
  firstStableMg: MassMg | null;
  /** What the indicator had tared then. */
  firstTareMg: MassMg;
  /** The last weight that stood; null: none did. */
  lastStableMg: MassMg | null;
  /** Of all weights that stood, the highest; null: none did. */
  highestStableMg: MassMg | null;
  /** The last reading without it, or its own first one if there was none before. */
  sinceMs: number;
  /** No empty scale was seen before it: how long it had stood then nobody can tell. */
  stoodUnseen: boolean;
  /** The first reading without it, or the last with it. */
  lastMs: number;
  /** The last reading showed nothing. */
  gone: boolean;
  /** Tags that came with it, one a chip. */
  tags: readonly TagSeen[];
  /** It lay there before the station could see its rise: at a start, after a silence, under a blocked scale. */
  presentBefore: boolean;
}

/** How many tags of a load are remembered. */
const MAX_TAGS = 64;

/** A trace that begins with this reading; `lastReadingMs`: the one before it, null if none told of an empty scale. */
export function beginTrace(
  placed: PlacedReading,
  { lastReadingMs, presentBefore }: { lastReadingMs: number | null; presentBefore: boolean },
): LoadTrace {
  return {
    highestMg: placed.loadMg,
    firstStableMg: null,
    firstTareMg: asMassMg(0),
    lastStableMg: null,
    highestStableMg: null,
    // What came in a silence may have stood for all of it.
    sinceMs: lastReadingMs ?? placed.reading.atMs,
    stoodUnseen: lastReadingMs === null,
    lastMs: placed.reading.atMs,
    gone: false,
    tags: [],
    presentBefore,
  };
}

/** The trace with one more reading and the tags that are there now. */
export function extendTrace(trace: LoadTrace, placed: PlacedReading, tags: readonly TagSeen[]): LoadTrace {
  const isThere = placed.loadMg > placed.intervalMg;
  const stableMg = isTrusted(placed) && isThere ? placed.loadMg : null;
  return {
    ...trace,
    highestMg: asMassMg(Math.max(trace.highestMg, placed.loadMg)),
    ...(trace.firstStableMg === null
      ? { firstStableMg: stableMg, firstTareMg: asMassMg(placed.reading.tareMg ?? 0) }
      : {}),
    lastStableMg: stableMg ?? trace.lastStableMg,
    highestStableMg:
      stableMg === null ? trace.highestStableMg : asMassMg(Math.max(trace.highestStableMg ?? stableMg, stableMg)),
    lastMs: trace.gone && !isThere ? trace.lastMs : placed.reading.atMs,
    gone: !isThere,
    tags: tags.length === 0 ? trace.tags : mergeTags(trace.tags, tags),
  };
}

function mergeTags(before: readonly TagSeen[], now: readonly TagSeen[]): readonly TagSeen[] {
  const byChip = new Map(before.map((tag) => [`${tag.epcHex}/${tag.tidHex ?? ''}`, tag]));
  for (const tag of now) {
    const chip = `${tag.epcHex}/${tag.tidHex ?? ''}`;
    if (byChip.has(chip) || byChip.size < MAX_TAGS) byChip.set(chip, tag);
  }
  return [...byChip.values()];
}
