// A finding without its sentence leaves a person at the dock alone with a code.
import { expect, test } from 'vitest';
import { FINDING_CODES } from '../../agent/core/model/findings.ts';
import { en } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';

const BASES = ['single', 'group', 'vehicle', 'inferred', 'manual', 'declared'];
const QUANTITIES = ['measured', 'declared', 'earlier', 'tare', 'net', 'removed', 'allocated'];
const DECISIONS = ['accept', 'return', 'recount', 'adjust', 'write-off'];
const STATES = ['open', 'recounted', 'void', 'closed'];

test.each([
  ['en', en],
  ['ja', ja],
])('%s says of every finding what it is and what to do', (_language, texts: Readonly<Record<string, string>>) => {
  const wanted = [
    ...FINDING_CODES.flatMap((code) => [`case.what.${code}`, `case.do.${code}`]),
    ...BASES.map((basis) => `case.basis.${basis}`),
    ...QUANTITIES.map((of) => `case.quantity-kind.${of}`),
    ...DECISIONS.map((act) => `decision.${act}`),
    ...STATES.map((state) => `case.state.${state}`),
  ];
  expect(wanted.filter((key) => (texts[key] ?? '').trim() === '')).toEqual([]);
  // Two findings with one sentence would be a copy that nobody finished.
  const sentences = FINDING_CODES.map((code) => texts[`case.what.${code}`] ?? '');
  expect(new Set(sentences).size).toBe(FINDING_CODES.length);
});
