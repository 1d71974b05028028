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

export function encodeShimadzuLine(weight: DisplayedWeight, { stability }: SimulatedShimadzuOptions): Uint8Array {
  if (weight.over || weight.under) return encodeAscii(`${weight.under ? '      -oL  ' : '       oL  '}\r`);
  const value = formatDigits(weight.mg, weight).padStart(8, ' ');
  return encodeAscii(
    `${stability ? (weight.stable ? 'S' : 'U') : ''}${weight.mg < 0 ? '-' : ' '}${value}${weight.unit.padEnd(2, ' ')}\r`,
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
    encode: (weight) => encodeShimadzuLine(weight, { stability }),
    streaming,
    createReceiver: (actions) =>
      createCommandLineReader((command) => {
        if (command === 'TARE') indicator.setTare();
        else if (command === 'D09') actions.setStreaming(false);
        else if (command === 'D05' || command === 'D07')
          actions.sendFrame(encodeShimadzuLine(readDisplay(indicator), { stability: command === 'D07' }));
        else if (command === 'D08')
          actions.onceStable((weight) =>
            weight === null ? undefined : actions.sendFrame(encodeShimadzuLine(weight, { stability: false })),
          );
        else if (command === 'D01' || command === 'D03') {
          stability = command === 'D03';
          actions.setStreaming(true);
        }
      }),
  });
}
