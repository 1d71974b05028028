// Keeps a reader's inventory running and turns tag messages into tag reads. The region is set and acknowledged before
// the antenna may radiate; a reader that falls silent is started again. Must not know any protocol.
import type { Driver, DriverContext } from '../contract/driver.ts';
import { isDeviceErrorMessage } from '../contract/codec.ts';
import type { DecodedFrame, DeviceMessage } from '../contract/codec.ts';
import type { TagRead } from '../contract/observation.ts';
import { FramedPort } from '../ports/framedPort.ts';
import type { FramedPortSettings, PortWriter } from '../ports/framedPort.ts';
import { startWatchdog } from '../ports/watchdog.ts';
import type { Watchdog } from '../ports/watchdog.ts';
import { listTags } from './codecs/readerCodec.ts';
import type { InventoryTag, ReaderCodec } from './codecs/readerCodec.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

const STOP_SETTLE_MS = 50;
const REPLY_TIMEOUT_MS = 500;
const MAX_REGION_TRIES = 3;
/** Every round, empty or not, gives a frame; this long without one, and the inventory has ended. */
const RESTART_AFTER_MS = 1_000;
/**
 * Pause between two rounds of a reader that needs a command for each, so that one that answers at once does not keep
 * the event loop busy.
 */
const ROUND_GAP_MS = 5;

/**
 * A reader sends a frame in one go. Without a limit, a damaged length would hold back what is sent after it, which a
 * reader that is asked round by round sends only every few seconds.
 */
const PARTIAL_FRAME_TIMEOUT_MS = 500;

/** One reader on a port of its own. */
export interface StreamingReaderSettings extends FramedPortSettings {
  codec: ReaderCodec;
  /** A region the codec knows, or null where the module has the one it needs by itself. */
  region: string | null;
}

/** The driver of a reader whose inventory is started by a command. */
export function createStreamingReader(settings: StreamingReaderSettings, context: DriverContext): Driver {
  const port = new FramedPort({ ...settings, partialFrameTimeoutMs: PARTIAL_FRAME_TIMEOUT_MS }, context);
  return {
    instrument: settings.instrument,
    health: () => port.health(),
    run: (signal) => port.run(signal, new InventoryHandler(settings, context, port)),
  };
}

class InventoryHandler {
  readonly #settings: StreamingReaderSettings;
  readonly #context: DriverContext;
  readonly #port: FramedPort;
  #writer: PortWriter | null = null;
  #phase: 'region' | 'running' = 'region';
  #regionError: string | null = null;
  #cancel: () => void = () => undefined;
  #watchdog: Watchdog | null = null;

  constructor(settings: StreamingReaderSettings, context: DriverContext, port: FramedPort) {
    this.#settings = settings;
    this.#context = context;
    this.#port = port;
  }

  onOpen(writer: PortWriter): () => void {
    this.#writer = writer;
    // An inventory of an earlier connection may still run, and the reader accepts no command between its rounds.
    const stop = this.#settings.codec.encodeStopInventory();
    if (stop.length > 0) writer.send(stop);
    const { region } = this.#settings;
    this.#cancel = this.#context.clock.after(STOP_SETTLE_MS, () =>
      region === null ? this.#start() : this.#setRegion(region, MAX_REGION_TRIES),
    );
    return () => {
      this.#cancel();
      this.#watchdog?.stop();
      this.#writer = null;
    };
  }

  onFrame({ message, raw }: DecodedFrame, atMs: number): void {
    const { codec } = this.#settings;
    this.#watchdog?.reset();
    const reply = codec.encodeReply?.(message) ?? null;
    if (reply !== null) this.#writer?.send(reply);
    this.#handleMessage({ message, raw }, atMs);
    if (this.#phase === 'running' && codec.endsRound?.(message) === true) this.#nextRound();
  }

  #handleMessage({ message, raw }: DecodedFrame, atMs: number): void {
    const tags = listTags(message);
    if (message['checksumOk'] === false) this.#port.reportFault('checksum-wrong', 'a frame came damaged', raw);
    else if (tags.length > 0) for (const tag of tags) this.#handleTag(addAntenna(tag, message), raw, atMs);
    else if (
      message.kind === 'ack' &&
      message['cmd'] === this.#settings.codec.regionCommandCode &&
      this.#phase === 'region'
    )
      this.#start();
    else if (isDeviceErrorMessage(message)) this.#handleError(message.error, raw);
    else if (message.kind === 'invalid') this.#port.reportFault('frame-refused', String(message['reason']), raw);
    else if (this.#phase === 'running') this.#port.clearFault();
  }

  #setRegion(region: string, triesLeft: number): void {
    const command = this.#settings.codec.encodeSetRegion(region);
    if (command === null) {
      this.#writer?.end('reply-refused', `the module has no region ${region}`);
      return;
    }
    if (command.length === 0) {
      this.#start();
      return;
    }
    this.#regionError = null;
    this.#writer?.send(command);
    this.#cancel = this.#context.clock.after(REPLY_TIMEOUT_MS, () => {
      if (triesLeft > 1) this.#setRegion(region, triesLeft - 1);
      else if (this.#regionError === null) this.#writer?.end('no-reply', `region ${region} not acknowledged`);
      else this.#writer?.end('reply-refused', `region ${region}: ${this.#regionError}`);
    });
  }

  #start(): void {
    this.#cancel();
    this.#phase = 'running';
    this.#writer?.send(this.#settings.codec.encodeStartInventory());
    this.#watchdog?.stop();
    this.#watchdog = startWatchdog(this.#context.clock, this.#settings.codec.restartAfterMs ?? RESTART_AFTER_MS, () =>
      this.#start(),
    );
  }

  #nextRound(): void {
    this.#cancel();
    this.#cancel = this.#context.clock.after(ROUND_GAP_MS, () =>
      this.#writer?.send(this.#settings.codec.encodeStartInventory()),
    );
  }

  #handleTag(tag: InventoryTag, raw: Uint8Array, atMs: number): void {
    if (tag.crcOk === false) {
      this.#port.reportFault('tag-crc-wrong', 'a tag’s own CRC does not fit its EPC', raw);
      return;
    }
    this.#port.clearFault();
    this.#context.onObservation(toTagRead(tag, { instrument: this.#settings.instrument, raw, atMs }));
  }

  #handleError(error: string, raw: Uint8Array): void {
    // An error names no command: it may still be about the one before.
    if (this.#phase === 'region') this.#regionError = error;
    else this.#port.reportFault('reader-error', error, raw);
  }
}

/** A frame of many tags may say once which antenna saw them all. */
function addAntenna(tag: InventoryTag, message: DeviceMessage): InventoryTag {
  const antenna = message['antenna'];
  return tag.antenna === undefined && typeof antenna === 'number' ? { ...tag, antenna } : tag;
}

/** Two hexadecimal digits are the transmitting and the receiving port. */
function parseAntenna(antenna: InventoryTag['antenna']): number {
  return typeof antenna === 'string' ? Number.parseInt(antenna.charAt(0), 16) : (antenna ?? 1);
}

function toTagRead(tag: InventoryTag, origin: { instrument: InstrumentId; raw: Uint8Array; atMs: number }): TagRead {
  return {
    kind: 'tag',
    ...origin,
    epcHex: tag.epc,
    ...(tag.tid === undefined ? {} : { tidHex: tag.tid }),
    antenna: parseAntenna(tag.antenna),
    ...(tag.rssiDbm === undefined ? {} : { rssiDbm: Number(tag.rssiDbm) }),
    crcChecked: tag.crcOk === true,
  };
}
