// How much work a pattern can cost: an upper bound of the ways a backtracking matcher may try on any text of a length,
// and whether a text that lost its beginning can still look whole. Both are decided from the automaton, before anything
// runs.
//
// The bound: after k characters, u[q] is at most so many ways that end in position q. Positions that are alive after
// one and the same text are pairwise "together" (both reachable by one text); from those that never are, only the
// largest counts.
import type { PatternAutomaton, PathCounts } from './patternAutomaton.ts';

export interface PatternCost {
  /** Upper bound of the ways tried; Infinity beyond counting. */
  steps: number;
  /** Positions where the most ways meet: the part that runs away. */
  worst: readonly number[];
}

export function estimatePatternCost(automaton: PatternAutomaton, lengthMost: number): PatternCost {
  const { positions, first, follow } = automaton;
  const size = positions.length;
  const together = findReachablePairs(automaton, automaton, startPairs(automaton));
  const before = predecessors(follow);
  const isTogether = (p: number, q: number): boolean => together[p * size + q] === 1;
  const apart = before.map((ways) => partitionPositions([...ways.keys()], isTogether));
  const all = partitionPositions([...positions.keys()], isTogether);
  let ways = new Float64Array(size);
  for (const [position, count] of first) ways[position] = count;
  let steps = 0;
  for (let length = 1; length <= lengthMost; length += 1) {
    steps += boundPaths(all, (position) => ways[position] ?? 0);
    if (steps > Number.MAX_SAFE_INTEGER) break;
    const next = new Float64Array(size);
    for (let q = 0; q < size; q += 1)
      next[q] = boundPaths(apart[q] ?? [], (p) => (ways[p] ?? 0) * (before[q]?.get(p) ?? 0));
    if (length < lengthMost) ways = next;
  }
  return { steps: steps > Number.MAX_SAFE_INTEGER ? Infinity : steps, worst: findWorstPositions(ways, apart, before) };
}

/** The position with the most ways, and where they come from. */
function findWorstPositions(
  ways: Float64Array,
  apart: readonly (readonly number[][])[],
  before: readonly PathCounts[],
): number[] {
  const most = ways.indexOf(Math.max(...ways));
  const feeders = (apart[most] ?? []).map((part) =>
    part.reduce((best, p) => ((ways[p] ?? 0) > (ways[best] ?? 0) ? p : best)),
  );
  const grown = feeders.filter((p) => (ways[p] ?? 0) * (before[most]?.get(p) ?? 0) > 0);
  return [...new Set([...grown, most])].sort((a, b) => a - b);
}

function boundPaths(parts: readonly (readonly number[])[], waysOf: (position: number) => number): number {
  let sum = 0;
  for (const part of parts) {
    let most = 0;
    for (const position of part) most = Math.max(most, waysOf(position));
    sum += most;
  }
  return sum;
}

/** Parts in which no two positions are ever alive together. */
function partitionPositions(members: readonly number[], isTogether: (p: number, q: number) => boolean): number[][] {
  const parts: number[][] = [];
  for (const member of members) {
    const home = parts.find((part) => part.every((other) => !isTogether(member, other)));
    if (home === undefined) parts.push([member]);
    else home.push(member);
  }
  return parts;
}

function predecessors(follow: readonly PathCounts[]): Map<number, number>[] {
  const before = follow.map(() => new Map<number, number>());
  follow.forEach((ways, from) => {
    for (const [to, count] of ways) before[to]?.set(from, count);
  });
  return before;
}

/**
 * Can a text of `tail` be the end of a longer text of `whole`? Then a line whose beginning was lost may look like a
 * line with another weight: "3.0 kg" of "1203.0 kg".
 */
export function canTailLookWhole(whole: PatternAutomaton, tail: PatternAutomaton): boolean {
  const size = tail.positions.length;
  const starts = whole.follow.flatMap((ways) =>
    [...ways.keys()].flatMap((p) => [...tail.first.keys()].map((q) => [p, q] as const)),
  );
  const reached = findReachablePairs(whole, tail, starts);
  return [...whole.last.keys()].some((p) => [...tail.last.keys()].some((q) => reached[p * size + q] === 1));
}

function startPairs({ first }: PatternAutomaton): (readonly [number, number])[] {
  return [...first.keys()].flatMap((p) => [...first.keys()].map((q) => [p, q] as const));
}

/** Every pair of positions that one text reaches from one of `starts`; the pair (p, q) at p × size of `right` + q. */
function findReachablePairs(
  left: PatternAutomaton,
  right: PatternAutomaton,
  starts: readonly (readonly [number, number])[],
): Uint8Array {
  const size = right.positions.length;
  const reached = new Uint8Array(left.positions.length * size);
  const overlap = overlaps(left, right);
  const waiting: (readonly [number, number])[] = [];
  const reach = (p: number, q: number): void => {
    if (reached[p * size + q] === 1 || !overlap(p, q)) return;
    reached[p * size + q] = 1;
    waiting.push([p, q]);
  };
  for (const [p, q] of starts) reach(p, q);
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const nextRight = right.follow[pair[1]]?.keys() ?? [];
    const behind = [...nextRight];
    for (const p of left.follow[pair[0]]?.keys() ?? []) for (const q of behind) reach(p, q);
  }
  return reached;
}

/** Few sets are distinct: each pair of those is compared once. */
function overlaps(left: PatternAutomaton, right: PatternAutomaton): (p: number, q: number) => boolean {
  const sets = [...new Set([...left.positions, ...right.positions].map(({ set }) => set))];
  const number = new Map(sets.map((set, at) => [set, at]));
  const table = sets.map((one) => sets.map((other) => (one & other) !== 0n));
  const leftAt = left.positions.map(({ set }) => number.get(set) ?? 0);
  const rightAt = right.positions.map(({ set }) => number.get(set) ?? 0);
  return (p, q) => table[leftAt[p] ?? 0]?.[rightAt[q] ?? 0] === true;
}
