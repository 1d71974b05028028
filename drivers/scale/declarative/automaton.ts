// A pattern as its automaton of positions (Glushkov): one position for each character the pattern can take, and which
// may follow which, in how many ways. The ways are those a backtracking matcher could try. Knows no frame.
import { PatternRefused } from './pattern.ts';
import type { PatternNode } from './pattern.ts';

export interface Position {
  set: bigint;
  /** The part of the source it belongs to: its innermost repetition, else its own. */
  from: number;
  to: number;
}

/** Position → number of ways. */
export type Ways = ReadonlyMap<number, number>;

export interface Automaton {
  positions: readonly Position[];
  first: Ways;
  last: Ways;
  follow: readonly Ways[];
  /** Ways of taking no character at all. */
  empty: number;
}

const POSITIONS_MOST = 320;
const EDGES_MOST = 4_000;

interface Piece {
  first: Ways;
  last: Ways;
  empty: number;
}

/** Throws PatternRefused if the pattern is too large to be judged. */
export function automatonOf(tree: PatternNode): Automaton {
  const builder = new Builder();
  const whole = builder.piece(tree, null);
  return { positions: builder.positions, follow: builder.follow, ...whole };
}

class Builder {
  readonly positions: Position[] = [];
  readonly follow: Map<number, number>[] = [];
  #edges = 0;

  piece(node: PatternNode, within: { from: number; to: number } | null): Piece {
    switch (node.kind) {
      case 'set':
        return this.#position(node.set, within ?? node);
      case 'sequence':
        return node.parts
          .map((part) => () => this.piece(part, within))
          .reduce((before, part) => this.#concat(before, part()), NOTHING);
      case 'choice':
        return node.options.map((option) => this.piece(option, within)).reduce(either);
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #position(set: bigint, { from, to }: { from: number; to: number }): Piece {
    if (this.positions.length >= POSITIONS_MOST)
      throw new PatternRefused(`is too large: it takes more than ${POSITIONS_MOST} characters`);
    const at = this.positions.push({ set, from, to }) - 1;
    this.follow.push(new Map());
    const only = new Map([[at, 1]]);
    return { first: only, last: only, empty: 0 };
  }

  #repeat(node: PatternNode & { kind: 'repeat' }): Piece {
    const { part, least, most } = node;
    const once = (): Piece => this.piece(part, node);
    if (most === Infinity) {
      let before = NOTHING;
      for (let i = 1; i < least; i += 1) before = this.#concat(before, once());
      const loop = once();
      // The first round of (X?)+ may take nothing and the loop go on: that is X?(X?)*, with ways of its own.
      const first = least > 0 && loop.empty > 0 ? once() : null;
      this.#join(loop.last, loop.first);
      const rounds = least === 0 || first !== null ? { ...loop, empty: loop.empty + 1 } : loop;
      return this.#concat(before, first === null ? rounds : this.#concat(first, rounds));
    }
    // X{2,4} is XX(X(X)?)?: flat X?X? would count ways that nobody tries.
    let rest = NOTHING;
    for (let i = most; i > least; i -= 1) {
      const optional = this.#concat(once(), rest);
      rest = { ...optional, empty: optional.empty + 1 };
    }
    for (let i = least; i > 0; i -= 1) rest = this.#concat(once(), rest);
    return rest;
  }

  #concat(before: Piece, behind: Piece): Piece {
    this.#join(before.last, behind.first);
    return {
      first: added(before.first, behind.first, before.empty),
      last: added(behind.last, before.last, behind.empty),
      empty: before.empty * behind.empty,
    };
  }

  #join(last: Ways, first: Ways): void {
    for (const [from, out] of last) {
      const next = this.follow[from];
      if (next === undefined) throw new Error(`position ${from} has no edges`);
      for (const [to, into] of first) {
        if (!next.has(to)) this.#edges += 1;
        next.set(to, (next.get(to) ?? 0) + out * into);
      }
      if (this.#edges > EDGES_MOST) throw new PatternRefused('has too many ways through its optional parts');
    }
  }
}

const NOTHING: Piece = { first: new Map(), last: new Map(), empty: 1 };

function either(one: Piece, other: Piece): Piece {
  return {
    first: added(one.first, other.first, 1),
    last: added(one.last, other.last, 1),
    empty: one.empty + other.empty,
  };
}

function added(to: Ways, more: Ways, times: number): Ways {
  if (times === 0 || more.size === 0) return to;
  const sum = new Map(to);
  for (const [position, ways] of more) sum.set(position, (sum.get(position) ?? 0) + ways * times);
  return sum;
}
