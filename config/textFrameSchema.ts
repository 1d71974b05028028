// Frames that a model file describes itself: their schema, and what the schema cannot check: whether a pattern may be
// run, and whether its words have meanings. Must not know any file or particular model.
import { z } from 'zod';
import type { MassUnit } from '../drivers/contract/mass.ts';
import { maxFieldBytes } from '../drivers/scale/declarative/textFrameCodec.ts';
import { ADDRESS_PLACEHOLDER } from '../drivers/scale/declarative/textFrameCommands.ts';
import {
  FRAME_FIELD_GROUPS,
  isFrameField,
  isFrameWordMeaning,
  FRAME_WORD_MEANINGS,
  splitWordMeanings,
} from '../drivers/models/textFrameFormat.ts';
import type { TextFrameFormat } from '../drivers/models/textFrameFormat.ts';
import { checkPattern } from '../drivers/scale/declarative/patternCheck.ts';
import type { SettingError } from './configError.ts';

/** Text of characters that bytes can be (U+0000 to U+00FF). */
export const byteTextSchema = (maxBytes: number): z.ZodString =>
  z
    .string()
    .max(maxBytes)
    .regex(/^[\0-\xff]*$/);
const meaningsSchema = z
  .string()
  .min(1)
  .max(60)
  .describe(`what it means, several with commas: ${FRAME_WORD_MEANINGS.join(', ')}`);
const patternSchema = z
  .string()
  .min(1)
  .max(400)
  .describe('a pattern of the whole frame between its marks, fields as named groups');

/** Schema of `frame` in a model file. */
export const textFrameSchema = z
  .strictObject({
    start: byteTextSchema(8).default('').describe('what begins a frame, such as "\\x02"; absent: nothing does'),
    end: byteTextSchema(4).default('').describe('characters each of which ends a frame, such as "\\r\\n"'),
    bytes: z
      .int()
      .min(4)
      .max(256)
      .nullable()
      .default(null)
      .describe('length of a frame, start included, where nothing ends it'),
    bytesMost: z.int().min(4).max(256).default(64).describe('no frame is longer'),
    sevenBits: z.boolean().default(false).describe('true: the eighth bit is parity and is left out'),
    pattern: patternSchema,
    words: z
      .record(z.string(), z.record(byteTextSchema(16), meaningsSchema))
      .default({})
      .describe('group of the pattern → its words → what they mean'),
    units: z
      .record(byteTextSchema(8), z.string().min(1).max(5))
      .nullable()
      .default(null)
      .describe('unit as sent → unit; absent: units are sent as people write them'),
    blankUnit: z
      .enum(['refused', 'moving'])
      .default('refused')
      .describe('what a blank unit means: no weight, or a load that moves'),
    decimalMark: z.enum(['point', 'comma']).default('point').describe('the other one is no number'),
    decimals: z.int().min(0).max(9).nullable().default(null).describe('digits behind a point that is not sent'),
    digits: z.enum(['forward', 'reversed']).default('forward').describe('reversed: the last digit comes first'),
    checksum: z
      .strictObject({
        kind: z
          .enum(['xor-hex', 'sum-hex', 'complement-7bit'])
          .describe('two hexadecimal digits of all bytes, or one byte that makes their sum 0 modulo 128'),
        place: z.enum(['before-end', 'behind-end']).describe('where it stands'),
        from: z.int().min(0).max(20).describe('the first byte it covers: 0 is the frame’s first'),
      })
      .nullable()
      .default(null)
      .describe('absent: none'),
    lines: z
      .array(z.strictObject({ pattern: patternSchema, says: meaningsSchema }))
      .max(30)
      .default([])
      .describe('lines that are no weight'),
    echo: z
      .array(byteTextSchema(20).min(1))
      .max(10)
      .default([])
      .describe('commands that the scale repeats in front of its answer'),
    commands: z
      .strictObject({
        before: byteTextSchema(20)
          .default('')
          .describe(`stands before each command; ${ADDRESS_PLACEHOLDER} is the instrument’s address`),
        after: byteTextSchema(4).describe('stands behind each command, such as "\\r\\n"'),
        words: z
          .record(z.string().regex(/^[a-z][A-Za-z]{1,20}$/), byteTextSchema(20).min(1))
          .describe('what it does → the word that is sent'),
      })
      .nullable()
      .default(null)
      .describe('absent: the scale takes no commands'),
  })
  .describe('what the frames are, where no codec knows them');

/** The parts of a text scale's model that its frames must agree with. */
export interface TextFrameModelInput {
  protocol?: string | undefined;
  frame?: TextFrameFormat | undefined;
  unit: MassUnit | null;
  poll: { command: string } | null;
  examples: readonly unknown[];
}

/** Errors of a text scale's model beyond its schema. */
export function checkTextFrameModel({ protocol, frame, unit, poll, examples }: TextFrameModelInput): SettingError[] {
  if ((protocol === undefined) === (frame === undefined))
    return [
      {
        path: [],
        problem: frame === undefined ? 'names neither protocol nor frame' : 'names both protocol and frame',
        allowed: 'protocol: a codec, or frame: what the frames are',
      },
    ];
  if (frame === undefined) return [];
  return [
    ...checkDelimiters(frame),
    ...checkPatterns(frame, unit),
    ...checkWords(frame),
    ...checkCommands(frame, poll),
    ...(examples.length > 0
      ? []
      : [{ path: ['examples'], problem: 'none', allowed: 'at least one real line of the scale and what it means' }]),
  ];
}

