// Sartorius' SBI, from the manuals of LE and Entris: sign, blank, eight characters, blank, three of unit, CR LF; the
// long form has a name of six in front. The unit is blank while the load moves. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { encodeAscii, formatDigits, simulateTextScale, type DisplayedWeight } from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

const ESC = 0x1b;

export interface SimulatedSbiOptions {
  /** 22 bytes with a name in front ("N" net, "G#" gross, "T1" tare) instead of 16. */
  long: boolean;
}

export function encodeSbiLine(shown: DisplayedWeight, { long }: SimulatedSbiOptions): Uint8Array {
  if (shown.over || shown.under)
    return encodeAscii(`${long ? 'Stat  ' : ''}     ${(shown.over ? 'High' : 'Low').padEnd(9, ' ')}\r\n`);
  const names = { gross: 'G#', net: 'N', tare: 'T1' };
  const name = long ? names[shown.mode].padEnd(6, ' ') : '';
  const value = formatDigits(shown.mg, shown).padStart(8, ' ');
  return encodeAscii(
    `${name}${shown.mg < 0 ? '-' : '+'} ${value} ${(shown.stable ? shown.unit : '').padEnd(3, ' ')}\r\n`,
  );
}

/** Prints by itself, as its menu is set, and on ESC P. */
export function simulateSbiScale(
  indicator: Indicator,
  clock: Clock,
  setting: SimulatedSbiOptions & { streaming: boolean },
): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (shown) => encodeSbiLine(shown, setting),
    streaming: setting.streaming,
    createReceiver: (talk) => {
      let escaped = false;
      return (bytes) => {
        for (const byte of bytes) {
          const letter = String.fromCharCode(byte & 0x7f);
          if (escaped && letter === 'P') talk.sendWeight();
          else if (escaped && letter === 'V') indicator.setZero();
          else if (escaped && (letter === 'T' || letter === 'U')) indicator.setTare();
          escaped = byte === ESC;
        }
      };
    },
  });
}
