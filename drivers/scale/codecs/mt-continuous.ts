// Mettler Toledo's continuous output ("Toledo format"): STX, status words, weight, tare, CR and perhaps a checksum.
// Framing only; what a frame says is in mt-continuous-frame.ts. Must not know any port or instrument.
//
// @see Mettler Toledo WILDCAT manual, pages 6-4 and 6-5
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { createScaleFrameCodec, createLineFraming, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';
import { decodeMtContinuousFrame } from './mt-continuous-frame.ts';

/** How the indicator is set. */
export interface MtContinuousOptions {
  /** Name in the registry. */
  protocol: string;
  /**
   * Whether the indicator is set to send the checksum. 'either' decides for each frame by what follows it, so that a
   * frame without one is known only when the next begins: for looking at unknown bytes, not for weighing.
   */
  checksum: 'sent' | 'none' | 'either';
}

const STX = '\x02';
/** Status words may hold any byte; the tare field is missing in the short form. */
const FRAME = /^\x02([\s\S]{3})([ -~]{6})([ -~]{6})?\r/;
const BEGINNING = /^\x02[\s\S]{0,3}$|^\x02[\s\S]{3}[ -~]{0,12}$/;
/** 17 characters, the checksum, and one behind it. */
const MAX_FRAME_BYTES = 19;

const COMMANDS = createCommandTable(
  'mt-continuous',
  { P: 'print', T: 'tare', Z: 'zero', C: 'clearTare' },
  { aliases: { readNow: 'P' }, withArgument: { pattern: /^T\d{1,7}(\.\d{1,6})?$/, name: 'setTare' } },
);

/** Codec of Mettler Toledo's continuous output. */
export function createMtContinuousCodec({ protocol, checksum }: MtContinuousOptions): ScaleCodec {
  return createScaleFrameCodec({
    protocol,
    checksummed: checksum === 'sent',
    device: createStartByteFraming({
      starts: [STX.charCodeAt(0)],
      maxBytes: MAX_FRAME_BYTES,
      sevenBits: true,
      decode: (text, atEnd) => {
        const match = FRAME.exec(text);
        if (match === null) return BEGINNING.test(text) ? 'more' : null;
        const [frame, words = '', weight = '', tare] = match;
        const message = decodeMtContinuousFrame({ words, weight, tare });
        const frameWithoutChecksum: FoundFrame = { length: frame.length, message };
        if (checksum === 'none') return frameWithoutChecksum;
        const tail = { frame, check: text[frame.length], next: text[frame.length + 1], atEnd };
        return checksum === 'sent' ? checkFrame(message, tail) : decideChecksum(frameWithoutChecksum, tail);
      },
    }),
    host: createLineFraming({
      maxLineBytes: 16,
      decode: (text) => {
        const name = COMMANDS.findName(text);
        if (name === undefined) return null;
        return {
          from: 0,
          message: { kind: 'command', command: name, ...(name === 'setTare' ? { argument: text.slice(1) } : {}) },
        };
      },
    }),
    commands: COMMANDS,
    encodeRequest: (command) => encodeLatin1(`${COMMANDS.requireWord(command)}\r\n`),
  });
}

interface FrameTail {
  frame: string;
  /** The character where the checksum would be, and the one behind it. */
  check: string | undefined;
  next: string | undefined;
  atEnd: boolean;
}

/** Two's complement of the low 7 bits of the sum, STX and CR included: all characters with the checksum sum up to 0. */
function computeChecksum(frame: string): number {
  let sum = 0;
  for (let i = 0; i < frame.length; i += 1) sum += frame.charCodeAt(i);
  return -sum & 0x7f;
}

function checkFrame(message: DeviceMessage, { frame, check }: FrameTail): FoundFrame | 'more' {
  if (check === undefined) return 'more';
  if (check.charCodeAt(0) === computeChecksum(frame))
    return { length: frame.length + 1, message: { ...message, checksumOk: true } };
  // An STX here may be the next frame's, the checksum lost.
  return wrongChecksumFrame(frame, check === STX ? 0 : 1);
}

/**
 * The checksum may be any character, STX too; only the character behind it tells STX as checksum from STX as beginning.
 */
function decideChecksum(frameWithoutChecksum: FoundFrame, tail: FrameTail): FoundFrame | 'more' {
  const { check, next, atEnd } = tail;
  if (check === undefined) return atEnd ? frameWithoutChecksum : 'more';
  if (check === STX) {
    if (next === undefined && !atEnd) return 'more';
    return next === undefined || next === STX ? checkFrame(frameWithoutChecksum.message, tail) : frameWithoutChecksum;
  }
  const checkedFrame = checkFrame(frameWithoutChecksum.message, tail);
  // Noise behind a frame that has no checksum looks like a wrong one; only a frame without a weight can be believed
  // then.
  return checkedFrame !== 'more' &&
    checkedFrame.message['checksumOk'] === false &&
    frameWithoutChecksum.message.kind === 'error'
    ? frameWithoutChecksum
    : checkedFrame;
}

function wrongChecksumFrame(frame: string, checkLength: number): FoundFrame {
  const correctChecksum = computeChecksum(frame).toString(16).toUpperCase().padStart(2, '0');
  return {
    length: frame.length + checkLength,
    message: { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum },
  };
}
