// A small LLRP reader on a real TCP port, with an encoder of its own: what it sends is written from the tables of LLRP
// 1.0.1, and shares nothing with the driver. It notes what it hears and does what a test tells it to.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export const TYPE = {
  capabilities: 1,
  setConfig: 3,
  closeResponse: 4,
  close: 14,
  addRospec: 20,
  deleteRospec: 21,
  enableRospec: 24,
  report: 61,
  keepalive: 62,
  event: 63,
  keepaliveAck: 72,
  error: 100,
} as const;

export interface Asked {
  type: number;
  id: number;
  body: Buffer;
}

function number(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);
}

export function message(type: number, id: number, body: readonly number[] = []): Buffer {
  return Buffer.from([...number(0x0400 + type, 2), ...number(10 + body.length, 4), ...number(id, 4), ...body]);
}

export function parameter(type: number, body: readonly number[]): number[] {
  return [...number(type, 2), ...number(4 + body.length, 2), ...body];
}

export function status(code: number, description = ''): number[] {
  const text = [...Buffer.from(description)];
  return parameter(287, [...number(code, 2), ...number(text.length, 2), ...text]);
}

const UTC = parameter(128, number(1_398_936_810_740_479, 8));

export function attempt(code: number): Buffer {
  return message(TYPE.event, 1, parameter(246, [...UTC, ...parameter(256, number(code, 2))]));
}

export function readerEvent(...parameters: number[][]): Buffer {
  return message(TYPE.event, 2, parameter(246, [...UTC, ...parameters.flat()]));
}

/** 96 bits as TV 13, others as TLV 241; then antenna, RSSI, first seen, count. */
export function tagReport(
  epc: string,
  { antenna = 1, rssi = -60, more = [] }: { antenna?: number; rssi?: number; more?: readonly number[] } = {},
): number[] {
  const bytes = [...Buffer.from(epc, 'hex')];
  const identity =
    bytes.length === 12 ? [0x80 + 13, ...bytes] : parameter(241, [...number(bytes.length * 8, 2), ...bytes]);
  return parameter(240, [
    ...identity,
    0x81,
    ...number(antenna, 2),
    0x86,
    (rssi + 256) % 256,
    0x82,
    ...number(1_398_936_810_740_479, 8),
    0x88,
    0,
    1,
    ...more,
  ]);
}

export function report(...tags: number[][]): Buffer {
  return message(TYPE.report, 7, tags.flat());
}

/** An answer to each question; null: none. */
export type Reaction = (asked: Asked, reader: LlrpReader) => Buffer | null;

/** What a reader in good health does: Japan's rules, every question answered with success. */
export function healthy({ type, id }: Asked): Buffer | null {
  if (type === TYPE.keepaliveAck) return null;
  if (type === TYPE.close) return message(TYPE.closeResponse, id, status(0));
  const general = parameter(137, [
    ...number(4, 2),
    ...number(0, 2),
    ...number(161, 4),
    ...number(96_008, 4),
    ...number(5, 2),
    ...Buffer.from('3.9.5'),
  ]);
  const regulatory = parameter(143, [...number(392, 2), ...number(0, 2)]);
  return message(type + 10, id, [...status(0), ...(type === TYPE.capabilities ? [...general, ...regulatory] : [])]);
}

export class LlrpReader {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  #socket: Socket | null = null;
  #pending = Buffer.alloc(0);
  connections = 0;
  /** True once the client has ended the connection. */
  hungUp = false;

  constructor(greeting: Buffer | null, react: Reaction = healthy) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.hungUp = false;
      this.#socket = socket;
      this.#pending = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.hungUp = true;
      });
      socket.on('data', (chunk) => this.#took(chunk, react));
      if (greeting) socket.write(greeting);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  send(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  heard(type: number): Asked[] {
    return this.asked.filter((one) => one.type === type);
  }

  async end(): Promise<void> {
    this.#socket?.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #took(chunk: Buffer, react: Reaction): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= 10 && this.#pending.length >= this.#pending.readUInt32BE(2)) {
      const length = this.#pending.readUInt32BE(2);
      const asked = {
        type: this.#pending.readUInt16BE(0) & 0x3ff,
        id: this.#pending.readUInt32BE(6),
        body: Buffer.from(this.#pending.subarray(10, length)),
      };
      this.#pending = this.#pending.subarray(length);
      this.asked.push(asked);
      const answer = react(asked, this);
      if (answer) this.send(answer);
    }
  }
}
