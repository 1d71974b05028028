// A scale's facts at this moment: from the site file, and from the register its verification. Must not know the file of
// either.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import type { VerificationMark } from '../register/registerContent.ts';

/** Japan has one time zone, without summer time. */
const JAPAN_OFFSET_MS = 9 * 3_600_000;

/**
 * A scale's facts at this moment. Verified: a verification mark is recorded and the periodic inspection holds through
 * today, as a date in Japan, where a day ends at 15:00 UTC. `mark` undefined: the register has none.
 *
 * @throws {Error} when the instrument is no scale
 * @see Measurement Act (計量法) Art. 19: periodic inspection
 */
export function readScaleFacts(
  instrument: InstrumentConfig,
  mark: VerificationMark | undefined,
  clock: Clock,
): ScaleFacts {
  if (!instrument.scale) throw new Error(`instrument ${instrument.id} has no scale settings`);
  const verifiedUntil = mark?.verifiedUntil ?? null;
  const today = new Date(clock.timestamp().wallMs + JAPAN_OFFSET_MS).toISOString().slice(0, 10);
  return {
    instrument: instrument.id,
    model: instrument.model.name,
    serialNumber: instrument.serialNumber,
    class: instrument.scale.class,
    ranges: instrument.scale.ranges,
    unit: instrument.scale.unit,
    decimals: instrument.scale.decimals,
    verified: mark?.mark != null && verifiedUntil !== null && verifiedUntil >= today,
    verificationMark: mark?.mark ?? null,
    verifiedUntil,
  };
}
