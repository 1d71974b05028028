// "A0" readers on the Impinj R2000 (Invelion, Rodinbell, IND903), from their manual: head, length, address, command,
// data, and a byte that makes the sum 0. An inventory answers a frame a tag and an end frame. Shares nothing with the
// driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { createCommandFramer, byteListFromHex, protocolControlWord, complementOfSum } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Antenna } from './antenna.ts';

const HEAD = 0xa0;
const COMMAND = { firmware: 0x72, antenna: 0x74, power: 0x76, region: 0x78, inventory: 0x89 } as const;
const CODE = { done: 0x10, failed: 0x11 } as const;
const ADDRESS = 0x01;
const CHANNEL = 29;
const READ_RATE = 17;

export function encodeA0Reply(command: number, data: readonly number[]): Uint8Array {
  const body = [HEAD, 3 + data.length, ADDRESS, command, ...data];
  return Uint8Array.from([...body, complementOfSum(body)]);
}

/** Channel and antenna in one byte (antenna from 0 in the low two bits), PC, EPC, RSSI. */
export function encodeA0Tag({
  epcHex,
  rssi,
  freqAnt = CHANNEL << 2,
  command = COMMAND.inventory,
}: {
  epcHex: string;
  rssi: number;
  freqAnt?: number;
  command?: number;
}): Uint8Array {
  const epc = byteListFromHex(epcHex);
  return encodeA0Reply(command, [freqAnt, ...protocolControlWord(epc), ...epc, rssi]);
}

/** Antenna, tags a second, tags in all. */
export function encodeA0InventoryEnd({ readRate, totalReads }: { readRate: number; totalReads: number }): Uint8Array {
  return encodeA0Reply(COMMAND.inventory, [
    0,
    readRate >>> 8,
    readRate & 0xff,
    0,
    0,
    totalReads >>> 8,
    totalReads & 0xff,
  ]);
}

export function simulateImpinjA0Reader(antenna: Antenna, clock: Clock): SimulatedDevice {
  return (send) => {
    const onFrame = (frame: number[]): void => {
      if (complementOfSum(frame) !== 0) return;
      const command = frame[3] ?? 0;
      if (command === COMMAND.inventory) {
        const answers = antenna.readInventoryRound(clock.monotonicMs());
        for (const { epcHex, rssiDbm } of answers) send(encodeA0Tag({ epcHex, rssi: (rssiDbm + 129) & 0x7f }));
        send(encodeA0InventoryEnd({ readRate: READ_RATE, totalReads: answers.length }));
      } else if (command === COMMAND.firmware) send(encodeA0Reply(command, [0x01, 0x09]));
      else if (command === COMMAND.antenna || command === COMMAND.power || command === COMMAND.region)
        send(encodeA0Reply(command, [CODE.done]));
      else send(encodeA0Reply(command, [CODE.failed]));
    };
    const lengthOf = ([head, length]: readonly number[]): number | null =>
      head !== HEAD ? 0 : length === undefined ? null : length < 3 ? 0 : length + 2;
    return { receive: createCommandFramer(lengthOf, onFrame), close: () => undefined };
  };
}
