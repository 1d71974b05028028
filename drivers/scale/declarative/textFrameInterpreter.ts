// What the fields of one frame say. A word that the file does not list is no weight, and neither is a value that is no
// number: nothing is guessed, and a status is never 0. Must not know any framing.
import type { DeviceMessage, WeightMessage } from '../../contract/codec.ts';
import { isPieceUnit, parseDisplayedDecimal } from '../codecs/displayedDecimal.ts';
import type { DisplayedDecimal } from '../codecs/displayedDecimal.ts';
import {
  isFrameField,
  isFrameWordMeaning,
  FRAME_WORD_MEANINGS,
  splitWordMeanings,
} from '../../models/textFrameFormat.ts';
import type { FrameWordMeaning, TextFrameFormat } from '../../models/textFrameFormat.ts';

/** A match of the pattern: the whole, then each group; undefined took no part. */
export type PatternMatch = readonly (string | undefined)[];

/** In the order in which they win. */
const ERRORS_BY_PRIORITY: readonly (readonly [bit: number, error: string])[] = [
  [meaningBit('overload'), 'overload'],
  [meaningBit('underload'), 'underload'],
  [meaningBit('out-of-range'), 'out-of-range'],
  [meaningBit('zero-error'), 'zero-error'],
  [meaningBit('error'), 'scale-error'],
  [meaningBit('not-ready'), 'not-ready'],
];
const ANY_ERROR = ERRORS_BY_PRIORITY.reduce((bits, [bit]) => bits | bit, 0);
const STABLE = meaningBit('stable');
const MOVING = meaningBit('moving');
const ZERO = meaningBit('zero');
const POSITIVE = meaningBit('positive');
const NEGATIVE = meaningBit('negative');
const COUNT = meaningBit('count');
const MODES = [
  [meaningBit('gross'), 'gross'],
  [meaningBit('net'), 'net'],
  [meaningBit('tare'), 'tare'],
] as const;
const RANGES = [
  [meaningBit('range-1'), 1],
  [meaningBit('range-2'), 2],
  [meaningBit('range-3'), 3],
] as const;

/** Sign, digits with point, comma, brackets or slash, sign. The text has no blanks around it. */
const NUMBER = /^([+-]?) *([\d.,[\]/]{1,24}) *([+-]?)$/;

/** A group whose words have meanings. */
interface WordGroup {
  at: number;
  name: string;
  table: ReadonlyMap<string, number>;
  /** Of a field, other texts are the field's own; of any other group they are unknown. */
  field: boolean;
}

/** Everything of the file that a frame is read with, made once. */
interface InterpreterPlan {
  frame: TextFrameFormat;
  words: readonly WordGroup[];
  /** Where each field is in the match; 0: the pattern has none. */
  at: Readonly<Record<'sign' | 'value' | 'unit' | 'decimals' | 'tare' | 'address', number>>;
  /** Every meaning that the file has a word for: what it can say, its silence says too. */
  known: number;
  units: ReadonlyMap<string, string> | null;
  fixedUnit: string | null;
}

/**
 * A function from a match to a message. `groups`: names of the pattern's groups in order. `fixedUnit`: of a scale whose
 * frames carry none.
 */
export function createFrameInterpreter(
  frame: TextFrameFormat,
  groups: readonly (string | null)[],
  fixedUnit: string | null,
): (match: PatternMatch) => DeviceMessage {
  const groupIndex = (name: string): number => groups.indexOf(name) + 1;
  const words = Object.entries(frame.words).map(([name, table]): WordGroup => ({
    at: groupIndex(name),
    name,
    table: new Map(Object.entries(table).map(([text, meanings]) => [text, meaningBits(meanings)])),
    field: isFrameField(name),
  }));
  const plan: InterpreterPlan = {
    frame,
    words,
    at: {
      sign: groupIndex('sign'),
      value: groupIndex('value'),
      unit: groupIndex('unit'),
      decimals: groupIndex('decimals'),
      tare: groupIndex('tare'),
      address: groupIndex('address'),
    },
    known: words.flatMap(({ table }) => [...table.values()]).reduce((all, bits) => all | bits, 0),
    units: frame.units === null ? null : new Map(Object.entries(frame.units)),
    fixedUnit,
  };
  return (match) => {
    const message = interpretMatch(plan, match);
    const address = plan.at.address === 0 ? '' : (match[plan.at.address] ?? '').trim();
    if (address !== '') message['address'] = address;
    return message;
  };
}

/** The message of a line that is no weight; `meanings` as the model file lists them. */
export function interpretNonWeightLine(meanings: string, text: string): DeviceMessage {
  const bits = meaningBits(meanings);
  if ((bits & ANY_ERROR) !== 0) return toErrorMessage(errorOfMeanings(bits), { text });
  if ((bits & meaningBit('refused')) !== 0) return { kind: 'nak', reason: 'cannot-execute-now', code: text };
  return { kind: (bits & meaningBit('ack')) === 0 ? 'other' : 'ack', text };
}

function meaningBit(meaning: FrameWordMeaning): number {
  return 1 << FRAME_WORD_MEANINGS.indexOf(meaning);
}

function meaningBits(meanings: string): number {
  return splitWordMeanings(meanings).reduce(
    (bits, meaning) => (isFrameWordMeaning(meaning) ? bits | meaningBit(meaning) : bits),
    0,
  );
}

