// Ledger → envelopes, from a given position on and strictly in order, with few envelopes unacknowledged at a time. It
// reads the ledger and never writes it. Must not know MQTT, acknowledgements' signatures or who moves the cursor.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { ChainPosition, EpochEntries, Ledger, StoredEntry } from '../core/ports/ledger.ts';
import {
  ENVELOPE_MAX_ENTRIES,
  ENVELOPE_MAX_INFLATED_BYTES,
  FRAME_LENGTH_BYTES,
  FRAME_SIZES,
  type FrameSize,
  sealedMessageLength,
} from './contract/envelope.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';
import { compressEntries, sealMessage, signEntries } from './envelopeSealing.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';
import { UNVERIFIED_REASON, type SigningGuard } from './signingGuard.ts';

/** Flow control of the pump. */
export interface PumpSettings {
  /** Envelopes that may wait for headquarters' acknowledgement. */
  windowEnvelopes: number;
  /** Without an acknowledgement for this long, something was lost. */
  acknowledgeTimeoutMs: number;
}

/** What the pump reports. */
export interface PumpEvents {
  publish(text: string): void;
  /** Envelopes are out and headquarters acknowledges nothing. */
  acknowledgementOverdue(): void;
  /** The stream cannot go on; `reason` for people. */
  streamStopped(reason: string): void;
  /** Reading the ledger failed. */
  readFailed(error: unknown): void;
}

/** What the pump needs: the ledger it reads, keys, settings and its listener. */
export interface PumpOptions {
  ledger: Ledger;
  keys: BaseKeys;
  headquarters: HeadquartersKeys;
  settings: PumpSettings;
  clock: Clock;
  events: PumpEvents;
  /** Vouches for what is signed; see signingGuard.ts. */
  guard: Pick<SigningGuard, 'maySign' | 'follow'>;
}

/** Entries read in one go: reading parses them, and the scales must not wait for that. */
const SLICE_ENTRIES = 128;
/** Of a frame, what the estimate aims to fill: a little room for entries that compress worse than those before. */
const FRAME_FILL_RATIO = 0.94;
/** The longest signed text of an envelope: 700 bytes of JSON with names of 64 characters, header, signature. */
const SIGNED_OVERHEAD_BYTES = 1_024;

/** A sealed envelope and where it leads, or why there is none, for people. */
type PumpedEnvelope = { text: string; last: ChainPosition } | { stopped: string };

