// A scale's facts at this moment: from the site file, and from the register its verification. Must not know the file of
// either.
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import { isVerifiedOn } from '../core/model/believableDate.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import type { VerificationMark } from '../core/model/workRecords.ts';

/**
 * A scale's facts on a day, which is null if the date cannot be believed. `mark` undefined: the register has none.
 *
 * @throws {Error} when the instrument is no scale
 */
export function readScaleFacts(
  instrument: InstrumentConfig,
  mark: VerificationMark | undefined,
  today: string | null,
): ScaleFacts {
  if (!instrument.scale) throw new Error(`instrument ${instrument.id} has no scale settings`);
  const verification = { verificationMark: mark?.mark ?? null, verifiedUntil: mark?.verifiedUntil ?? null };
  return {
    instrument: instrument.id,
    model: instrument.model.name,
    serialNumber: instrument.serialNumber,
    class: instrument.scale.class,
    ranges: instrument.scale.ranges,
    unit: instrument.scale.unit,
    decimals: instrument.scale.decimals,
    verified: isVerifiedOn(verification, today),
    ...verification,
  };
}
