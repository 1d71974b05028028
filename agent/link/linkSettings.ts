// Times and windows of the link. Must not know what is waited for.
import type { PumpSettings } from './pump.ts';

/** Times of the link in ms, and its windows. */
export interface LinkSettings extends PumpSettings {
  /** Pauses before the next connection double from the first to the longest. */
  reconnectFirstMs: number;
  reconnectLongestMs: number;
  /** Pauses before the next hello double likewise. */
  helloFirstMs: number;
  helloLongestMs: number;
  /** Pauses between two hellos beside a running stream double likewise, while the answers change nothing. */
  askFirstMs: number;
  askLongestMs: number;
  /** A base that has heard nothing of headquarters for so long asks. */
  idleAskMs: number;
  /** A conversation that ended sooner after its welcome was cut by somebody: it does not shorten the next pause. */
  shortConversationMs: number;
}

/** The settings of a base; tests shorten them. */
export const DEFAULT_LINK_SETTINGS: LinkSettings = {
  windowEnvelopes: 4,
  acknowledgeTimeoutMs: 20_000,
  reconnectFirstMs: 500,
  reconnectLongestMs: 30_000,
  helloFirstMs: 2_000,
  helloLongestMs: 30_000,
  askFirstMs: 60_000,
  askLongestMs: 3_600_000,
  idleAskMs: 900_000,
  shortConversationMs: 5_000,
};

/** Many bases must not come back in the same second: pauses are spread over their upper half. */
export const LINK_BACK_OFF_SPREAD = { from: 0.5, to: 1 } as const;
