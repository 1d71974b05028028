// Whether a pattern may be used at all: what it cannot say, and whether any frame could make it run away. Judged once,
// when a model is read; the matcher that runs later is the fast one of the language, which does backtrack.
import { buildPatternAutomaton } from './patternAutomaton.ts';
import type { PatternAutomaton, PatternPosition } from './patternAutomaton.ts';
import { parseFramePattern, PatternError } from './framePattern.ts';
import type { FramePattern } from './framePattern.ts';
import { estimatePatternCost } from './patternCost.ts';

/**
 * Ways tried on the worst frame. One costs some nanoseconds, and a frame of 256 bytes has 256 characters to look at.
 */
export const MAX_MATCH_STEPS = 10_000;

export interface CheckedPattern extends FramePattern {
  automaton: PatternAutomaton;
}

/** A text: why the pattern is refused, and which part of it. */
export function checkPattern(source: string, maxLength: number): CheckedPattern | string {
  try {
    const pattern = parseFramePattern(source);
    const automaton = buildPatternAutomaton(pattern.tree);
    if (automaton.empty > 0) return 'fits a frame with nothing in it';
    const { steps, worst } = estimatePatternCost(automaton, maxLength);
    if (steps > MAX_MATCH_STEPS)
      return describeRunaway(pattern, {
        steps,
        lengthMost: maxLength,
        parts: worst.flatMap((position) => automaton.positions[position] ?? []),
      });
    return { ...pattern, automaton };
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

function describeRunaway(
  { source }: FramePattern,
  { steps, lengthMost, parts }: { steps: number; lengthMost: number; parts: readonly PatternPosition[] },
): string {
  const quotedParts = [...new Set(parts.map(({ from, to }) => `"${source.slice(from, to)}" (character ${from + 1})`))];
  const amount = steps === Infinity ? 'more ways than can be counted' : `up to ${Math.ceil(steps)} ways`;
  const reason =
    quotedParts.length > 1
      ? `${quotedParts.slice(0, 3).join(' and ')} can take the same characters`
      : `${quotedParts[0] ?? 'it'} can divide the same characters differently`;
  return `could run away: ${reason}, in ${amount} for ${lengthMost} of them`;
}

/** The pattern for whole texts, `s`: "." is every byte. Only of what has been judged. */
export function compilePattern({ source }: FramePattern): RegExp {
  return new RegExp(`^(?:${source})$`, 's');
}
