// The two ways of a Modbus request over a byte stream, and the finding of its one answer in whatever arrives. Both take
// and give RTU frames (unit, function, data, CRC), the form that modbus-serial speaks. Knows no port and no timer.
import { modbusCrc } from './modbusCrc.ts';

export interface ModbusFraming {
  /** Remembers what would answer `request`; gives the bytes to send. */
  frameRequest(request: Uint8Array): Uint8Array;
  /** The answer as an RTU frame, once it is complete; null before. */
  receive(chunk: Uint8Array): Uint8Array | null;
  /** Nothing is awaited any more: what arrives from now on is thrown away. True if the answer had come, but damaged. */
  cancelRequest(): boolean;
  /** Bytes that belonged to no awaited answer, since the framing was made. */
  discardedBytes(): number;
}

/** 256 is the longest RTU frame; room for one unasked one before it. */
const MAX_PENDING_BYTES = 512;
const EXCEPTION_LENGTH = 5;
const WRITE_LENGTH = 8;
const MIN_RESPONSE_LENGTH = EXCEPTION_LENGTH;

/** Length that an answer's own first bytes announce; null: no answer to anything that is ever asked here. */
function announcedResponseLength(functionCode: number, third: number): number | null {
  if (functionCode > 0x80) return EXCEPTION_LENGTH;
  if (isReadFunction(functionCode)) return third > 0 && third <= 250 ? EXCEPTION_LENGTH + third : null;
  return functionCode === 5 || functionCode === 6 || functionCode === 15 || functionCode === 16 ? WRITE_LENGTH : null;
}

/** Coils, discrete inputs, holding and input registers. */
function isReadFunction(functionCode: number): boolean {
  return functionCode >= 1 && functionCode <= 4;
}

/** Length of the answer to a request. */
function expectedResponseLength(request: Buffer): number {
  const functionCode = request[1] ?? 0;
  if (!isReadFunction(functionCode)) return WRITE_LENGTH;
  const count = request.readUInt16BE(4);
  return EXCEPTION_LENGTH + (functionCode <= 2 ? Math.ceil(count / 8) : 2 * count);
}

/** The answer to a write repeats the request's first six bytes: unit, function, address, and the value or how many. */
function echoesRequest(request: Buffer, body: Uint8Array): boolean {
  return isReadFunction(request[1] ?? 0) || request.subarray(0, 6).equals(body.subarray(0, 6));
}

/**
 * RTU carries no number that ties an answer to its question. An answer is believed only if unit, function, byte count
 * and CRC all fit; the bus makes sure that two questions which could be mixed up differ in one of them (lateness.ts).
 */
export class RtuFraming implements ModbusFraming {
  readonly #onStrayFrame: (frame: Uint8Array) => void;
  #request: Buffer | null = null;
  #pending: Uint8Array = new Uint8Array();
  #discarded = 0;

  /** `stray`: told of every sound answer that nobody awaited. */
  constructor(stray: (frame: Uint8Array) => void) {
    this.#onStrayFrame = stray;
  }

  frameRequest(request: Uint8Array): Uint8Array {
    this.cancelRequest();
    this.#request = Buffer.from(request);
    return request;
  }

