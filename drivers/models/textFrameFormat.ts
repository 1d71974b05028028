// The shape of a scale's frames as a model file describes them: what marks a frame, where its fields are, what its
// words mean. config/ validates YAML into this shape; drivers/scale/declarative reads it. Must not know any file or
// scale.

/** What a word on the wire can mean. Whatever a file does not list is no weight. */
export const FRAME_WORD_MEANINGS = [
  'stable',
  'moving',
  'gross',
  'net',
  'tare',
  'zero',
  'positive',
  'negative',
  'range-1',
  'range-2',
  'range-3',
  'count',
  'nothing',
  'overload',
  'underload',
  'out-of-range',
  'zero-error',
  'error',
  'not-ready',
  'ack',
  'refused',
] as const;
/** One of `FRAME_WORD_MEANINGS`. */
export type FrameWordMeaning = (typeof FRAME_WORD_MEANINGS)[number];

/** Groups of a pattern that are not words. Every other named group is a word and has its table. */
export const FRAME_FIELD_GROUPS = ['sign', 'value', 'unit', 'decimals', 'tare', 'address'] as const;

/** Exact text → meanings, separated by commas: { Z: "stable, zero" }. */
export type FrameWordTable = Readonly<Record<string, string>>;

/** Where a frame's checksum is, and how it is computed. */
export interface FrameChecksumFormat {
  /**
   * xor-hex, sum-hex: two hexadecimal digits of all bytes covered. complement-7bit: one byte that makes their sum 0
   * modulo 128.
   */
  kind: 'xor-hex' | 'sum-hex' | 'complement-7bit';
  place: 'before-end' | 'behind-end';
  /** The first byte covered: 0 is the frame's first. The last is the one before the checksum. */
  from: number;
}

/** A line that is no weight: overload texts, answers to commands. */
export interface NonWeightLine {
  pattern: string;
  says: string;
}

/** How commands are sent. */
export interface FrameCommandFormat {
  /** Stands before each command; "{address}" is the instrument's address. */
  before: string;
  after: string;
  /** What it does → the word on the wire. */
  words: Readonly<Record<string, string>>;
}

/** A scale's frames as a model file describes them. */
export interface TextFrameFormat {
  /** Text that begins a frame; empty: nothing does, the end of the last frame is all there is. */
  start: string;
  /** Characters each of which ends a frame; empty: `bytes` says how long it is. */
  end: string;
  /** The length of every frame, start included, in place of an end. */
  bytes: number | null;
  /** No frame is longer; what is gets dropped and counted. */
  bytesMost: number;
  /** The parity bit of a 7-bit line that was read as 8 bits is no part of any character. */
  sevenBits: boolean;
  /** What stands between start and end. Named groups are the fields. */
  pattern: string;
  /** By group of the pattern. */
  words: Readonly<Record<string, FrameWordTable>>;
  /** Unit on the wire → unit. Null: units stand on the wire as people write them. */
  units: Readonly<Record<string, string>> | null;
  /** What a blank unit is: no weight, or the mark of a load that moves. */
  blankUnit: 'refused' | 'moving';
  decimalMark: 'point' | 'comma';
  /** Digits behind a decimal point that the scale does not send. */
  decimals: number | null;
  digits: 'forward' | 'reversed';
  checksum: FrameChecksumFormat | null;
  lines: readonly NonWeightLine[];
  /** Commands that the scale repeats in front of its answer, without anything between. */
  echo: readonly string[];
  commands: FrameCommandFormat | null;
}

/** "stable, zero" → ["stable", "zero"]. */
export function splitWordMeanings(meanings: string): string[] {
  return meanings.split(',').map((meaning) => meaning.trim());
}

/** True if a group of a pattern is a field and no word. */
export function isFrameField(group: string): boolean {
  return (FRAME_FIELD_GROUPS as readonly string[]).includes(group);
}

/** True if a text is one of `FRAME_WORD_MEANINGS`. */
export function isFrameWordMeaning(text: string): text is FrameWordMeaning {
  return (FRAME_WORD_MEANINGS as readonly string[]).includes(text);
}
