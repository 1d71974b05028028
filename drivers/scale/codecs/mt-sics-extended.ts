// The response to MT-SICS' SIX1: state, zero, range, gross, net and tare in one line. The order of its fields is from
// one example and no manual, so a line counts only if gross, net and tare agree. Must not know any framing.
import type { DeviceMessage } from '../../contract/codec.ts';
import { parseDisplayedDecimal } from './displayedDecimal.ts';
import type { DisplayedDecimal } from './displayedDecimal.ts';

/** SIX1, state, minimum weight, zero, repetition, calculation, three of approved digits and steps, range, tare kind. */
const FIELDS = 15;
const TARE_KINDS: Readonly<Record<string, string>> = { N: 'none', P: 'preset', M: 'measured' };

/** The message of a SIX1 response; null: it is none, or gross, net and tare contradict. */
export function decodeMtSicsExtended(text: string): DeviceMessage | null {
  const fields = text.trim().split(/ +/);
  const state = fields[1] ?? '';
  if (state === '+' || state === '-')
    return { kind: 'error', error: state === '+' ? 'overload' : 'underload', value: null };
  if (state === 'I' || state === 'L')
    return { kind: 'nak', command: 'readExtended', reason: state === 'I' ? 'not-executable-now' : 'logical-error' };
  if (fields.length !== FIELDS || (state !== 'S' && state !== 'D')) return null;
  const [gross, net, tare] = fields.slice(11, 14).map(parseSignedDecimal);
  if (!gross || !net || !tare || !isGrossNetPlusTare(gross, net, tare)) return null;
  const range = Number(fields[9]);
  const tareKind = TARE_KINDS[fields[10] ?? ''];
  return {
    kind: 'weight',
    value: gross.value,
    unit: fields[14] ?? null,
    stable: state === 'S',
    mode: 'gross',
    decimals: gross.decimals,
    net: net.value,
    tare: tare.value,
    centreOfZero: fields[3] === 'Z',
    ...(Number.isInteger(range) && range >= 1 ? { range } : {}),
    ...(tareKind === undefined ? {} : { tareKind }),
  };
}

function parseSignedDecimal(field: string): DisplayedDecimal | null {
  const [, sign = '', digits = ''] = /^([+-]?)(.+)$/.exec(field) ?? [];
  return parseDisplayedDecimal(sign, digits);
}

/** Gross = net + tare, to one of the last digit because each is rounded by itself. */
function isGrossNetPlusTare(gross: DisplayedDecimal, net: DisplayedDecimal, tare: DisplayedDecimal): boolean {
  const decimals = Math.max(gross.decimals, net.decimals, tare.decimals);
  const toLastDigits = ({ value, decimals: ownDecimals }: DisplayedDecimal): bigint =>
    BigInt(value.replace('.', '') + '0'.repeat(decimals - ownDecimals));
  const difference = toLastDigits(gross) - toLastDigits(net) - toLastDigits(tare);
  const oneDigit = 10n ** BigInt(decimals - Math.min(gross.decimals, net.decimals, tare.decimals));
  return difference >= -oneDigit && difference <= oneDigit;
}
