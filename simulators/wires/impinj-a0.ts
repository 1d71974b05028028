// "A0" readers on the Impinj R2000 (Invelion, Rodinbell, IND903), from their manual: head, length, address, command,
// data, and a byte that makes the sum 0. An inventory answers a frame a tag and an end frame. Shares nothing with the
// driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Aerial } from '../world/aerial.ts';
import { frameCutter, hexBytes, plainPc, sumComplement } from './frameCutter.ts';
import type { Device } from './line.ts';

const HEAD = 0xa0;
const COMMAND = { firmware: 0x72, antenna: 0x74, power: 0x76, region: 0x78, inventory: 0x89 } as const;
const CODE = { done: 0x10, failed: 0x11 } as const;
const ADDRESS = 0x01;
const CHANNEL = 29;
const READ_RATE = 17;

export function a0Reply(command: number, data: readonly number[]): Uint8Array {
  const body = [HEAD, 3 + data.length, ADDRESS, command, ...data];
  return Uint8Array.from([...body, sumComplement(body)]);
}

/** Channel and antenna in one byte (antenna from 0 in the low two bits), PC, EPC, RSSI. */
export function a0Tag({
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
  const epc = hexBytes(epcHex);
  return a0Reply(command, [freqAnt, ...plainPc(epc), ...epc, rssi]);
}

/** Antenna, tags a second, tags in all. */
export function a0End({ readRate, totalReads }: { readRate: number; totalReads: number }): Uint8Array {
  return a0Reply(COMMAND.inventory, [0, readRate >>> 8, readRate & 0xff, 0, 0, totalReads >>> 8, totalReads & 0xff]);
}

export function a0Reader(aerial: Aerial, clock: Clock): Device {
  return (send) => {
    const onFrame = (frame: number[]): void => {
      if (sumComplement(frame) !== 0) return;
      const command = frame[3] ?? 0;
      if (command === COMMAND.inventory) {
        const answers = aerial.round(clock.monotonicMs());
        for (const { epcHex, rssiDbm } of answers) send(a0Tag({ epcHex, rssi: (rssiDbm + 129) & 0x7f }));
        send(a0End({ readRate: READ_RATE, totalReads: answers.length }));
      } else if (command === COMMAND.firmware) send(a0Reply(command, [0x01, 0x09]));
      else if (command === COMMAND.antenna || command === COMMAND.power || command === COMMAND.region)
        send(a0Reply(command, [CODE.done]));
      else send(a0Reply(command, [CODE.failed]));
    };
    const lengthOf = ([head, length]: readonly number[]): number | null =>
      head !== HEAD ? 0 : length === undefined ? null : length < 3 ? 0 : length + 2;
    return { receive: frameCutter(lengthOf, onFrame), stop: () => undefined };
  };
}
