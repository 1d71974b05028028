// The one way from what a frame said to what the project believes: a reading, a fault, or nothing. Every scale driver
// uses it, text or Modbus. It never guesses a unit, and a status is never 0. Knows no protocol and no port.
import { isInstrumentFault } from '../contract/fault.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import { isMassUnit, massFromText } from '../contract/mass.ts';
import type { MassTextFault, MassUnit } from '../contract/mass.ts';
import { isNoWeight, isWeight } from '../contract/message.ts';
import type { Message, WeightMessage } from '../contract/message.ts';
import type { Reading, Trouble } from '../contract/observation.ts';
import type { ScaleSettings } from '../instrument.ts';

/** What is known of the scale beyond its frames. */
export interface ScaleRules {
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

export interface Heard {
  instrument: string;
  atMs: number;
  raw: Uint8Array;
}

const MASS_FAULTS: Readonly<Record<MassTextFault, InstrumentFault>> = {
  'not-a-number': 'value-refused',
  'unit-unknown': 'unit-refused',
  'too-large': 'value-refused',
  'finer-than-milligram': 'value-refused',
};

/** Words of codecs that are not fault codes themselves; any other word is the scale's own error. */
const WORD_FAULTS: Readonly<Record<string, InstrumentFault>> = {
  'cannot-execute-now': 'not-ready',
  'not-executable-now': 'not-ready',
  'stability-error': 'not-ready',
  'no-stability': 'not-ready',
  timeout: 'not-ready',
  'initial-zero-error': 'zero-error',
};

function faultOf(word: string): InstrumentFault {
  return isInstrumentFault(word) ? word : (WORD_FAULTS[word] ?? 'scale-error');
}

/** Null: the frame says nothing about the load (an acknowledgement, a piece weight, somebody's command). */
export function observationFrom(message: Message, heard: Heard, rules: ScaleRules): Reading | Trouble | null {
  const trouble = (fault: InstrumentFault, detail: string): Trouble => ({ kind: 'fault', ...heard, fault, detail });
  if (message['checksumOk'] === false) return trouble('checksum-wrong', 'a frame came damaged');
  if (isWeight(message)) return reading(message, heard, rules);
  if (isNoWeight(message)) return trouble(faultOf(message.error), message.error);
  // A status instead of a weight (8217, NCI): the scale answered, and has none to give.
  if (message.kind === 'status' && typeof message['error'] === 'string')
    return trouble(faultOf(message['error']), message['error']);
  if (message.kind === 'count') return trouble('unit-refused', 'the scale counts pieces');
  if (message.kind === 'nak') {
    const reason = String(message['reason']);
    return trouble(WORD_FAULTS[reason] ?? 'reply-refused', reason);
  }
  return message.kind === 'invalid' ? trouble('frame-refused', String(message['reason'])) : null;
}

function reading(message: WeightMessage, heard: Heard, rules: ScaleRules): Reading | Trouble {
  const trouble = (fault: InstrumentFault, detail: string): Trouble => ({ kind: 'fault', ...heard, fault, detail });
  const unit = message.unit ?? rules.unit;
  if (unit === null) return trouble('unit-missing', `"${message.value}" without a unit`);
  if (!isMassUnit(unit)) return trouble('unit-refused', `"${unit}"`);
  const shown = massFromText(message.value, unit);
  if ('fault' in shown) return trouble(MASS_FAULTS[shown.fault], `"${message.value}" ${unit}: ${shown.fault}`);
  const { settings } = rules;
  if (settings && (shown.unit !== settings.unit || shown.decimals !== settings.decimals)) {
    return trouble(
      'unit-changed',
      `shows ${shown.decimals} decimals of ${shown.unit}, should be ${settings.decimals} of ${settings.unit}`,
    );
  }
  const tare = message.tare === undefined ? null : massFromText(message.tare, unit);
  if (tare && 'fault' in tare) return trouble('value-refused', `tare "${message.tare ?? ''}"`);
  return {
    kind: 'reading',
    ...heard,
    mode: message.mode ?? rules.unmarked,
    massMg: shown.massMg,
    ...(tare ? { tareMg: tare.massMg } : {}),
    unit: shown.unit,
    decimals: shown.decimals,
    stable: message.stable ?? false,
    ...(message.centreOfZero === undefined ? {} : { centreOfZero: message.centreOfZero }),
    ...(message.range === undefined ? {} : { range: message.range }),
    checksummed: message.checksumOk === true && rules.hasCrc === true,
  };
}
