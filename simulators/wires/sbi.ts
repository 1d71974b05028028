// Sartorius' SBI, from the manuals of LE and Entris: sign, blank, eight characters, blank, three of unit, CR LF; the
// long form has a name of six in front. The unit is blank while the load moves. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, digitsOf, speakingScale, type Shown } from './display.ts';
import type { Device } from './line.ts';

const ESC = 0x1b;

export interface SbiSetting {
  /** 22 bytes with a name in front ("N" net, "G#" gross, "T1" tare) instead of 16. */
  long: boolean;
}

export function sbiLine(shown: Shown, { long }: SbiSetting): Uint8Array {
  if (shown.over || shown.under)
    return ascii(`${long ? 'Stat  ' : ''}     ${(shown.over ? 'High' : 'Low').padEnd(9, ' ')}\r\n`);
  const names = { gross: 'G#', net: 'N', tare: 'T1' };
  const name = long ? names[shown.mode].padEnd(6, ' ') : '';
  const value = digitsOf(shown.mg, shown).padStart(8, ' ');
  return ascii(`${name}${shown.mg < 0 ? '-' : '+'} ${value} ${(shown.stable ? shown.unit : '').padEnd(3, ' ')}\r\n`);
}

/** Prints by itself, as its menu is set, and on ESC P. */
export function sbiScale(indicator: Indicator, clock: Clock, setting: SbiSetting & { streaming: boolean }): Device {
  return speakingScale({
    indicator,
    clock,
    encode: (shown) => sbiLine(shown, setting),
    streaming: setting.streaming,
    hear: (talk) => {
      let escaped = false;
      return (bytes) => {
        for (const byte of bytes) {
          const letter = String.fromCharCode(byte & 0x7f);
          if (escaped && letter === 'P') talk.weight();
          else if (escaped && letter === 'V') indicator.zero();
          else if (escaped && (letter === 'T' || letter === 'U')) indicator.tare();
          escaped = byte === ESC;
        }
      };
    },
  });
}
