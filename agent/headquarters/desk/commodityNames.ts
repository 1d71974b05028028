// The designated kinds at headquarters: what a notice may name, and how it is called. From the installation's list
// (config/commodities.yaml), read by code of headquarters' own.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const bothNames = z.object({ en: z.string(), ja: z.string() });
const listSchema = z.object({
  kinds: z.array(
    z.object({
      symbol: z.string(),
      name: bothNames,
      forms: z.record(z.string(), bothNames),
      elements: z.record(z.string(), bothNames).default({}),
    }),
  ),
});

/** One designated kind with its forms and elements, by what orders say. */
export type NamedCommodity = z.output<typeof listSchema>['kinds'][number];

/**
 * The designated kinds of the installation.
 *
 * @throws {Error} when the list cannot be read: the installation is broken
 */
export function readNamedCommodities(): readonly NamedCommodity[] {
  // This file is three folders below the root in the source, four in the compiled tree.
  const root = import.meta.url.endsWith('.ts') ? '../../../' : '../../../../';
  const text = readFileSync(new URL(`${root}config/commodities.yaml`, import.meta.url), 'utf8');
  return listSchema.parse(parse(text)).kinds;
}

/** What is wrong with the goods of a notice, and what may stand there; null: nothing. */
export function describeWrongCommodity(
  goods: { commodity: string; form: string; element: string | null },
  commodities: readonly NamedCommodity[],
): string | null {
  const named = commodities.find(({ symbol }) => symbol === goods.commodity);
  if (named === undefined)
    return `commodity: ${goods.commodity} is not designated; one of ${commodities.map(({ symbol }) => symbol).join(', ')}`;
  const forms = Object.keys(named.forms);
  if (!forms.includes(goods.form)) return `form: ${goods.form} of ${named.symbol}; one of ${forms.join(', ')}`;
  const elements = Object.keys(named.elements);
  const allowed = elements.length === 0 ? [null] : elements;
  return (allowed as (string | null)[]).includes(goods.element)
    ? null
    : `element: ${goods.element ?? 'none'} of ${named.symbol}; one of ${elements.join(', ') || 'none'}`;
}

/** "Cobalt コバルト, cobalt metal コバルト地金"; what is not in the list stands as it was written. */
export function nameCommodity(
  { commodity, form, element }: { commodity: string; form: string; element: string | null },
  commodities: readonly NamedCommodity[],
): string {
  const named = commodities.find(({ symbol }) => symbol === commodity);
  const both = (names: { en: string; ja: string } | undefined, text: string): string =>
    names === undefined ? text : `${names.en} ${names.ja}`;
  const parts = [both(named?.name, commodity), both(named?.forms[form], form)];
  if (element !== null) parts.push(both(named?.elements[element], element));
  return parts.join(', ');
}
