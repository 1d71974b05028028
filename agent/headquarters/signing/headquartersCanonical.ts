// Canonical JSON as CONTRACT.md defines it, written anew: a mistake that the agent's own writer made would show here.
// Must not know what the values mean.

/** The canonical text: members sorted, no blanks, safe integers only. Throws TypeError for what has none. */
export function writeCanonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError('not a safe integer');
    return value.toString(10);
  }
  if (typeof value === 'string') return quoteText(value);
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be written`);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${quoteMemberName(name)}:${writeCanonical(member)}`).join(',')}}`;
}

function quoteText(text: string): string {
  // encodeURIComponent is the one built-in that refuses a lone surrogate in every Node version.
  encodeURIComponent(text);
  return JSON.stringify(text);
}

function quoteMemberName(name: string): string {
  if (!/^[\x00-\x7f]*$/.test(name)) throw new TypeError('a member name must be ASCII');
  return JSON.stringify(name);
}

/** The value of bytes that are exactly canonical; undefined for any other bytes. */
export function readCanonical(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return writeCanonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
