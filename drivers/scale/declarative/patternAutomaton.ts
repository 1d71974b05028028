// A pattern as its automaton of positions (Glushkov): one position for each character the pattern can take, and which
// may follow which, in how many ways. The ways are those a backtracking matcher could try. Must not know any frame.
import { PatternError } from './framePattern.ts';
import type { PatternNode } from './framePattern.ts';

/** One character that a pattern can take. */
export interface PatternPosition {
  /** A bit for each of 256 characters. */
  set: bigint;
  /** The part of the source it belongs to: its innermost repetition, else its own. */
  from: number;
  to: number;
}

/** Position → number of ways. */
export type PathCounts = ReadonlyMap<number, number>;

/** Which positions come first, last and after one another. */
export interface PatternAutomaton {
  positions: readonly PatternPosition[];
  first: PathCounts;
  last: PathCounts;
  follow: readonly PathCounts[];
  /** Ways of taking no character at all. */
  empty: number;
}

const MAX_POSITIONS = 320;
const MAX_EDGES = 4_000;

interface AutomatonFragment {
  first: PathCounts;
  last: PathCounts;
  empty: number;
}

/**
 * The automaton of a pattern.
 *
 * @throws {PatternError} when the pattern has too many positions or edges
 */
export function buildPatternAutomaton(tree: PatternNode): PatternAutomaton {
  const builder = new AutomatonBuilder();
  const fragment = builder.build(tree, null);
  return { positions: builder.positions, follow: builder.follow, ...fragment };
}

class AutomatonBuilder {
  readonly positions: PatternPosition[] = [];
  readonly follow: Map<number, number>[] = [];
  #edges = 0;

  build(node: PatternNode, repetition: { from: number; to: number } | null): AutomatonFragment {
    switch (node.kind) {
      case 'set':
        return this.#position(node.set, repetition ?? node);
      case 'sequence':
        return node.parts
          .map((part) => () => this.build(part, repetition))
          .reduce((before, part) => this.#concat(before, part()), EMPTY_FRAGMENT);
      case 'choice':
        return node.options.map((option) => this.build(option, repetition)).reduce(alternate);
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #position(set: bigint, { from, to }: { from: number; to: number }): AutomatonFragment {
    if (this.positions.length >= MAX_POSITIONS)
      throw new PatternError(`is too large: it takes more than ${MAX_POSITIONS} characters`);
    const position = this.positions.push({ set, from, to }) - 1;
    this.follow.push(new Map());
    const paths = new Map([[position, 1]]);
    return { first: paths, last: paths, empty: 0 };
  }

  #repeat(node: PatternNode & { kind: 'repeat' }): AutomatonFragment {
    const { part, least, most } = node;
    const buildOnce = (): AutomatonFragment => this.build(part, node);
    if (most === Infinity) {
      let before = EMPTY_FRAGMENT;
      for (let i = 1; i < least; i += 1) before = this.#concat(before, buildOnce());
      const loop = buildOnce();
      // The first round of (X?)+ may take nothing and the loop go on: that is X?(X?)*, with ways of its own.
      const first = least > 0 && loop.empty > 0 ? buildOnce() : null;
      this.#join(loop.last, loop.first);
      const rounds = least === 0 || first !== null ? { ...loop, empty: loop.empty + 1 } : loop;
      return this.#concat(before, first === null ? rounds : this.#concat(first, rounds));
    }
    // X{2,4} is XX(X(X)?)?: flat X?X? would count ways that nobody tries.
    let rest = EMPTY_FRAGMENT;
    for (let i = most; i > least; i -= 1) {
      const optional = this.#concat(buildOnce(), rest);
      rest = { ...optional, empty: optional.empty + 1 };
    }
    for (let i = least; i > 0; i -= 1) rest = this.#concat(buildOnce(), rest);
    return rest;
  }

  #concat(before: AutomatonFragment, after: AutomatonFragment): AutomatonFragment {
    this.#join(before.last, after.first);
    return {
      first: addPaths(before.first, after.first, before.empty),
      last: addPaths(after.last, before.last, after.empty),
      empty: before.empty * after.empty,
    };
  }

  #join(last: PathCounts, first: PathCounts): void {
    for (const [from, endPaths] of last) {
      const following = this.follow[from];
      if (following === undefined) throw new Error(`position ${from} has no edges`);
      for (const [to, startPaths] of first) {
        if (!following.has(to)) this.#edges += 1;
        following.set(to, (following.get(to) ?? 0) + endPaths * startPaths);
      }
      if (this.#edges > MAX_EDGES) throw new PatternError('has too many ways through its optional parts');
    }
  }
}

const EMPTY_FRAGMENT: AutomatonFragment = { first: new Map(), last: new Map(), empty: 1 };

function alternate(left: AutomatonFragment, right: AutomatonFragment): AutomatonFragment {
  return {
    first: addPaths(left.first, right.first, 1),
    last: addPaths(left.last, right.last, 1),
    empty: left.empty + right.empty,
  };
}

function addPaths(paths: PathCounts, added: PathCounts, factor: number): PathCounts {
  if (factor === 0 || added.size === 0) return paths;
  const sum = new Map(paths);
  for (const [position, ways] of added) sum.set(position, (sum.get(position) ?? 0) + ways * factor);
  return sum;
}
