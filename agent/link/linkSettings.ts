// How patient the link is. Must not know what it waits for.
import type { PumpSettings } from './pump.ts';

export interface LinkSettings extends PumpSettings {
  /** Pauses before the next attempt double from the first to the longest. */
  reconnectFirstMs: number;
  reconnectLongestMs: number;
  helloFirstMs: number;
  helloLongestMs: number;
}

export const DEFAULT_LINK_SETTINGS: LinkSettings = {
  windowEnvelopes: 4,
  acknowledgeTimeoutMs: 20_000,
  reconnectFirstMs: 500,
  reconnectLongestMs: 30_000,
  helloFirstMs: 2_000,
  helloLongestMs: 30_000,
};

/** Doubles up to the longest, then spreads over its upper half: many bases must not come back in the same second. */
export function linkBackOffMs(attempt: number, span: { firstMs: number; longestMs: number }, fraction: number): number {
  const fullMs = Math.min(span.longestMs, span.firstMs * 2 ** Math.min(attempt, 20));
  return fullMs * (0.5 + fraction / 2);
}
