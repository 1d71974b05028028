// What the fields of one frame say. A word that the file does not list is no weight, and neither is a value that is no
// number: nothing is guessed, and a status is never 0. Knows no framing.
import type { Message } from '../../contract/message.ts';
import { isPieces, shownDecimal } from '../codecs/decimal.ts';
import type { ShownDecimal } from '../codecs/decimal.ts';
import { FIELD_GROUPS, isMeaning, meaningsOf } from './frame.ts';
import type { Meaning, TextFrame } from './frame.ts';

/** Texts of the named groups of one match; a group that took no part is ''. */
export type Fields = ReadonlyMap<string, string>;
export type Interpret = (fields: Fields) => Message;

/** In the order in which they win. */
const NO_WEIGHT: readonly (readonly [Meaning, string])[] = [
  ['overload', 'overload'],
  ['underload', 'underload'],
  ['out-of-range', 'out-of-range'],
  ['zero-error', 'zero-error'],
  ['error', 'scale-error'],
  ['not-ready', 'not-ready'],
];

type Tables = ReadonlyMap<string, ReadonlyMap<string, readonly Meaning[]>>;
type Said = ReadonlySet<Meaning>;

/** `fixedUnit`: of a scale whose frames carry none. */
export function interpreter(frame: TextFrame, fixedUnit: string | null): Interpret {
  const tables: Tables = new Map(Object.entries(frame.words).map(([group, table]) => [group, new Map(Object.entries(table).map(([text, says]) => [text, meanings(says)]))]));
  const known = new Set([...tables.values()].flatMap((table) => [...table.values()].flat()));
  const units = frame.units === null ? null : new Map(Object.entries(frame.units));
  return (fields) => {
    const address = fields.get('address')?.trim() ?? '';
    const marks = address === '' ? {} : { address };
    const said = new Set<Meaning>();
    for (const [group, text] of fields) {
      const meant = wordOf(tables, group, text);
      if (meant !== undefined) for (const meaning of meant) said.add(meaning);
      else if (!isField(group)) return noWeight('unknown-status', { group, text, ...marks });
    }
    const error = NO_WEIGHT.find(([meaning]) => said.has(meaning));
    if (error !== undefined) return noWeight(error[1], marks);
    const shown = valueOf(frame, fields, said);
    if (typeof shown === 'string') return noWeight(shown, { text: fields.get('value') ?? '', ...marks });
    const unit = unitOf(frame, { units, fixedUnit }, fields);
    if ('error' in unit) return noWeight(unit.error, { ...(unit.text === '' ? {} : { text: unit.text }), ...marks });
    return weight(shown, { unit: unit.text, moving: unit.moving, tare: fields.get('tare')?.trim() ?? '', said, known, marks });
  };
}

/** A line that is no weight, by what its file says of it. */
export function otherLine(says: string, text: string): Message {
  const said = new Set(meanings(says));
  const error = NO_WEIGHT.find(([meaning]) => said.has(meaning));
  if (error !== undefined) return noWeight(error[1], { text });
  if (said.has('refused')) return { kind: 'nak', reason: 'cannot-execute-now', code: text };
  return { kind: said.has('ack') ? 'ack' : 'other', text };
}

function noWeight(error: string, more: object): Message {
  return { kind: 'error', error, value: null, ...more };
}

function meanings(says: string): Meaning[] {
  return meaningsOf(says).filter(isMeaning);
}

function isField(group: string): boolean {
  return (FIELD_GROUPS as readonly string[]).includes(group);
}

/** Words are exact; those that stand in place of digits may be padded. */
function wordOf(tables: Tables, group: string, text: string): readonly Meaning[] | undefined {
  const table = tables.get(group);
  return table?.get(text) ?? (isField(group) ? table?.get(text.trim()) : undefined);
}

