// The wire vectors as tests use them, and the codec that each protocol's rows are for. The modbus rows of one device
// need that device's model: what a register means is not on the wire.
import { readFileSync } from 'node:fs';
import { loadModelFiles } from '../../config/modelFiles.ts';
import type { Codec, DecodedFrame, DeviceMessage, FrameDirection } from '../../drivers/contract/codec.ts';
import { createModbusRtuCodec } from '../../drivers/modbus/modbusRtuCodec.ts';
import { READER_CODECS } from '../../drivers/rfid/readerCodecs.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';

export interface Vector {
  protocol: string;
  device: string;
  direction: 'device->host' | 'host->device' | 'decode';
  hex: string;
  ascii: string;
  expect: Record<string, unknown>;
}

const ALL = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as Vector[];

export const MODELS = loadModelFiles(new URL('../../config/models', import.meta.url).pathname);

const MODEL_OF_DEVICE: Readonly<Record<string, string>> = {
  'Flintec FT-13 / PT113 class': 'flintec-ft13',
  'A&D AD-8551R': 'and-ad8551r',
};

export function vectorsOf(protocol: string): Vector[] {
  const rows = ALL.filter((vector) => vector.protocol === protocol);
  if (rows.length === 0) throw new Error(`no vectors of ${protocol}`);
  return rows;
}

export const STREAM_PROTOCOLS = ['and-std', 'm100', 'modbus-rtu-scale'] as const;

export function codecFor(vector: Vector): Codec {
  if (vector.protocol !== 'modbus-rtu-scale') {
    const codec = SCALE_CODECS[vector.protocol] ?? READER_CODECS[vector.protocol];
    if (!codec) throw new Error(`no codec for ${vector.protocol}`);
    return codec;
  }
  const model = MODELS.get(MODEL_OF_DEVICE[vector.device] ?? '');
  if (model?.kind !== 'modbus-scale') throw new Error(`no model for ${vector.device}`);
  return createModbusRtuCodec({ model, decimals: null });
}

export function bytesOf(vector: Vector): Uint8Array {
  return Buffer.from(vector.hex, 'hex');
}

export function directionOf(vector: Vector): FrameDirection {
  return vector.direction === 'host->device' ? 'host' : 'device';
}

export interface Heard {
  frames: DecodedFrame[];
  messages: DeviceMessage[];
  discarded: number;
}

/** Feeds chunks one after the other, then flushes. */
export function feed(codec: Codec, direction: FrameDirection, chunks: readonly Uint8Array[]): Heard {
  let state = codec.initialState(direction);
  const frames: DecodedFrame[] = [];
  let discarded = 0;
  for (const decoded of [...chunks.map((chunk) => () => codec.decode(state, chunk)), () => codec.flush(state)]) {
    const step = decoded();
    state = step.state;
    frames.push(...step.frames);
    discarded += step.discarded;
  }
  return { frames, messages: frames.map(({ message }) => message), discarded };
}
