// The designated kinds with their names, elements, forms and usual packages, from commodities.yaml. A broken file is a
// broken installation, not a setting: loading throws. Must not know any site.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const namesSchema = z.strictObject({ en: z.string().min(1), ja: z.string().min(1) });
const formIdSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/);

const commoditySchema = z.strictObject({
  symbol: z
    .string()
    .regex(/^([A-Z][a-z]?|REE|PGM)$/)
    .describe('element symbol, REE or PGM'),
  name: namesSchema,
  held: z.boolean().describe('publicly known to be in stock'),
  forms: z.record(formIdSchema, namesSchema).describe('forms in which it is kept or traded, by id'),
  packages: z.array(formIdSchema).min(1).describe('usual packages'),
  elements: z
    .record(z.string().regex(/^[A-Z][a-z]?$/), namesSchema)
    .default({})
    .describe('elements of REE and PGM; an order names one'),
});

const commoditiesFileSchema = z.strictObject({
  packages: z.record(formIdSchema, namesSchema),
  kinds: z.array(commoditySchema).length(34),
});

/** One designated kind. */
export type Commodity = Readonly<z.output<typeof commoditySchema>>;

/** All kinds and package types. */
export interface Commodities {
  /** By symbol, in the order of the file. */
  readonly kinds: ReadonlyMap<string, Commodity>;
  readonly packages: Readonly<Record<string, { en: string; ja: string }>>;
}

/**
 * Reads commodities.yaml at `path`.
 *
 * @throws {ZodError} when the file does not fit its schema
 * @throws {Error} when it cannot be read, a symbol is used twice or a package is unknown
 */
export function loadCommodities(path: string): Commodities {
  const file = commoditiesFileSchema.parse(parse(readFileSync(path, 'utf8')));
  const kinds = new Map(file.kinds.map((kind) => [kind.symbol, kind]));
  if (kinds.size !== file.kinds.length) throw new Error(`${path}: a symbol is used twice`);
  for (const kind of file.kinds)
    for (const name of kind.packages)
      if (!Object.hasOwn(file.packages, name))
        throw new Error(`${path}: ${kind.symbol}: there is no package "${name}"`);
  return { kinds, packages: file.packages };
}
