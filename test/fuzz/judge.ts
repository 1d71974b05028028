// What a decoded frame would make the agent believe, by the drivers' own rules: the gross weight of a scale, the EPCs
// of a reader.
import type { DecodedFrame } from '../../drivers/contract/codec.ts';
import type { Reading, FaultObservation } from '../../drivers/contract/observation.ts';
import { listTags } from '../../drivers/rfid/codecs/readerCodec.ts';
import { interpretScaleMessage } from '../../drivers/scale/scaleObservation.ts';
import type { ScaleReadingRules } from '../../drivers/scale/scaleObservation.ts';
import { DECIMALS } from './corpus.ts';

/** As the site file of the fuzzed scale has them. */
const RULES: ScaleReadingRules = { unit: 'kg', unmarked: 'gross', settings: { unit: 'kg', decimals: DECIMALS } };

export function observed({ message, raw }: DecodedFrame, atMs: number): Reading | FaultObservation | null {
  return interpretScaleMessage(message, { instrument: 'scale', atMs, raw }, RULES);
}

/** Null: no gross weight follows from it. */
export function grossOf(reading: Reading): number | null {
  if (reading.mode === 'gross') return reading.massMg;
  return reading.mode === 'net' && reading.tareMg !== undefined ? reading.massMg + reading.tareMg : null;
}

/** What the frame says, in the terms of a sample's truth. */
export function said(frame: DecodedFrame, kind: 'scale' | 'reader'): readonly (number | string)[] {
  if (kind === 'scale') {
    const observation = observed(frame, 0);
    const gross = observation?.kind === 'reading' ? grossOf(observation) : null;
    return gross === null ? [] : [gross];
  }
  if (frame.message['checksumOk'] === false) return [];
  return listTags(frame.message).flatMap(({ epc, crcOk }) => (crcOk === false ? [] : [epc]));
}
