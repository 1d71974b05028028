// Polls a scale for its weight: one request in flight, and a reply that is not awaited is no reading. Must not know any
// protocol.
import type { Driver, DriverContext } from '../contract/driver.ts';
import type { DecodedFrame, DeviceMessage } from '../contract/codec.ts';
import type { PollSettings } from '../models/instrumentModel.ts';
import { FramedPort } from '../ports/framedPort.ts';
import type { FramedPortSettings, PortWriter } from '../ports/framedPort.ts';
import { createAddressFilter } from './addressFilter.ts';
import type { ScaleCodec } from './codecs/scaleCodec.ts';
import { interpretScaleMessage } from './scaleObservation.ts';
import type { ScaleReadingRules } from './scaleObservation.ts';

/** A late reply comes within this time after the time-out, or never. */
const MAX_LATE_REPLY_MS = 2_000;

/** One polled scale. */
export interface PolledScaleSettings extends FramedPortSettings {
  codec: ScaleCodec;
  address: string | null;
  rules: ScaleReadingRules;
  poll: PollSettings & { command: string };
  /** By the site file; null: it names none, and the scale's is not requested. */
  serialNumber: string | null;
}

/** The driver of a scale that answers a command. */
export function createPolledScale(settings: PolledScaleSettings, context: DriverContext): Driver {
  const port = new FramedPort(settings, context);
  return {
    instrument: settings.instrument,
    health: () => port.health(),
    run(signal) {
      const polling = new PollingHandler(settings, context, port);
      return port.run(signal, polling);
    },
  };
}

class PollingHandler {
  readonly #settings: PolledScaleSettings;
  readonly #context: DriverContext;
  readonly #port: FramedPort;
  readonly #isOwnAddress: (address: unknown) => boolean;
  #writer: PortWriter | null = null;
  #requestedAtMs = 0;
  #awaitingReply = false;
  /** A request timed out, and its reply may still come. */
  #awaitingLateReply = false;
  #identifying = false;
  #cancel: () => void = () => undefined;

  constructor(settings: PolledScaleSettings, context: DriverContext, port: FramedPort) {
    this.#settings = settings;
    this.#context = context;
    this.#port = port;
    this.#isOwnAddress = createAddressFilter(settings.address);
  }

  onOpen(writer: PortWriter): () => void {
    this.#writer = writer;
    this.#requestSerialNumber();
    return () => {
      this.#cancel();
      this.#writer = null;
    };
  }

  onFrame({ message, raw }: DecodedFrame, atMs: number): void {
    const { instrument, rules } = this.#settings;
    if (!this.#isOwnAddress(message['address'])) return;
    if (this.#handleSerialNumber(message)) return;
    const observation = interpretScaleMessage(message, { instrument, atMs, raw }, rules);
    if (observation === null) return;
    if (!this.#awaitingReply) {
      // The late reply that was waited for is discarded; the next reply will be the next request's.
      if (this.#awaitingLateReply) this.#resumePolling();
      return;
    }
    this.#awaitingReply = false;
    this.#cancel();
    this.#scheduleRequest(this.#settings.poll.intervalMs - (atMs - this.#requestedAtMs));
    if (observation.kind === 'fault') this.#port.reportFault(observation.fault, observation.detail, raw);
    else {
      this.#port.clearFault();
      this.#context.onObservation(observation);
    }
  }

  /**
   * First, which unit this is: a scale that was swapped must give no weight under another's verification mark.
   */
  #requestSerialNumber(): void {
    const { codec, poll, address, serialNumber } = this.#settings;
    if (serialNumber === null || codec.serialNumberQuery === undefined) {
      this.#sendRequest();
      return;
    }
    this.#identifying = true;
    // Clones that do not know the query weigh as well: no reply is no contradiction.
    this.#cancel = this.#context.clock.after(poll.timeoutMs, () => this.#finishIdentification());
    this.#writer?.send(codec.encodeRequest(codec.serialNumberQuery.command, address));
  }

  #finishIdentification(): void {
    this.#identifying = false;
    this.#cancel();
    this.#sendRequest();
  }

  /** True if the message was about the serial number; a late reply can end the connection too. */
  #handleSerialNumber(message: DeviceMessage): boolean {
    const { codec, serialNumber } = this.#settings;
    const reportedSerialNumber = codec.serialNumberQuery?.parseReply(message) ?? null;
    if (serialNumber === null || (reportedSerialNumber === null && !this.#identifying)) return false;
    if (reportedSerialNumber !== null && reportedSerialNumber !== serialNumber)
      this.#writer?.end(
        'other-instrument',
        `it says serial number "${reportedSerialNumber}", the site file "${serialNumber}"`,
      );
    else if (this.#identifying && (reportedSerialNumber !== null || message.kind === 'nak'))
      this.#finishIdentification();
    return true;
  }

  #scheduleRequest(delayMs: number): void {
    this.#cancel = this.#context.clock.after(Math.max(0, delayMs), () => this.#sendRequest());
  }

  #sendRequest(): void {
    const { codec, poll, address } = this.#settings;
    this.#requestedAtMs = this.#context.clock.monotonicMs();
    this.#awaitingReply = true;
    this.#awaitingLateReply = false;
    this.#cancel = this.#context.clock.after(poll.timeoutMs, () => this.#handleTimeout());
    this.#writer?.send(codec.encodeRequest(poll.command, address));
  }

  #handleTimeout(): void {
    const { poll } = this.#settings;
    this.#awaitingReply = false;
    this.#port.reportFault('no-reply', `nothing within ${poll.timeoutMs} ms after ${poll.command}`);
    // These protocols number nothing: a reply that comes after the next request would be taken for its own. So nothing
    // is sent until the late reply has come, or will not come any more.
    this.#awaitingLateReply = true;
    this.#scheduleRequest(MAX_LATE_REPLY_MS);
  }

  #resumePolling(): void {
    this.#awaitingLateReply = false;
    this.#cancel();
    this.#scheduleRequest(this.#settings.poll.intervalMs);
  }
}
