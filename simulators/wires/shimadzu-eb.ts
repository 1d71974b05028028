// Shimadzu's EB format, from the manual of the CAS CUX/CBL: sign, eight characters, two of unit, CR, and by command S
// or U in front. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  encodeAscii,
  createCommandLineReader,
  formatDigits,
  readDisplay,
  simulateTextScale,
  type DisplayedWeight,
} from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

export interface SimulatedShimadzuOptions {
  /** S or U stands in front. */
  stability: boolean;
}

export function encodeShimadzuLine(shown: DisplayedWeight, { stability }: SimulatedShimadzuOptions): Uint8Array {
  if (shown.over || shown.under) return encodeAscii(`${shown.under ? '      -oL  ' : '       oL  '}\r`);
  const value = formatDigits(shown.mg, shown).padStart(8, ' ');
  return encodeAscii(
    `${stability ? (shown.stable ? 'S' : 'U') : ''}${shown.mg < 0 ? '-' : ' '}${value}${shown.unit.padEnd(2, ' ')}\r`,
  );
}

/** D05 prints, D07 prints with the letter, D01 and D03 go on printing, D09 ends it. */
export function simulateShimadzuScale(
  indicator: Indicator,
  clock: Clock,
  { streaming }: { streaming: boolean },
): SimulatedDevice {
  let stability = true;
  return simulateTextScale({
    indicator,
    clock,
    encode: (shown) => encodeShimadzuLine(shown, { stability }),
    streaming,
    createReceiver: (talk) =>
      createCommandLineReader((command) => {
        if (command === 'TARE') indicator.setTare();
        else if (command === 'D09') talk.setStreaming(false);
        else if (command === 'D05' || command === 'D07')
          talk.sendFrame(encodeShimadzuLine(readDisplay(indicator), { stability: command === 'D07' }));
        else if (command === 'D08')
          talk.onceStable((shown) =>
            shown === null ? undefined : talk.sendFrame(encodeShimadzuLine(shown, { stability: false })),
          );
        else if (command === 'D01' || command === 'D03') {
          stability = command === 'D03';
          talk.setStreaming(true);
        }
      }),
  });
}
