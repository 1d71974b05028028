// Whether a pattern may be used: its syntax, and whether any frame could make it run away. Checked once, when a model
// is read; the matcher that runs later is the language's own, which backtracks. Must not know any model.
import { buildPatternAutomaton } from './patternAutomaton.ts';
import type { PatternAutomaton, PatternPosition } from './patternAutomaton.ts';
import { parseFramePattern, PatternError } from './framePattern.ts';
import type { FramePattern } from './framePattern.ts';
import { estimatePatternCost } from './patternCost.ts';

/**
 * Most ways that a matcher may try on one frame. A way costs some nanoseconds, so 10 000 are some tens of µs.
 */
export const MAX_MATCH_STEPS = 10_000;

/** A pattern that may be run. */
export interface CheckedPattern extends FramePattern {
  automaton: PatternAutomaton;
}

/** The checked pattern for texts of at most `maxLength` characters; a text: which part of it is refused, and why. */
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

/** A matcher of whole texts, in which "." is every byte (flag s). Only for patterns that `checkPattern` accepts. */
export function compilePattern({ source }: FramePattern): RegExp {
  return new RegExp(`^(?:${source})$`, 's');
}
