// Canonical JSON: RFC 8785 (JCS) narrowed to what ledger entries and orders may hold, and a strict reader for it. Pure:
// it knows nothing of entries, hashes or files. Narrowed means: safe integers only (no floats, no −0), member names in
// ASCII, no lone surrogates, no undefined, plain objects and arrays only, bounded depth and size.
//
// @see RFC 8785, sections 3.2.2 (serialisation of primitives) and 3.2.3 (order of members)

/** Deepest nesting of arrays and objects; an entry that carries an order needs 7. */
export const CANONICAL_MAX_DEPTH = 32;
/** Largest canonical form. An intake notice of 10 000 packages with its signed text takes about 3.5 MB. */
export const CANONICAL_MAX_BYTES = 8 * 1024 * 1024;

/**
 * A value has no canonical form, or bytes are not one. The message begins with the path and never quotes content.
 */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalError';
  /** The member that is wrong, such as `$.body.tags[2].epcHex`; `$` is the whole. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}

// With the u flag a surrogate that has its partner is part of a code point and does not match.
const LONE_SURROGATE = /\p{Surrogate}/u;

interface WriterState {
  /** Names and indexes from the root to the present member. */
  trail: (string | number)[];
  /** UTF-16 units written so far: never more than the bytes, so it stops a giant early. */
  written: number;
}

function fail(state: WriterState, reason: string): never {
  const path = state.trail.map((step) =>
    typeof step === 'number' ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
  );
  throw new CanonicalJsonError(`$${path.join('')}`, reason);
}

// RFC 8785 3.2.2.2 is by design what ECMAScript's JSON.stringify does with a well-formed string: short escapes for \b
// \t \n \f \r \" \\, lower-case \u00xx for the other controls, everything else as it is.
function writeString(text: string, state: WriterState): string {
  if (LONE_SURROGATE.test(text)) fail(state, 'a lone surrogate is not text');
  return JSON.stringify(text);
}

function writeNumber(value: number, state: WriterState): string {
  if (Object.is(value, -0)) fail(state, 'minus zero has no canonical form');
  if (!Number.isSafeInteger(value)) fail(state, `${String(value)} is not a safe integer`);
  return String(value);
}

function writeArray(value: readonly unknown[], state: WriterState): string {
  const parts: string[] = [];
  // Not map(): it would skip the holes that must be refused.
  for (let index = 0; index < value.length; index += 1) {
    state.trail.push(index);
    parts.push(write(value[index], state));
    state.trail.pop();
  }
  return `[${parts.join(',')}]`;
}

function isAscii(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) if (name.charCodeAt(index) > 0x7f) return false;
  return true;
}

function writeObject(value: object, state: WriterState): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) fail(state, 'only plain objects and arrays can be written');
  if (Object.getOwnPropertySymbols(value).length > 0) fail(state, 'a symbol cannot name a member');
  const parts: string[] = [];
  // RFC 8785 3.2.3 sorts by UTF-16 code units: for ASCII names the default sort.
  for (const name of Object.keys(value).sort()) {
    state.trail.push(name);
    if (!isAscii(name)) fail(state, 'member names are ASCII only');
    state.written += name.length + 4;
    parts.push(`${JSON.stringify(name)}:${write((value as Record<string, unknown>)[name], state)}`);
    state.trail.pop();
  }
  return `{${parts.join(',')}}`;
}

function write(value: unknown, state: WriterState): string {
  if (state.written > CANONICAL_MAX_BYTES) fail(state, `the whole is larger than ${CANONICAL_MAX_BYTES} bytes`);
  let text: string;
  if (typeof value === 'string') text = writeString(value, state);
  else if (typeof value === 'number') text = writeNumber(value, state);
  else if (value === null) text = 'null';
  else if (typeof value === 'boolean') text = value ? 'true' : 'false';
  else if (typeof value !== 'object') return fail(state, `${typeof value} has no canonical form`);
  else {
    if (state.trail.length >= CANONICAL_MAX_DEPTH) fail(state, `nested deeper than ${CANONICAL_MAX_DEPTH}`);
    state.written += 2;
    return Array.isArray(value) ? writeArray(value, state) : writeObject(value, state);
  }
  state.written += text.length;
  return text;
}

/**
 * The canonical text of a value.
 *
 * @throws {CanonicalJsonError} when the value has no canonical form
 * @see RFC 8785, section 3.2
 */
export function serializeCanonicalJson(value: unknown): string {
  return write(value, { trail: [], written: 0 });
}

/**
 * The canonical bytes of a value, in UTF-8.
 *
 * @throws {CanonicalJsonError} when the value has no canonical form, or one of more than `CANONICAL_MAX_BYTES`
 * @see RFC 8785, section 3.2.4
 */
export function encodeCanonicalJson(value: unknown): Uint8Array {
  const bytes = new TextEncoder().encode(serializeCanonicalJson(value));
  if (bytes.length > CANONICAL_MAX_BYTES) throw new CanonicalJsonError('$', `larger than ${CANONICAL_MAX_BYTES} bytes`);
  return bytes;
}

/**
 * Reads bytes that must be the canonical form of their own content. Refused are white space, other escapes, members out
 * of order or twice, floats, broken UTF-8 and a byte order mark.
 *
 * @throws {CanonicalJsonError} when the bytes are too many, not JSON, or not the canonical form of their content
 */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  if (bytes.length > CANONICAL_MAX_BYTES) throw new CanonicalJsonError('$', `larger than ${CANONICAL_MAX_BYTES} bytes`);
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    // The parser's own words would quote the content, which may be secret.
    throw new CanonicalJsonError('$', 'not JSON in UTF-8');
  }
  if (serializeCanonicalJson(value) !== text)
    throw new CanonicalJsonError('$', 'not the canonical form of its content');
  return value;
}
