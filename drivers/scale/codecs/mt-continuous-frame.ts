// What one frame of Mettler Toledo's continuous output says: three status words, six digits of weight, perhaps six of
// tare. Makers set the "constant" bits differently, so that none of them is read. Must not know any framing.
//
// @see Mettler Toledo WILDCAT manual, pages 6-4 and 6-5; KERN FTC p. 42; Cardinal 225 p. 118; Rice Lake 480 p. 57;
// Fairbanks FB3000 p. 55
import type { DeviceMessage } from '../../contract/codec.ts';

/** The fields of one frame, without parity bits. */
export interface MtContinuousFields {
  /** Status words A, B and C, one character each. */
  words: string;
  weight: string;
  /** Undefined in the short form. */
  tare: string | undefined;
}

/** Status word A, bits 0-2: zeros behind the digits (XXXX00, XXXXX0), or digits behind the point. */
const FIXED_ZEROS = ['00', '0'] as const;
const NO_DECIMALS = 2;

const NET = 0x01;
const NEGATIVE = 0x02;
const OUT_OF_RANGE = 0x04;
const MOTION = 0x08;
const METRIC = 0x10;
const NOT_ZEROED = 0x40;
const PRINT_REQUEST = 0x08;
const EXPANDED = 0x10;

/**
 * The message of one frame.
 *
 * @see Mettler Toledo WILDCAT manual, pages 6-4 and 6-5
 */
export function decodeMtContinuousFrame({ words, weight, tare }: MtContinuousFields): DeviceMessage {
  const statusA = words.charCodeAt(0);
  const statusB = words.charCodeAt(1);
  const statusC = words.charCodeAt(2);
  const isNegative = (statusB & NEGATIVE) !== 0;
  const toErrorMessage = (error: string): DeviceMessage => ({ kind: 'error', error, value: null });
  if (statusB & OUT_OF_RANGE) return { ...toErrorMessage('out-of-range'), sign: isNegative ? '-' : '+' };
  // Before its first zero after power-up the indicator does not know what lies on the scale.
  if (statusB & NOT_ZEROED) return toErrorMessage('zero-error');
  // Manuals disagree whether the digits are ten times finer or the point moves: neither reading is believed.
  if (statusC & EXPANDED) return toErrorMessage('expanded-display');
  if (/^ *$/.test(weight)) return toErrorMessage('weight-hidden');
  const value = applyDecimalPlace(weight, statusA & 7);
  if (value === null) return { kind: 'invalid', reason: 'digits', text: weight };
  const heldTare = tare === undefined ? null : applyDecimalPlace(tare, statusA & 7);
  return {
    kind: 'weight',
    // The digits are absolute; the sign is a bit.
    value: `${isNegative ? '-' : ''}${value}`,
    unit: decodeUnit(statusC & 7, (statusB & METRIC) !== 0),
    stable: (statusB & MOTION) === 0,
    mode: statusB & NET ? 'net' : 'gross',
    decimals: Math.max(0, (statusA & 7) - NO_DECIMALS),
    ...(heldTare === null ? {} : { tare: heldTare }),
    ...decodeIncrement(statusA),
    ...(statusC & PRINT_REQUEST ? { printRequest: true } : {}),
  };
}

function applyDecimalPlace(field: string, decimalPlace: number): string | null {
  const digits = /^ *(\d{1,6})$/.exec(field)?.[1];
  if (digits === undefined) return null;
  const decimals = Math.max(0, decimalPlace - NO_DECIMALS);
  const padded = (digits + (FIXED_ZEROS[decimalPlace] ?? '')).replace(/^0+/, '').padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  return decimals === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** Codes 3 to 7 differ between makers: such a unit is named as unknown, which no model's default may replace. */
function decodeUnit(code: number, isMetric: boolean): string {
  if (code === 0) return isMetric ? 'kg' : 'lb';
  if (code === 1) return 'g';
  return code === 2 ? 't' : `vendor-${code}`;
}

/** Bits 3 and 4 of status word A. */
function decodeIncrement(statusA: number): { increment?: 'x1' | 'x2' | 'x5' } {
  const increment = ([undefined, 'x1', 'x2', 'x5'] as const)[(statusA >> 3) & 3];
  return increment === undefined ? {} : { increment };
}
