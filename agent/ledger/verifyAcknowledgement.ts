// Reads a saved acknowledgement of headquarters (compact JWS, EdDSA) and holds the ledger against it: the outside word
// without which nobody can know whether the end was cut off. Own code on purpose: it shares nothing with the link.
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CanonicalError, readCanonical } from '../../drivers/contract/canonical.ts';
import type { Problems } from './problems.ts';
import type { VerifiedEpoch } from './verifyEntries.ts';

export interface Acknowledged {
  base: string;
  epoch: string;
  seq: number;
  hash: string;
}

export interface Acknowledgement extends Acknowledged {
  /** What was signed: the JWS's first two parts. */
  signingInput: string;
  signature: Uint8Array;
}

/** The file is no acknowledgement at all (as opposed to one with a wrong signature). */
export class AcknowledgementError extends Error {
  override readonly name = 'AcknowledgementError';
}

const MAX_LENGTH = 16_384;
const TYPE = 'hakari-ack+jws';

function objectOf(part: string, what: string): Record<string, unknown> {
  try {
    const value = readCanonical(Buffer.from(part, 'base64url'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof CanonicalError)) throw error;
  }
  throw new AcknowledgementError(`its ${what} is not a canonical JSON object`);
}

export function readAcknowledgement(text: string): Acknowledgement {
  const compact = text.trim();
  if (compact.length > MAX_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(compact))
    throw new AcknowledgementError('it is not a compact JWS');
  const [head = '', body = '', signature = ''] = compact.split('.');
  const header = objectOf(head, 'header');
  // Fixed: an acknowledgement cannot choose its algorithm, and no extension is understood.
  if (header['alg'] !== 'EdDSA' || header['typ'] !== TYPE || header['crit'] !== undefined)
    throw new AcknowledgementError(`its header is not EdDSA and ${TYPE}`);
  const { base, epoch, seq, hash } = objectOf(body, 'payload');
  if (
    typeof base !== 'string' ||
    typeof epoch !== 'string' ||
    typeof seq !== 'number' ||
    seq < 0 ||
    typeof hash !== 'string' ||
    !/^[0-9a-f]{64}$/.test(hash)
  ) {
    throw new AcknowledgementError('its payload lacks base, epoch, seq or hash');
  }
  return { base, epoch, seq, hash, signingInput: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

export interface Against {
  acknowledgement: Acknowledgement;
  headquartersKey: KeyObject;
}

/**
 * Holds what was found against the acknowledgement. Returns the seq up to which the ledger is proven complete, or
 * undefined.
 */
export function checkAgainst(
  { acknowledgement, headquartersKey }: Against,
  ledger: {
    base: string;
    epochs: readonly VerifiedEpoch[];
    hashAt: (epoch: string, seq: number) => string | undefined;
  },
  problems: Problems,
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
