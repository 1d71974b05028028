// A pattern that some frame could make run away is refused when its file is read, with the part that does it and why.
// The judgement is checked against a matcher that really tries every way, and its reading of patterns against the
// language's own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModelFile } from '../../config/modelFiles.ts';
import { buildPatternAutomaton } from '../../drivers/scale/declarative/patternAutomaton.ts';
import { checkPattern, compilePattern, MAX_MATCH_STEPS } from '../../drivers/scale/declarative/patternCheck.ts';
import { parseFramePattern } from '../../drivers/scale/declarative/framePattern.ts';
import type { PatternNode } from '../../drivers/scale/declarative/framePattern.ts';
import { canTailLookWhole, estimatePatternCost } from '../../drivers/scale/declarative/patternCost.ts';
import { modelText } from '../drivers/declarative/frames.ts';

function faultsOf(pattern: string, more = ''): string[] {
  const outcome = parseModelFile(
    'x.yaml',
    modelText(`end: "\\r"\npattern: '${pattern}'\n${more}`, '{ text: "1\\r", expect: { value: "1" } }'),
  );
  return outcome.kind === 'valid'
    ? []
    : outcome.errors.map(({ path, line, problem }) => `${line ?? 0} ${path}: ${problem}`);
}

describe('a pattern that runs away is refused, and the part is named', () => {
  it.each([
    [String.raw`(?<value>(\d+)+)`, String.raw`"\d+" (character 11) can divide the same characters`],
    [String.raw`(?<value>(?:\d+\.?)+)`, String.raw`"\d+" (character 13) can divide`],
    [String.raw`(?:a|a)*(?<value>\d)`, '"(?:a|a)*" (character 1) can divide'],
    [String.raw`(?:a*)*(?<value>\d)`, '"a*" (character 4) can divide'],
    [String.raw`.*.*.*=(?<value>\d)`, '".*" (character 1) and ".*" (character 3)'],
    [String.raw`(?<value>(?:\d?){20}\d{20})`, 'up to 22020095 ways for 63 of them'],
    [String.raw`(?:x|xx)+(?<value>\d)`, '"(?:x|xx)+" (character 1)'],
    [String.raw`(?<value>(?:\d{0,9}){0,9}k)`, 'could run away'],
  ])('%s', (pattern, words) => {
    const faults = faultsOf(pattern);
    expect(faults).toEqual([expect.stringMatching(/^\d+ frame\.pattern: could run away: /)]);
    expect(faults[0]).toContain(words);
  });

  it('also among the lines that are no weight', () => {
    expect(faultsOf(String.raw`(?<value>\d)`, String.raw`lines: [ { pattern: '(\w+ ?)*!', says: error } ]`)).toEqual([
      expect.stringMatching(/frame\.lines\[0\]\.pattern: could run away/),
    ]);
  });

  it('what is allowed depends on how long a frame may be', () => {
    const twice = String.raw`\d*\d*(?<value>\d)`;
    expect(typeof checkPattern(twice, 30)).toBe('object');
    expect(checkPattern(twice, 256)).toContain('could run away');
  });
});

describe('what the matcher cannot be held to is refused', () => {
  it.each([
    [String.raw`(?<value>\d)\1`, String.raw`refers back to a group with "\1" (character 13)`],
    [String.raw`(?<value>\d)\k<value>`, 'refers back'],
    ['(?=.)(?<value>.)', 'looks ahead or behind'],
    ['(?<!a)(?<value>.)', 'looks ahead or behind'],
    ['^(?<value>.)$', 'has "^"'],
    [String.raw`(?<value>\d)\b`, String.raw`has "\b", which is not known here`],
    ['(?<value>.', 'has a "(" without its ")" (character 1)'],
    ['(?<value>.))', 'has a ")" without its "("'],
    ['(?<value>[9-0])', 'runs backwards'],
    ['(?<value>.{3,2})', 'counts {3,2}'],
    ['(?<value>.{400})', 'too large'],
    ['(?<value>.)(?<value>.)', 'two groups value'],
    ['(?<value>a{2}{3})', 'repeats a repetition'],
    ['(?<value>.*)', 'fits a frame with nothing in it'],
    ['(?<value>秤)', 'which no byte can be'],
    ['(?<weight>.)', 'has no value'],
    ['(?<value>.)(?<load>.)', 'a group load whose words mean nothing'],
  ])('%s', (pattern, words) => {
    expect(faultsOf(pattern).join('\n')).toContain(words);
  });
});

