// Shimadzu's EB format, from the manual of the CAS CUX/CBL: sign, eight characters, two of unit, CR, and by command S
// or U in front. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, commandLines, digitsOf, shownBy, speakingScale, type Shown } from './display.ts';
import type { Device } from './line.ts';

export interface EbSetting {
  /** S or U stands in front. */
  stability: boolean;
}

export function ebLine(shown: Shown, { stability }: EbSetting): Uint8Array {
  if (shown.over || shown.under) return ascii(`${shown.under ? '      -oL  ' : '       oL  '}\r`);
  const value = digitsOf(shown.mg, shown).padStart(8, ' ');
  return ascii(
    `${stability ? (shown.stable ? 'S' : 'U') : ''}${shown.mg < 0 ? '-' : ' '}${value}${shown.unit.padEnd(2, ' ')}\r`,
  );
}

/** D05 prints, D07 prints with the letter, D01 and D03 go on printing, D09 ends it. */
export function ebScale(indicator: Indicator, clock: Clock, { streaming }: { streaming: boolean }): Device {
  let stability = true;
  return speakingScale({
    indicator,
    clock,
    encode: (shown) => ebLine(shown, { stability }),
    streaming,
    hear: (talk) =>
      commandLines((command) => {
        if (command === 'TARE') indicator.tare();
        else if (command === 'D09') talk.stream(false);
        else if (command === 'D05' || command === 'D07')
          talk.send(ebLine(shownBy(indicator), { stability: command === 'D07' }));
        else if (command === 'D08')
          talk.whenStable((shown) => (shown === null ? undefined : talk.send(ebLine(shown, { stability: false }))));
        else if (command === 'D01' || command === 'D03') {
          stability = command === 'D03';
          talk.stream(true);
        }
      }),
  });
}
