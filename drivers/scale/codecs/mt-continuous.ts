// Mettler Toledo's continuous output ("Toledo format"): STX, status words, weight, tare, CR and perhaps a checksum.
// Framing only; what a frame says is in mt-continuous-frame.ts. Knows no port and no instrument.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { asciiBytes, commandWords } from './command-words.ts';
import { framedCodec, lineFraming, startFraming } from './framing.ts';
import type { Found } from './framing.ts';
import { readContinuous } from './mt-continuous-frame.ts';

export interface ContinuousOptions {
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
const MOST = 19;

const WORDS = commandWords(
  'mt-continuous',
  { P: 'print', T: 'tare', Z: 'zero', C: 'clearTare' },
  { aliases: { readNow: 'P' }, withArgument: { pattern: /^T\d{1,7}(\.\d{1,6})?$/, name: 'setTare' } },
);

export function mtContinuous({ protocol, checksum }: ContinuousOptions): ScaleCodec {
  return framedCodec({
    protocol,
    checksummed: checksum === 'sent',
    device: startFraming({
      starts: [STX.charCodeAt(0)],
      most: MOST,
      sevenBits: true,
      read: (text, atEnd) => {
        const match = FRAME.exec(text);
        if (match === null) return BEGINNING.test(text) ? 'more' : null;
        const [frame, words = '', weight = '', tare] = match;
        const message = readContinuous({ words, weight, tare });
        const plain: Found = { length: frame.length, message };
        if (checksum === 'none') return plain;
        const behind = { frame, check: text[frame.length], next: text[frame.length + 1], atEnd };
        return checksum === 'sent' ? checked(message, behind) : undecided(plain, behind);
      },
    }),
    host: lineFraming({
      most: 16,
      read: (text) => {
        const name = WORDS.nameOf(text);
        if (name === undefined) return null;
        return {
          from: 0,
          message: { kind: 'command', command: name, ...(name === 'setTare' ? { argument: text.slice(1) } : {}) },
        };
      },
    }),
    commands: WORDS,
    request: (command) => asciiBytes(`${WORDS.wordOf(command)}\r\n`),
  });
}

interface Behind {
  frame: string;
  /** The character where the checksum would be, and the one behind it. */
  check: string | undefined;
  next: string | undefined;
  atEnd: boolean;
}

/** Two's complement of the low 7 bits of the sum, STX and CR included: all characters with the checksum sum up to 0. */
function checksumOf(frame: string): number {
  let sum = 0;
  for (let i = 0; i < frame.length; i += 1) sum += frame.charCodeAt(i);
  return -sum & 0x7f;
}

function checked(message: Message, { frame, check }: Behind): Found | 'more' {
  if (check === undefined) return 'more';
  if (check.charCodeAt(0) === checksumOf(frame))
    return { length: frame.length + 1, message: { ...message, checksumOk: true } };
  // An STX here may be the next frame's, the checksum lost.
  return wrong(frame, check === STX ? 0 : 1);
}

/**
 * The checksum may be any character, STX too; only the character behind it tells STX as checksum from STX as beginning.
 */
function undecided(plain: Found, behind: Behind): Found | 'more' {
  const { check, next, atEnd } = behind;
  if (check === undefined) return atEnd ? plain : 'more';
  if (check === STX) {
    if (next === undefined && !atEnd) return 'more';
    return next === undefined || next === STX ? checked(plain.message, behind) : plain;
  }
  const found = checked(plain.message, behind);
  // Noise behind a frame that has no checksum looks like a wrong one; only a frame without a weight can be believed
  // then.
  return found !== 'more' && found.message['checksumOk'] === false && plain.message.kind === 'error' ? plain : found;
}

function wrong(frame: string, checkLength: number): Found {
  const correctChecksum = checksumOf(frame).toString(16).toUpperCase().padStart(2, '0');
  return {
    length: frame.length + checkLength,
    message: { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum },
  };
}
