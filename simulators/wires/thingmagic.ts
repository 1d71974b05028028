// A ThingMagic M6E Nano, from SparkFun's notes on the Mercury protocol and a capture: FF, length of data, operation,
// status in replies, data, and ThingMagic's CRC. Once told to, it reports each tag by itself. Shares nothing with the
// driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import { createCommandFramer, byteListFromHex, protocolControlWord } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import { storedCrc } from './m100.ts';
import type { Antenna } from './antenna.ts';

const HEAD = 0xff;
const OPERATION = { tag: 0x22, continuous: 0x2f } as const;
const SETTINGS = new Set([0x91, 0x92, 0x93, 0x97, 0x9a]);
const STATUS = { ok: [0x00, 0x00], noTags: [0x04, 0x00], unknown: [0x01, 0x01] } as const;
/** Everything a capture of a Nano had: count, RSSI, antenna, frequency, time, phase, protocol, data, GPIO. */
const METADATA_FLAGS = [0x01, 0xff] as const;
const GEN2 = 0x05;
const START_OPTION_AT = 5;
const STOP_OPTION = 0x02;
const ROUND_PERIOD_MS = 50;
const ALIVE_EVERY_ROUNDS = 20;

/**
 * Half a byte at a time: the register is shifted by four, the nibble joins at the low end, the high one picks a
 * multiple of 1021.
 */
export function mercuryFrameCrc(bytes: readonly number[]): number {
  let register = 0xffff;
  const shift = (nibble: number): void => {
    const high = register >>> 12;
    let multiple = 0;
    for (let bit = 0; bit < 4; bit += 1) if ((high >>> bit) & 1) multiple ^= 0x1021 << bit;
    register = (((register << 4) | nibble) ^ multiple) & 0xffff;
  };
  for (const byte of bytes) {
    shift(byte >>> 4);
    shift(byte & 0x0f);
  }
  return register;
}

export function encodeMercuryReply(
  operation: number,
  status: readonly number[],
  data: readonly number[] = [],
): Uint8Array {
  const body = [data.length, operation, ...status, ...data];
  const crc = mercuryFrameCrc(body);
  return Uint8Array.from([HEAD, ...body, crc >>> 8, crc & 0xff]);
}

export interface SimulatedMercuryTag {
  epcHex: string;
  rssiDbm: number;
  frequencyKHz: number;
  timestampMs: number;
}

const bytesOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** (count - 1 - index)) % 256);

export function encodeMercuryTag({ epcHex, rssiDbm, frequencyKHz, timestampMs }: SimulatedMercuryTag): Uint8Array {
  const epc = byteListFromHex(epcHex);
  const storedBits = [...protocolControlWord(epc), ...epc];
  const memory = [...storedBits, ...bytesOf(storedCrc(storedBits), 2)];
  const metadata = [
    0x01,
    rssiDbm & 0xff,
    0x11,
    ...bytesOf(frequencyKHz, 3),
    ...bytesOf(timestampMs, 4),
    0,
    0,
    GEN2,
    0,
    0,
    0x0f,
  ];
  return encodeMercuryReply(OPERATION.tag, STATUS.ok, [
    0x10,
    0x00,
    0x1b,
    ...METADATA_FLAGS,
    0x01,
    ...metadata,
    ...bytesOf(memory.length * 8, 2),
    ...memory,
  ]);
}

export function simulateThingMagicReader(antenna: Antenna, clock: Clock): SimulatedDevice {
  return (send) => {
    let reading = false;
    let quietRounds = 0;
    const startMs = clock.monotonicMs();
    const onFrame = (frame: number[]): void => {
      if (mercuryFrameCrc(frame.slice(1, -2)) !== (((frame.at(-2) ?? 0) << 8) | (frame.at(-1) ?? 0))) return;
      const operation = frame[2] ?? 0;
      if (operation === OPERATION.continuous) reading = frame[START_OPTION_AT] !== STOP_OPTION;
      const known = operation === OPERATION.continuous || SETTINGS.has(operation);
      send(encodeMercuryReply(operation, known ? STATUS.ok : STATUS.unknown));
    };
    const stop = repeatEvery(clock, ROUND_PERIOD_MS, () => {
      if (!reading) return;
      const nowMs = clock.monotonicMs();
      const answers = antenna.readInventoryRound(nowMs);
      quietRounds = answers.length > 0 ? 0 : quietRounds + 1;
      for (const answer of answers)
        send(encodeMercuryTag({ ...answer, frequencyKHz: 923_200, timestampMs: Math.floor(nowMs - startMs) }));
      // With nothing to tell, a sign of life about once a second.
      if (quietRounds > 0 && quietRounds % ALIVE_EVERY_ROUNDS === 0)
        send(encodeMercuryReply(OPERATION.tag, STATUS.noTags));
    });
    const lengthOf = ([head, length]: readonly number[]): number | null =>
      head !== HEAD ? 0 : length === undefined ? null : length + 5;
    return { receive: createCommandFramer(lengthOf, onFrame), close: stop };
  };
}
