// An LLRP reader as a driver: one TCP connection from the reader's first event to CLOSE_CONNECTION. It configures the
// reader, acknowledges its keep-alives, turns its reports into tag reads by the host's clock, and ends when the reader
// falls silent for two keep-alive periods; supervision opens it again. Must not know TCP: it is given a port.
import type { Driver, DriverContext } from '../../contract/driver.ts';
import type { DecodedFrame, DeviceMessage } from '../../contract/codec.ts';
import type { PortAddress } from '../../contract/port.ts';
import { FramedPort } from '../../ports/framedPort.ts';
import type { ProtocolHandler, PortWriter } from '../../ports/framedPort.ts';
import { listTags } from '../codecs/readerCodec.ts';
import type { InventoryTag } from '../codecs/readerCodec.ts';
import { LLRP_RESPONSE_OFFSET, LLRP_MESSAGE_TYPES, llrpCodec, encodeLlrpMessage } from './llrpCodec.ts';
import { createStartCommands, encodeDeleteAllRospecs } from './llrpCommands.ts';
import type { LlrpCommand } from './llrpCommands.ts';
import { CONNECTION_ATTEMPT_REASONS } from './llrpReports.ts';
import type { InstrumentId } from '../../contract/siteIds.ts';

/** One LLRP reader. */
export interface LlrpReaderSettings {
  instrument: InstrumentId;
  port: PortAddress;
  /** Interval of the reader's keep-alives. Two of them without a byte end the connection. */
  keepaliveMs: number;
  /** Radio region that the site allows. A reader that obeys another country's rules is not started. */
  region: string | null;
}

const REPLY_TIMEOUT_MS = 5_000;
const FAREWELL_TIMEOUT_MS = 1_000;
const MAX_SILENT_KEEPALIVES = 2;
/** ISO 3166 numbers of regions that are one country. Europe is many: nothing is checked there. */
const COUNTRIES: Readonly<Record<string, number>> = { JP: 392, US: 840, KR: 410, CN: 156, AU: 36, TW: 158 };

