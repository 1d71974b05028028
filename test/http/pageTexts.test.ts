// The page's catalogues: every guidance, finding, fault and refusal has its text in both languages, with the same
// parameters.
import { expect, test } from 'vitest';
import { FINDING_CODES } from '../../agent/core/model/findings.ts';
import { REFUSALS } from '../../agent/core/model/refusals.ts';
import { GUIDANCE_KEYS } from '../../agent/core/views/stateView.ts';
import { fillPlaceholders } from '../../agent/screen/shared/translator.ts';
import { en } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';
import { refusalTextsJa } from '../../agent/screen/texts/refusalTextsJa.ts';
import { INSTRUMENT_FAULTS } from '../../drivers/contract/instrumentFault.ts';

const catalogues: Record<string, Record<string, string>> = { en, ja };
const parameters = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

test.each(['en', 'ja'])('%s has every text', (language) => {
  const texts = catalogues[language] ?? {};
  const wanted = [
    ...GUIDANCE_KEYS.map((key) => `guidance.${key}`),
    ...FINDING_CODES.map((code) => `finding.${code}`),
    ...Object.keys(INSTRUMENT_FAULTS).map((code) => `fault.${code}`),
  ];
  expect(wanted.filter((key) => !Object.hasOwn(texts, key) || texts[key] === '')).toEqual([]);
});

test('both languages have the same keys and the same parameters', () => {
  expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en))
    expect(parameters(catalogues['ja']?.[key] ?? ''), key).toEqual(parameters(text));
});

test('Japanese is Japanese', () => {
  const latin = Object.entries(ja).filter(
    ([key, text]) => key !== 'language.other' && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text),
  );
  expect(latin).toEqual([]);
});

test('every refusal of the core can be said in Japanese, with parameters it has', () => {
  expect(Object.keys(REFUSALS).filter((code) => !Object.hasOwn(refusalTextsJa, code))).toEqual([]);
  for (const [code, { en: text }] of Object.entries(REFUSALS))
    expect(parameters(text), code).toEqual(expect.arrayContaining(parameters(refusalTextsJa[code] ?? '')));
});

test('a part in brackets goes when its parameter is not known', () => {
  const text = 'Recorded[ as no. {number}: {mark}]. Take it off.';
  expect(fillPlaceholders(text, { number: 12, mark: 'NK-8813' })).toBe('Recorded as no. 12: NK-8813. Take it off.');
  expect(fillPlaceholders(text, {})).toBe('Recorded. Take it off.');
  expect(fillPlaceholders(text, { number: 12 })).toBe('Recorded. Take it off.');
});
