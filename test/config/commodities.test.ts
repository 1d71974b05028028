// The 34 designated kinds: counts as published (32 single elements, 17 rare earths, 6 platinum metals: 55 elements),
// names in both languages, and what an order may name.
import { commodityTextsEn } from '../../agent/screen/texts/en/commodityTexts.ts';
import { commodityTextsJa } from '../../agent/screen/texts/ja/commodityTexts.ts';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCommodities } from '../../config/commodities.ts';
import { kindRefusal } from '../../agent/core/model/designatedKinds.ts';
import { describeWrongCommodity, readNamedCommodities } from '../../agent/headquarters/desk/commodityNames.ts';

const commodities = loadCommodities(fileURLToPath(new URL('../../config/commodities.yaml', import.meta.url)));

test('34 kinds, 55 elements, seven held', () => {
  const kinds = [...commodities.kinds.values()];
  expect(kinds).toHaveLength(34);
  const elements = kinds.flatMap((kind) =>
    Object.keys(kind.elements).length > 0 ? Object.keys(kind.elements) : [kind.symbol],
  );
  expect(new Set(elements).size).toBe(55);
  expect(
    kinds
      .filter((kind) => kind.held)
      .map((kind) => kind.symbol)
      .sort(),
  ).toEqual(['Co', 'Cr', 'Mn', 'Mo', 'Ni', 'V', 'W']);
  for (const kind of kinds) expect(kind.name.ja, kind.symbol).toMatch(/[\p{Script=Katakana}\p{Script=Han}]/u);
});

test.each([
  [{ commodity: 'Co', form: 'cobalt-metal', element: null }, null],
  [{ commodity: 'REE', form: 'rare-earth-oxide', element: 'Dy' }, null],
  [{ commodity: 'PGM', form: 'sponge', element: 'Pt' }, null],
  [{ commodity: 'Pt', form: 'sponge', element: null }, 'none of the designated kinds: Li, Be'],
  [{ commodity: 'Co', form: 'ferro-chrome', element: null }, 'no form of Co: cobalt-metal'],
  [{ commodity: 'Co', form: 'toString', element: null }, 'no form of Co'],
  [{ commodity: 'Co', form: 'cobalt-metal', element: 'Co' }, 'Co has no elements'],
  [{ commodity: 'REE', form: 'rare-earth-oxide', element: null }, 'is none of REE: '],
  [{ commodity: 'REE', form: 'rare-earth-oxide', element: 'Pt' }, 'is none of REE: '],
])('an order for %j', (named, fault) => {
  const said = [kindRefusal(named, commodities.kinds), describeWrongCommodity(named, readNamedCommodities())];
  expect(said.map((words) => words === null)).toEqual([fault === null, fault === null]);
  if (fault !== null) expect(said[0]).toContain(fault);
});

test('the page calls kinds, forms and elements as the list does', () => {
  const named = [...commodities.kinds.values()].flatMap(({ symbol, name, forms, elements }) => [
    [`commodity.${symbol}`, name] as const,
    ...Object.entries(forms).map(([form, names]) => [`form.${form}`, names] as const),
    ...Object.entries(elements).map(([element, names]) => [`element.${element}`, names] as const),
  ]);
  expect(new Map(Object.entries(commodityTextsEn))).toEqual(new Map(named.map(([key, names]) => [key, names.en])));
  expect(new Map(Object.entries(commodityTextsJa))).toEqual(new Map(named.map(([key, names]) => [key, names.ja])));
});
