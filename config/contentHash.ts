// A hash of a content, whatever its spelling: SHA-256 over canonical JSON. Must not know what the content is.
import { createHash } from 'node:crypto';
import { encodeCanonicalJson } from '../drivers/contract/canonicalJson.ts';

/**
 * SHA-256, lower-case hex, of plain JSON whose numbers are safe integers. Members that are undefined count as absent.
 *
 * @throws {CanonicalJsonError} when the value has no canonical form
 */
export function hashContent(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return createHash('sha256').update(encodeCanonicalJson(plain)).digest('hex');
}

/** SHA-256, lower-case hex, of a text exactly as it is spelled. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