  receive(chunk: Uint8Array): Uint8Array | null {
    const joined = Buffer.concat([this.#pending, chunk]);
    let answer: Uint8Array | null = null;
    let kept = 0;
    for (let at = 0; at + MIN_RESPONSE_LENGTH <= joined.length; at += 1) {
      const length = announcedResponseLength(joined[at + 1] ?? 0, joined[at + 2] ?? 0);
      if (length === null || at + length > joined.length || modbusCrc(joined.subarray(at, at + length)) !== 0) continue;
      const frame = joined.subarray(at, at + length);
      if (answer === null && this.#isExpectedResponse(frame)) answer = Uint8Array.from(frame);
      else this.#onStrayFrame(frame);
      this.#discarded += at - kept;
      kept = at + length;
      at = kept - 1;
    }
    const over = Math.max(kept, joined.length - MAX_PENDING_BYTES);
    this.#discarded += over - kept;
    this.#pending = Uint8Array.from(joined.subarray(over));
    if (answer) this.#request = null;
    return answer;
  }

  cancelRequest(): boolean {
    const damaged = this.#hasDamagedResponse();
    this.#discarded += this.#pending.length;
    this.#pending = new Uint8Array();
    this.#request = null;
    return damaged;
  }

  discardedBytes(): number {
    return this.#discarded;
  }

  #isExpectedResponse(frame: Uint8Array): boolean {
    const request = this.#request;
    if (!request || frame[0] !== request[0]) return false;
    if (frame[1] === ((request[1] ?? 0) | 0x80)) return true;
    return frame[1] === request[1] && frame.length === expectedResponseLength(request) && echoesRequest(request, frame);
  }

  /** Everything that the awaited answer begins with, and as many bytes: it came, and its CRC was wrong. */
  #hasDamagedResponse(): boolean {
    const request = this.#request;
    if (!request) return false;
    const length = expectedResponseLength(request);
    for (let at = 0; at + length <= this.#pending.length; at += 1) {
      const isBeginning = this.#pending[at] === request[0] && this.#pending[at + 1] === request[1];
      if (isBeginning && announcedResponseLength(this.#pending[at + 1] ?? 0, this.#pending[at + 2] ?? 0) === length)
        return true;
    }
    return false;
  }
}

const MBAP_LENGTH = 6;
const MAX_PDU_BYTES = 254;

/** Modbus TCP: every question has its own number out of 65 536; an answer with another number is nobody's. */
export class MbapFraming implements ModbusFraming {
  #transactionId = 0;
  #request: Buffer | null = null;
  #pending: Uint8Array = new Uint8Array();
  #discarded = 0;

  frameRequest(request: Uint8Array): Uint8Array {
    this.#transactionId = (this.#transactionId + 1) & 0xffff;
    this.#request = Buffer.from(request);
    const packet = Buffer.alloc(MBAP_LENGTH + request.length - 2);
    packet.writeUInt16BE(this.#transactionId, 0);
    packet.writeUInt16BE(request.length - 2, 4);
    packet.set(request.subarray(0, -2), MBAP_LENGTH);
    return packet;
  }

  /** Throws a RangeError if the stream is not Modbus TCP: nothing after it could be believed. */
  receive(chunk: Uint8Array): Uint8Array | null {
    let rest: Buffer = Buffer.concat([this.#pending, chunk]);
    let answer: Uint8Array | null = null;
    while (rest.length >= MBAP_LENGTH) {
      const length = rest.readUInt16BE(4);
      if (rest.readUInt16BE(2) !== 0 || length < 3 || length > MAX_PDU_BYTES)
        throw new RangeError('the bytes are not Modbus TCP');
      const end = MBAP_LENGTH + length;
      if (rest.length < end) break;
      const body = rest.subarray(MBAP_LENGTH, end);
      if (answer === null && rest.readUInt16BE(0) === this.#transactionId && this.#isExpectedResponse(body))
        answer = withCrc(body);
      else this.#discarded += end;
      rest = rest.subarray(end);
    }
    this.#pending = Uint8Array.from(rest);
    if (answer) this.#request = null;
    return answer;
  }

  cancelRequest(): boolean {
    // Half an answer stays: its end is still to come, and the stream must keep its step.
    this.#request = null;
    return false;
  }

  discardedBytes(): number {
    return this.#discarded;
  }

  #isExpectedResponse(body: Uint8Array): boolean {
    if (!this.#request || body[0] !== this.#request[0]) return false;
    const functionCode = this.#request[1] ?? 0;
    if (body[1] === (functionCode | 0x80)) return body.length === EXCEPTION_LENGTH - 2;
    return (
      body[1] === functionCode &&
      body.length === expectedResponseLength(this.#request) - 2 &&
      echoesRequest(this.#request, body)
    );
  }
}

function withCrc(body: Uint8Array): Uint8Array {
  const crc = modbusCrc(body);
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}
