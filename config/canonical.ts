// One text for one content: JSON with sorted member names and no blanks (RFC 8785 for the values allowed here), so that a
// hash of it means the content and not its spelling. Knows nothing of what the content is.
import { createHash } from 'node:crypto';

/** Takes plain JSON whose numbers are safe integers (the only numbers whose text is the same everywhere); throws on anything else. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
    return String(value === 0 ? 0 : value);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no JSON text`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // RFC 8785 3.2.3: by UTF-16 code units, which is what < compares.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of the canonical text, lower-case hex. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
