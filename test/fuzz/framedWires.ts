// How scales say a weight whose frames only a model file describes: an encoder for each shipped one, written from the
// makers' manuals that the file names, not from its pattern, so that a mistake in the pattern shows.
import type { WeightEncoder, DisplayedWeight } from '../../simulators/wires/textScale.ts';
import { formatDigits } from '../../simulators/wires/textScale.ts';

/** One character a byte. */
const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const signOf = ({ mg }: DisplayedWeight, plus = ' '): string => (mg < 0 ? '-' : plus);
const zeros = (shown: DisplayedWeight, width: number): string => formatDigits(shown.mg, shown).padStart(width, '0');
const blanks = (shown: DisplayedWeight, width: number): string => formatDigits(shown.mg, shown).padStart(width);
/** The sign stands directly before the first digit. */
const floating = (shown: DisplayedWeight, width: number): string =>
  (signOf(shown, '') + formatDigits(shown.mg, shown)).padStart(width);
const outside = ({ over, under }: DisplayedWeight): boolean => over || under;
const legendOf = ({ mode }: DisplayedWeight): string => (mode === 'gross' ? 'G' : 'N');

interface Letters {
  over: string;
  under: string;
  moving: string;
  zero: string;
  else: string;
}

function letterOf({ over, under, stable, centreOfZero }: DisplayedWeight, letters: Letters): string {
  if (over) return letters.over;
  if (under) return letters.under;
  if (!stable) return letters.moving;
  return centreOfZero ? letters.zero : letters.else;
}

/** Cardinal 200 p27: one status of two letters, which is centre of zero before it is anything else that is right. */
const cardinalBoard: WeightEncoder = (shown) =>
  latin(
    `${signOf(shown)}${zeros(shown, 7)}${shown.unit}${legendOf(shown)}${letterOf(shown, { over: 'OC', under: 'BZ', moving: 'MO', zero: 'CZ', else: '  ' })}\r`,
  );

/** Rice Lake 682 fig. 16-2. */
const cardinalStream: WeightEncoder = (shown) =>
  latin(
    `\r${signOf(shown, '+')}${zeros(shown, 7)}${letterOf(shown, { over: 'o', under: 'o', moving: 'm', zero: ' ', else: ' ' })} ${shown.unit} ${legendOf(shown).toLowerCase()}  \x03`,
  );

/** CAS CI-400 p103. The byte of lamps has bit 7 set: stable 40h, hold, print, gross, tare 02h, zero 01h. */
const casLine: WeightEncoder = (shown) => {
  const head = letterOf(shown, { over: 'OL', under: 'OL', moving: 'US', zero: 'ST', else: 'ST' });
  const lamps =
    0x80 | (shown.stable ? 0x40 : 0) | (shown.mode === 'net' ? 0x02 : 0x04) | (shown.centreOfZero ? 0x01 : 0);
  const weight = shown.mg < 0 ? `-${zeros(shown, 7)}` : zeros(shown, 8);
  return latin(
    `${head},${shown.mode === 'gross' ? 'GS' : 'NT'},1${String.fromCharCode(lamps)},${weight} ${shown.unit}\r\n`,
  );
};

/** Ohaus 3000 series p35. It prints nothing while overloaded: the wire stays silent, which no frame can be. */
const defenderLine: WeightEncoder = (shown) =>
  latin(`${signOf(shown)} ${blanks(shown, 7)} ${shown.unit}   ${shown.stable ? ' ' : '?'}${legendOf(shown)}\r\n`);

/** Ohaus RS232 interface p3. A gross has no legend. */
const rangerLine: WeightEncoder = (shown) =>
  latin(
    `${floating(shown, 12)} ${shown.unit} ${shown.stable ? ' ' : '?'}  ${shown.mode === 'gross' ? '   ' : 'NET'}\r\n`,
  );

/** Radwag ITKU p41, the answer to SI. */
const radwagLine: WeightEncoder = (shown) => {
  const mark = letterOf(shown, { over: '^', under: 'v', moving: '?', zero: ' ', else: ' ' });
  return latin(`SI ${mark} ${signOf(shown)}${blanks(shown, 9)} ${shown.unit.padEnd(3)}\r\n`);
};

/** Rice Lake 480 p57; the text of an overload is that of the Counterpart, p68. */
const riceLakeStream: WeightEncoder = (shown) => {
  const status = letterOf(shown, { over: 'O', under: 'O', moving: 'M', zero: 'Z', else: ' ' });
  return latin(
    `\x02${outside(shown) ? (shown.over ? '^OVERFL ' : ']=======') : signOf(shown) + blanks(shown, 7)}${shown.unit.charAt(0).toUpperCase()}${legendOf(shown)}${status}\r\n`,
  );
};

/** R320 reference manual sect. 9.4, format A. */
const rinstrumA: WeightEncoder = (shown) =>
  latin(
    `\x02${signOf(shown)}${blanks(shown, 7)}${letterOf(shown, { over: 'O', under: 'U', moving: 'M', zero: legendOf(shown), else: legendOf(shown) })}\x03`,
  );

/** The same, format B: the unit is blank while the load moves. */
const rinstrumB: WeightEncoder = (shown) => {
  const state = shown.over ? 'O' : shown.under ? 'U' : legendOf(shown);
  return latin(
    `\x02${signOf(shown)}${blanks(shown, 7)}${state}${shown.stable ? ' ' : 'M'}${shown.centreOfZero ? 'Z' : ' '}-${(shown.stable ? shown.unit : '').padStart(3)}\x03`,
  );
};

/** The same, format C. */
const rinstrumC: WeightEncoder = (shown) => {
  const range = shown.over ? 'O' : shown.under ? 'U' : 'I';
  return latin(
    `\x02${signOf(shown)}${blanks(shown, 7)}${legendOf(shown)}${shown.stable ? 'S' : 'M'}${range}${shown.centreOfZero ? 'Z' : ' '}  \x03`,
  );
};

/** The same, format E. */
const rinstrumE: WeightEncoder = (shown) =>
  latin(
    `${signOf(shown)}${blanks(shown, 7)}${shown.unit.charAt(0).toUpperCase()}${legendOf(shown)}${letterOf(shown, { over: 'O', under: 'O', moving: 'M', zero: ' ', else: ' ' })}\r\n`,
  );

/** Fairbanks 2800 p67: a load out of range blanks the weight. */
const weighTronixStream: WeightEncoder = (shown) =>
  latin(` ${legendOf(shown)}${outside(shown) ? '       ' : signOf(shown, '+') + zeros(shown, 7)} ${shown.unit}\r\n`);

/** By model. */
export const FRAMED_WIRES: Readonly<Record<string, WeightEncoder>> = {
  'cardinal-sb400': cardinalBoard,
  'cardinal-stream': cardinalStream,
  'cas-pdi': casLine,
  'ohaus-defender': defenderLine,
  'ohaus-ranger': rangerLine,
  radwag: radwagLine,
  'rice-lake-stream': riceLakeStream,
  'rinstrum-a': rinstrumA,
  'rinstrum-b': rinstrumB,
  'rinstrum-c': rinstrumC,
  'rinstrum-e': rinstrumE,
  'weigh-tronix-stream': weighTronixStream,
};
