// An LLRP reader as a driver: one TCP connection from the reader's greeting to a clean farewell. It sets the reader up,
// answers its keep-alives, turns its reports into tag reads by the host's clock, and ends when the reader falls silent
// for two keep-alive periods; opening again is supervision's business. Knows no TCP: it is given a port.
import type { Driver, DriverContext } from '../../contract/driver.ts';
import type { Frame, Message } from '../../contract/message.ts';
import type { PortAddress } from '../../contract/port.ts';
import { Line } from '../../line.ts';
import type { Talk, Wire } from '../../line.ts';
import { tagsOf } from '../codec.ts';
import type { InventoryTag } from '../codec.ts';
import { ANSWER_OFFSET, MESSAGE, llrp, llrpMessage } from './codec.ts';
import { startCommands, stopBody } from './commands.ts';
import type { Command } from './commands.ts';
import { ATTEMPT_REFUSALS } from './reports.ts';

export interface LlrpSettings {
  instrument: string;
  port: PortAddress;
  /** What the reader is told to send a keep-alive after. Two of these without a byte end the session. */
  keepaliveMs: number;
  /** Radio region that the site allows. A reader that says it obeys another country's rules is not started. */
  region: string | null;
}

const REPLY_TIMEOUT_MS = 5_000;
const FAREWELL_TIMEOUT_MS = 1_000;
const PERIODS_OF_SILENCE = 2;
/** ISO 3166 numbers of regions that are one country. Europe is many: nothing is checked there. */
const COUNTRIES: Readonly<Record<string, number>> = { JP: 392, US: 840, KR: 410, CN: 156, AU: 36, TW: 158 };

