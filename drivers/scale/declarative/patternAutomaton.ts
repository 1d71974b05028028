// A pattern as its automaton of positions (Glushkov): one position for each character the pattern can take, and which
// may follow which, in how many ways. The ways are those a backtracking matcher could try. Knows no frame.
import { PatternError } from './framePattern.ts';
import type { PatternNode } from './framePattern.ts';

export interface PatternPosition {
  set: bigint;
  /** The part of the source it belongs to: its innermost repetition, else its own. */
  from: number;
  to: number;
}

/** Position → number of ways. */
export type PathCounts = ReadonlyMap<number, number>;

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

/** Throws PatternRefused if the pattern is too large to be judged. */
export function buildPatternAutomaton(tree: PatternNode): PatternAutomaton {
  const builder = new AutomatonBuilder();
  const whole = builder.build(tree, null);
  return { positions: builder.positions, follow: builder.follow, ...whole };
}

class AutomatonBuilder {
  readonly positions: PatternPosition[] = [];
  readonly follow: Map<number, number>[] = [];
  #edges = 0;

  build(node: PatternNode, within: { from: number; to: number } | null): AutomatonFragment {
    switch (node.kind) {
      case 'set':
        return this.#position(node.set, within ?? node);
      case 'sequence':
        return node.parts
          .map((part) => () => this.build(part, within))
          .reduce((before, part) => this.#concat(before, part()), EMPTY_FRAGMENT);
      case 'choice':
        return node.options.map((option) => this.build(option, within)).reduce(alternate);
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #position(set: bigint, { from, to }: { from: number; to: number }): AutomatonFragment {
    if (this.positions.length >= MAX_POSITIONS)
      throw new PatternError(`is too large: it takes more than ${MAX_POSITIONS} characters`);
    const at = this.positions.push({ set, from, to }) - 1;
    this.follow.push(new Map());
    const only = new Map([[at, 1]]);
    return { first: only, last: only, empty: 0 };
  }

  #repeat(node: PatternNode & { kind: 'repeat' }): AutomatonFragment {
    const { part, least, most } = node;
    const once = (): AutomatonFragment => this.build(part, node);
    if (most === Infinity) {
      let before = EMPTY_FRAGMENT;
      for (let i = 1; i < least; i += 1) before = this.#concat(before, once());
      const loop = once();
      // The first round of (X?)+ may take nothing and the loop go on: that is X?(X?)*, with ways of its own.
      const first = least > 0 && loop.empty > 0 ? once() : null;
      this.#join(loop.last, loop.first);
      const rounds = least === 0 || first !== null ? { ...loop, empty: loop.empty + 1 } : loop;
      return this.#concat(before, first === null ? rounds : this.#concat(first, rounds));
    }
    // X{2,4} is XX(X(X)?)?: flat X?X? would count ways that nobody tries.
    let rest = EMPTY_FRAGMENT;
    for (let i = most; i > least; i -= 1) {
      const optional = this.#concat(once(), rest);
      rest = { ...optional, empty: optional.empty + 1 };
    }
    for (let i = least; i > 0; i -= 1) rest = this.#concat(once(), rest);
    return rest;
  }

  #concat(before: AutomatonFragment, behind: AutomatonFragment): AutomatonFragment {
    this.#join(before.last, behind.first);
    return {
      first: addPaths(before.first, behind.first, before.empty),
      last: addPaths(behind.last, before.last, behind.empty),
      empty: before.empty * behind.empty,
    };
  }

  #join(last: PathCounts, first: PathCounts): void {
    for (const [from, out] of last) {
      const next = this.follow[from];
      if (next === undefined) throw new Error(`position ${from} has no edges`);
      for (const [to, into] of first) {
        if (!next.has(to)) this.#edges += 1;
        next.set(to, (next.get(to) ?? 0) + out * into);
      }
      if (this.#edges > MAX_EDGES) throw new PatternError('has too many ways through its optional parts');
    }
  }
}

const EMPTY_FRAGMENT: AutomatonFragment = { first: new Map(), last: new Map(), empty: 1 };

function alternate(one: AutomatonFragment, other: AutomatonFragment): AutomatonFragment {
  return {
    first: addPaths(one.first, other.first, 1),
    last: addPaths(one.last, other.last, 1),
    empty: one.empty + other.empty,
  };
}

function addPaths(to: PathCounts, more: PathCounts, times: number): PathCounts {
  if (times === 0 || more.size === 0) return to;
  const sum = new Map(to);
  for (const [position, ways] of more) sum.set(position, (sum.get(position) ?? 0) + ways * times);
  return sum;
}
