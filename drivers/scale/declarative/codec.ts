// An ordinary scale codec, made from the description of a scale's frames in its model file. Pure like every codec; the
// file was judged when it was read, so nothing here can run away. Knows no file and no port.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import type { Direction } from '../codecs/framing.ts';
import { check, checksumWidth } from './checksum.ts';
import { commandsOf } from './commands.ts';
import type { TextFrame } from './frame.ts';
import { scanFrames } from './framing.ts';
import type { Held, Marks, ReadFrame } from './framing.ts';
import { judgePattern, matcherOf } from './judge.ts';
import type { JudgedPattern } from './judge.ts';
import { interpreter, otherLine } from './meaning.ts';
import { lengthsOf } from './pattern.ts';
import { endLooksWhole } from './work.ts';

export interface FrameCodecParts {
  /** The model's name. */
  name: string;
  frame: TextFrame;
  /** Unit of a scale whose frames carry none. */
  unit: string | null;
  /**
   * Where the bytes begin: a port opens in the middle of a line, what a person hands over begins with one. Matters only
   * where a line that lost its beginning can look like a whole one.
   */
  begins: 'anywhere' | 'with-a-frame';
}

interface State extends Held {
  direction: Direction;
}

const EMPTY = new Uint8Array();

/** Throws if a pattern of the frame is refused: config/ judges every file before a codec is made of it. */
export function frameCodec({ name, frame, unit, begins }: FrameCodecParts): ScaleCodec {
  const { words, host, request } = commandsOf(name, frame.commands);
  const device = scanFrames(marksOf(frame), reader(frame, unit));
  const start = (direction: Direction = 'device'): State => ({
    bytes: EMPTY,
    whole: begins === 'with-a-frame',
    direction,
  });
  return {
    protocol: name,
    checksummed: frame.checksum !== null,
    commands: words,
    request,
    start,
    decode: (state, bytes) => {
      const { direction } = state as State;
      const decoded = (direction === 'host' ? host : device)(state as State, bytes, false);
      return { ...decoded, state: { ...decoded.state, direction } satisfies State };
    },
    flush: (state) => {
      const { direction } = state as State;
      const { frames, discarded } = (direction === 'host' ? host : device)(state as State, EMPTY, true);
      return { state: start(direction), frames, discarded };
    },
  };
}

/** Bytes of a frame that belong to no field. */
export function markBytes({ start, end, checksum }: TextFrame): number {
  return start.length + (end === '' ? 0 : 1) + checksumWidth(checksum);
}

/** The longest text that a pattern can get. */
export function fieldBytesMost(frame: TextFrame): number {
  return (frame.bytes ?? frame.bytesMost) - markBytes(frame);
}

function marksOf(frame: TextFrame): Marks {
  const { start, end, bytes, bytesMost, sevenBits, checksum } = frame;
  const { least, most } = lengthsOf(judged(frame.pattern, frame).tree);
  return {
    start,
    end,
    bytes,
    bytesMost,
    sevenBits,
    behindEnd: checksum?.place === 'behind-end' ? checksumWidth(checksum) : 0,
    lineBytes: least === most ? least + markBytes(frame) : null,
  };
}

function judged(source: string, frame: TextFrame): JudgedPattern {
  const pattern = judgePattern(source, fieldBytesMost(frame));
  if (typeof pattern === 'string') throw new Error(`the pattern ${pattern}`);
  return pattern;
}

function reader(frame: TextFrame, unit: string | null): ReadFrame {
  const { start, end, checksum } = frame;
  const pattern = judged(frame.pattern, frame);
  const read = fieldReader(frame, { pattern, unit });
  const others = frame.lines.map(({ pattern: source, says }) => ({ pattern: judged(source, frame), says }));
  const lines = others.map(({ pattern: other, says }) => ({ matcher: matcherOf(other), says }));
  const wantsWhole =
    start === '' &&
    [pattern, ...others.map(({ pattern: other }) => other)].some((whole) =>
      endLooksWhole(whole.automaton, pattern.automaton),
    );
  const behind = markBytes(frame) - start.length;
  return (text, whole) => {
    const body = text.slice(start.length, text.length - behind);
    const message = read(body);
    if (message === null) {
      if (frame.echo.includes(body)) return { kind: 'ack', echoOf: body };
      const line = lines.find(({ matcher }) => matcher.test(body));
      return line === undefined ? null : checked(text, otherLine(line.says, body.trim()));
    }
    // Half of "1203.0 kg" is a weight too.
    return wantsWhole && !whole
      ? { kind: 'invalid', reason: 'the beginning of the line may be missing' }
      : checked(text, message);
  };

  function checked(text: string, message: Message): Message {
    if (checksum === null) return message;
    const { ok, correct } = check(text, checksum, end !== '');
    if (ok) message['checksumOk'] = true;
    return ok ? message : { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: correct };
  }
}

/** Reads the fields, behind an echo if there is one; the first bytes of an echo may be lost. */
function fieldReader(
  frame: TextFrame,
  { pattern, unit }: { pattern: JudgedPattern; unit: string | null },
): (body: string) => Message | null {
  const matcher = matcherOf(pattern);
  const interpret = interpreter(frame, pattern.groups, unit);
  const tails = [
    ...new Set(frame.echo.flatMap((word) => Array.from({ length: word.length }, (_, at) => word.slice(at)))),
  ].sort((one, other) => other.length - one.length);
  return (body) => {
    for (const tail of tails) {
      const match = body.startsWith(tail) ? matcher.exec(body.slice(tail.length)) : null;
      if (match !== null) return interpret(match);
    }
    const match = matcher.exec(body);
    return match === null ? null : interpret(match);
  };
}
