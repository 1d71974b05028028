// What a decoded frame would make the agent believe, by the drivers' own rules: the gross weight of a scale, the EPCs
// of a reader.
import type { Frame } from '../../drivers/contract/message.ts';
import type { Reading, Trouble } from '../../drivers/contract/observation.ts';
import { tagsOf } from '../../drivers/rfid/codec.ts';
import { observationFrom } from '../../drivers/scale/reading.ts';
import type { ScaleRules } from '../../drivers/scale/reading.ts';
import { DECIMALS } from './corpus.ts';

/** As the site file of the fuzzed scale has them. */
const RULES: ScaleRules = { unit: 'kg', unmarked: 'gross', settings: { unit: 'kg', decimals: DECIMALS } };

export function observed({ message, raw }: Frame, atMs: number): Reading | Trouble | null {
  return observationFrom(message, { instrument: 'scale', atMs, raw }, RULES);
}

/** Null: no gross weight follows from it. */
export function grossOf(reading: Reading): number | null {
  if (reading.mode === 'gross') return reading.massMg;
  return reading.mode === 'net' && reading.tareMg !== undefined ? reading.massMg + reading.tareMg : null;
}

/** What the frame says, in the terms of a sample's truth. */
export function said(frame: Frame, kind: 'scale' | 'reader'): readonly (number | string)[] {
  if (kind === 'scale') {
    const observation = observed(frame, 0);
    const gross = observation?.kind === 'reading' ? grossOf(observation) : null;
    return gross === null ? [] : [gross];
  }
  if (frame.message['checksumOk'] === false) return [];
  return tagsOf(frame.message).flatMap(({ epc, crcOk }) => (crcOk === false ? [] : [epc]));
}
