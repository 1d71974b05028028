// Frames that a model file describes itself: their schema, and what the schema cannot see – whether a pattern may be
// run at all, whether its words have meanings, whether the file's own examples decode as it says. Pure; knows no
// particular model.
import { z } from 'zod';
import type { MassUnit } from '../drivers/contract/mass.ts';
import type { DeviceMessage } from '../drivers/contract/codec.ts';
import type { ScaleCodec } from '../drivers/scale/codecs/scaleCodec.ts';
import { checksumLength } from '../drivers/scale/declarative/frameChecksum.ts';
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

const byteTextSchema = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
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

export const frameExamplesSchema = z
  .array(
    z.strictObject({
      text: byteTextSchema(400).optional().describe('the bytes as text'),
      hex: z
        .string()
        .regex(/^(?:[0-9A-Fa-f]{2} ?)+$/)
        .max(1200)
        .optional()
        .describe('the bytes as hexadecimal digits'),
      expect: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .describe('fields of what is decoded'),
    }),
  )
  .max(100)
  .default([])
  .describe('real bytes and what they mean; tried each time the file is read');

export type FrameExample = z.output<typeof frameExamplesSchema>[number];

/** The parts of a text scale's model that its frames must agree with. */
export interface TextFrameModelInput {
  protocol?: string | undefined;
  frame?: TextFrameFormat | undefined;
  unit: MassUnit | null;
  poll: { command: string } | null;
  examples: readonly FrameExample[];
}

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
  const found: SettingError[] = [];
  const wrong = (member: string, problem: string, allowed: string): number =>
    found.push({ path: ['frame', member], problem, allowed });
  if ((end === '') === (bytes === null))
    wrong(
      'end',
      end === '' ? 'nothing says where a frame ends' : 'both end and bytes say where a frame ends',
      'end: or bytes:',
    );
  if (bytes !== null && start === '')
    wrong('start', 'missing: a length alone cannot be found again after noise', 'start: with bytes:');
  if (bytes !== null && bytes > bytesMost) wrong('bytes', `${bytes} is more than bytesMost`, `at most ${bytesMost}`);
  if (checksum?.place === 'behind-end' && (start === '' || end === ''))
    wrong('checksum', 'stands behind an end without a start', 'start: and end: with place: behind-end');
  return found;
}

function checkPatterns(frame: TextFrameFormat, unit: MassUnit | null): SettingError[] {
  const most = maxFieldBytes(frame);
  const judged = checkPattern(frame.pattern, most);
  const allowed = 'letters, digits, classes, (?<name>…), (?:…), |, ?, *, +, {n,m}, with one way to read each frame';
  const at = (path: SettingError['path'], problem: string): SettingError => ({ path, problem, allowed });
  const others = frame.lines.flatMap(({ pattern: source }, index) => {
    const line = checkPattern(source, most);
    return typeof line === 'string' ? [at(['frame', 'lines', index, 'pattern'], line)] : [];
  });
  if (typeof judged === 'string') return [at(['frame', 'pattern'], judged), ...others];
  const has = (group: string): boolean => judged.groups.includes(group);
  const inPattern = (problem: string, fix: string): SettingError => ({
    path: ['frame', 'pattern'],
    problem,
    allowed: fix,
  });
  return [
    ...others,
    ...(has('value') ? [] : [inPattern('has no value', 'a group (?<value>…) with the digits')]),
    ...(has('decimals') && frame.decimals !== null
      ? [inPattern('has decimals, and so has the file', 'one of them')]
      : []),
    ...(has('unit') && unit !== null && frame.blankUnit === 'moving'
      ? [inPattern('has a unit, and the file fixes one', 'unit: only where frames carry none')]
      : []),
    ...judged.groups.flatMap((group) =>
      group === null || isFrameField(group) || Object.hasOwn(frame.words, group)
        ? []
        : [
            inPattern(
              `has a group ${group} whose words mean nothing`,
              `words: with ${group}, or one of the groups ${FRAME_FIELD_GROUPS.join(', ')}`,
            ),
          ],
    ),
    ...Object.keys(frame.words).flatMap((group) =>
      has(group)
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
  const unknown = (text: string, path: SettingError['path']): SettingError[] =>
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
      ...Object.entries(table).flatMap(([word, meant]) => unknown(meant, ['frame', 'words', group, word])),
    ]),
    ...lines.flatMap(({ says: meant }, index) => unknown(meant, ['frame', 'lines', index, 'says'])),
  ];
}

