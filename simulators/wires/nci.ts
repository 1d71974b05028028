// NCI's SCP-01, from the manual of the 7800: LF, weight and unit, CR LF, two status characters, CR ETX. Brecknell
// documents the first status character the other way round, hence the polarity. Shares nothing with the driver.
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

export interface SimulatedNciOptions {
  /** True: 0 means motion, and 0 means at zero. */
  inverse: boolean;
}

function statusText(weight: DisplayedWeight, { inverse }: SimulatedNciOptions): string {
  const first = (weight.stable ? 0 : 0x01) | (weight.centreOfZero ? 0x02 : 0);
  const second = (weight.under ? 0x01 : 0) | (weight.over ? 0x02 : 0);
  return String.fromCharCode(0x30 | (inverse ? first ^ 0x03 : first), 0x30 | second);
}

export function encodeNciStatus(weight: DisplayedWeight, options: SimulatedNciOptions): Uint8Array {
  return encodeAscii(`\n${statusText(weight, options)}\r\x03`);
}

export function encodeNciFrame(weight: DisplayedWeight, options: SimulatedNciOptions): Uint8Array {
  if (weight.over || weight.under) return encodeNciStatus(weight, options);
  const number = `${weight.mg < 0 ? '-' : ''}${formatDigits(weight.mg, weight).padStart(7, '0')}`;
  return encodeAscii(`\n${number} ${weight.unit.toUpperCase()}\r\n${statusText(weight, options)}\r\x03`);
}

export function simulateNciScale(indicator: Indicator, clock: Clock, options: SimulatedNciOptions): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (weight) => encodeNciFrame(weight, options),
    streaming: false,
    createReceiver: (actions) =>
      createCommandLineReader((command) => {
        if (command === 'W') actions.sendWeight();
        else if (command === 'S' || command === 'Z') {
          if (command === 'Z') indicator.setZero();
          actions.sendFrame(encodeNciStatus(readDisplay(indicator), options));
        } else actions.sendText('\n?\r\x03');
      }),
  });
}
