// What people write in their own words: one measure over every such member of every command, before anything is decided.
// A new kind of words is one line of the table.
import { z } from 'zod';
import type { CommandBody } from './command.ts';
import { COMMANDS } from './command.ts';
import { dunnageText, noteText, platesText, reasonText, sealText } from './commandValues.ts';
import { countCharacters, readWords, WORDS_MAX } from './comparableText.ts';
import { type Refusal, refuse } from './decide.ts';

interface FreeText {
  schema: z.ZodType;
  most: number;
  /** Why a blank one is refused; null: it says nothing, and need not. */
  blank: 'reason-missing' | 'seal-empty' | 'plates-missing' | null;
}

/** Every kind of words in commands. */
const FREE_TEXTS: readonly FreeText[] = [
  { schema: noteText, most: WORDS_MAX.note, blank: null },
  { schema: reasonText, most: WORDS_MAX.reason, blank: 'reason-missing' },
  { schema: sealText, most: WORDS_MAX.seal, blank: 'seal-empty' },
  { schema: platesText, most: WORDS_MAX.plates, blank: 'plates-missing' },
  { schema: dunnageText, most: WORDS_MAX.dunnage, blank: null },
];

/** A member that people write, by its path, as in `load.sealBefore`. */
export interface FreeTextMember extends Omit<FreeText, 'schema'> {
  path: readonly string[];
}

/** The members of a schema that people write. */
function listMembers(schema: z.ZodType, path: readonly string[]): FreeTextMember[] {
  const known = FREE_TEXTS.find((candidate) => candidate.schema === schema);
  if (known) return [{ path, most: known.most, blank: known.blank }];
  if (schema instanceof z.ZodNullable) return listMembers(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodDiscriminatedUnion)
    return (schema.options as z.ZodType[]).flatMap((option) => listMembers(option, path));
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.entries(shape).flatMap(([name, member]) => listMembers(member, [...path, name]));
}

/** By each command its members that people write. */
export const FREE_TEXT_MEMBERS: Readonly<Record<CommandBody['kind'], readonly FreeTextMember[]>> = Object.fromEntries(
  Object.entries(COMMANDS).map(([kind, { schema }]) => [kind, listMembers(schema, [])]),
) as never;

/** The command with its words as they are kept; or why they are none, or too many. */
export function measureWords<C extends CommandBody>(command: C): C | Refusal {
  const measured = structuredClone(command);
  for (const { path, most, blank } of FREE_TEXT_MEMBERS[command.kind]) {
    const holder = path.slice(0, -1).reduce<unknown>((value, name) => memberOf(value, name), measured);
    const name = path.at(-1) ?? '';
    const written = memberOf(holder, name);
    if (typeof written !== 'string') continue;
    const words = readWords(written);
    if (words === '' && blank !== null) return refuse(blank);
    if (countCharacters(words) > most) return refuse('text-too-long', { most });
    (holder as Record<string, string>)[name] = words;
  }
  return measured;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
