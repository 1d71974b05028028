// Times and windows of the link. Must not know what is waited for.
import type { PumpSettings } from './pump.ts';

/** Times and windows of the link, in ms. */
export interface LinkSettings extends PumpSettings {
  /** Pauses before the next connection double from the first to the longest. */
  reconnectFirstMs: number;
  reconnectLongestMs: number;
  /** Pauses before the next hello double likewise. */
  helloFirstMs: number;
  helloLongestMs: number;
}

/** The settings of a base; tests shorten them. */
export const DEFAULT_LINK_SETTINGS: LinkSettings = {
  windowEnvelopes: 4,
  acknowledgeTimeoutMs: 20_000,
  reconnectFirstMs: 500,
  reconnectLongestMs: 30_000,
  helloFirstMs: 2_000,
  helloLongestMs: 30_000,
};

/**
 * Pause before attempt number `attempt` (from 0): doubles up to the longest, then `fraction` (0 to 1) spreads it over
 * its upper half, so that many bases do not come back in the same second.
 */
export function linkBackOffMs(
  span: { firstMs: number; longestMs: number },
  { attempt, fraction }: { attempt: number; fraction: number },
): number {
  const fullMs = Math.min(span.longestMs, span.firstMs * 2 ** Math.min(attempt, 20));
  return fullMs * (0.5 + fraction / 2);
}
