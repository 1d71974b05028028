// Whether a pattern may be used at all: what it cannot say, and whether any frame could make it run away. Judged once,
// when a model is read; the matcher that runs later is the fast one of the language, which does backtrack.
import { automatonOf } from './automaton.ts';
import type { Automaton, Position } from './automaton.ts';
import { parsePattern, PatternRefused } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import { workOf } from './work.ts';

/**
 * Ways tried on the worst frame. One costs some nanoseconds, and a frame of 256 bytes has 256 characters to look at.
 */
export const STEPS_MOST = 10_000;

export interface JudgedPattern extends Pattern {
  automaton: Automaton;
}

/** A text: why the pattern is refused, and which part of it. */
export function judgePattern(source: string, lengthMost: number): JudgedPattern | string {
  try {
    const pattern = parsePattern(source);
    const automaton = automatonOf(pattern.tree);
    if (automaton.empty > 0) return 'fits a frame with nothing in it';
    const { steps, worst } = workOf(automaton, lengthMost);
    if (steps > STEPS_MOST)
      return runsAway(pattern, { steps, lengthMost, parts: worst.flatMap((at) => automaton.positions[at] ?? []) });
    return { ...pattern, automaton };
  } catch (error) {
    if (error instanceof PatternRefused) return error.message;
    throw error;
  }
}

function runsAway(
  { source }: Pattern,
  { steps, lengthMost, parts }: { steps: number; lengthMost: number; parts: readonly Position[] },
): string {
  const named = [...new Set(parts.map(({ from, to }) => `"${source.slice(from, to)}" (character ${from + 1})`))];
  const amount = steps === Infinity ? 'more ways than can be counted' : `up to ${Math.ceil(steps)} ways`;
  const because =
    named.length > 1
      ? `${named.slice(0, 3).join(' and ')} can take the same characters`
      : `${named[0] ?? 'it'} can divide the same characters differently`;
  return `could run away: ${because}, in ${amount} for ${lengthMost} of them`;
}

/** The pattern for whole texts, `s`: "." is every byte. Only of what has been judged. */
export function matcherOf({ source }: Pattern): RegExp {
  return new RegExp(`^(?:${source})$`, 's');
}
