// The 34 designated kinds: counts as published (32 single elements, 17 rare earths, 6 platinum metals: 55 elements),
// names in both languages, and what an order may name.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkCommodity, loadCommodities } from '../../config/commodities.ts';

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
  [{ commodity: 'Pt', form: 'sponge', element: null }, 'kind-unknown'],
  [{ commodity: 'Co', form: 'ferro-chrome', element: null }, 'form-unknown'],
  [{ commodity: 'Co', form: 'toString', element: null }, 'form-unknown'],
  [{ commodity: 'Co', form: 'cobalt-metal', element: 'Co' }, 'element-wrong'],
  [{ commodity: 'REE', form: 'rare-earth-oxide', element: null }, 'element-wrong'],
  [{ commodity: 'REE', form: 'rare-earth-oxide', element: 'Pt' }, 'element-wrong'],
])('an order for %j', (named, fault) => expect(checkCommodity(commodities, named)).toBe(fault));