/** The driver of an LLRP reader. */
export function createLlrpReader(settings: LlrpReaderSettings, context: DriverContext): Driver {
  const { instrument, keepaliveMs } = settings;
  const port = new FramedPort(
    { instrument, port: settings.port, codec: llrpCodec, silentAfterMs: MAX_SILENT_KEEPALIVES * keepaliveMs },
    context,
  );
  return {
    instrument,
    health: () => port.health(),
    async run(signal) {
      if (signal.aborted) return 'stopped';
      const session = new LlrpSession(settings, context, port);
      // The farewell needs the connection: it is closed when the reader has answered, or will not.
      const ended = new AbortController();
      const stop = (): void => session.close(() => ended.abort());
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await port.run(ended.signal, session);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

interface PendingCommand {
  command: LlrpCommand;
  id: number;
}

class LlrpSession implements ProtocolHandler {
  readonly #settings: LlrpReaderSettings;
  readonly #context: DriverContext;
  readonly #port: FramedPort;
  readonly #remainingCommands: LlrpCommand[];
  #writer: PortWriter | null = null;
  #phase: 'greeting' | 'starting' | 'reading' | 'leaving' = 'greeting';
  #pending: PendingCommand | null = null;
  #lastId = 0;
  #cancel: () => void = () => undefined;
  #onClosed: () => void = () => undefined;

  constructor(settings: LlrpReaderSettings, context: DriverContext, port: FramedPort) {
    this.#settings = settings;
    this.#context = context;
    this.#port = port;
    this.#remainingCommands = createStartCommands(settings.keepaliveMs);
  }

  onOpen(writer: PortWriter): () => void {
    this.#writer = writer;
    this.#startTimeout(REPLY_TIMEOUT_MS, () =>
      this.#writer?.end('no-reply', 'the reader did not greet: no READER_EVENT_NOTIFICATION'),
    );
    return () => {
      this.#cancel();
      this.#writer = null;
    };
  }

  /** Ends the session; `onLeft` is called once, when the reader has answered or will not. */
  close(onLeft: () => void): void {
    this.#cancel();
    if (this.#writer === null || this.#phase === 'greeting') {
      onLeft();
      return;
    }
    this.#phase = 'leaving';
    this.#onClosed = onLeft;
    // A response still under way must not continue the start.
    this.#pending = null;
    this.#send(LLRP_MESSAGE_TYPES.deleteRospec, encodeDeleteAllRospecs());
    this.#send(LLRP_MESSAGE_TYPES.closeConnection);
    this.#startTimeout(FAREWELL_TIMEOUT_MS, onLeft);
  }

  onFrame({ message, raw }: DecodedFrame, atMs: number): void {
    // Frames of one chunk may follow the one that ended the session.
    if (this.#writer === null) return;
    switch (message.kind) {
      case 'keepAlive':
        this.#writer.send(encodeLlrpMessage(LLRP_MESSAGE_TYPES.keepaliveAck, Number(message['messageId'])));
        return;
      case 'inventory':
        for (const tag of listTags(message)) this.#handleTag(tag, raw, atMs);
        return;
      case 'event':
        this.#handleEvent(message, raw);
        return;
      case 'refusal':
        this.#handleErrorMessage(message, raw);
        return;
      case 'invalid':
        this.#port.reportFault('frame-refused', `${String(message['name'])} does not end where its parameters do`, raw);
        return;
      default:
        this.#handleResponse(message);
    }
  }

  #handleTag(tag: InventoryTag, raw: Uint8Array, atMs: number): void {
    if (tag.crcOk === false) {
      this.#port.reportFault('tag-crc-wrong', 'a tag’s own CRC does not fit its EPC', raw);
      return;
    }
    this.#port.clearFault();
    this.#context.onObservation({
      kind: 'tag',
      instrument: this.#settings.instrument,
      atMs,
      raw,
      epcHex: tag.epc,
      antenna: typeof tag.antenna === 'number' ? tag.antenna : 1,
      ...(tag.rssiDbm === undefined ? {} : { rssiDbm: Number(tag.rssiDbm) }),
      crcChecked: tag.crcOk === true,
    });
  }

  #handleEvent(event: DeviceMessage, raw: Uint8Array): void {
    const attempt = event['connectionAttempt'];
    const antenna = event['antenna'] as { id: number; connected: boolean } | undefined;
    if (typeof attempt === 'number' && this.#phase === 'greeting') this.#handleGreeting(attempt);
    else if (typeof attempt === 'number' && attempt !== 0)
      this.#port.reportFault('reader-error', describeConnectionFailure(attempt), raw);
    if (event['connectionClosed'] === true && this.#phase !== 'leaving')
      this.#writer?.end('port-closed', 'the reader ends the connection');
    if (typeof event['exception'] === 'string') this.#port.reportFault('reader-error', event['exception'], raw);
    if (antenna?.connected === false)
      this.#port.reportFault('reader-error', `antenna ${antenna.id} is disconnected`, raw);
  }

  #handleGreeting(attempt: number): void {
    if (attempt === 0) this.#sendNextCommand();
    else this.#writer?.end('reader-error', describeConnectionFailure(attempt));
  }

  #handleErrorMessage(message: DeviceMessage, raw: Uint8Array): void {
    const reason = describeStatus(message);
    if (this.#pending?.id === message['messageId']) this.#handleCommandFailure(reason);
    else this.#port.reportFault('reader-error', reason, raw);
  }

  #handleResponse(message: DeviceMessage): void {
    if (this.#phase === 'leaving' && message['type'] === LLRP_MESSAGE_TYPES.closeConnectionResponse) {
      this.#cancel();
      this.#onClosed();
      return;
    }
    const pending = this.#pending;
    if (
      pending === null ||
      message['type'] !== pending.command.type + LLRP_RESPONSE_OFFSET ||
      message['messageId'] !== pending.id
    )
      return;
    if ((message['statusCode'] ?? 0) !== 0) this.#handleCommandFailure(describeStatus(message));
    else if (this.#isOtherCountry(message['countryCode']))
      this.#writer?.end(
        'reply-refused',
        `the reader obeys the radio rules of country ${String(message['countryCode'])}, not of ${this.#settings.region ?? ''}`,
      );
    else this.#sendNextCommand();
  }

  #isOtherCountry(countryCode: unknown): boolean {
    const country = COUNTRIES[this.#settings.region ?? ''];
    return country !== undefined && typeof countryCode === 'number' && countryCode !== 0 && countryCode !== country;
  }

  #handleCommandFailure(reason: string): void {
    if (this.#phase !== 'starting' || this.#pending === null) return;
    if (this.#pending.command.required) this.#writer?.end('reply-refused', `${this.#pending.command.name}: ${reason}`);
    else this.#sendNextCommand();
  }

  #sendNextCommand(): void {
    this.#cancel();
    const command = this.#remainingCommands.shift();
    if (command === undefined) {
      this.#phase = 'reading';
      this.#pending = null;
      this.#port.clearFault();
      return;
    }
    this.#phase = 'starting';
    this.#pending = { command, id: this.#send(command.type, command.body) };
    this.#startTimeout(REPLY_TIMEOUT_MS, () =>
      this.#writer?.end('no-reply', `${command.name} was not answered within ${REPLY_TIMEOUT_MS} ms`),
    );
  }

  #send(type: number, body?: Uint8Array): number {
    this.#lastId += 1;
    this.#writer?.send(encodeLlrpMessage(type, this.#lastId, body));
    return this.#lastId;
  }

  #startTimeout(delayMs: number, action: () => void): void {
    this.#cancel = this.#context.clock.after(delayMs, action);
  }
}

function describeStatus({ statusCode, description }: DeviceMessage): string {
  return `status ${String(statusCode)}${typeof description === 'string' && description !== '' ? `: ${description}` : ''}`;
}

function describeConnectionFailure(attempt: number): string {
  return CONNECTION_ATTEMPT_REASONS[attempt] ?? `the reader refused the connection with code ${attempt}`;
}