function checkDelimiters({ start, end, bytes, bytesMost, checksum }: TextFrameFormat): SettingError[] {
  const errors: SettingError[] = [];
  const addError = (member: string, problem: string, allowed: string): number =>
    errors.push({ path: ['frame', member], problem, allowed });
  if ((end === '') === (bytes === null))
    addError(
      'end',
      end === '' ? 'nothing says where a frame ends' : 'both end and bytes say where a frame ends',
      'end: or bytes:',
    );
  if (bytes !== null && start === '')
    addError('start', 'missing: a length alone cannot be found again after noise', 'start: with bytes:');
  if (bytes !== null && bytes > bytesMost) addError('bytes', `${bytes} is more than bytesMost`, `at most ${bytesMost}`);
  if (checksum?.place === 'behind-end' && (start === '' || end === ''))
    addError('checksum', 'stands behind an end without a start', 'start: and end: with place: behind-end');
  return errors;
}

function checkPatterns(frame: TextFrameFormat, unit: MassUnit | null): SettingError[] {
  const maxLength = maxFieldBytes(frame);
  const checked = checkPattern(frame.pattern, maxLength);
  const allowed = 'letters, digits, classes, (?<name>…), (?:…), |, ?, *, +, {n,m}, with one way to read each frame';
  const createError = (path: SettingError['path'], problem: string): SettingError => ({ path, problem, allowed });
  const lineErrors = frame.lines.flatMap(({ pattern: source }, index) => {
    const linePattern = checkPattern(source, maxLength);
    return typeof linePattern === 'string' ? [createError(['frame', 'lines', index, 'pattern'], linePattern)] : [];
  });
  if (typeof checked === 'string') return [createError(['frame', 'pattern'], checked), ...lineErrors];
  const hasGroup = (group: string): boolean => checked.groups.includes(group);
  const createPatternError = (problem: string, allowedText: string): SettingError => ({
    path: ['frame', 'pattern'],
    problem,
    allowed: allowedText,
  });
  return [
    ...lineErrors,
    ...(hasGroup('value') ? [] : [createPatternError('has no value', 'a group (?<value>…) with the digits')]),
    ...(hasGroup('decimals') && frame.decimals !== null
      ? [createPatternError('has decimals, and so has the file', 'one of them')]
      : []),
    ...(hasGroup('unit') && unit !== null && frame.blankUnit === 'moving'
      ? [createPatternError('has a unit, and the file fixes one', 'unit: only where frames carry none')]
      : []),
    ...checked.groups.flatMap((group) =>
      group === null || isFrameField(group) || Object.hasOwn(frame.words, group)
        ? []
        : [
            createPatternError(
              `has a group ${group} whose words mean nothing`,
              `words: with ${group}, or one of the groups ${FRAME_FIELD_GROUPS.join(', ')}`,
            ),
          ],
    ),
    ...Object.keys(frame.words).flatMap((group) =>
      hasGroup(group)
        ? []
        : [
            {
              path: ['frame', 'words', group],
              problem: 'is no group of the pattern',
              allowed: 'a group of the pattern',
            },
          ],
    ),
  ];
}

function checkWords({ words, lines }: TextFrameFormat): SettingError[] {
  const findUnknownMeanings = (text: string, path: SettingError['path']): SettingError[] =>
    splitWordMeanings(text)
      .filter((meaning) => !isFrameWordMeaning(meaning))
      .map((meaning) => ({ path, problem: `says "${meaning}"`, allowed: FRAME_WORD_MEANINGS.join(', ') }));
  return [
    ...Object.entries(words).flatMap(([group, table]) => [
      ...(isFrameField(group) && group !== 'value' && group !== 'sign'
        ? [
            {
              path: ['frame', 'words', group],
              problem: 'a field has no words',
              allowed: 'value, sign and groups of your own',
            },
          ]
        : []),
      ...Object.entries(table).flatMap(([word, meanings]) =>
        findUnknownMeanings(meanings, ['frame', 'words', group, word]),
      ),
    ]),
    ...lines.flatMap(({ says: meanings }, index) => findUnknownMeanings(meanings, ['frame', 'lines', index, 'says'])),
  ];
}

function checkCommands({ commands }: TextFrameFormat, poll: { command: string } | null): SettingError[] {
  const words = commands === null ? [] : Object.entries(commands.words).flat();
  const errors: SettingError[] = [];
  if (poll !== null && !words.includes(poll.command))
    errors.push({
      path: ['poll', 'command'],
      problem: `"${poll.command}" is no command of the frame`,
      allowed: words.length === 0 ? 'a word of frame.commands.words' : `one of ${words.join(', ')}`,
    });
  if (commands === null) return errors;
  const sentWords = Object.values(commands.words);
  if (sentWords.length === 0 || new Set(sentWords).size < sentWords.length)
    errors.push({
      path: ['frame', 'commands', 'words'],
      problem: 'sends nothing, or one word for two commands',
      allowed: 'each word once',
    });
  if (commands.before.split(ADDRESS_PLACEHOLDER).length > 2)
    errors.push({
      path: ['frame', 'commands', 'before'],
      problem: 'has two addresses',
      allowed: `${ADDRESS_PLACEHOLDER} once`,
    });
  return errors;
}
