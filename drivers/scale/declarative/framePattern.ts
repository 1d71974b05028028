// Parses a frame's pattern: the part of regular expressions that a model file may use, as a tree of sets, sequences,
// choices and repetitions. What the tree cannot hold (back-references, look-around, anchors) is refused with the number
// of its character. Must not run a pattern. Why not a library: agent/manual/decisions/drivers-patterns-of-model-files.md.

/** One part of a pattern. `set` has a bit for each of 256 characters; `from` and `to` are offsets in the source. */
export type PatternNode =
  | { kind: 'set'; set: bigint; from: number; to: number }
  | { kind: 'sequence'; parts: readonly PatternNode[] }
  | { kind: 'choice'; options: readonly PatternNode[] }
  | { kind: 'repeat'; part: PatternNode; least: number; most: number; from: number; to: number };

/** A parsed pattern. */
export interface FramePattern {
  source: string;
  tree: PatternNode;
  /** The name of each capturing group in order; null: it has none. */
  groups: readonly (string | null)[];
}

/** A pattern is refused; the message names the part. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const MAX_SOURCE_CHARACTERS = 400;
const MAX_GROUP_DEPTH = 20;
const ALL = (1n << 256n) - 1n;

/** As ECMAScript defines them, of the 256 characters that bytes can be. (ECMA-262, CharacterClassEscape) */
const CLASSES: Readonly<Record<string, bigint>> = {
  d: rangeSet(0x30, 0x39),
  w: wordSet(),
  s: rangeSet(0x09, 0x0d) | singleSet(0x20) | singleSet(0xa0),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

function singleSet(code: number): bigint {
  return 1n << BigInt(code);
}

function rangeSet(first: number, last: number): bigint {
  return (singleSet(last + 1) - 1n) & ~(singleSet(first) - 1n);
}

function wordSet(): bigint {
  return rangeSet(0x30, 0x39) | rangeSet(0x41, 0x5a) | rangeSet(0x61, 0x7a) | singleSet(0x5f);
}

/**
 * Parses a pattern.
 *
 * @throws {PatternError} when it is too long, malformed, or uses what is not allowed
 */
export function parseFramePattern(source: string): FramePattern {
  if (source.length > MAX_SOURCE_CHARACTERS)
    throw new PatternError(`is longer than ${MAX_SOURCE_CHARACTERS} characters`);
  const parser = new PatternParser(source);
  const tree = parser.parseChoice(0);
  parser.expectEnd();
  return { source, tree, groups: parser.groups };
}

/** How many characters a text of the pattern has, at least and at most. */
export function measurePattern(node: PatternNode): { least: number; most: number } {
  switch (node.kind) {
    case 'set':
      return { least: 1, most: 1 };
    case 'sequence':
      return node.parts
        .map(measurePattern)
        .reduce((sum, part) => ({ least: sum.least + part.least, most: sum.most + part.most }), { least: 0, most: 0 });
    case 'choice': {
      const options = node.options.map(measurePattern);
      return {
        least: Math.min(...options.map(({ least }) => least)),
        most: Math.max(...options.map(({ most }) => most)),
      };
    }
    case 'repeat': {
      const { least, most } = measurePattern(node.part);
      return { least: least * node.least, most: most === 0 ? 0 : most * node.most };
    }
  }
}

class PatternParser {
  readonly groups: (string | null)[] = [];
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parseChoice(depth: number): PatternNode {
    if (depth > MAX_GROUP_DEPTH) throw this.#error('nests its groups too deeply', this.#at);
    const options = [this.#sequence(depth)];
    while (this.#take('|')) options.push(this.#sequence(depth));
    const [onlyOption] = options;
    return options.length === 1 && onlyOption !== undefined ? onlyOption : { kind: 'choice', options };
  }

  expectEnd(): void {
    if (this.#at < this.#source.length) throw this.#error('has a ")" without its "("', this.#at);
  }

  #sequence(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#peek())) parts.push(this.#repeated(depth));
    return { kind: 'sequence', parts };
  }

  #repeated(depth: number): PatternNode {
    const from = this.#at;
    const part = this.#atom(depth);
    const repetition = this.#times();
    if (repetition === null) return part;
    // Lazy or not: the same texts, and the same work at worst.
    this.#take('?');
    if (this.#times() !== null) throw this.#error('repeats a repetition', from);
    return { kind: 'repeat', part, ...repetition, from, to: this.#at };
  }

  #times(): { least: number; most: number } | null {
    if (this.#take('*')) return { least: 0, most: Infinity };
    if (this.#take('+')) return { least: 1, most: Infinity };
    if (this.#take('?')) return { least: 0, most: 1 };
    if (this.#peek() !== '{') return null;
    const [text, low = '', comma, high = ''] = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(this.#source.slice(this.#at)) ?? [];
    if (text === undefined) throw this.#error('has a "{" that counts nothing: write "\\{" for the character', this.#at);
    const least = Number(low);
    const most = comma === undefined ? least : high === '' ? Infinity : Number(high);
    if (most < least || most === 0) throw this.#error(`counts ${text}`, this.#at);
    this.#at += text.length;
    return { least, most };
  }

  #atom(depth: number): PatternNode {
    const from = this.#at;
    const character = this.#peek();
    if (character === '(') return this.#group(depth);
    if (character === '^' || character === '$')
      throw this.#error(`has "${character}": a pattern always stands for the whole frame, leave it out`, from);
    if ('*+?{}]'.includes(character))
      throw this.#error(
        `has "${character}" where a character is expected: write "\\${character}" for the character itself`,
        from,
      );
    return { kind: 'set', set: this.#set(), from, to: this.#at };
  }

  #group(depth: number): PatternNode {
    const from = this.#at;
    this.#at += 1;
    if (this.#take('?')) this.#special(from);
    else this.groups.push(null);
    const group = this.parseChoice(depth + 1);
    if (!this.#take(')')) throw this.#error('has a "(" without its ")"', from);
    return group;
  }

  /** What follows "(?". */
  #special(from: number): void {
    if (this.#take(':')) return;
    const name = /^<([A-Za-z][A-Za-z0-9]{0,19})>/.exec(this.#source.slice(this.#at));
    if (name === null)
      throw this.#error(
        'looks ahead or behind, or has a group of a kind that is not allowed; (?<name>…) and (?:…) are',
        from,
      );
    if (this.groups.includes(name[1] ?? null)) throw this.#error(`has two groups ${name[1] ?? ''}`, from);
    this.groups.push(name[1] ?? null);
    this.#at += name[0].length;
  }

  #set(): bigint {
    if (this.#take('.')) return ALL;
    if (this.#take('[')) return this.#bracketed();
    const single = this.#character(false);
    return typeof single === 'bigint' ? single : singleSet(single);
  }

  #bracketed(): bigint {
    const from = this.#at - 1;
    const isInverted = this.#take('^');
    let set = 0n;
    while (!this.#take(']')) {
      const low = this.#character(true);
      const isRange =
        this.#peek() === '-' && this.#source[this.#at + 1] !== ']' && this.#source[this.#at + 1] !== undefined;
      if (isRange) this.#at += 1;
      const high = isRange ? this.#character(true) : low;
      if (typeof low === 'bigint' || typeof high === 'bigint') {
        if (isRange) throw this.#error('has a range with a class in it', from);
        set |= typeof low === 'bigint' ? low : singleSet(low);
      } else {
        if (high < low) throw this.#error('has a range that runs backwards', from);
        set |= rangeSet(low, high);
      }
    }
    const result = isInverted ? ALL & ~set : set;
    if (result === 0n) throw this.#error('has a class without characters', from);
    return result;
  }

  /** A character's code, or the set of a class like \d. */
  #character(isBracketed: boolean): number | bigint {
    const from = this.#at;
    const character = this.#peek();
    if (character === '') throw this.#error(isBracketed ? 'has a "[" without its "]"' : 'ends too early', from);
    this.#at += 1;
    if (character !== '\\') {
      const code = character.charCodeAt(0);
      if (code > 0xff) throw this.#error(`has "${character}", which no byte can be`, from);
      return code;
    }
    const escaped = this.#peek();
    this.#at += 1;
    const lower = escaped.toLowerCase();
    const set = Object.hasOwn(CLASSES, lower) ? CLASSES[lower] : undefined;
    if (set !== undefined) return lower === escaped ? set : ALL & ~set;
    const digits = escaped === 'x' ? /^[0-9A-Fa-f]{2}/.exec(this.#source.slice(this.#at))?.[0] : undefined;
    if (digits !== undefined) {
      this.#at += 2;
      return Number.parseInt(digits, 16);
    }
    const control =
      Object.hasOwn(CONTROLS, escaped) && !/^0\d/.test(this.#source.slice(this.#at - 1))
        ? CONTROLS[escaped]
        : undefined;
    if (control !== undefined) return control;
    if (/^[1-9k]$/.test(escaped)) throw this.#error(`refers back to a group with "\\${escaped}"`, from);
    if (escaped === '' || /[A-Za-z0-9]/.test(escaped) || escaped.charCodeAt(0) > 0x7e)
      throw this.#error(`has "\\${escaped}", which is not known here`, from);
    return escaped.charCodeAt(0);
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #error(reason: string, offset: number): PatternError {
    return new PatternError(`${reason} (character ${offset + 1})`);
  }
}
