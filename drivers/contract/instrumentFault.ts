// Every fault of an instrument or its line, in one table. An expected fault is a value with one of these codes; the
// manual has one row for each (test/manualKeepsStep.test.ts). Must not know who reports them.

/** Code → what it means, in one sentence. */
export const INSTRUMENT_FAULTS = {
  // conditions a scale reports instead of a weight
  overload: 'The load is above the scale’s range.',
  underload: 'The platform shows less than its lower limit.',
  'scale-error': 'The scale reports an error of its own.',
  'zero-error': 'The scale could not set its zero.',
  'not-ready': 'The scale answered that it cannot weigh now.',
  'weight-hidden': 'The scale answered with a status but without a weight.',
  'unit-missing': 'Neither the frame nor the model says the unit.',
  'unit-refused': 'The unit is not a metric mass unit.',
  'unit-changed': 'The unit or the decimals are not those of the configuration.',
  'value-refused': 'The digits cannot be a weight of this scale.',
  // conditions of a line
  'checksum-wrong': 'A frame’s checksum does not fit its bytes.',
  'frame-refused': 'A frame had a form its protocol does not allow.',
  'port-absent': 'The port does not exist or refuses to open.',
  'port-closed': 'The port closed while it was in use.',
  silent: 'The instrument has sent nothing for longer than its model allows.',
  'no-reply': 'The instrument did not answer a request in time.',
  'reply-refused': 'The instrument answered a request with an error code.',
  'other-instrument': 'The instrument’s own serial number is not that of the configuration.',
  'driver-failed': 'Hakari’s own driver failed on what the instrument sent.',
  // conditions a reader reports
  'reader-error': 'The reader reports an error of its own.',
  'tag-crc-wrong': 'A tag read failed the tag’s own CRC.',
} as const;

/** A code of `INSTRUMENT_FAULTS`. */
export type InstrumentFaultCode = keyof typeof INSTRUMENT_FAULTS;

/** True if a word is a code of `INSTRUMENT_FAULTS`. */
export function isInstrumentFaultCode(code: string): code is InstrumentFaultCode {
  return Object.hasOwn(INSTRUMENT_FAULTS, code);
}
