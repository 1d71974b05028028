// The one way from a scale's message to an observation: a reading, a fault, or nothing. Every scale driver uses it,
// text or Modbus. It never guesses a unit, and a status is never 0. Must not know any protocol or port.
import { isInstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import { isMassUnit, parseMass } from '../contract/mass.ts';
import type { MassTextError, MassUnit } from '../contract/mass.ts';
import { isDeviceErrorMessage, isWeightMessage } from '../contract/codec.ts';
import type { DeviceMessage, WeightMessage } from '../contract/codec.ts';
import type { Reading, FaultObservation } from '../contract/observation.ts';
import type { ScaleSettings } from '../models/instrumentModel.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

/** What is known of the scale beyond its frames. */
export interface ScaleReadingRules {
  /** Unit of frames that carry none. */
  unit: MassUnit | null;
  /** What a weight is that its frame does not mark. */
  unmarked: 'gross' | 'net';
  /** Unit and decimals that every weight must have. */
  settings: Pick<ScaleSettings, 'unit' | 'decimals'> | null;
  /**
   * True where a CRC of 16 bits covers every frame. A sum or XOR of 7 or 8 bits lets about one badly damaged frame in a
   * hundred through, which fuzzing turned into captures: a right one is no reason to believe a single frame.
   */
  hasCrc?: boolean;
}

/** Where a frame comes from. */
export interface FrameOrigin {
  instrument: InstrumentId;
  /** Milliseconds since boot. */
  atMs: number;
  raw: Uint8Array;
}

const MASS_TEXT_FAULTS: Readonly<Record<MassTextError, InstrumentFaultCode>> = {
  'not-a-number': 'value-refused',
  'unit-unknown': 'unit-refused',
  'too-large': 'value-refused',
  'finer-than-milligram': 'value-refused',
};

/** Words of codecs that are not fault codes themselves; any other word is the scale's own error. */
const CODEC_ERROR_FAULTS: Readonly<Record<string, InstrumentFaultCode>> = {
  'cannot-execute-now': 'not-ready',
  'not-executable-now': 'not-ready',
  'stability-error': 'not-ready',
  'no-stability': 'not-ready',
  timeout: 'not-ready',
  'initial-zero-error': 'zero-error',
};

function resolveFaultCode(word: string): InstrumentFaultCode {
  return isInstrumentFaultCode(word) ? word : (CODEC_ERROR_FAULTS[word] ?? 'scale-error');
}

/** What a message means. Null: it says nothing about the load (an acknowledgement, a piece weight, a command). */
export function interpretScaleMessage(
  message: DeviceMessage,
  origin: FrameOrigin,
  rules: ScaleReadingRules,
): Reading | FaultObservation | null {
  const createFault = (fault: InstrumentFaultCode, detail: string): FaultObservation => ({
    kind: 'fault',
    ...origin,
    fault,
    detail,
  });
  if (message['checksumOk'] === false) return createFault('checksum-wrong', 'a frame came damaged');
  if (isWeightMessage(message)) return interpretWeight(message, origin, rules);
  if (isDeviceErrorMessage(message)) return createFault(resolveFaultCode(message.error), message.error);
  // A status instead of a weight (8217, NCI): the scale answered, and has none to give.
  if (message.kind === 'status' && typeof message['error'] === 'string')
    return createFault(resolveFaultCode(message['error']), message['error']);
  if (message.kind === 'count') return createFault('unit-refused', 'the scale counts pieces');
  if (message.kind === 'nak') {
    const reason = String(message['reason']);
    return createFault(CODEC_ERROR_FAULTS[reason] ?? 'reply-refused', reason);
  }
  return message.kind === 'invalid' ? createFault('frame-refused', String(message['reason'])) : null;
}

function interpretWeight(
  message: WeightMessage,
  origin: FrameOrigin,
  rules: ScaleReadingRules,
): Reading | FaultObservation {
  const createFault = (fault: InstrumentFaultCode, detail: string): FaultObservation => ({
    kind: 'fault',
    ...origin,
    fault,
    detail,
  });
  const unit = message.unit ?? rules.unit;
  if (unit === null) return createFault('unit-missing', `"${message.value}" without a unit`);
  if (!isMassUnit(unit)) return createFault('unit-refused', `"${unit}"`);
  const mass = parseMass(message.value, unit);
  if ('fault' in mass) return createFault(MASS_TEXT_FAULTS[mass.fault], `"${message.value}" ${unit}: ${mass.fault}`);
  const { settings } = rules;
  if (settings && (mass.unit !== settings.unit || mass.decimals !== settings.decimals)) {
    return createFault(
      'unit-changed',
      `shows ${mass.decimals} decimals of ${mass.unit}, should be ${settings.decimals} of ${settings.unit}`,
    );
  }
  const tare = message.tare === undefined ? null : parseMass(message.tare, unit);
  if (tare && 'fault' in tare) return createFault('value-refused', `tare "${message.tare ?? ''}"`);
  return {
    kind: 'reading',
    ...origin,
    mode: message.mode ?? rules.unmarked,
    massMg: mass.massMg,
    ...(tare ? { tareMg: tare.massMg } : {}),
    unit: mass.unit,
    decimals: mass.decimals,
    stable: message.stable ?? false,
    ...(message.centreOfZero === undefined ? {} : { centreOfZero: message.centreOfZero }),
    ...(message.range === undefined ? {} : { range: message.range }),
    checksummed: message.checksumOk === true && rules.hasCrc === true,
  };
}
