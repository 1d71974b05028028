// Pages of the manual that are made from tables: a page that was edited by hand, a word without its meaning or its
// name in the sources, a decision without a part.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../agent/core/model/glossary.ts';
import { readDeclaredNames } from '../declaredNames.ts';
import { ROOT } from '../sourceTree.ts';
import { buildPages, readDecisions } from './pages.ts';

it.each([...buildPages()])('%s is as `npm run documents` writes it', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

describe('glossary', () => {
  it('no word stands twice', () => {
    const words = GLOSSARY.map(({ word }) => word.toLowerCase());
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it('every word has its Japanese, a name in the code and one sentence', () => {
    const incomplete = GLOSSARY.filter(
      ({ area, japanese, namesInCode, meaning }) =>
        area === '' || japanese === '' || namesInCode.length === 0 || !/^[A-Z].*\.$/.test(meaning),
    );
    expect(incomplete.map(({ word }) => word)).toEqual([]);
  });

  it('every name in code is exported or a member somewhere, or a path', () => {
    const files = readDeclaredNames(['agent', 'config', 'drivers', 'simulators']);
    const names = new Set(files.flatMap(({ exports, members }) => [...exports.map(({ name }) => name), ...members]));
    const unknown = GLOSSARY.flatMap(({ word, namesInCode }) =>
      namesInCode
        .filter((name) => (name.includes('/') ? !existsSync(join(ROOT, name)) : !names.has(name)))
        .map((name) => `${word}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

const DECISION_PARTS = ['Context', 'Choice', 'What would change our mind'] as const;

describe('decisions', () => {
  it('each has title, status, date, context, choice, and what would change our mind', () => {
    const incomplete = readDecisions().filter(
      ({ name, title, status, date, headings }) =>
        !/^[a-z]+-[a-z0-9-]+\.md$/.test(name) ||
        title === '' ||
        !/^(accepted|superseded by \[.+\]\(.+\.md\))$/.test(status) ||
        !/^\d{4}-\d{2}-\d{2}$/.test(date) ||
        DECISION_PARTS.some((part) => !headings.includes(part)),
    );
    expect(incomplete.map(({ name }) => name)).toEqual([]);
  });
});
