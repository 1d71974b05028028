// A scale's facts at this moment: what the site file says of it and what the register says of its verification.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';

export interface RecordedVerification {
  mark: string | null;
  verifiedUntil: string | null;
}

/**
 * Verified: a verification mark is recorded and the periodic inspection (Measurement Act Art. 19) holds through today,
 * as a date in Japan, where a day ends at 15:00 UTC.
 */
export function readScaleFacts(
  instrument: InstrumentConfig,
  mark: RecordedVerification | undefined,
  clock: Clock,
): ScaleFacts {
  if (!instrument.scale) throw new Error(`instrument ${instrument.id} has no scale settings`);
  const until = mark?.verifiedUntil ?? null;
  const today = new Date(clock.timestamp().wallMs + JAPAN_OFFSET_MS).toISOString().slice(0, 10);
  return {
    instrument: instrument.id,
    model: instrument.model.name,
    serialNumber: instrument.serialNumber,
    class: instrument.scale.class,
    ranges: instrument.scale.ranges,
    unit: instrument.scale.unit,
    decimals: instrument.scale.decimals,
    verified: mark?.mark != null && until !== null && until >= today,
    verificationMark: mark?.mark ?? null,
    verifiedUntil: until,
  };
}

const JAPAN_OFFSET_MS = 9 * 3_600_000;
