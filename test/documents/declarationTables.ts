// Prints the declarations of agent/core/model as rows of the documents: FORMAT.md for verifiers, CONTRACT.md for
// headquarters, codes.md for staff. Knows only shapes and meanings, no word by name.
import type { z } from 'zod';
import { type Declaration, PART_NAMES } from '../../agent/core/model/declare.ts';
import { ENTRIES, entryHeader, timestamp } from '../../agent/core/model/entry.ts';
import { FINDING_CODES, FINDINGS } from '../../agent/core/model/findings.ts';
import { ORDERS } from '../../agent/core/model/order.ts';
import { REFUSALS } from '../../agent/core/model/refusals.ts';

/** More words than this stand in a list of their own. */
const MAX_WORDS_IN_CELL = 12;

type Schema = z.core.$ZodType;
interface Def {
  type: string;
  innerType?: Schema;
  element?: Schema;
  options?: readonly Schema[];
  entries?: Record<string, string>;
  values?: readonly unknown[];
}

const defOf = (schema: Schema): Def => schema._zod.def;
const partOf = (schema: Schema): { name: string; declaration: Declaration } | undefined =>
  PART_NAMES.get(schema as z.ZodType);

/** The words that a value may be; empty if it is no closed word. */
function wordsOf(schema: Schema): string[] {
  const def = defOf(schema);
  if ((def.type === 'nullable' || def.type === 'optional') && def.innerType) return wordsOf(def.innerType);
  if (def.type === 'enum') return Object.values(def.entries ?? {});
  return def.type === 'literal' ? (def.values ?? []).map(String) : [];
}

const anchor = (name: string): string => `[${name}](#${name.replaceAll(' ', '-')})`;

/** A type as FORMAT.md writes it: text, integer, boolean, "list of …", "… or null", links to parts. */
export function typeText(schema: Schema): string {
  const part = partOf(schema);
  if (part) return anchor(part.name);
  const def = defOf(schema);
  if (def.type === 'nullable' && def.innerType) return `${typeText(def.innerType)} or null`;
  if (def.type === 'optional' && def.innerType) return `${typeText(def.innerType)} or absent`;
  if (def.type === 'array' && def.element) return `list of ${typeText(def.element)}`;
  if (def.type === 'union') return `one of ${(def.options ?? []).map(typeText).join(', ')}`;
  if (def.type === 'number') return 'integer';
  if (def.type === 'boolean') return 'boolean';
  if (['string', 'enum', 'literal'].includes(def.type)) return 'text';
  throw new Error(`a ${def.type} has no name in the documents`);
}

function meaningText(schema: Schema, meaning: string): string {
  const words = wordsOf(schema).map((word) => `\`${word}\``);
  if (words.length === 0 || words.every((word) => meaning.includes(word))) return meaning;
  return meaning === '' ? words.join(', ') : `${words.join(', ')}; ${meaning}`;
}

function memberTable(
  { means, members }: Pick<Declaration, 'means' | 'members'>,
  extra: readonly string[] = [],
): string {
  const rows = Object.entries(members).map(
    ([name, [schema, meaning]]) => `| \`${name}\` | ${typeText(schema)} | ${meaningText(schema, meaning)} |`,
  );
  const table = ['| member | type | meaning |', '|---|---|---|', ...rows, ...extra].join('\n');
  return means === '' ? table : `${means}\n\n${table}`;
}

/** Parts that a schema holds, itself included, each once, in the order in which they are met. */
function collectParts(schema: Schema, found: Map<string, Declaration>): void {
  const part = partOf(schema);
  if (part) {
    if (found.has(part.name)) return;
    found.set(part.name, part.declaration);
    for (const [inner] of Object.values(part.declaration.members)) collectParts(inner, found);
    return;
  }
  const { innerType, element, options } = defOf(schema);
  for (const inner of [innerType, element, ...(options ?? [])]) if (inner) collectParts(inner, found);
}

function allParts(declarations: readonly Declaration[]): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const { members } of declarations) for (const [schema] of Object.values(members)) collectParts(schema, found);
  return found;
}

const ENTRY_DECLARATIONS = Object.entries(ENTRIES).map(([kind, declaration]) => ({ kind, ...declaration }));

export function formatHeaderTables(): string {
  const body = '| `body` | by kind | the kind’s own members |';
  return `### entry\n\n${memberTable(entryHeader, [body])}\n\n### timestamp\n\n${memberTable(timestamp)}`;
}

export function formatKinds(): string {
  return ENTRY_DECLARATIONS.map((declaration) => `### ${declaration.kind}\n\n${memberTable(declaration)}`).join('\n\n');
}

export function formatParts(): string {
  const parts = allParts(ENTRY_DECLARATIONS);
  return [...parts].map(([name, declaration]) => `### ${name}\n\n${memberTable(declaration)}`).join('\n\n');
}

/** Members in one line, as CONTRACT.md writes them: `?` for "or null", words in brackets. */
function memberLine(members: Declaration['members']): string {
  return Object.entries(members)
    .filter(([name]) => name !== 'kind')
    .map(([name, [schema]]) => {
      const words = wordsOf(schema);
      const shown = words.length > 0 && words.length <= MAX_WORDS_IN_CELL ? ` (${words.join(', ')})` : '';
      return `${name}${defOf(schema).type === 'nullable' ? '?' : ''}${shown}`;
    })
    .join(', ');
}

export function contractKinds(): string {
  const rows = ENTRY_DECLARATIONS.map(
    ({ kind, members, rejectedIf }) => `| \`${kind}\` | ${memberLine(members)} | ${rejectedIf} |`,
  );
  return ['| kind | body | rejected also if |', '|---|---|---|', ...rows].join('\n');
}

/** Who touches what by each kind of entry, as CONTRACT.md 9.8 has it. */
export function contractTouches(): string {
  const rows = ENTRY_DECLARATIONS.flatMap(({ kind, touches }) =>
    touches === undefined || touches.what.length === 0
      ? []
      : [`| \`${kind}\` | ${touches.by.join(', ')} | ${touches.what.join(', ')} |`],
  );
  return ['| kind | who | touches |', '|---|---|---|', ...rows].join('\n');
}

export function contractOrders(): string {
  const rows = Object.entries(ORDERS).map(
    ([kind, { members, means }]) => `| \`${kind}\` | ${memberLine(members)} | ${means} |`,
  );
  return ['| kind | other members | what it asks |', '|---|---|---|', ...rows].join('\n');
}

/** What stands inside bodies and orders, a line each, and the words that are too many for a cell. */
export function contractParts(): string {
  const lines = [...allParts(ENTRY_DECLARATIONS as unknown as Declaration[])]
    .filter(([name]) => !Object.hasOwn(ORDERS, name) && name !== 'order')
    .map(([name, { members }]) => `- ${name}: ${memberLine(members) || 'no other member'}`);
  return [...lines, `- finding codes: ${FINDING_CODES.join(', ')}`].join('\n');
}

export function findingRows(): string {
  const rows = FINDING_CODES.map(
    (code) => `| \`${code}\` | ${FINDINGS[code].means.en} | ${FINDINGS[code].action.en} |`,
  );
  return ['| code | meaning | what to do |', '|---|---|---|', ...rows].join('\n');
}

export function refusalRows(): string {
  const rows = Object.entries(REFUSALS).map(([code, { en }]) => `| \`${code}\` | ${en} |`);
  return ['| code | meaning and what to do |', '|---|---|', ...rows].join('\n');
}
