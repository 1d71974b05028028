// Decoded frames a second of each text codec, against serialport's ReadlineParser with one regular expression on the
// same bytes: chunks of 62 bytes, as a USB converter hands them over, and no two neighbouring weights alike. Taken in
// turns, so that a slow moment of the machine hits both.
import { ReadlineParser } from 'serialport';
import type { Codec } from '../../drivers/contract/codec.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import type { Figure } from './figure.ts';

interface Line {
  /** `digits` is six digits, the last two behind the point. */
  frame: (digits: string) => string;
  /** What ends a frame for the parser of lines. */
  delimiter: string;
  fields: RegExp;
}

const FRAMES = 4_000;
const ROUNDS = 12;
/** Data bytes of one packet of the usual USB converter. */
const CHUNK_BYTES = 62;

const pointed = (digits: string): string => `${digits.slice(0, 4)}.${digits.slice(4)}`;
const xor = (text: string): string =>
  Array.from(text)
    .reduce((check, one) => check ^ one.charCodeAt(0), 0)
    .toString(16)
    .toUpperCase()
    .padStart(2, '0');

const LINES: Readonly<Record<string, Line>> = {
  'and-std': {
    frame: (digits) => `ST,GS,+${pointed(digits)} kg\r\n`,
    delimiter: '\r\n',
    fields: /^(ST|US|OL),(GS|NT|TR),([+-]) *(\d+\.\d+) *([a-z]+)$/,
  },
  'mt-sics': {
    frame: (digits) => `S S    ${pointed(digits)} kg\r\n`,
    delimiter: '\r\n',
    fields: /^S ([SD]) +(-?\d+\.\d+) ([a-z]+)$/,
  },
  'mt-continuous-plain': {
    frame: (digits) => `\x02,0 ${digits}000000\r`,
    delimiter: '\r',
    fields: /^\x02(.)(.)(.)(\d{6})(\d{6})$/,
  },
  'toledo-8217': {
    frame: (digits) => `\x02${digits.slice(1, 3)}.${digits.slice(3)}\r`,
    delimiter: '\r',
    fields: /^\x02(\d\d\.\d{3})(N?)$/,
  },
  sma: {
    frame: (digits) => `\n 1G     ${pointed(digits)}kg \r`,
    delimiter: '\r',
    fields: /^\n(.)(.)(.)(.)(.) *(-?[\d.]+)([a-z]+) *$/,
  },
  nci: {
    frame: (digits) => `\n${pointed(digits)} kg\r\n00\r\x03`,
    delimiter: '\x03',
    fields: /^\n(-?[\d.]+) ?([a-z]+)\r\n(..)\r$/,
  },
  'sbi-16': {
    frame: (digits) => `+  ${pointed(digits)} kg \r\n`,
    delimiter: '\r\n',
    fields: /^([+-]) +([\d.]+) ([a-z ]{3})$/,
  },
  'shimadzu-eb': {
    frame: (digits) => `S+ ${pointed(digits)}kg\r`,
    delimiter: '\r',
    fields: /^([SU])([+-]) *([\d.]+)([a-z ]{2})$/,
  },
  'yaohua-a12': {
    frame: (digits) => checked(`WG${pointed(digits)}kg`),
    delimiter: '\r\n',
    fields: /^W([GN])(-?[\d.]+)kg(..)$/,
  },
  'yaohua-a9': {
    frame: (digits) => `\x02+${digits}2${xor(`+${digits}2`)}\x03`,
    delimiter: '\x03',
    fields: /^\x02([+-])(\d{6})(\d)(..)$/,
  },
  'yaohua-rev': {
    frame: (digits) =>
      `=${Array.from(`0${pointed(digits)}`)
        .reverse()
        .join('')}`,
    delimiter: '=',
    fields: /^([\d.]+)([+-]?)$/,
  },
  'dini-ext': {
    frame: (digits) => `1ST,1,   ${pointed(digits)},PT   20.80,         0,kg\r\n`,
    delimiter: '\r\n',
    fields: /^(\d)(ST|US),(\d), *(-?[\d.]+),(PT)? *([\d.]+), *(\d+),(\w+)$/,
  },
};

function checked(body: string): string {
  return `${body}${xor(body)}\r\n`;
}

export function benchDecoding(): Promise<Figure[]> {
  return Promise.resolve(Object.entries(LINES).flatMap(([protocol, line]) => measure(protocol, line)));
}

function measure(protocol: string, line: Line): Figure[] {
  const codec = SCALE_CODECS[protocol];
  if (codec === undefined) throw new Error(`no codec ${protocol}`);
  const chunks = chunksOf(line);
  const took = { codec: Infinity, lines: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    took.codec = Math.min(
      took.codec,
      timedMs(() => expectAll(protocol, decodeAll(codec, chunks))),
    );
    took.lines = Math.min(
      took.lines,
      timedMs(() => expectAll(`lines of ${protocol}`, readAll(line, chunks))),
    );
  }
  const rate = (ms: number): string => ((FRAMES / ms) * 1_000).toFixed(0);
  return [
    {
      what: `${protocol}: ${rate(took.codec)} frames a second, lines and pattern ${rate(took.lines)}; ratio`,
      value: (took.lines / took.codec).toFixed(1),
      goal: '≥ 10',
    },
  ];
}

function chunksOf({ frame }: Line): Uint8Array[] {
  const text = Array.from({ length: FRAMES }, (_, index) =>
    frame(String((index * 7_919) % 100_000).padStart(6, '0')),
  ).join('');
  const bytes = Buffer.from(text, 'latin1');
  return Array.from(
    { length: Math.ceil(bytes.length / CHUNK_BYTES) },
    (_, index) => new Uint8Array(bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)),
  );
}

function decodeAll(codec: Codec, chunks: readonly Uint8Array[]): number {
  let state = codec.initialState('device');
  let weights = 0;
  for (const chunk of chunks) {
    const decoded = codec.decode(state, chunk);
    state = decoded.state;
    for (const { message } of decoded.frames) if (message.kind === 'weight') weights += 1;
  }
  for (const { message } of codec.flush(state).frames) if (message.kind === 'weight') weights += 1;
  return weights;
}

function readAll({ delimiter, fields }: Line, chunks: readonly Uint8Array[]): number {
  const parser = new ReadlineParser({ delimiter, encoding: 'latin1' });
  let weights = 0;
  // The parser hands its lines over while it is written to: it has a reader and nothing to wait for.
  parser.on('data', (line: string) => {
    if (fields.exec(line) !== null) weights += 1;
  });
  for (const chunk of chunks) parser.write(chunk);
  parser.end();
  return weights;
}

/** A figure of frames that were not read would be worth nothing; the last one may still wait for its end. */
function expectAll(name: string, weights: number): void {
  if (weights < FRAMES - 1) throw new Error(`${name}: ${weights} of ${FRAMES} weights`);
}

function timedMs(action: () => void): number {
  const since = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - since) / 1e6;
}
