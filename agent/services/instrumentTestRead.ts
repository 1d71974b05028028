// A technician's test read: what comes from an instrument in a few seconds, raw and decoded, while it works on. Writes
// nothing to the port and changes no weighing. Must not know who opens the port.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import type { TestReadView } from '../core/views/lookupViews.ts';
import { describeObservation } from '../stations/lastObservations.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import type { PortTaps } from '../runtime/portTaps.ts';

/** Milliseconds of one read, raw bytes and observations in its answer, and reads at once. */
export const TEST_READ_LIMITS = { forMs: 3_000, bytes: 4_096, heard: 50, atOnce: 2 } as const;

/** What a test read listens to. */
export interface InstrumentTestReaderParts {
  clock: Clock;
  stations: BaseStations;
  portTaps: PortTaps;
}

/** Runs test reads, two at once at most. */
export class InstrumentTestReader {
  readonly #parts: InstrumentTestReaderParts;
  #running = 0;

  constructor(parts: InstrumentTestReaderParts) {
    this.#parts = parts;
  }

  /** Listens to one instrument; null: as many reads as allowed are running. */
  async read(instrument: InstrumentConfig): Promise<TestReadView | null> {
    if (this.#running >= TEST_READ_LIMITS.atOnce) return null;
    this.#running += 1;
    return this.#listen(instrument).finally(() => (this.#running -= 1));
  }

  /** Ends early when the answer is full of observations. */
  #listen({ id, port, model }: InstrumentConfig): Promise<TestReadView> {
    const { clock, stations, portTaps } = this.#parts;
    const startMs = clock.monotonicMs();
    const chunks: Uint8Array[] = [];
    const observations: TestReadView['heard'] = [];
    let byteCount = 0;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        stopListening();
        stopObserving();
        const rawBytes = Buffer.concat(chunks).subarray(0, TEST_READ_LIMITS.bytes);
        const explanation =
          observations.length > 0
            ? ''
            : explainNoFrames({ byteCount, protocol: model.protocol, lastFault: stations.health(id)?.lastFault ?? '' });
        resolve({
          instrument: id,
          durationMs: Math.round(clock.monotonicMs() - startMs),
          bytesHex: rawBytes.toString('hex').toUpperCase(),
          heard: observations,
          trouble: explanation,
        });
      };
      const cancel = clock.after(TEST_READ_LIMITS.forMs, end);
      const stopListening = portTaps.listen(port, (chunk) => {
        // Copied: whoever reads the port may use its buffer again.
        if (byteCount < TEST_READ_LIMITS.bytes) chunks.push(Uint8Array.from(chunk));
        byteCount += chunk.length;
      });
      const stopObserving = stations.onObservation(id, (observation) => {
        observations.push({
          atMs: Math.max(0, Math.round(observation.atMs - startMs)),
          words: describeObservation(observation),
        });
        if (observations.length >= TEST_READ_LIMITS.heard) end();
      });
    });
  }
}

function explainNoFrames({
  byteCount,
  protocol,
  lastFault,
}: {
  byteCount: number;
  protocol: string;
  lastFault: string;
}): string {
  if (byteCount > 0)
    return `${byteCount} bytes came, and no frame of ${protocol} among them. Check the model and the settings of the line.`;
  return lastFault === ''
    ? 'The port is open and no byte came. Check power, cable, address and what the instrument is set to send.'
    : lastFault;
}
