// A Takaya UTR-S201 (Japan, 920 MHz), from captures of a real one: STX, address, command, length, data, ETX, sum, CR. A
// round answers a frame a tag and a completion. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { createCommandFramer, byteListFromHex, protocolControlWord } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Antenna } from './antenna.ts';

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const ANSWER = { ack: 0x30, nack: 0x31, tag: 0x6c } as const;
const COMMAND = { mode: 0x4e, version: 0x4f, radio: 0x55 } as const;
const INVENTORY = 0x10;
const TAG_READ = 0x09;
const FORMAT_ERROR = 0x44;
const CHANNEL = 0x1a;
const PHASE = 0x3e;

const sum = (bytes: readonly number[]): number => bytes.reduce((total, byte) => total + byte, 0) & 0xff;

export function encodeTakayaReply(command: number, data: readonly number[]): Uint8Array {
  const body = [STX, 0, command, data.length, ...data, ETX];
  return Uint8Array.from([...body, sum(body), CR]);
}

/** RSSI in tenths of a dBm, signed; phase; length of PC and EPC together. */
export function encodeTakayaTag({
  epcHex,
  rssiDbm,
  phase = PHASE,
}: {
  epcHex: string;
  rssiDbm: number;
  phase?: number;
}): Uint8Array {
  const epc = byteListFromHex(epcHex);
  const tenths = Math.round(rssiDbm * 10) & 0xffff;
  return encodeTakayaReply(ANSWER.tag, [
    TAG_READ,
    tenths >>> 8,
    tenths & 0xff,
    phase,
    epc.length + 2,
    ...protocolControlWord(epc),
    ...epc,
  ]);
}

/** The count stands low byte first. */
export function encodeTakayaInventoryEnd(count: number): Uint8Array {
  return encodeTakayaReply(ANSWER.ack, [INVENTORY, 0, count & 0xff, count >>> 8, CHANNEL]);
}

export function simulateTakayaReader(antenna: Antenna, clock: Clock): SimulatedDevice {
  return (send) => {
    const onFrame = (frame: number[]): void => {
      if (frame.at(-3) !== ETX || frame.at(-2) !== sum(frame.slice(0, -2))) return;
      const command = frame[2] ?? 0;
      const data = frame.slice(4, -3);
      if (command === COMMAND.radio && data[0] === INVENTORY) {
        const answers = antenna.readInventoryRound(clock.monotonicMs());
        for (const answer of answers) send(encodeTakayaTag(answer));
        send(encodeTakayaInventoryEnd(answers.length));
      } else if (command === COMMAND.mode) send(encodeTakayaReply(ANSWER.ack, [data[0] ?? 0]));
      else if (command === COMMAND.version)
        send(encodeTakayaReply(ANSWER.ack, [data[0] ?? 0, ...Buffer.from('1130USM01')]));
      else send(encodeTakayaReply(ANSWER.nack, [data[0] ?? 0, FORMAT_ERROR, 0, 0, 0]));
    };
    const lengthOf = ([head, , , length]: readonly number[]): number | null =>
      head !== STX ? 0 : length === undefined ? null : length + 7;
    return { receive: createCommandFramer(lengthOf, onFrame), close: () => undefined };
  };
}
