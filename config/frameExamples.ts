// The examples of a text scale's model file: their schema, and whether each decodes as it says. Must not know any file
// or particular model.
import { z } from 'zod';
import { byteTextSchema } from './textFrameSchema.ts';
import type { ScaleCodec } from '../drivers/scale/codecs/scaleCodec.ts';
import type { TextFrameFormat } from '../drivers/models/textFrameFormat.ts';
import type { SettingError } from './configError.ts';
import type { DeviceMessage } from '../drivers/contract/codec.ts';
import { checksumLength } from '../drivers/scale/declarative/frameChecksum.ts';

/** Schema of `examples` in a model file. */
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

/** Bytes and what they mean. */
export type FrameExample = z.output<typeof frameExamplesSchema>[number];

/** Why examples do not decode as they say. The codec's stream begins with a frame; `frame` describes its frames. */
export function checkFrameExamples(
  codec: ScaleCodec,
  examples: readonly FrameExample[],
  frame: TextFrameFormat | undefined,
): SettingError[] {
  return examples.flatMap((example, index) => {
    const problem = checkExample(codec, example, frame);
    return problem === null
      ? []
      : [
          {
            path: ['examples', index],
            problem,
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
  const isAsExpected = Object.entries(expect).every(
    ([field, value]) => Object.hasOwn(message, field) && message[field as keyof DeviceMessage] === value,
  );
  return isAsExpected ? null : `decodes to ${JSON.stringify(message)}`;
}

/** Which delimiter or field of a frame is missing, for the author of the file. */
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
  const checksumBytes = checksum?.place === 'before-end' || end === '' ? checksumLength(checksum) : 0;
  const fields = text.slice(start.length, length - checksumBytes);
  const checksumNote =
    checksumBytes === 0
      ? ''
      : `, and ${JSON.stringify(text.slice(length - checksumBytes, length))} is taken for the checksum`;
  return `its fields ${JSON.stringify(fields)} do not fit the pattern${checksumNote}`;
}