/** A text: why there is none. */
function valueOf(frame: TextFrame, fields: Fields, said: Said): ShownDecimal | string {
  const sent = fields.get('value') ?? '';
  const text = (frame.digits === 'reversed' ? Array.from(sent).reverse().join('') : sent).trim();
  const [, before = '', digits = '', behind = ''] = /^([+-]?) *([\d.,[\]/]{1,24}) *([+-]?)$/.exec(text) ?? [];
  const marked = (fields.get('sign') ?? '').trim();
  // A sign that the file lists has been understood as a word.
  const plain = marked === '+' || marked === '-' ? marked : '';
  if (plain !== marked && !said.has('negative') && !said.has('positive')) return 'unknown-sign';
  const signs = [before, behind, plain, said.has('negative') ? '-' : said.has('positive') ? '+' : ''].filter((sign) => sign !== '');
  // Two signs that disagree: which one is the load's, nobody knows.
  if (new Set(signs).size > 1) return 'value-refused';
  const pointed = digits.includes(frame.decimalMark === 'comma' ? '.' : ',') ? null : withPoint(digits, decimalsOf(frame, fields));
  return (pointed === null ? null : shownDecimal(signs[0] ?? '', pointed)) ?? 'value-refused';
}

/** NaN: the frame should have said, and did not. */
function decimalsOf(frame: TextFrame, fields: Fields): number | null {
  const sent = fields.get('decimals');
  if (sent === undefined) return frame.decimals;
  return /^\d$/.test(sent) ? Number(sent) : Number.NaN;
}

/** `decimals`: digits behind a point that was not sent. */
function withPoint(digits: string, decimals: number | null): string | null {
  if (decimals === null) return digits;
  if (!/^\d+$/.test(digits) || !(decimals <= 9)) return null;
  const long = digits.padStart(decimals + 1, '0');
  return decimals === 0 ? long : `${long.slice(0, -decimals)}.${long.slice(-decimals)}`;
}

type SaidUnit = { text: string | null; moving: boolean } | { error: string; text: string };

function unitOf(frame: TextFrame, { units, fixedUnit }: { units: ReadonlyMap<string, string> | null; fixedUnit: string | null }, fields: Fields): SaidUnit {
  const sent = fields.get('unit');
  if (sent === undefined) return { text: fixedUnit, moving: false };
  const text = sent.trim();
  if (text === '' && !(units?.has('') ?? false)) return frame.blankUnit === 'moving' ? { text: null, moving: true } : { error: 'unit-missing', text };
  const unit = units === null ? text : units.get(text);
  return unit === undefined ? { error: 'unit-refused', text } : { text: unit, moving: false };
}

interface About {
  unit: string | null;
  moving: boolean;
  tare: string;
  said: Said;
  /** Every meaning that the file has a word for: what it can say, its silence says too. */
  known: Said;
  marks: object;
}

function weight(shown: ShownDecimal, { unit, moving, tare, said, known, marks }: About): Message {
  const saysStable = known.has('stable') || known.has('moving') || moving;
  const stable = saysStable ? { stable: said.has('stable') && !said.has('moving') && !moving } : {};
  if (said.has('count') || isPieces(unit)) return { kind: 'count', value: shown.value, unit, ...stable, ...marks };
  const held = tare === '' ? null : shownDecimal(tare.startsWith('-') ? '-' : '', tare.replace(/^[+-] */, ''));
  if (tare !== '' && held === null) return noWeight('value-refused', { text: tare, ...marks });
  const modes = (['gross', 'net', 'tare'] as const).filter((mode) => said.has(mode));
  if (modes.length > 1) return noWeight('unknown-status', { text: modes.join(' and '), ...marks });
  const [mode] = modes;
  const range = ([1, 2, 3] as const).find((each) => said.has(`range-${each}`));
  return {
    kind: 'weight',
    ...shown,
    unit,
    ...stable,
    ...(mode === undefined ? {} : { mode }),
    ...(held === null ? {} : { tare: held.value }),
    ...(known.has('zero') ? { centreOfZero: said.has('zero') } : {}),
    ...(range === undefined ? {} : { range }),
    ...marks,
  };
}
