// How a word of the ledger, the contract or the command list is declared once: its shape, its meaning, what else must
// be known of it. From a declaration come the TypeScript type, the check at run time, the JSON Schema and the rows of
// the documents (test/documents). Knows no word itself.
import { z } from 'zod';

/** One member: the schema of its value, and its meaning in a few words for the documents. */
export type Member = readonly [schema: z.ZodType, meaning: string];
/** The members of an object by name, in the order in which the documents print them. */
export type Members = Readonly<Record<string, Member>>;

type SchemasOf<M extends Members> = { -readonly [K in keyof M]: M[K][0] };

/** An object with exactly the given members: no other, none left out. */
export interface Declaration<M extends Members = Members> {
  /** One or two sentences for the documents; empty if the name says it. */
  readonly means: string;
  readonly members: M;
  readonly schema: z.ZodObject<SchemasOf<M>, z.core.$strict>;
}

/** The type of the values that a declaration allows. */
export type ValueOf<D extends { schema: z.ZodType }> = z.infer<D['schema']>;

/** Names of the parts of bodies, for the documents: a schema that stands here is written as a link to its table. */
export const PART_NAMES = new WeakMap<z.ZodType, { name: string; declaration: Declaration }>();

/** Declares the body of an entry, a command or another object that has its own name elsewhere. */
export function declare<const M extends Members>(means: string, members: M): Declaration<M>;
export function declare(means: string, members: Members): Declaration {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, [schema]] of Object.entries(members)) shape[name] = schema;
  return { means, members, schema: z.strictObject(shape) };
}

/** Declares a part that several bodies hold. `name` heads its table in the documents. */
export function part<const M extends Members>(name: string, means: string, members: M): Declaration<M>;
export function part(name: string, means: string, members: Members): Declaration {
  const declaration: Declaration = declare(means, members);
  PART_NAMES.set(declaration.schema, { name, declaration });
  return declaration;
}

/** A variant is told apart from the others by `kind`. */
export interface VariantDeclaration<K extends string, M extends Members> extends Omit<Declaration, 'schema'> {
  readonly schema: z.ZodObject<SchemasOf<M> & { kind: z.ZodLiteral<K> }, z.core.$strict>;
}

/** Declares one of several objects that are told apart by their member `kind`. */
export function variant<const K extends string, const M extends Members>(
  kind: K,
  means: string,
  members: M,
): VariantDeclaration<K, M>;
export function variant(kind: string, means: string, members: Members): Declaration {
  return part(kind, means, { kind: [z.literal(kind), ''], ...members });
}

/** The objects of a table of variants: whichever its `kind` names. */
export function oneOf<D extends Readonly<Record<string, { readonly schema: z.ZodType }>>>(
  variants: D,
): z.ZodType<ValueOf<D[keyof D]>>;
export function oneOf(variants: Readonly<Record<string, { readonly schema: z.ZodType }>>): z.ZodType {
  const [first, ...others] = Object.values(variants).map(({ schema }) => schema as z.core.$ZodTypeDiscriminable);
  if (first === undefined) throw new Error('a table of variants is empty');
  return z.discriminatedUnion('kind', [first, ...others]);
}

/** An entry kind: its body, and what headquarters refuses of it besides what CONTRACT.md says of every entry. */
export interface EntryKindDeclaration<M extends Members = Members> extends Declaration<M> {
  readonly rejectedIf: string;
  /** Undefined: nobody touches anything by it. */
  readonly touches: TouchDeclaration | undefined;
}

/** Who touches what by an entry. */
export interface TouchDeclaration<Member extends string = string> {
  /** Members that name whoever acted. */
  readonly by: readonly Member[];
  /** Members that name what they touched. */
  readonly what: readonly Member[];
  /** Members that name things which nobody touches by it, with the reason. */
  readonly spared?: { readonly [M in Member]?: string };
}

/**
 * Declares a kind of entry. `rejectedIf` is empty if headquarters refuses nothing special; `touches` is left out where no
 * person acts on a thing.
 *
 * @see CONTRACT.md, section 7
 */
export function entryKind<const M extends Members>(kind: {
  means: string;
  rejectedIf: string;
  body: M;
  touches?: TouchDeclaration<Extract<keyof M, string>>;
}): EntryKindDeclaration<M> {
  return { ...declare(kind.means, kind.body), rejectedIf: kind.rejectedIf, touches: kind.touches };
}