const atom = fc.constantFrom('a', 'b', '1', '[ab]', '[^a]', '.', String.raw`\d`, String.raw`\w`, String.raw`\x61`);
const times = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,3}', '{2,}', '*?', '??');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.tuple(atom, times).map(([one, count]) => one + count), weight: 3 },
    fc.tuple(tie('pattern'), times).map(([inside, count]) => `(?:${inside})${count}`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')), weight: 3 },
    fc.tuple(tie('part'), tie('part')).map((options) => options.join('|')),
  ),
}));
const word = fc.array(fc.constantFrom('a', 'b', '1'), { maxLength: 6 }).map((letters) => letters.join(''));
const WAYS_MOST = 200_000;

/**
 * Every way of a backtracking matcher that never succeeds: how many characters it takes in all, and whether the text
 * fits.
 */
function tryEveryWay(tree: PatternNode, text: string): { taken: number; fits: boolean } {
  let taken = 0;
  let fits = false;
  const match = (node: PatternNode, at: number, behind: (at: number) => void): void => {
    if (taken > WAYS_MOST) return;
    if (node.kind === 'set') {
      if (at < text.length && (node.set >> BigInt(text.charCodeAt(at))) % 2n === 1n) {
        taken += 1;
        behind(at + 1);
      }
    } else if (node.kind === 'choice') for (const option of node.options) match(option, at, behind);
    else if (node.kind === 'sequence') sequence(node.parts, at, behind);
    else repeat(node, at, 0, behind);
  };
  const sequence = (parts: readonly PatternNode[], at: number, behind: (at: number) => void): void => {
    const [first, ...rest] = parts;
    if (first === undefined) behind(at);
    else match(first, at, (next) => sequence(rest, next, behind));
  };
  const repeat = (
    node: PatternNode & { kind: 'repeat' },
    at: number,
    done: number,
    behind: (at: number) => void,
  ): void => {
    if (done < node.most)
      match(node.part, at, (next) =>
        next > at || done < node.least ? repeat(node, next, done + 1, behind) : undefined,
      );
    if (done >= node.least) behind(at);
  };
  match(tree, 0, (at) => {
    fits ||= at === text.length;
  });
  return { taken, fits };
}

describe('the judgement', () => {
  it('never says less than what a matcher can be made to do', () => {
    fc.assert(
      fc.property(pattern, word, (source, text) => {
        const { tree } = parseFramePattern(source);
        const { taken } = tryEveryWay(tree, text);
        expect(estimatePatternCost(buildPatternAutomaton(tree), Math.max(1, text.length)).steps).toBeGreaterThanOrEqual(
          Math.min(taken, WAYS_MOST),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('reads patterns as the language does', () => {
    fc.assert(
      fc.property(pattern, word, (source, text) => {
        const parsed = parseFramePattern(source);
        const { taken, fits } = tryEveryWay(parsed.tree, text);
        fc.pre(taken <= WAYS_MOST);
        expect(fits).toBe(compilePattern(parsed).test(text));
      }),
      { numRuns: 1500 },
    );
  });

  it('knows when the end of a fitting text can fit too', () => {
    fc.assert(
      fc.property(pattern, word, (source, text) => {
        const parsed = parseFramePattern(source);
        const automaton = buildPatternAutomaton(parsed.tree);
        const matcher = compilePattern(parsed);
        fc.pre(matcher.test(text));
        const cut = Array.from({ length: text.length }, (_, at) => text.slice(at + 1)).some(
          (tail) => tail !== '' && matcher.test(tail),
        );
        if (cut) expect(canTailLookWhole(automaton, automaton)).toBe(true);
      }),
      { numRuns: 1500 },
    );
    const fixed = buildPatternAutomaton(parseFramePattern(String.raw`[+-]\d{5}\.\d kg`).tree);
    expect(canTailLookWhole(fixed, fixed)).toBe(false);
  });

  it('lets patterns pass that a scale needs', () => {
    for (const source of [
      String.raw`(?<sign>[+-]?) *(?<value>\d+(?:\.\d+)?) *(?<unit>[a-z]{1,3})? *`,
      String.raw`(?<value>[ \d.,+-]{8}) (?<unit>.{3})`,
      String.raw`.*(?<value>\d+\.\d) kg`,
    ]) {
      const judged = checkPattern(source, 64);
      expect(typeof judged === 'string' ? judged : estimatePatternCost(judged.automaton, 64).steps).toBeLessThanOrEqual(
        MAX_MATCH_STEPS,
      );
    }
  });
});
