// Reads a saved acknowledgement of headquarters (compact JWS, EdDSA) and holds the ledger against it: the outside word
// without which nobody can know whether the end was cut off. Own code on purpose: it shares nothing with the link.
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CanonicalJsonError, parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import type { VerifiedEpoch } from './entryVerification.ts';

export interface AcknowledgedPosition {
  base: string;
  epoch: string;
  seq: number;
  hash: string;
}

export interface SavedAcknowledgement extends AcknowledgedPosition {
  /** What was signed: the JWS's first two parts. */
  signingInput: string;
  signature: Uint8Array;
}

/** The file is no acknowledgement at all (as opposed to one with a wrong signature). */
export class AcknowledgementFormatError extends Error {
  override readonly name = 'AcknowledgementError';
}

const MAX_LENGTH = 16_384;
const ACKNOWLEDGEMENT_TYP = 'hakari-ack+jws';

function parseJwsObject(part: string, what: string): Record<string, unknown> {
  try {
    const value = parseCanonicalJson(Buffer.from(part, 'base64url'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
  }
  throw new AcknowledgementFormatError(`its ${what} is not a canonical JSON object`);
}

export function parseAcknowledgement(text: string): SavedAcknowledgement {
  const compact = text.trim();
  if (compact.length > MAX_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(compact))
    throw new AcknowledgementFormatError('it is not a compact JWS');
  const [head = '', body = '', signature = ''] = compact.split('.');
  const header = parseJwsObject(head, 'header');
  // Fixed: an acknowledgement cannot choose its algorithm, and no extension is understood.
  if (header['alg'] !== 'EdDSA' || header['typ'] !== ACKNOWLEDGEMENT_TYP || header['crit'] !== undefined)
    throw new AcknowledgementFormatError(`its header is not EdDSA and ${ACKNOWLEDGEMENT_TYP}`);
  const { base, epoch, seq, hash } = parseJwsObject(body, 'payload');
  if (
    typeof base !== 'string' ||
    typeof epoch !== 'string' ||
    typeof seq !== 'number' ||
    seq < 0 ||
    typeof hash !== 'string' ||
    !/^[0-9a-f]{64}$/.test(hash)
  ) {
    throw new AcknowledgementFormatError('its payload lacks base, epoch, seq or hash');
  }
  return { base, epoch, seq, hash, signingInput: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

export interface AcknowledgementProof {
  acknowledgement: SavedAcknowledgement;
  headquartersKey: KeyObject;
}

/**
 * Holds what was found against the acknowledgement. Returns the seq up to which the ledger is proven complete, or
 * undefined.
 */
export function verifyAgainstAcknowledgement(
  { acknowledgement, headquartersKey }: AcknowledgementProof,
  ledger: {
    base: string;
    epochs: readonly VerifiedEpoch[];
    hashAt: (epoch: string, seq: number) => string | undefined;
  },
  problems: DiscrepancyList,
): number | undefined {
  const { base, epoch, seq, hash } = acknowledgement;
  if (!verify(null, Buffer.from(acknowledgement.signingInput, 'ascii'), headquartersKey, acknowledgement.signature)) {
    problems.add('acknowledgement-signature-wrong', null, 'nothing can be concluded from it');
    return undefined;
  }
  if (base !== ledger.base) {
    problems.add('acknowledgement-other-base', null, `it is for base ${base}`);
    return undefined;
  }
  const found = ledger.epochs.find((candidate) => candidate.epoch === epoch);
  if (found === undefined && seq > 0) {
    problems.add('acknowledgement-epoch-unknown', { epoch, seq }, 'the ledger has no entry of this epoch');
    return undefined;
  }
  if (seq === 0) return 0;
  const ours = ledger.hashAt(epoch, seq);
  if (ours === undefined) {
    problems.add(
      'cut-short',
      { epoch, seq },
      `headquarters has entries up to ${seq}, the ledger ends at ${found?.entries ?? 0}`,
    );
    return undefined;
  }
  if (ours !== hash) {
    problems.add(
      'history-differs',
      { epoch, seq },
      'headquarters acknowledged another hash here: this entry or one before it was replaced',
    );
    return undefined;
  }
  return seq;
}
