// A Clou/Hopeland CL7206, from an analysis of its firmware: AA, command, sub-command, length, data, CRC over what
// follows the AA. It reports by itself once started, and goes silent to a peer that leaves two keep-alives unanswered.
// Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import { createCommandFramer, byteListFromHex, protocolControlWord } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Antenna } from './antenna.ts';

const HEAD = 0xaa;
const FIRST_ANTENNA = 0x01;
const RSSI = 0x01;
const ROUND_PERIOD_MS = 50;
const UNANSWERED_MAX = 2;

/** CRC-16/BUYPASS: polynomial 8005, start 0, high bit first. */
export function crc16Buypass(bytes: readonly number[]): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      value = value & 0x8000 ? ((value << 1) ^ 0x8005) & 0xffff : (value << 1) & 0xffff;
  }
  return value;
}

export function encodeCl7206Frame(command: number, sub: number, data: readonly number[]): Uint8Array {
  const body = [command, sub, data.length >>> 8, data.length & 0xff, ...data];
  const check = crc16Buypass(body);
  return Uint8Array.from([HEAD, ...body, check >>> 8, check & 0xff]);
}

/** Length of the EPC, EPC, PC, antenna, then the RSSI as a parameter. */
export function encodeCl7206Tag({ epcHex, rssi }: { epcHex: string; rssi: number }): Uint8Array {
  const epc = byteListFromHex(epcHex);
  return encodeCl7206Frame(0x12, 0x00, [0, epc.length, ...epc, ...protocolControlWord(epc), FIRST_ANTENNA, RSSI, rssi]);
}

export function simulateCl7206Reader(
  antenna: Antenna,
  clock: Clock,
  { keepAliveMs }: { keepAliveMs: number },
): SimulatedDevice {
  return (send) => {
    let reading = false;
    let counter = 0;
    let unanswered = 0;
    let aliveMs = clock.monotonicMs();
    const onFrame = (frame: number[]): void => {
      if (crc16Buypass(frame.slice(1)) !== 0) return;
      const [, command = 0, sub = 0] = frame;
      if (command === 0x01 && sub === 0x12) unanswered = 0;
      else {
        if (command === 0x02) reading = sub === 0x10;
        send(encodeCl7206Frame(command, sub, [0]));
      }
    };
    const stop = repeatEvery(clock, ROUND_PERIOD_MS, () => {
      const nowMs = clock.monotonicMs();
      if (unanswered > UNANSWERED_MAX) return;
      if (nowMs - aliveMs >= keepAliveMs) {
        aliveMs = nowMs;
        counter += 1;
        unanswered += 1;
        send(encodeCl7206Frame(0x01, 0x12, [0, 0, counter >>> 8, counter & 0xff]));
      }
      if (reading)
        for (const { epcHex, rssiDbm } of antenna.readInventoryRound(nowMs))
          send(encodeCl7206Tag({ epcHex, rssi: (rssiDbm + 129) & 0x7f }));
    });
    const lengthOf = (bytes: readonly number[]): number | null =>
      bytes[0] !== HEAD ? 0 : bytes.length < 5 ? null : 7 + (((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0));
    return { receive: createCommandFramer(lengthOf, onFrame), close: stop };
  };
}
