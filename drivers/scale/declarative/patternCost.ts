// How much work a pattern can cost: an upper bound of the ways a backtracking matcher may try on any text of a length,
// and whether a text that lost its beginning can still look whole. Both follow from the automaton, before a pattern
// runs. Must not know any frame.
//
// The bound: after k characters, u[q] is at most so many ways that end in position q. Positions that are alive after
// one and the same text are pairwise "together" (both reachable by one text); from those that never are, only the
// largest counts.
import type { PatternAutomaton, PathCounts } from './patternAutomaton.ts';

/** How much work a pattern can cost. */
export interface PatternCost {
  /** Upper bound of the ways tried; Infinity beyond counting. */
  steps: number;
  /** Positions where the most ways meet: the part that runs away. */
  worst: readonly number[];
}

/** Upper bound of the ways tried on any text of at most `maxLength` characters. */
export function estimatePatternCost(automaton: PatternAutomaton, maxLength: number): PatternCost {
  const { positions, first, follow } = automaton;
  const size = positions.length;
  const reachablePairs = findReachablePairs(automaton, automaton, startPairs(automaton));
  const predecessors = findPredecessors(follow);
  const isTogether = (p: number, q: number): boolean => reachablePairs[p * size + q] === 1;
  const predecessorParts = predecessors.map((ways) => partitionPositions([...ways.keys()], isTogether));
  const allParts = partitionPositions([...positions.keys()], isTogether);
  let ways = new Float64Array(size);
  for (const [position, count] of first) ways[position] = count;
  let steps = 0;
  for (let length = 1; length <= maxLength; length += 1) {
    steps += boundPaths(allParts, (position) => ways[position] ?? 0);
    if (steps > Number.MAX_SAFE_INTEGER) break;
    const next = new Float64Array(size);
    for (let q = 0; q < size; q += 1)
      next[q] = boundPaths(predecessorParts[q] ?? [], (p) => (ways[p] ?? 0) * (predecessors[q]?.get(p) ?? 0));
    if (length < maxLength) ways = next;
  }
  return {
    steps: steps > Number.MAX_SAFE_INTEGER ? Infinity : steps,
    worst: findWorstPositions(ways, predecessorParts, predecessors),
  };
}

/** The position with the most ways, and where they come from. */
function findWorstPositions(
  ways: Float64Array,
  predecessorParts: readonly (readonly number[][])[],
  predecessors: readonly PathCounts[],
): number[] {
  const busiest = ways.indexOf(Math.max(...ways));
  const feeders = (predecessorParts[busiest] ?? []).map((part) =>
    part.reduce((best, p) => ((ways[p] ?? 0) > (ways[best] ?? 0) ? p : best)),
  );
  const contributing = feeders.filter((p) => (ways[p] ?? 0) * (predecessors[busiest]?.get(p) ?? 0) > 0);
  return [...new Set([...contributing, busiest])].sort((a, b) => a - b);
}

function boundPaths(parts: readonly (readonly number[])[], countPaths: (position: number) => number): number {
  let sum = 0;
  for (const part of parts) {
    let maxPaths = 0;
    for (const position of part) maxPaths = Math.max(maxPaths, countPaths(position));
    sum += maxPaths;
  }
  return sum;
}

/** Parts in which no two positions are ever alive together. */
function partitionPositions(members: readonly number[], isTogether: (p: number, q: number) => boolean): number[][] {
  const parts: number[][] = [];
  for (const member of members) {
    const fittingPart = parts.find((part) => part.every((other) => !isTogether(member, other)));
    if (fittingPart === undefined) parts.push([member]);
    else fittingPart.push(member);
  }
  return parts;
}

function findPredecessors(follow: readonly PathCounts[]): Map<number, number>[] {
  const predecessors = follow.map(() => new Map<number, number>());
  follow.forEach((ways, from) => {
    for (const [to, count] of ways) predecessors[to]?.set(from, count);
  });
  return predecessors;
}

/**
 * True if a text of `tail` can be the end of a longer text of `whole`. Then a line whose beginning was lost may look
 * like a line with another weight: "3.0 kg" of "1203.0 kg".
 */
export function canTailLookWhole(whole: PatternAutomaton, tail: PatternAutomaton): boolean {
  const size = tail.positions.length;
  const startingPairs = whole.follow.flatMap((ways) =>
    [...ways.keys()].flatMap((p) => [...tail.first.keys()].map((q) => [p, q] as const)),
  );
  const reached = findReachablePairs(whole, tail, startingPairs);
  return [...whole.last.keys()].some((p) => [...tail.last.keys()].some((q) => reached[p * size + q] === 1));
}

function startPairs({ first }: PatternAutomaton): (readonly [number, number])[] {
  return [...first.keys()].flatMap((p) => [...first.keys()].map((q) => [p, q] as const));
}

/** Every pair of positions that one text reaches from one of `starts`; the pair (p, q) at p × size of `right` + q. */
function findReachablePairs(
  left: PatternAutomaton,
  right: PatternAutomaton,
  startingPairs: readonly (readonly [number, number])[],
): Uint8Array {
  const size = right.positions.length;
  const reached = new Uint8Array(left.positions.length * size);
  const canOverlap = createOverlapTest(left, right);
  const pendingPairs: (readonly [number, number])[] = [];
  const markReached = (p: number, q: number): void => {
    if (reached[p * size + q] === 1 || !canOverlap(p, q)) return;
    reached[p * size + q] = 1;
    pendingPairs.push([p, q]);
  };
  for (const [p, q] of startingPairs) markReached(p, q);
  for (let pair = pendingPairs.pop(); pair !== undefined; pair = pendingPairs.pop()) {
    const nextRight = right.follow[pair[1]]?.keys() ?? [];
    const rightFollowers = [...nextRight];
    for (const p of left.follow[pair[0]]?.keys() ?? []) for (const q of rightFollowers) markReached(p, q);
  }
  return reached;
}

/** Few sets are distinct: each pair of those is compared once. */
function createOverlapTest(left: PatternAutomaton, right: PatternAutomaton): (p: number, q: number) => boolean {
  const sets = [...new Set([...left.positions, ...right.positions].map(({ set }) => set))];
  const indexBySet = new Map(sets.map((set, at) => [set, at]));
  const table = sets.map((set) => sets.map((otherSet) => (set & otherSet) !== 0n));
  const leftSetIndexes = left.positions.map(({ set }) => indexBySet.get(set) ?? 0);
  const rightSetIndexes = right.positions.map(({ set }) => indexBySet.get(set) ?? 0);
  return (p, q) => table[leftSetIndexes[p] ?? 0]?.[rightSetIndexes[q] ?? 0] === true;
}
