// A technician's test read: what comes from an instrument in a few seconds, raw and decoded, while it works on as ever.
// Nothing is written to the port, and nothing that is heard goes anywhere else.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import type { TestReadView } from '../core/views/lookupViews.ts';
import { describeObservation } from '../stations/lastObservations.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import type { PortTaps } from '../runtime/portTaps.ts';

export const TEST_READ_LIMITS = { forMs: 3_000, bytes: 4_096, heard: 50, atOnce: 2 } as const;

export interface InstrumentTestReaderParts {
  clock: Clock;
  stations: BaseStations;
  portTaps: PortTaps;
}

export class InstrumentTestReader {
  readonly #parts: InstrumentTestReaderParts;
  #running = 0;

  constructor(parts: InstrumentTestReaderParts) {
    this.#parts = parts;
  }

  /** Null: as many as may run are running. */
  async read(instrument: InstrumentConfig): Promise<TestReadView | null> {
    if (this.#running >= TEST_READ_LIMITS.atOnce) return null;
    this.#running += 1;
    return this.#listen(instrument).finally(() => (this.#running -= 1));
  }

  /** Ends early when as many observations came as are shown. */
  #listen({ id, port, model }: InstrumentConfig): Promise<TestReadView> {
    const { clock, stations, portTaps } = this.#parts;
    const startMs = clock.monotonicMs();
    const chunks: Uint8Array[] = [];
    const heard: TestReadView['heard'] = [];
    let bytes = 0;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        stopBytes();
        stopHearing();
        const raw = Buffer.concat(chunks).subarray(0, TEST_READ_LIMITS.bytes);
        const trouble =
          heard.length > 0
            ? ''
            : explainNoFrames({ bytes, protocol: model.protocol, trouble: stations.health(id)?.lastFault ?? '' });
        resolve({
          instrument: id,
          durationMs: Math.round(clock.monotonicMs() - startMs),
          bytesHex: raw.toString('hex').toUpperCase(),
          heard,
          trouble,
        });
      };
      const cancel = clock.after(TEST_READ_LIMITS.forMs, end);
      const stopBytes = portTaps.listen(port, (chunk) => {
        // Copied: whoever reads the port may use its buffer again.
        if (bytes < TEST_READ_LIMITS.bytes) chunks.push(Uint8Array.from(chunk));
        bytes += chunk.length;
      });
      const stopHearing = stations.onObservation(id, (observation) => {
        heard.push({
          atMs: Math.max(0, Math.round(observation.atMs - startMs)),
          words: describeObservation(observation),
        });
        if (heard.length >= TEST_READ_LIMITS.heard) end();
      });
    });
  }
}

function explainNoFrames({ bytes, protocol, trouble }: { bytes: number; protocol: string; trouble: string }): string {
  if (bytes > 0)
    return `${bytes} bytes came, and no frame of ${protocol} among them. Check the model and the settings of the line.`;
  return trouble === ''
    ? 'The port is open and no byte came. Check power, cable, address and what the instrument is set to send.'
    : trouble;
}
