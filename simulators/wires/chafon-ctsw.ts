// Chafon readers with "SW" commands and "CT" answers, from their manual V2.0: two bytes of length, address, command,
// status, data and a byte that makes the sum 0. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { createCommandFramer, byteListFromHex, complementOfSum } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { TagAnswer, Antenna } from './antenna.ts';

const REQUEST_HEAD = [0x53, 0x57] as const;
const REPLY_HEAD = [0x43, 0x54] as const;
const COMMAND = { inventory: 0x01, region: 0x3f, stop: 0x40 } as const;
const GOOD = 0x01;
const NOTHING = 0x00;
const FIRST_ANTENNA = 0x01;
const TAG_TYPE_GEN2 = 0x01;

export function encodeChafonReply(command: number, status: number, data: readonly number[] = []): Uint8Array {
  const length = 4 + data.length;
  const body = [...REPLY_HEAD, length >>> 8, length & 0xff, 0, command, status, ...data];
  return Uint8Array.from([...body, complementOfSum(body)]);
}

/** Number of tags, then of each: length of what follows, type, antenna, EPC, RSSI. */
export function encodeChafonInventory(tags: readonly { epcHex: string; antenna: number; rssi: number }[]): Uint8Array {
  if (tags.length === 0) return encodeChafonReply(COMMAND.inventory, NOTHING);
  const fields = tags.flatMap(({ epcHex, antenna, rssi }) => {
    const epc = byteListFromHex(epcHex);
    return [epc.length + 3, TAG_TYPE_GEN2, antenna, ...epc, rssi];
  });
  return encodeChafonReply(COMMAND.inventory, GOOD, [0, tags.length, ...fields]);
}

function rawTag({ epcHex, rssiDbm }: TagAnswer): { epcHex: string; antenna: number; rssi: number } {
  return { epcHex, antenna: FIRST_ANTENNA, rssi: (rssiDbm + 129) & 0x7f };
}

function lengthOf(bytes: readonly number[]): number | null {
  if (bytes[0] !== REQUEST_HEAD[0] || (bytes.length > 1 && bytes[1] !== REQUEST_HEAD[1])) return 0;
  return bytes.length < 4 ? null : 4 + (((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0));
}

export function simulateChafonReader(antenna: Antenna, clock: Clock): SimulatedDevice {
  return (send) => {
    const onFrame = (frame: number[]): void => {
      if (complementOfSum(frame) !== 0) return;
      const command = frame[5] ?? 0;
      if (command === COMMAND.inventory)
        send(encodeChafonInventory(antenna.readInventoryRound(clock.monotonicMs()).map(rawTag)));
      else send(encodeChafonReply(command, command === COMMAND.region || command === COMMAND.stop ? GOOD : NOTHING));
    };
    return { receive: createCommandFramer(lengthOf, onFrame), close: () => undefined };
  };
}
