// The designated kinds with their names, elements, forms and usual packages, from commodities.yaml. A broken file is a
// broken installation, not a setting: loading throws.
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

export type Commodity = Readonly<z.output<typeof commoditySchema>>;

export interface Commodities {
  /** By symbol, in the order of the file. */
  readonly kinds: ReadonlyMap<string, Commodity>;
  readonly packages: Readonly<Record<string, { en: string; ja: string }>>;
}

/** `path` is that of commodities.yaml. */
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

/**
 * Why an order cannot mean this: no such kind, no such form, or an element missing, unknown or out of place. Null if it
 * can.
 */
export function checkCommodity(
  commodities: Commodities,
  named: { commodity: string; form: string; element: string | null },
): 'kind-unknown' | 'form-unknown' | 'element-wrong' | null {
  const kind = commodities.kinds.get(named.commodity);
  if (kind === undefined) return 'kind-unknown';
  if (!Object.hasOwn(kind.forms, named.form)) return 'form-unknown';
  const several = Object.keys(kind.elements).length > 0;
  const fits = several ? named.element !== null && Object.hasOwn(kind.elements, named.element) : named.element === null;
  return fits ? null : 'element-wrong';
}