export function llrpReader(settings: LlrpSettings, context: DriverContext): Driver {
  const { instrument, port, keepaliveMs } = settings;
  const line = new Line({ instrument, port, codec: llrp, silentAfterMs: PERIODS_OF_SILENCE * keepaliveMs }, context);
  return {
    instrument,
    health: () => line.health(),
    async run(signal) {
      if (signal.aborted) return 'stopped';
      const conversation = new Conversation(settings, context, line);
      // The farewell needs the connection: it is closed when the reader has answered, or will not.
      const over = new AbortController();
      const stop = (): void => conversation.leave(() => over.abort());
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await line.session(over.signal, conversation);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

interface Asked {
  command: Command;
  id: number;
}

class Conversation implements Talk {
  readonly #settings: LlrpSettings;
  readonly #context: DriverContext;
  readonly #line: Line;
  readonly #toAsk: Command[];
  #wire: Wire | null = null;
  #phase: 'greeting' | 'starting' | 'reading' | 'leaving' = 'greeting';
  #asked: Asked | null = null;
  #lastId = 0;
  #cancel: () => void = () => undefined;
  #left: () => void = () => undefined;

  constructor(settings: LlrpSettings, context: DriverContext, line: Line) {
    this.#settings = settings;
    this.#context = context;
    this.#line = line;
    this.#toAsk = startCommands(settings.keepaliveMs);
  }

  begin(wire: Wire): () => void {
    this.#wire = wire;
    this.#within(REPLY_TIMEOUT_MS, () =>
      this.#wire?.end('no-reply', 'the reader did not greet: no READER_EVENT_NOTIFICATION'),
    );
    return () => {
      this.#cancel();
      this.#wire = null;
    };
  }

  /** `left` is called once, when there is nothing more to wait for. */
  leave(left: () => void): void {
    this.#cancel();
    if (this.#wire === null || this.#phase === 'greeting') {
      left();
      return;
    }
    this.#phase = 'leaving';
    this.#left = left;
    // An answer still under way must not go on with the start.
    this.#asked = null;
    this.#send(MESSAGE.deleteRospec, stopBody());
    this.#send(MESSAGE.closeConnection);
    this.#within(FAREWELL_TIMEOUT_MS, left);
  }

  hear({ message, raw }: Frame, atMs: number): void {
    // Frames of one chunk may follow the one that ended the session.
    if (this.#wire === null) return;
    switch (message.kind) {
      case 'keepAlive':
        this.#wire.send(llrpMessage(MESSAGE.keepaliveAck, Number(message['messageId'])));
        return;
      case 'inventory':
        for (const tag of tagsOf(message)) this.#heardTag(tag, raw, atMs);
        return;
      case 'event':
        this.#heardEvent(message, raw);
        return;
      case 'refusal':
        this.#heardRefusal(message, raw);
        return;
      case 'invalid':
        this.#line.fault('frame-refused', `${String(message['name'])} does not end where its parameters do`, raw);
        return;
      default:
        this.#heardAnswer(message);
    }
  }

  #heardTag(tag: InventoryTag, raw: Uint8Array, atMs: number): void {
    if (tag.crcOk === false) {
      this.#line.fault('tag-crc-wrong', 'a tag’s own CRC does not fit its EPC', raw);
      return;
    }
    this.#line.well();
    this.#context.observe({
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

  #heardEvent(event: Message, raw: Uint8Array): void {
    const attempt = event['connectionAttempt'];
    const antenna = event['antenna'] as { id: number; connected: boolean } | undefined;
    if (typeof attempt === 'number' && this.#phase === 'greeting') this.#greeted(attempt);
    else if (typeof attempt === 'number' && attempt !== 0) this.#line.fault('reader-error', refusalWords(attempt), raw);
    if (event['connectionClosed'] === true && this.#phase !== 'leaving')
      this.#wire?.end('port-closed', 'the reader ends the connection');
    if (typeof event['exception'] === 'string') this.#line.fault('reader-error', event['exception'], raw);
    if (antenna?.connected === false) this.#line.fault('reader-error', `antenna ${antenna.id} is disconnected`, raw);
  }

  #greeted(attempt: number): void {
    if (attempt === 0) this.#askNext();
    else this.#wire?.end('reader-error', refusalWords(attempt));
  }

  #heardRefusal(message: Message, raw: Uint8Array): void {
    const why = statusWords(message);
    if (this.#asked?.id === message['messageId']) this.#refused(why);
    else this.#line.fault('reader-error', why, raw);
  }

  #heardAnswer(message: Message): void {
    if (this.#phase === 'leaving' && message['type'] === MESSAGE.closeConnectionResponse) {
      this.#cancel();
      this.#left();
      return;
    }
    const asked = this.#asked;
    if (asked === null || message['type'] !== asked.command.type + ANSWER_OFFSET || message['messageId'] !== asked.id)
      return;
    if ((message['statusCode'] ?? 0) !== 0) this.#refused(statusWords(message));
    else if (this.#isForeign(message['countryCode']))
      this.#wire?.end(
        'reply-refused',
        `the reader obeys the radio rules of country ${String(message['countryCode'])}, not of ${this.#settings.region ?? ''}`,
      );
    else this.#askNext();
  }

  #isForeign(countryCode: unknown): boolean {
    const country = COUNTRIES[this.#settings.region ?? ''];
    return country !== undefined && typeof countryCode === 'number' && countryCode !== 0 && countryCode !== country;
  }

  #refused(why: string): void {
    if (this.#phase !== 'starting' || this.#asked === null) return;
    if (this.#asked.command.needed) this.#wire?.end('reply-refused', `${this.#asked.command.name}: ${why}`);
    else this.#askNext();
  }

  #askNext(): void {
    this.#cancel();
    const command = this.#toAsk.shift();
    if (command === undefined) {
      this.#phase = 'reading';
      this.#asked = null;
      this.#line.well();
      return;
    }
    this.#phase = 'starting';
    this.#asked = { command, id: this.#send(command.type, command.body) };
    this.#within(REPLY_TIMEOUT_MS, () =>
      this.#wire?.end('no-reply', `${command.name} was not answered within ${REPLY_TIMEOUT_MS} ms`),
    );
  }

  #send(type: number, body?: Uint8Array): number {
    this.#lastId += 1;
    this.#wire?.send(llrpMessage(type, this.#lastId, body));
    return this.#lastId;
  }

  #within(delayMs: number, action: () => void): void {
    this.#cancel = this.#context.clock.after(delayMs, action);
  }
}

function statusWords({ statusCode, description }: Message): string {
  return `status ${String(statusCode)}${typeof description === 'string' && description !== '' ? `: ${description}` : ''}`;
}

function refusalWords(attempt: number): string {
  return ATTEMPT_REFUSALS[attempt] ?? `the reader refused the connection with code ${attempt}`;
}
