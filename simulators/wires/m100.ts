// An M100 reader module (BB … 7E frames, or AA … DD as the R200 guide draws them), from its manual V2.1: answers
// information, region, power, single and multiple inventory and stop; every tag is a notice with the tag's own
// StoredCRC, every empty round error 15. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { TagAnswer, Antenna } from './antenna.ts';

/** The bytes around a frame. */
export interface M100FrameMarks {
  head: number;
  end: number;
}
export const M100_MARKS_BB7E: M100FrameMarks = { head: 0xbb, end: 0x7e };
export const M100_MARKS_AADD: M100FrameMarks = { head: 0xaa, end: 0xdd };
const TYPE = { command: 0, reply: 1, notice: 2 } as const;
const CODE = {
  info: 0x03,
  setRegion: 0x07,
  getRegion: 0x08,
  poll: 0x22,
  multiPoll: 0x27,
  stopPoll: 0x28,
  setPower: 0xb6,
  getPower: 0xb7,
  error: 0xff,
} as const;
const ERROR = { noTag: 0x15, command: 0x17 } as const;
const INFORMATION = ['M100 26dBm V1.0', 'V2.3.5', 'MagicRF'] as const;
const ROUND_PERIOD_MS = 50;
const COMMAND_BYTES_MAX = 256;

/** CRC-16/GENIBUS over PC and EPC: what a Gen2 tag stores (polynomial 1021, start FFFF, inverted). */
export function storedCrc(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc ^ 0xffff;
}

/** One frame; the checksum is the low byte of the sum from type to the last parameter. */
export function encodeM100Frame(
  type: number,
  code: number,
  parameters: readonly number[],
  { head, end }: M100FrameMarks = M100_MARKS_BB7E,
): Uint8Array {
  const body = [type, code, parameters.length >>> 8, parameters.length & 0xff, ...parameters];
  const sum = body.reduce((total, byte) => total + byte, 0) & 0xff;
  return Uint8Array.from([head, ...body, sum, end]);
}

/** A tag's notice. PC holds the EPC's length in words in its top five bits; the rest is 0 for a plain EPC tag. */
export function encodeM100TagNotice(answer: TagAnswer, brackets: M100FrameMarks = M100_MARKS_BB7E): Uint8Array {
  const epc = [...Buffer.from(answer.epcHex, 'hex')];
  const pc = [((epc.length / 2) << 3) & 0xff, 0];
  const crc = storedCrc([...pc, ...epc]);
  return encodeM100Frame(
    TYPE.notice,
    CODE.poll,
    [answer.rssiDbm & 0xff, ...pc, ...epc, crc >>> 8, crc & 0xff],
    brackets,
  );
}

/**
 * Cuts commands out of what the agent sends. Head and end occur inside, so only the length counts; a bad checksum is
 * skipped.
 */
function commands(
  { head, end }: M100FrameMarks,
  onCommand: (code: number, parameters: number[]) => void,
): (bytes: Uint8Array) => void {
  let buffer: number[] = [];
  const takeOne = (): boolean => {
    const start = buffer.indexOf(head);
    buffer = start === -1 ? [] : buffer.slice(start);
    if (buffer.length < 7) return false;
    const length = 7 + (((buffer[3] ?? 0) << 8) | (buffer[4] ?? 0));
    if (length > COMMAND_BYTES_MAX) {
      buffer = buffer.slice(1);
      return true;
    }
    if (buffer.length < length) return false;
    const sum = buffer.slice(1, length - 2).reduce((total, byte) => total + byte, 0) & 0xff;
    const isSound = buffer[1] === TYPE.command && buffer[length - 1] === end && buffer[length - 2] === sum;
    const code = buffer[2] ?? 0;
    const parameters = buffer.slice(5, length - 2);
    buffer = buffer.slice(isSound ? length : 1);
    if (isSound) onCommand(code, parameters);
    return true;
  };
  return (bytes) => {
    buffer.push(...bytes);
    while (takeOne());
  };
}

function infoParameters(infoKind: number): number[] {
  const text = INFORMATION[infoKind] ?? '';
  return [infoKind, ...Buffer.from(text, 'ascii')];
}

interface Settings {
  region: number;
  powerHigh: number;
  powerLow: number;
}

/** The parameters that answer a setting or a question; null: not one of them. */
function settingReply(settings: Settings, code: number, parameters: readonly number[]): number[] | null {
  const ok = [0];
  switch (code) {
    case CODE.info:
      return infoParameters(parameters[0] ?? 0);
    case CODE.setRegion:
      settings.region = parameters[0] ?? settings.region;
      return ok;
    case CODE.getRegion:
      return [settings.region];
    case CODE.setPower:
      settings.powerHigh = parameters[0] ?? settings.powerHigh;
      settings.powerLow = parameters[1] ?? settings.powerLow;
      return ok;
    case CODE.getPower:
      return [settings.powerHigh, settings.powerLow];
    default:
      return null;
  }
}

export function simulateM100Reader(
  antenna: Antenna,
  clock: Clock,
  brackets: M100FrameMarks = M100_MARKS_BB7E,
): SimulatedDevice {
  return (sendFrame) => {
    const send = (type: number, code: number, parameters: readonly number[]): void =>
      sendFrame(encodeM100Frame(type, code, parameters, brackets));
    // China 900 MHz and 26 dBm: the module's factory settings.
    const settings: Settings = { region: 0x01, powerHigh: 0x0a, powerLow: 0x28 };
    let roundsLeft = 0;
    const round = (): void => {
      const answers = antenna.readInventoryRound(clock.monotonicMs());
      if (answers.length === 0) send(TYPE.reply, CODE.error, [ERROR.noTag]);
      for (const answer of answers) sendFrame(encodeM100TagNotice(answer, brackets));
    };
    const onCommand = (code: number, parameters: number[]): void => {
      if (code === CODE.poll) round();
      else if (code === CODE.multiPoll) roundsLeft = ((parameters[1] ?? 0) << 8) | (parameters[2] ?? 0);
      else if (code === CODE.stopPoll) {
        roundsLeft = 0;
        send(TYPE.reply, code, [0]);
      } else {
        const reply = settingReply(settings, code, parameters);
        if (reply) send(TYPE.reply, code, reply);
        else send(TYPE.reply, CODE.error, [ERROR.command]);
      }
    };
    const stop = repeatEvery(clock, ROUND_PERIOD_MS, () => {
      if (roundsLeft === 0) return;
      roundsLeft -= 1;
      round();
    });
    return { receive: commands(brackets, onCommand), close: stop };
  };
}
