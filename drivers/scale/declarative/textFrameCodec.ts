// A scale codec made from the description of a scale's frames in its model file. The patterns were checked when the
// file was read, so none can run away. Must not know any file or port.
import type { DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import { EMPTY_BYTES } from '../codecs/lineBytes.ts';
import type { ScaleCodec } from '../codecs/scaleCodec.ts';
import { verifyFrameChecksum, checksumLength } from './frameChecksum.ts';
import { createTextFrameCommands } from './textFrameCommands.ts';
import type { TextFrameFormat } from '../../models/textFrameFormat.ts';
import { createTextFrameScanner } from './textFrameScanner.ts';
import type { ScannerState, FrameDelimiters, TextFrameDecoder } from './textFrameScanner.ts';
import { checkPattern, compilePattern } from './patternCheck.ts';
import type { CheckedPattern } from './patternCheck.ts';
import { createFrameInterpreter, interpretNonWeightLine } from './textFrameInterpreter.ts';
import { measurePattern } from './framePattern.ts';
import { canTailLookWhole } from './patternCost.ts';

/** What a codec is made of. */
export interface TextFrameCodecOptions {
  /** The model's name. */
  name: string;
  frame: TextFrameFormat;
  /** Unit of a scale whose frames carry none. */
  unit: string | null;
  /**
   * Where the bytes begin: a port opens in the middle of a line, a file or an example begins with one. Matters only
   * where a line that lost its beginning can look like a whole one.
   */
  streamStart: 'anywhere' | 'with-a-frame';
}

interface TextFrameState extends ScannerState {
  direction: FrameDirection;
}

/**
 * The codec of described frames.
 *
 * @throws {Error} when a pattern of the frame is refused; config/ checks every file before
 */
export function createTextFrameCodec({ name, frame, unit, streamStart }: TextFrameCodecOptions): ScaleCodec {
  const { table, hostFraming, encodeRequest } = createTextFrameCommands(name, frame.commands);
  const deviceScanner = createTextFrameScanner(createDelimiters(frame), createFrameDecoder(frame, unit));
  const createState = (direction: FrameDirection = 'device'): TextFrameState => ({
    bytes: EMPTY_BYTES,
    isWhole: streamStart === 'with-a-frame',
    direction,
  });
  return {
    protocol: name,
    checksummed: frame.checksum !== null,
    commands: table,
    encodeRequest,
    initialState: createState,
    decode: (state, bytes) => {
      const { direction } = state as TextFrameState;
      const decoded = (direction === 'host' ? hostFraming : deviceScanner)(state as TextFrameState, bytes, false);
      return { ...decoded, state: { ...decoded.state, direction } satisfies TextFrameState };
    },
    flush: (state) => {
      const { direction } = state as TextFrameState;
      const { frames, discarded } = (direction === 'host' ? hostFraming : deviceScanner)(
        state as TextFrameState,
        EMPTY_BYTES,
        true,
      );
      return { state: createState(direction), frames, discarded };
    },
  };
}

/** Bytes of a frame that belong to no field. */
export function countDelimiterBytes({ start, end, checksum }: TextFrameFormat): number {
  return start.length + (end === '' ? 0 : 1) + checksumLength(checksum);
}

/** The longest text, in characters, that a pattern is run on. */
export function maxFieldBytes(frame: TextFrameFormat): number {
  return (frame.bytes ?? frame.bytesMost) - countDelimiterBytes(frame);
}

function createDelimiters(frame: TextFrameFormat): FrameDelimiters {
  const { start, end, bytes, bytesMost, sevenBits, checksum } = frame;
  const { least, most } = measurePattern(requirePattern(frame.pattern, frame).tree);
  return {
    start,
    end,
    bytes,
    bytesMost,
    sevenBits,
    trailerBytes: checksum?.place === 'behind-end' ? checksumLength(checksum) : 0,
    fixedLineBytes: least === most ? least + countDelimiterBytes(frame) : null,
  };
}

function requirePattern(source: string, frame: TextFrameFormat): CheckedPattern {
  const pattern = checkPattern(source, maxFieldBytes(frame));
  if (typeof pattern === 'string') throw new Error(`the pattern ${pattern}`);
  return pattern;
}

function createFrameDecoder(frame: TextFrameFormat, unit: string | null): TextFrameDecoder {
  const { start, end, checksum } = frame;
  const pattern = requirePattern(frame.pattern, frame);
  const decodeFields = createFieldDecoder(frame, { pattern, unit });
  const nonWeightLines = frame.lines.map(({ pattern: source, says }) => {
    const linePattern = requirePattern(source, frame);
    return { pattern: linePattern, matcher: compilePattern(linePattern), says };
  });
  const needsWholeLine =
    start === '' &&
    [pattern, ...nonWeightLines.map((line) => line.pattern)].some((whole) =>
      canTailLookWhole(whole.automaton, pattern.automaton),
    );
  const trailerLength = countDelimiterBytes(frame) - start.length;
  return (text, isWhole) => {
    const body = text.slice(start.length, text.length - trailerLength);
    const message = decodeFields(body);
    if (message === null) {
      if (frame.echo.includes(body)) return { kind: 'ack', echoOf: body };
      const line = nonWeightLines.find(({ matcher }) => matcher.test(body));
      return line === undefined ? null : verifyChecksum(text, interpretNonWeightLine(line.says, body.trim()));
    }
    // Half of "1203.0 kg" is a weight too.
    return needsWholeLine && !isWhole
      ? { kind: 'invalid', reason: 'the beginning of the line may be missing' }
      : verifyChecksum(text, message);
  };

  function verifyChecksum(text: string, message: DeviceMessage): DeviceMessage {
    if (checksum === null) return message;
    const { ok, correct } = verifyFrameChecksum(text, checksum, end !== '');
    if (ok) message['checksumOk'] = true;
    return ok ? message : { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: correct };
  }
}

/** Reads the fields, behind an echo if there is one; the first bytes of an echo may be lost. */
function createFieldDecoder(
  frame: TextFrameFormat,
  { pattern, unit }: { pattern: CheckedPattern; unit: string | null },
): (body: string) => DeviceMessage | null {
  const matcher = compilePattern(pattern);
  const interpret = createFrameInterpreter(frame, pattern.groups, unit);
  const echoTails = [
    ...new Set(frame.echo.flatMap((word) => Array.from({ length: word.length }, (_, at) => word.slice(at)))),
  ].sort((left, other) => other.length - left.length);
  return (body) => {
    for (const echoTail of echoTails) {
      const match = body.startsWith(echoTail) ? matcher.exec(body.slice(echoTail.length)) : null;
      if (match !== null) return interpret(match);
    }
    const match = matcher.exec(body);
    return match === null ? null : interpret(match);
  };
}
