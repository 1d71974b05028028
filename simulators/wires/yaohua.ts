// Yaohua's four ways to say a weight, from the manuals of XK3190-A12(E), A9, A23p: a line with its check, format 0 with
// its check, "=" with the digits reversed, and answers to lettered questions. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  encodeAscii,
  formatDigits,
  readDisplay,
  simulateTextScale,
  type DisplayedWeight,
  type TextScaleActions,
} from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

const STX = 0x02;
const ETX = 0x03;
const COMMAND_BYTES_MAX = 16;

/** XOR of the characters, a nibble a character: up to 9 plus 30h, else plus 37h. */
function checkCharacters(text: string): string {
  let xor = 0;
  for (const letter of text) xor ^= letter.charCodeAt(0);
  const nibble = (value: number): string => String.fromCharCode(value <= 9 ? value + 0x30 : value + 0x37);
  return nibble(xor >> 4) + nibble(xor & 0x0f);
}

export function encodeYaohuaA12Line(shown: DisplayedWeight): Uint8Array {
  const unit = shown.unit.padStart(2, ' ');
  const value =
    shown.mg < 0
      ? `-${formatDigits(shown.mg, shown).padStart(6, '0')}`
      : formatDigits(shown.mg, shown).padStart(7, '0');
  const condition = `         ${shown.over ? 'OL' : 'LO'}`;
  const body = shown.over || shown.under ? condition : `W${shown.mode === 'net' ? 'N' : 'G'}${value}${unit}`;
  return encodeAscii(`${body}${checkCharacters(body)}\r\n`);
}

/** Sign, six digits, number of decimals. */
function weightData(shown: DisplayedWeight): string {
  return `${shown.mg < 0 ? '-' : '+'}${formatDigits(shown.mg, shown).replace('.', '').padStart(6, '0').slice(-6)}${shown.decimals}`;
}

export function encodeYaohuaA9Frame(shown: DisplayedWeight): Uint8Array {
  return encodeAscii(`\x02${weightData(shown)}${checkCharacters(weightData(shown))}\x03`);
}

export function encodeYaohuaReversedFrame(shown: DisplayedWeight): Uint8Array {
  const digits = formatDigits(shown.mg, shown);
  const forward = shown.mg < 0 ? `-${digits.padStart(7, '0')}` : digits.padStart(8, '0');
  return encodeAscii(`=${Array.from(forward).reverse().join('')}`);
}

export function encodeYaohuaAnswer(letter: string, shown: DisplayedWeight | null, address = 'A'): Uint8Array {
  const body = `${address}${letter}${shown === null ? '' : weightData(shown)}`;
  return encodeAscii(`\x02${body}${checkCharacters(body)}\x03`);
}

const MODES: Readonly<Record<string, DisplayedWeight['mode']>> = { B: 'gross', C: 'tare', D: 'net' };

/** STX, address, letter, check, ETX. A question with a wrong check or for another address gets no answer. */
function createQuestionReceiver(talk: TextScaleActions, indicator: Indicator): (bytes: Uint8Array) => void {
  let heard = '';
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === STX) heard = '';
      else if (byte === ETX) {
        const letter = heard.charAt(1);
        const mode = MODES[letter];
        if (heard.slice(-2) !== checkCharacters(heard.slice(0, -2)) || !heard.startsWith('A')) continue;
        if (letter === 'A') talk.sendFrame(encodeYaohuaAnswer('A', null));
        else if (mode === undefined) talk.sendText('\x04');
        else talk.sendFrame(encodeYaohuaAnswer(letter, readDisplay(indicator, mode)));
      } else heard = heard.length < COMMAND_BYTES_MAX ? heard + String.fromCharCode(byte) : '';
    }
  };
}

/** The continuous formats only send. */
export function simulateYaohuaStream(
  indicator: Indicator,
  clock: Clock,
  encode: (shown: DisplayedWeight) => Uint8Array,
): SimulatedDevice {
  return simulateTextScale({ indicator, clock, encode, streaming: true });
}

export function simulateYaohuaAnswering(indicator: Indicator, clock: Clock): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (shown) => encodeYaohuaAnswer('B', shown),
    streaming: false,
    createReceiver: (talk) => createQuestionReceiver(talk, indicator),
  });
}
