// Keeps a reader's inventory running and turns tag notices into tag reads. The region is set and acknowledged before
// the antenna may radiate; a reader that falls silent is told to start again. Knows the codec's interface, no protocol.
import type { Driver, DriverContext } from '../contract/driver.ts';
import { isNoWeight } from '../contract/message.ts';
import type { Frame, Message } from '../contract/message.ts';
import type { TagRead } from '../contract/observation.ts';
import { Line } from '../line.ts';
import type { LineSettings, Wire } from '../line.ts';
import { watchIdle } from '../ports/watchdog.ts';
import type { Watchdog } from '../ports/watchdog.ts';
import { tagsOf } from './codec.ts';
import type { InventoryTag, ReaderCodec } from './codec.ts';

const STOP_MS = 50;
const REPLY_TIMEOUT_MS = 500;
const REGION_TRIES = 3;
/** Every round, empty or not, gives a frame; this long without one means that the inventory has ended. */
const RESTART_AFTER_MS = 1_000;
/**
 * Between two rounds of a reader that is asked for each: room for others, and no spinning with one that answers at
 * once.
 */
const ROUND_GAP_MS = 5;

/**
 * A reader sends a frame in one go. Without a limit, a damaged length would hold back what is sent after it, which a
 * reader that is asked round by round sends only every few seconds.
 */
const HALF_FRAME_MS = 500;

export interface ReaderSettings extends LineSettings {
  codec: ReaderCodec;
  /** A region the codec knows, or null where the module has the one it needs by itself. */
  region: string | null;
}

export function streamingReader(settings: ReaderSettings, context: DriverContext): Driver {
  const line = new Line({ ...settings, halfFrameMs: HALF_FRAME_MS }, context);
  return {
    instrument: settings.instrument,
    health: () => line.health(),
    run: (signal) => line.session(signal, new Inventory(settings, context, line)),
  };
}

class Inventory {
  readonly #settings: ReaderSettings;
  readonly #context: DriverContext;
  readonly #line: Line;
  #wire: Wire | null = null;
  #phase: 'region' | 'running' = 'region';
  #regionError: string | null = null;
  #cancel: () => void = () => undefined;
  #dog: Watchdog | null = null;

  constructor(settings: ReaderSettings, context: DriverContext, line: Line) {
    this.#settings = settings;
    this.#context = context;
    this.#line = line;
  }

  begin(wire: Wire): () => void {
    this.#wire = wire;
    // An inventory of an earlier life may still be running, and commands are not heard between its rounds.
    const stop = this.#settings.codec.stopInventory();
    if (stop.length > 0) wire.send(stop);
    const { region } = this.#settings;
    this.#cancel = this.#context.clock.after(STOP_MS, () =>
      region === null ? this.#start() : this.#setRegion(region, REGION_TRIES),
    );
    return () => {
      this.#cancel();
      this.#dog?.stop();
      this.#wire = null;
    };
  }

  hear({ message, raw }: Frame, atMs: number): void {
    const { codec } = this.#settings;
    this.#dog?.fed();
    const answer = codec.answer?.(message) ?? null;
    if (answer !== null) this.#wire?.send(answer);
    this.#believe({ message, raw }, atMs);
    if (this.#phase === 'running' && codec.endsRound?.(message) === true) this.#nextRound();
  }

  #believe({ message, raw }: Frame, atMs: number): void {
    const tags = tagsOf(message);
    if (message['checksumOk'] === false) this.#line.fault('checksum-wrong', 'a frame came damaged', raw);
    else if (tags.length > 0) for (const tag of tags) this.#heardTag(withAntenna(tag, message), raw, atMs);
    else if (
      message.kind === 'ack' &&
      message['cmd'] === this.#settings.codec.regionCommand &&
      this.#phase === 'region'
    )
      this.#start();
    else if (isNoWeight(message)) this.#heardError(message.error, raw);
    else if (message.kind === 'invalid') this.#line.fault('frame-refused', String(message['reason']), raw);
    else if (this.#phase === 'running') this.#line.well();
  }

  #setRegion(region: string, triesLeft: number): void {
    const command = this.#settings.codec.region(region);
    if (command === null) {
      this.#wire?.end('reply-refused', `the module has no region ${region}`);
      return;
    }
    if (command.length === 0) {
      this.#start();
      return;
    }
    this.#regionError = null;
    this.#wire?.send(command);
    this.#cancel = this.#context.clock.after(REPLY_TIMEOUT_MS, () => {
      if (triesLeft > 1) this.#setRegion(region, triesLeft - 1);
      else if (this.#regionError === null) this.#wire?.end('no-reply', `region ${region} not acknowledged`);
      else this.#wire?.end('reply-refused', `region ${region}: ${this.#regionError}`);
    });
  }

  #start(): void {
    this.#cancel();
    this.#phase = 'running';
    this.#wire?.send(this.#settings.codec.inventory());
    this.#dog?.stop();
    this.#dog = watchIdle(this.#context.clock, this.#settings.codec.quietAfterMs ?? RESTART_AFTER_MS, () =>
      this.#start(),
    );
  }

  #nextRound(): void {
    this.#cancel();
    this.#cancel = this.#context.clock.after(ROUND_GAP_MS, () => this.#wire?.send(this.#settings.codec.inventory()));
  }

  #heardTag(tag: InventoryTag, raw: Uint8Array, atMs: number): void {
    if (tag.crcOk === false) {
      this.#line.fault('tag-crc-wrong', 'a tag’s own CRC does not fit its EPC', raw);
      return;
    }
    this.#line.well();
    this.#context.observe(tagRead(tag, { instrument: this.#settings.instrument, raw, atMs }));
  }

  #heardError(error: string, raw: Uint8Array): void {
    // An error names no command: it may still be about the one before.
    if (this.#phase === 'region') this.#regionError = error;
    else this.#line.fault('reader-error', error, raw);
  }
}

/** A frame of many tags may say once which antenna saw them all. */
function withAntenna(tag: InventoryTag, message: Message): InventoryTag {
  const antenna = message['antenna'];
  return tag.antenna === undefined && typeof antenna === 'number' ? { ...tag, antenna } : tag;
}

/** Two hexadecimal digits are the transmitting and the receiving port. */
function antennaNumber(antenna: InventoryTag['antenna']): number {
  return typeof antenna === 'string' ? Number.parseInt(antenna.charAt(0), 16) : (antenna ?? 1);
}

function tagRead(tag: InventoryTag, heard: { instrument: string; raw: Uint8Array; atMs: number }): TagRead {
  return {
    kind: 'tag',
    ...heard,
    epcHex: tag.epc,
    ...(tag.tid === undefined ? {} : { tidHex: tag.tid }),
    antenna: antennaNumber(tag.antenna),
    ...(tag.rssiDbm === undefined ? {} : { rssiDbm: Number(tag.rssiDbm) }),
    crcChecked: tag.crcOk === true,
  };
}