function errorOfMeanings(bits: number): string {
  return ERRORS_BY_PRIORITY.find(([bit]) => (bits & bit) !== 0)?.[1] ?? 'scale-error';
}

function toErrorMessage(error: string, details: object): DeviceMessage {
  return { kind: 'error', error, value: null, ...details };
}

function interpretMatch(plan: InterpreterPlan, match: PatternMatch): DeviceMessage {
  let bits = 0;
  for (const { at, name, table, field } of plan.words) {
    const text = match[at] ?? '';
    // Words are exact; those that stand in place of digits may be padded.
    const wordBits = table.get(text) ?? (field ? (table.get(text.trim()) ?? 0) : undefined);
    if (wordBits === undefined) return toErrorMessage('unknown-status', { group: name, text });
    bits |= wordBits;
  }
  if ((bits & ANY_ERROR) !== 0) return toErrorMessage(errorOfMeanings(bits), {});
  const decimal = readValue(plan, match, bits);
  if (typeof decimal === 'string') return toErrorMessage(decimal, { text: match[plan.at.value] ?? '' });
  return toWeightMessage(plan, match, { bits, decimal });
}

/** A text: why there is none. */
function readValue({ frame, at }: InterpreterPlan, match: PatternMatch, bits: number): DisplayedDecimal | string {
  const sentText = match[at.value] ?? '';
  const text = (frame.digits === 'reversed' ? Array.from(sentText).reverse().join('') : sentText).trim();
  const number = NUMBER.exec(text);
  const digits = number?.[2] ?? '';
  const signText = at.sign === 0 ? '' : (match[at.sign] ?? '').trim();
  // A sign that the file lists has been understood as a word.
  if (signText !== '' && signText !== '+' && signText !== '-' && (bits & (NEGATIVE | POSITIVE)) === 0)
    return 'unknown-sign';
  const signBefore = number?.[1];
  const signBehind = number?.[3];
  const isNegative = signBefore === '-' || signBehind === '-' || signText === '-' || (bits & NEGATIVE) !== 0;
  const isPositive = signBefore === '+' || signBehind === '+' || signText === '+' || (bits & POSITIVE) !== 0;
  // Two signs that disagree: which one is the load's, nobody knows.
  if (isNegative && isPositive) return 'value-refused';
  if (digits.includes(frame.decimalMark === 'comma' ? '.' : ',')) return 'value-refused';
  const decimals = at.decimals === 0 ? frame.decimals : parseDigit(match[at.decimals]);
  const pointedDigits = decimals === null ? digits : insertDecimalPoint(digits, decimals);
  return parseDisplayedDecimal(isNegative ? '-' : '', pointedDigits) ?? 'value-refused';
}

/** NaN: the frame should have said, and did not. */
function parseDigit(text: string | undefined): number {
  return text !== undefined && /^\d$/.test(text) ? Number(text) : Number.NaN;
}

/** `decimals`: digits behind a point that was not sent. Empty: these are no such digits. */
function insertDecimalPoint(digits: string, decimals: number): string {
  if (!/^\d+$/.test(digits) || !(decimals <= 9)) return '';
  const padded = digits.padStart(decimals + 1, '0');
  return decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

function toWeightMessage(
  plan: InterpreterPlan,
  match: PatternMatch,
  { bits, decimal }: { bits: number; decimal: DisplayedDecimal },
): DeviceMessage {
  const { frame, at, known, units } = plan;
  let unit = plan.fixedUnit;
  let isMoving = (bits & MOVING) !== 0;
  if (at.unit !== 0) {
    const sentText = (match[at.unit] ?? '').trim();
    const mappedUnit = units === null ? sentText : units.get(sentText);
    if (sentText === '' && (mappedUnit ?? '') === '') {
      if (frame.blankUnit === 'refused') return toErrorMessage('unit-missing', {});
      isMoving = true;
      unit = null;
    } else if (mappedUnit === undefined) return toErrorMessage('unit-refused', { text: sentText });
    else unit = mappedUnit;
  }
  const saysStable = isMoving || (known & (STABLE | MOVING)) !== 0;
  const stable = !isMoving && (bits & STABLE) !== 0;
  if ((bits & COUNT) !== 0 || isPieceUnit(unit))
    return { kind: 'count', value: decimal.value, unit, ...(saysStable ? { stable } : {}) };
  const message: WeightMessage = { kind: 'weight', value: decimal.value, decimals: decimal.decimals, unit };
  if (decimal.unverifiedDigits !== undefined) message['unverifiedDigits'] = decimal.unverifiedDigits;
  if (saysStable) message.stable = stable;
  for (const [bit, mode] of MODES) {
    if ((bits & bit) === 0) continue;
    if (message.mode !== undefined) return toErrorMessage('unknown-status', { text: `${message.mode} and ${mode}` });
    message.mode = mode;
  }
  if ((known & ZERO) !== 0) message.centreOfZero = (bits & ZERO) !== 0;
  for (const [bit, range] of RANGES) if ((bits & bit) !== 0) message.range = range;
  const tare = at.tare === 0 ? '' : (match[at.tare] ?? '').trim();
  if (tare === '') return message;
  const heldTare = parseDisplayedDecimal(tare.startsWith('-') ? '-' : '', tare.replace(/^[+-] */, ''));
  if (heldTare === null) return toErrorMessage('value-refused', { text: tare });
  message.tare = heldTare.value;
  return message;
}
