// A compact JWS of headquarters that stands in the ledger: its form, its purpose, its signature, its payload. Own code on
// purpose: it shares nothing with agent/link.
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CanonicalJsonError, parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';

/** Longer than any order that an entry may hold. */
const MAX_LENGTH = 131_072;

/** The three parts of a compact JWS, not yet checked. */
export interface SignedText {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** What was signed: the first two parts. */
  signingInput: string;
  signature: Uint8Array;
}

/** The text is no compact JWS with canonical JSON in it. */
export class SignedTextError extends Error {
  override readonly name = 'SignedTextError';
}

/**
 * Takes a compact JWS apart.
 *
 * @throws {SignedTextError} when it is none, or its header or payload is not a canonical JSON object
 * @see RFC 7515 section 7.1
 */
export function parseSignedText(compact: string, maxLength = MAX_LENGTH): SignedText {
  if (compact.length > maxLength || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(compact))
    throw new SignedTextError('it is not a compact JWS');
  const [head = '', body = '', signature = ''] = compact.split('.');
  return {
    header: parsePart({ part: head, name: 'header' }),
    payload: parsePart({ part: body, name: 'payload' }),
    signingInput: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** Headquarters' public keys (Ed25519), one a purpose: what each may sign, no other may. */
export interface VerificationKeys {
  acknowledge: KeyObject;
  order: KeyObject;
}

/** Whether its purpose is `typ` by a fixed header, and the key signed it. */
export function isSignedBy({ header, signingInput, signature }: SignedText, typ: string, key: KeyObject): boolean {
  return hasPurpose(header, typ) && verify(null, Buffer.from(signingInput, 'ascii'), key, signature);
}

/** Fixed: a signed text cannot choose its algorithm, and no extension is understood. */
export function hasPurpose(header: Record<string, unknown>, typ: string): boolean {
  return header['alg'] === 'EdDSA' && header['typ'] === typ && header['crit'] === undefined;
}

function parsePart({ part, name }: { part: string; name: string }): Record<string, unknown> {
  try {
    const value = parseCanonicalJson(Buffer.from(part, 'base64url'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
  }
  throw new SignedTextError(`its ${name} is not a canonical JSON object`);
}
