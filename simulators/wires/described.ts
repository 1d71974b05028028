// Text scales that the project knows by a description alone (config/models, `frame`): their lines from the makers' manuals. Shares
// nothing with the descriptions, so that a mistake in one of them shows.
import { ascii, digitsOf, type Encode, type Shown } from './display.ts';

const DASHES = '------';

function signed(shown: Shown, width: number): string {
  const weight = shown.over || shown.under ? DASHES : digitsOf(shown.mg, shown);
  return `${shown.mg < 0 ? '-' : ' '}${weight.padStart(width, ' ')}`;
}

/** Rice Lake stream format: STX, polarity, seven characters, unit, gross or net, status, CR LF. Overload is a caret and ampersands. */
const riceLake: Encode = (shown) => {
  const weight = shown.over ? '^&&&&&&&' : shown.under ? ']=======' : signed(shown, 7);
  const status = shown.over || shown.under ? 'O' : shown.centreOfZero ? 'Z' : !shown.stable ? 'M' : ' ';
  return ascii(`\x02${weight}K${shown.mode === 'net' ? 'N' : 'G'}${status}\r\n`);
};

/** Rinstrum format A: STX, sign, seven characters, one letter for all of it, ETX. */
const rinstrumA: Encode = (shown) => {
  const status = shown.over ? 'O' : shown.under ? 'U' : !shown.stable ? 'M' : shown.mode === 'net' ? 'N' : 'G';
  return ascii(`\x02${signed(shown, 7)}${status}\x03`);
};

/** Rinstrum format B: mode, motion, zero, range and a unit that is blank in motion. */
const rinstrumB: Encode = (shown) => {
  const mode = shown.over ? 'O' : shown.under ? 'U' : shown.mode === 'net' ? 'N' : 'G';
  return ascii(`\x02${signed(shown, 7)}${mode}${shown.stable ? ' ' : 'M'}${shown.centreOfZero ? 'Z' : ' '}-${shown.stable ? shown.unit.padStart(3, ' ') : '   '}\x03`);
};

/** Rinstrum format E: a line without a start character. */
const rinstrumE: Encode = (shown) => {
  const status = shown.over || shown.under ? 'O' : shown.stable ? ' ' : 'M';
  return ascii(`${signed(shown, 7)}K${shown.mode === 'net' ? 'N' : 'G'}${status}\r\n`);
};

/** Radwag: the answer to SI, the display's weight at once. */
const radwag: Encode = (shown) => {
  const stability = shown.over ? '^' : shown.under ? 'v' : shown.stable ? ' ' : '?';
  return ascii(`SI ${stability} ${shown.mg < 0 ? '-' : ' '}${digitsOf(shown.mg, shown).padStart(9, ' ')} ${shown.unit.padEnd(3, ' ')}\r\n`);
};

/** Ohaus Defender: the answer to IP. No word for overload is known: it says nothing then. */
const ohausDefender: Encode = (shown) => {
  if (shown.over || shown.under) return ascii('Err 8.3\r\n');
  return ascii(`${shown.mg < 0 ? '-' : ' '} ${digitsOf(shown.mg, shown).padStart(6, ' ')} ${shown.unit}   ${shown.stable ? ' ' : '?'}${shown.mode === 'net' ? 'N' : 'G'}\r\n`);
};

/** By the name of the model's file. */
export const DESCRIBED_WIRES: Readonly<Record<string, Encode>> = Object.freeze({
  'rice-lake-stream': riceLake,
  'rinstrum-a': rinstrumA,
  'rinstrum-b': rinstrumB,
  'rinstrum-e': rinstrumE,
  radwag,
  'ohaus-defender': ohausDefender,
});
