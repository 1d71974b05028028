// Readers of the UHFReader18 and UHFReader288 families, from the user manuals: length, address, command, status, data,
// CRC. One answers an inventory with all tags in a frame, the other with antenna and RSSI, a frame a tag. Shares
// nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { createCommandFramer, byteListFromHex } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { TagAnswer, Antenna } from './antenna.ts';

export type SimulatedUhfFamily = '18' | '288';

const COMMAND = { inventory: 0x01, info: 0x21, region: 0x22, scanTime: 0x25, power: 0x2f } as const;
const STATUS = { ok: 0x00, delivered: 0x01, more: 0x03, noTag: 0xfb, refused: 0xfe } as const;
const FIRST_ANTENNA = 0x01;
/** Version 5.2 of a UHFReader18, 0.22 of a UHFReader288. */
const INFORMATION = { 18: '0502860231801A14', 288: '00160C034E001E0A01000000' } as const;
const COMMAND_BYTES_LEAST = 5;

/** CRC-16/MCRF4XX: polynomial 8408 (reflected 1021), start FFFF; sent low byte first. */
function crc(bytes: readonly number[]): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  }
  return value;
}

/** The length counts everything behind itself, the CRC included. */
export function encodeUhfReply(
  address: number,
  command: number,
  status: number,
  data: readonly number[] = [],
): Uint8Array {
  const body = [5 + data.length, address, command, status, ...data];
  const check = crc(body);
  return Uint8Array.from([...body, check & 0xff, check >>> 8]);
}

/** RSSI is sent raw; what a step of it means the manuals do not say. */
export function encodeUhfTags(
  family: SimulatedUhfFamily,
  status: number,
  tags: readonly { epcHex: string; rssi: number }[],
): Uint8Array {
  const fields = tags.flatMap(({ epcHex, rssi }) => {
    const epc = byteListFromHex(epcHex);
    return [epc.length, ...epc, ...(family === '288' ? [rssi] : [])];
  });
  return encodeUhfReply(0, COMMAND.inventory, status, [
    ...(family === '288' ? [FIRST_ANTENNA] : []),
    tags.length,
    ...fields,
  ]);
}

function inventory(family: SimulatedUhfFamily, answers: readonly TagAnswer[]): Uint8Array[] {
  if (answers.length === 0) return [encodeUhfReply(0, COMMAND.inventory, STATUS.noTag)];
  const tags = answers.map(({ epcHex, rssiDbm }) => ({ epcHex, rssi: (rssiDbm + 129) & 0x7f }));
  if (family === '18') return [encodeUhfTags('18', STATUS.delivered, tags)];
  return [...tags.map((tag) => encodeUhfTags('288', STATUS.more, [tag])), encodeUhfTags('288', STATUS.delivered, [])];
}

export function simulateUhfReader(antenna: Antenna, clock: Clock, family: SimulatedUhfFamily): SimulatedDevice {
  return (send) => {
    const onFrame = (frame: number[]): void => {
      if (crc(frame) !== 0) return;
      const command = frame[2] ?? 0;
      if (command === COMMAND.inventory)
        for (const reply of inventory(family, antenna.readInventoryRound(clock.monotonicMs()))) send(reply);
      else if (command === COMMAND.info)
        send(encodeUhfReply(0, command, STATUS.ok, byteListFromHex(INFORMATION[family])));
      else if (command === COMMAND.region || command === COMMAND.scanTime || command === COMMAND.power)
        send(encodeUhfReply(0, command, STATUS.ok));
      else send(encodeUhfReply(0, 0, STATUS.refused));
    };
    return {
      receive: createCommandFramer(([length = 0]) => (length + 1 < COMMAND_BYTES_LEAST ? 0 : length + 1), onFrame),
      close: () => undefined,
    };
  };
}
