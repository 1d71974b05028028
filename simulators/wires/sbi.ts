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

export function encodeSbiLine(weight: DisplayedWeight, { long }: SimulatedSbiOptions): Uint8Array {
  if (weight.over || weight.under)
    return encodeAscii(`${long ? 'Stat  ' : ''}     ${(weight.over ? 'High' : 'Low').padEnd(9, ' ')}\r\n`);
  const names = { gross: 'G#', net: 'N', tare: 'T1' };
  const name = long ? names[weight.mode].padEnd(6, ' ') : '';
  const value = formatDigits(weight.mg, weight).padStart(8, ' ');
  return encodeAscii(
    `${name}${weight.mg < 0 ? '-' : '+'} ${value} ${(weight.stable ? weight.unit : '').padEnd(3, ' ')}\r\n`,
  );
}

/** Prints by itself, as its menu is set, and on ESC P. */
export function simulateSbiScale(
  indicator: Indicator,
  clock: Clock,
  options: SimulatedSbiOptions & { streaming: boolean },
): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (weight) => encodeSbiLine(weight, options),
    streaming: options.streaming,
    createReceiver: (actions) => {
      let escaped = false;
      return (bytes) => {
        for (const byte of bytes) {
          const character = String.fromCharCode(byte & 0x7f);
          if (escaped && character === 'P') actions.sendWeight();
          else if (escaped && character === 'V') indicator.setZero();
          else if (escaped && (character === 'T' || character === 'U')) indicator.setTare();
          escaped = byte === ESC;
        }
      };
    },
  });
}