/** Sends the ledger's entries to headquarters in sealed envelopes, in order, with a bounded number unacknowledged. */
export class EntryPump {
  readonly #options: PumpOptions;
  /** Grows with every start and stop: a loop of an earlier run sees it and ends. */
  #run = 0;
  #entries: EpochEntries;
  /** What headquarters holds or was sent: every envelope continues the chain from here. */
  #sent: ChainPosition = { seq: 0, hash: GENESIS_HASH };
  /** Last seq of each unacknowledged envelope, oldest first. */
  #inFlight: number[] = [];
  #largestFrame: FrameSize = FRAME_SIZES[0];
  /** Bytes of a frame that an entry took in the last full envelope. */
  #bytesPerEntry = 400;
  #wake: () => void = () => undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#entries = options.ledger;
  }

  /** Sends everything of an epoch after a position that headquarters signed, in messages of at most `maxMessageBytes`. */
  start(entries: EpochEntries, { from, maxMessageBytes }: { from: ChainPosition; maxMessageBytes: number }): void {
    this.stop();
    this.#entries = entries;
    const largest = FRAME_SIZES.findLast((size) => sealedMessageLength(size) <= maxMessageBytes);
    if (largest === undefined) {
      this.#options.events.streamStopped(
        `the broker takes messages of ${maxMessageBytes} bytes at most, ${sealedMessageLength(FRAME_SIZES[0])} are needed`,
      );
      return;
    }
    this.#largestFrame = largest;
    this.#sent = from;
    void this.#loop(this.#run);
  }

  /** Forgets the envelopes under way; the next `start` begins at a given position again. */
  stop(): void {
    this.#run += 1;
    this.#inFlight = [];
    this.#cancelTimer();
    this.wake();
  }

  /** Tells the pump that new entries may be there. */
  wake(): void {
    this.#wake();
  }

  /** Tells the pump that headquarters holds everything up to `seq`. */
  noteAcknowledgedSeq(seq: number): void {
    this.#inFlight = this.#inFlight.filter((last) => last > seq);
    this.#restartTimeout();
    this.wake();
  }

  #restartTimeout(): void {
    this.#cancelTimer();
    if (this.#inFlight.length === 0) return;
    this.#cancelTimer = this.#options.clock.after(this.#options.settings.acknowledgeTimeoutMs, () =>
      this.#options.events.acknowledgementOverdue(),
    );
  }

  async #loop(run: number): Promise<void> {
    const { events, settings } = this.#options;
    try {
      while (run === this.#run) {
        if (this.#inFlight.length >= settings.windowEnvelopes || this.#sent.seq >= this.#entries.head().seq) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          continue;
        }
        const envelope = await this.#packNextEnvelope();
        if (run !== this.#run) return;
        if ('stopped' in envelope) {
          events.streamStopped(envelope.stopped);
          return;
        }
        this.#sent = envelope.last;
        this.#inFlight.push(envelope.last.seq);
        if (this.#inFlight.length === 1) this.#restartTimeout();
        events.publish(envelope.text);
      }
    } catch (error) {
      if (run === this.#run) events.readFailed(error);
    }
  }

  /** The next envelope after what was sent; none if even one entry fits no frame, or the chain does not stand. */
  async #packNextEnvelope(): Promise<PumpedEnvelope> {
    let entries = await this.#readEntries(this.#countEntriesToSend());
    for (;;) {
      const last = entries.at(-1);
      if (!last) throw new Error(`the ledger's head is beyond ${this.#sent.seq}, but no entry follows it`);
      const payload = await compressEntries(entries);
      const frameBytes = SIGNED_OVERHEAD_BYTES + payload.length;
      if (FRAME_LENGTH_BYTES + frameBytes <= this.#largestFrame) {
        if (entries.length >= SLICE_ENTRIES) this.#bytesPerEntry = frameBytes / entries.length;
        return this.#signEnvelope(entries, { payload, last });
      }
      if (entries.length === 1) return { stopped: `entry ${this.#sent.seq + 1} is larger than a message may be` };
      entries = entries.slice(
        0,
        Math.max(
          1,
          Math.min(
            entries.length - 1,
            Math.floor((entries.length * this.#largestFrame * FRAME_FILL_RATIO) / frameBytes),
          ),
        ),
      );
    }
  }

  /**
   * How many entries to take: all that wait, or of a backlog as many as just fill a frame, so that little padding
   * travels.
   */
  #countEntriesToSend(): number {
    const waiting = Math.min(this.#entries.head().seq - this.#sent.seq, ENVELOPE_MAX_ENTRIES);
    const fitting = FRAME_SIZES.filter((size) => size <= this.#largestFrame).map((size) =>
      Math.floor((size * FRAME_FILL_RATIO - SIGNED_OVERHEAD_BYTES) / this.#bytesPerEntry),
    );
    if (waiting < SLICE_ENTRIES) return waiting;
    return Math.max(fitting.findLast((count) => count <= waiting) ?? waiting, SLICE_ENTRIES);
  }

  async #readEntries(count: number): Promise<StoredEntry[]> {
    const entries: StoredEntry[] = [];
    let bytes = 0;
    while (entries.length < count) {
      const limit = Math.min(SLICE_ENTRIES, count - entries.length);
      const slice = this.#entries.entriesAfter(this.#sent.seq + entries.length, {
        limit,
        maxBytes: ENVELOPE_MAX_INFLATED_BYTES,
      });
      for (const stored of slice) {
        bytes += stored.bytes.length + 1;
        if (bytes > ENVELOPE_MAX_INFLATED_BYTES && entries.length > 0) return entries;
        entries.push(stored);
      }
      if (slice.length < limit) return entries;
      if (entries.length < count) await nextTurn();
    }
    return entries;
  }

  /** Only what continues the chain from what headquarters holds, and up to a head that was verified. */
  async #signEnvelope(
    entries: readonly StoredEntry[],
    content: { payload: Uint8Array; last: StoredEntry },
  ): Promise<PumpedEnvelope> {
    const { guard } = this.#options;
    const last = guard.maySign() ? guard.follow(this.#entries, { from: this.#sent, count: entries.length }) : null;
    if (last?.hash !== content.last.hash) return { stopped: UNVERIFIED_REASON };
    return { text: await this.#sealEntries(entries, content), last };
  }

  #sealEntries(
    entries: readonly StoredEntry[],
    { payload, last }: { payload: Uint8Array; last: StoredEntry },
  ): Promise<string> {
    const { keys, headquarters, ledger } = this.#options;
    const size = last.entry.seq;
    const named = {
      base: keys.base,
      epoch: last.entry.epoch,
      first: entries[0]?.entry.seq ?? last.entry.seq,
      hash: last.hash,
      last: last.entry.seq,
      newest: ledger.head().epoch,
      recipient: headquarters.keyId,
      root: this.#entries.treeRoot(size),
      size,
    };
    return signEntries(named, payload, keys.signing).then((message) => sealMessage(message, headquarters));
  }
}
