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

/** Many bases must not come back in the same second: pauses are spread over their upper half. */
export const LINK_BACK_OFF_SPREAD = { from: 0.5, to: 1 } as const;