function checkCommands({ commands }: TextFrameFormat, poll: { command: string } | null): SettingError[] {
  const words = commands === null ? [] : Object.entries(commands.words).flat();
  const found: SettingError[] = [];
  if (poll !== null && !words.includes(poll.command))
    found.push({
      path: ['poll', 'command'],
      problem: `"${poll.command}" is no command of the frame`,
      allowed: words.length === 0 ? 'a word of frame.commands.words' : `one of ${words.join(', ')}`,
    });
  if (commands === null) return found;
  const sent = Object.values(commands.words);
  if (sent.length === 0 || new Set(sent).size < sent.length)
    found.push({
      path: ['frame', 'commands', 'words'],
      problem: 'sends nothing, or one word for two commands',
      allowed: 'each word once',
    });
  if (commands.before.split(ADDRESS_PLACEHOLDER).length > 2)
    found.push({
      path: ['frame', 'commands', 'before'],
      problem: 'has two addresses',
      allowed: `${ADDRESS_PLACEHOLDER} once`,
    });
  return found;
}

/** `codec` begins with a frame; `frame` is its description, where it has one. */
export function checkFrameExamples(
  codec: ScaleCodec,
  examples: readonly FrameExample[],
  frame: TextFrameFormat | undefined,
): SettingError[] {
  return examples.flatMap((example, index) => {
    const wrong = checkExample(codec, example, frame);
    return wrong === null
      ? []
      : [
          {
            path: ['examples', index],
            problem: wrong,
            allowed: `one frame that says ${JSON.stringify(example.expect)}`,
          },
        ];
  });
}

function checkExample(
  codec: ScaleCodec,
  { text, hex, expect }: FrameExample,
  frame: TextFrameFormat | undefined,
): string | null {
  if ((text === undefined) === (hex === undefined)) return 'has neither or both of text and hex';
  const bytes = text === undefined ? Buffer.from((hex ?? '').replaceAll(' ', ''), 'hex') : Buffer.from(text, 'latin1');
  const decoded = codec.decode(codec.initialState('device'), bytes);
  const flushed = codec.flush(decoded.state);
  const messages: readonly DeviceMessage[] = [...decoded.frames, ...flushed.frames].map(({ message }) => message);
  const discarded = decoded.discarded + flushed.discarded;
  const [message] = messages;
  if (message === undefined && frame !== undefined)
    return `decodes to 0 frames, and ${discarded} bytes belong to none: ${explainNoFrame(frame, Buffer.from(bytes).toString('latin1'))}`;
  if (message === undefined || messages.length > 1 || discarded > 0)
    return `decodes to ${messages.length} frames, and ${discarded} bytes belong to none`;
  const fits = Object.entries(expect).every(
    ([field, value]) => Object.hasOwn(message, field) && message[field as keyof DeviceMessage] === value,
  );
  return fits ? null : `decodes to ${JSON.stringify(message)}`;
}

/** What of a frame's marks or fields is not there, so that whoever writes the file need not guess. */
function explainNoFrame(frame: TextFrameFormat, text: string): string {
  const { start, end, bytes, bytesMost, checksum } = frame;
  if (!text.startsWith(start)) return `it does not begin with ${JSON.stringify(start)}`;
  const ends = Array.from(text, (character, index) =>
    index >= start.length && end.includes(character) ? index : -1,
  ).filter((index) => index >= 0);
  const [length = bytes ?? -1] = ends;
  if (end !== '' && ends.length === 0)
    return `it does not end with ${Array.from(end, (character) => JSON.stringify(character)).join(' or ')}`;
  if (length > bytesMost) return `it is longer than bytesMost, ${bytesMost}`;
  const inside = checksum?.place === 'before-end' || end === '' ? checksumLength(checksum) : 0;
  const fields = text.slice(start.length, length - inside);
  const check =
    inside === 0 ? '' : `, and ${JSON.stringify(text.slice(length - inside, length))} is taken for the checksum`;
  return `its fields ${JSON.stringify(fields)} do not fit the pattern${check}`;
}
