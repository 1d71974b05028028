// NCI's SCP-01, from the manual of the 7800: LF, weight and unit, CR LF, two status characters, CR ETX. Brecknell
// documents the first status character the other way round, hence the polarity. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, commandLines, digitsOf, shownBy, speakingScale, type Shown } from './display.ts';
import type { Device } from './line.ts';

export interface NciSetting {
  /** True: 0 means motion, and 0 means at zero. */
  inverse: boolean;
}

function statusText(shown: Shown, { inverse }: NciSetting): string {
  const first = (shown.stable ? 0 : 0x01) | (shown.centreOfZero ? 0x02 : 0);
  const second = (shown.under ? 0x01 : 0) | (shown.over ? 0x02 : 0);
  return String.fromCharCode(0x30 | (inverse ? first ^ 0x03 : first), 0x30 | second);
}

export function nciStatus(shown: Shown, setting: NciSetting): Uint8Array {
  return ascii(`\n${statusText(shown, setting)}\r\x03`);
}

export function nciFrame(shown: Shown, setting: NciSetting): Uint8Array {
  if (shown.over || shown.under) return nciStatus(shown, setting);
  const number = `${shown.mg < 0 ? '-' : ''}${digitsOf(shown.mg, shown).padStart(7, '0')}`;
  return ascii(`\n${number} ${shown.unit.toUpperCase()}\r\n${statusText(shown, setting)}\r\x03`);
}

export function nciScale(indicator: Indicator, clock: Clock, setting: NciSetting): Device {
  return speakingScale({
    indicator,
    clock,
    encode: (shown) => nciFrame(shown, setting),
    streaming: false,
    hear: (talk) =>
      commandLines((command) => {
        if (command === 'W') talk.weight();
        else if (command === 'S' || command === 'Z') {
          if (command === 'Z') indicator.zero();
          talk.send(nciStatus(shownBy(indicator), setting));
        } else talk.say('\n?\r\x03');
      }),
  });
}
