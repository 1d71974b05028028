// Yaohua's four ways to say a weight, from the manuals of XK3190-A12(E), A9, A23p: a line with its check, format 0 with
// its check, "=" with the digits reversed, and answers to lettered questions. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, digitsOf, shownBy, speakingScale, type Shown, type Talk } from './display.ts';
import type { Device } from './line.ts';

const STX = 0x02;
const ETX = 0x03;
const COMMAND_BYTES_MAX = 16;

/** XOR of the characters, a nibble a character: up to 9 plus 30h, else plus 37h. */
function check(text: string): string {
  let xor = 0;
  for (const letter of text) xor ^= letter.charCodeAt(0);
  const nibble = (value: number): string => String.fromCharCode(value <= 9 ? value + 0x30 : value + 0x37);
  return nibble(xor >> 4) + nibble(xor & 0x0f);
}

export function a12Line(shown: Shown): Uint8Array {
  const unit = shown.unit.padStart(2, ' ');
  const value =
    shown.mg < 0 ? `-${digitsOf(shown.mg, shown).padStart(6, '0')}` : digitsOf(shown.mg, shown).padStart(7, '0');
  const condition = `         ${shown.over ? 'OL' : 'LO'}`;
  const body = shown.over || shown.under ? condition : `W${shown.mode === 'net' ? 'N' : 'G'}${value}${unit}`;
  return ascii(`${body}${check(body)}\r\n`);
}

/** Sign, six digits, number of decimals. */
function data(shown: Shown): string {
  return `${shown.mg < 0 ? '-' : '+'}${digitsOf(shown.mg, shown).replace('.', '').padStart(6, '0').slice(-6)}${shown.decimals}`;
}

export function a9Frame(shown: Shown): Uint8Array {
  return ascii(`\x02${data(shown)}${check(data(shown))}\x03`);
}

export function reversedFrame(shown: Shown): Uint8Array {
  const digits = digitsOf(shown.mg, shown);
  const forward = shown.mg < 0 ? `-${digits.padStart(7, '0')}` : digits.padStart(8, '0');
  return ascii(`=${Array.from(forward).reverse().join('')}`);
}

export function answerFrame(letter: string, shown: Shown | null, address = 'A'): Uint8Array {
  const body = `${address}${letter}${shown === null ? '' : data(shown)}`;
  return ascii(`\x02${body}${check(body)}\x03`);
}

const MODES: Readonly<Record<string, Shown['mode']>> = { B: 'gross', C: 'tare', D: 'net' };

/** STX, address, letter, check, ETX. A question with a wrong check or for another address gets no answer. */
function questions(talk: Talk, indicator: Indicator): (bytes: Uint8Array) => void {
  let heard = '';
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === STX) heard = '';
      else if (byte === ETX) {
        const letter = heard.charAt(1);
        const mode = MODES[letter];
        if (heard.slice(-2) !== check(heard.slice(0, -2)) || !heard.startsWith('A')) continue;
        if (letter === 'A') talk.send(answerFrame('A', null));
        else if (mode === undefined) talk.say('\x04');
        else talk.send(answerFrame(letter, shownBy(indicator, mode)));
      } else heard = heard.length < COMMAND_BYTES_MAX ? heard + String.fromCharCode(byte) : '';
    }
  };
}

/** The continuous formats only send. */
export function yaohuaStream(indicator: Indicator, clock: Clock, encode: (shown: Shown) => Uint8Array): Device {
  return speakingScale({ indicator, clock, encode, streaming: true });
}

export function yaohuaAnswering(indicator: Indicator, clock: Clock): Device {
  return speakingScale({
    indicator,
    clock,
    encode: (shown) => answerFrame('B', shown),
    streaming: false,
    hear: (talk) => questions(talk, indicator),
  });
}
