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
  for (const character of text) xor ^= character.charCodeAt(0);
  const nibble = (value: number): string => String.fromCharCode(value <= 9 ? value + 0x30 : value + 0x37);
  return nibble(xor >> 4) + nibble(xor & 0x0f);
}

export function encodeYaohuaA12Line(weight: DisplayedWeight): Uint8Array {
  const unit = weight.unit.padStart(2, ' ');
  const value =
    weight.mg < 0
      ? `-${formatDigits(weight.mg, weight).padStart(6, '0')}`
      : formatDigits(weight.mg, weight).padStart(7, '0');
  const condition = `         ${weight.over ? 'OL' : 'LO'}`;
  const body = weight.over || weight.under ? condition : `W${weight.mode === 'net' ? 'N' : 'G'}${value}${unit}`;
  return encodeAscii(`${body}${checkCharacters(body)}\r\n`);
}

/** Sign, six digits, number of decimals. */
function weightData(weight: DisplayedWeight): string {
  return `${weight.mg < 0 ? '-' : '+'}${formatDigits(weight.mg, weight).replace('.', '').padStart(6, '0').slice(-6)}${weight.decimals}`;
}

export function encodeYaohuaA9Frame(weight: DisplayedWeight): Uint8Array {
  return encodeAscii(`\x02${weightData(weight)}${checkCharacters(weightData(weight))}\x03`);
}

export function encodeYaohuaReversedFrame(weight: DisplayedWeight): Uint8Array {
  const digits = formatDigits(weight.mg, weight);
  const forward = weight.mg < 0 ? `-${digits.padStart(7, '0')}` : digits.padStart(8, '0');
  return encodeAscii(`=${Array.from(forward).reverse().join('')}`);
}

export function encodeYaohuaAnswer(character: string, weight: DisplayedWeight | null, address = 'A'): Uint8Array {
  const body = `${address}${character}${weight === null ? '' : weightData(weight)}`;
  return encodeAscii(`\x02${body}${checkCharacters(body)}\x03`);
}

const MODES: Readonly<Record<string, DisplayedWeight['mode']>> = { B: 'gross', C: 'tare', D: 'net' };

/** STX, address, letter, check, ETX. A question with a wrong check or for another address gets no answer. */
function createQuestionReceiver(actions: TextScaleActions, indicator: Indicator): (bytes: Uint8Array) => void {
  let received = '';
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === STX) received = '';
      else if (byte === ETX) {
        const character = received.charAt(1);
        const mode = MODES[character];
        if (received.slice(-2) !== checkCharacters(received.slice(0, -2)) || !received.startsWith('A')) continue;
        if (character === 'A') actions.sendFrame(encodeYaohuaAnswer('A', null));
        else if (mode === undefined) actions.sendText('\x04');
        else actions.sendFrame(encodeYaohuaAnswer(character, readDisplay(indicator, mode)));
      } else received = received.length < COMMAND_BYTES_MAX ? received + String.fromCharCode(byte) : '';
    }
  };
}

/** The continuous formats only send. */
export function simulateYaohuaStream(
  indicator: Indicator,
  clock: Clock,
  encode: (weight: DisplayedWeight) => Uint8Array,
): SimulatedDevice {
  return simulateTextScale({ indicator, clock, encode, streaming: true });
}

export function simulateYaohuaAnswering(indicator: Indicator, clock: Clock): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (weight) => encodeYaohuaAnswer('B', weight),
    streaming: false,
    createReceiver: (actions) => createQuestionReceiver(actions, indicator),
  });
}
