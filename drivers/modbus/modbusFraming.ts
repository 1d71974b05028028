// The two framings of Modbus over a byte stream, and the finding of a request's one response in whatever arrives. Both
// take and give RTU frames (unit, function, data, CRC), the form that modbus-serial uses. Must not know ports or
// timers.
//
// @see MODBUS over Serial Line V1.02, section 2.5.1 (RTU)
// @see MODBUS Messaging on TCP/IP V1.0b, section 3.1.3 (MBAP header)
import { modbusCrc } from './modbusCrc.ts';

/** Frames one request at a time and finds its response. */
export interface ModbusFraming {
  /** Remembers which response fits `request`; returns the bytes to send. */
  frameRequest(request: Uint8Array): Uint8Array;
  /** The response as an RTU frame, once it is complete; null before. */
  receive(chunk: Uint8Array): Uint8Array | null;
  /** From now on whatever arrives is discarded. True if the response had come, but damaged. */
  cancelRequest(): boolean;
  /** Bytes that belonged to no awaited response, since the framing was made. */
  discardedBytes(): number;
}

/** 256 is the longest RTU frame; room for one unsolicited one before it. */
const MAX_PENDING_BYTES = 512;
const EXCEPTION_LENGTH = 5;
const WRITE_LENGTH = 8;
const MIN_RESPONSE_LENGTH = EXCEPTION_LENGTH;

/** The length that a response's first bytes announce; null: no response to any request that is sent here. */
function announcedResponseLength(functionCode: number, third: number): number | null {
  if (functionCode > 0x80) return EXCEPTION_LENGTH;
  if (isReadFunction(functionCode)) return third > 0 && third <= 250 ? EXCEPTION_LENGTH + third : null;
  return functionCode === 5 || functionCode === 6 || functionCode === 15 || functionCode === 16 ? WRITE_LENGTH : null;
}

/** Coils, discrete inputs, holding and input registers. */
function isReadFunction(functionCode: number): boolean {
  return functionCode >= 1 && functionCode <= 4;
}

/** Length of the response to a request. */
function expectedResponseLength(request: Buffer): number {
  const functionCode = request[1] ?? 0;
  if (!isReadFunction(functionCode)) return WRITE_LENGTH;
  const count = request.readUInt16BE(4);
  return EXCEPTION_LENGTH + (functionCode <= 2 ? Math.ceil(count / 8) : 2 * count);
}

/** The response to a write repeats the request's first six bytes: unit, function, address, and value or count. */
function echoesRequest(request: Buffer, body: Uint8Array): boolean {
  return isReadFunction(request[1] ?? 0) || request.subarray(0, 6).equals(body.subarray(0, 6));
}

/**
 * RTU framing. RTU carries no number that ties a response to its request: a response is accepted only if unit,
 * function, byte count and CRC all fit. That two requests with like responses are never confused is ensured by
 * lateResponses.ts.
 */
export class RtuFraming implements ModbusFraming {
  readonly #onStrayFrame: (frame: Uint8Array) => void;
  #request: Buffer | null = null;
  #pending: Uint8Array = new Uint8Array();
  #discarded = 0;

  /** `onStrayFrame` is called with every valid response that was not awaited. */
  constructor(onStrayFrame: (frame: Uint8Array) => void) {
    this.#onStrayFrame = onStrayFrame;
  }

  frameRequest(request: Uint8Array): Uint8Array {
    this.cancelRequest();
    this.#request = Buffer.from(request);
    return request;
  }

  receive(chunk: Uint8Array): Uint8Array | null {
    const joined = Buffer.concat([this.#pending, chunk]);
    let response: Uint8Array | null = null;
    let consumed = 0;
    for (let offset = 0; offset + MIN_RESPONSE_LENGTH <= joined.length; offset += 1) {
      const length = announcedResponseLength(joined[offset + 1] ?? 0, joined[offset + 2] ?? 0);
      if (
        length === null ||
        offset + length > joined.length ||
        modbusCrc(joined.subarray(offset, offset + length)) !== 0
      )
        continue;
      const frame = joined.subarray(offset, offset + length);
      if (response === null && this.#isExpectedResponse(frame)) response = Uint8Array.from(frame);
      else this.#onStrayFrame(frame);
      this.#discarded += offset - consumed;
      consumed = offset + length;
      offset = consumed - 1;
    }
    const pendingStart = Math.max(consumed, joined.length - MAX_PENDING_BYTES);
    this.#discarded += pendingStart - consumed;
    this.#pending = Uint8Array.from(joined.subarray(pendingStart));
    if (response) this.#request = null;
    return response;
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

  /**
   * True if unit, function, byte count and length of the awaited response are there: it came, and its CRC was wrong.
   */
  #hasDamagedResponse(): boolean {
    const request = this.#request;
    if (!request) return false;
    const length = expectedResponseLength(request);
    for (let offset = 0; offset + length <= this.#pending.length; offset += 1) {
      const isBeginning = this.#pending[offset] === request[0] && this.#pending[offset + 1] === request[1];
      if (
        isBeginning &&
        announcedResponseLength(this.#pending[offset + 1] ?? 0, this.#pending[offset + 2] ?? 0) === length
      )
        return true;
    }
    return false;
  }
}

const MBAP_LENGTH = 6;
const MAX_PDU_BYTES = 254;

/** Modbus TCP framing: every request has its own transaction id; a response with another id is discarded. */
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

  /**
   * The response as an RTU frame, once it is complete; null before.
   *
   * @throws {RangeError} when the stream is not Modbus TCP: no boundary after it could be trusted
   */
  receive(chunk: Uint8Array): Uint8Array | null {
    let rest: Buffer = Buffer.concat([this.#pending, chunk]);
    let response: Uint8Array | null = null;
    while (rest.length >= MBAP_LENGTH) {
      const length = rest.readUInt16BE(4);
      if (rest.readUInt16BE(2) !== 0 || length < 3 || length > MAX_PDU_BYTES)
        throw new RangeError('the bytes are not Modbus TCP');
      const end = MBAP_LENGTH + length;
      if (rest.length < end) break;
      const body = rest.subarray(MBAP_LENGTH, end);
      if (response === null && rest.readUInt16BE(0) === this.#transactionId && this.#isExpectedResponse(body))
        response = withCrc(body);
      else this.#discarded += end;
      rest = rest.subarray(end);
    }
    this.#pending = Uint8Array.from(rest);
    if (response) this.#request = null;
    return response;
  }

  cancelRequest(): boolean {
    // Half a response is kept: its end is still to come, and the next packet begins behind it.
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
