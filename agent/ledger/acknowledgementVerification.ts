// Verifies a ledger against a saved acknowledgement of headquarters (compact JWS, EdDSA): only such outside evidence
// shows whether entries are missing at the end. Own code on purpose: it shares nothing with agent/link.
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { DiscrepancyList } from './discrepancies.ts';
import type { VerifiedEpoch } from './entryVerification.ts';
import { hasPurpose, parseSignedText, SignedTextError, type SignedText } from './signedText.ts';

/** The entry up to which headquarters says it holds everything. */
export interface AcknowledgedPosition {
  base: string;
  epoch: string;
  seq: number;
  hash: string;
}

/** A parsed acknowledgement with what is needed to verify its signature. */
export interface SavedAcknowledgement extends AcknowledgedPosition {
  /** What was signed: the JWS's first two parts. */
  signingInput: string;
  signature: Uint8Array;
}

/** The text is no acknowledgement at all, as opposed to one whose signature is wrong. */
export class AcknowledgementFormatError extends Error {
  override readonly name = 'AcknowledgementFormatError';
}

const MAX_LENGTH = 16_384;
/** What an acknowledgement's header says it is. */
export const ACKNOWLEDGEMENT_TYP = 'hakari-ack+jws';

/**
 * Parses a saved acknowledgement (compact JWS) without verifying its signature.
 *
 * @throws {AcknowledgementFormatError} when the text is no compact JWS, or its header or payload is not what an
 * acknowledgement has
 * @see FORMAT.md, "Acknowledgements"; RFC 7515 section 7.1 (JWS compact serialization)
 */
export function parseAcknowledgement(text: string): SavedAcknowledgement {
  const signed = parseAcknowledgementText(text.trim());
  if (!hasPurpose(signed.header, ACKNOWLEDGEMENT_TYP))
    throw new AcknowledgementFormatError(`its header is not EdDSA and ${ACKNOWLEDGEMENT_TYP}`);
  const { base, epoch, seq, hash } = signed.payload;
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
  return { base, epoch, seq, hash, signingInput: signed.signingInput, signature: signed.signature };
}

function parseAcknowledgementText(compact: string): SignedText {
  try {
    return parseSignedText(compact, MAX_LENGTH);
  } catch (error) {
    if (error instanceof SignedTextError) throw new AcknowledgementFormatError(error.message);
    throw error;
  }
}

/** A saved acknowledgement and headquarters' public key (Ed25519) to verify it with. */
export interface AcknowledgementProof {
  acknowledgement: SavedAcknowledgement;
  headquartersKey: KeyObject;
}

/**
 * Compares a verified ledger with an acknowledgement and adds what disagrees to `discrepancies`. Returns the seq up to
 * which the ledger is proven complete; undefined if nothing is proven.
 *
 * @see FORMAT.md, "Acknowledgements" and "What verification proves, and what it does not"; RFC 8037 (EdDSA)
 */
export function verifyAgainstAcknowledgement(
  { acknowledgement, headquartersKey }: AcknowledgementProof,
  ledger: {
    base: string;
    epochs: readonly VerifiedEpoch[];
    hashAt: (epoch: string, seq: number) => string | undefined;
  },
  discrepancies: DiscrepancyList,
): number | undefined {
  const { base, epoch, seq, hash } = acknowledgement;
  if (!verify(null, Buffer.from(acknowledgement.signingInput, 'ascii'), headquartersKey, acknowledgement.signature)) {
    discrepancies.add('acknowledgement-signature-wrong', null, 'nothing can be concluded from it');
    return undefined;
  }
  if (base !== ledger.base) {
    discrepancies.add('acknowledgement-other-base', null, `it is for base ${base}`);
    return undefined;
  }
  const verifiedEpoch = ledger.epochs.find((candidate) => candidate.epoch === epoch);
  if (verifiedEpoch === undefined && seq > 0) {
    discrepancies.add('acknowledgement-epoch-unknown', { epoch, seq }, 'the ledger has no entry of this epoch');
    return undefined;
  }
  if (seq === 0) return 0;
  const ours = ledger.hashAt(epoch, seq);
  if (ours === undefined) {
    discrepancies.add(
      'cut-short',
      { epoch, seq },
      `headquarters has entries up to ${seq}, the ledger ends at ${verifiedEpoch?.entries ?? 0}`,
    );
    return undefined;
  }
  if (ours !== hash) {
    discrepancies.add(
      'history-differs',
      { epoch, seq },
      'headquarters acknowledged another hash here: this entry or one before it was replaced',
    );
    return undefined;
  }
  return seq;
}
