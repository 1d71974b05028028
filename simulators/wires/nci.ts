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

function statusText(shown: DisplayedWeight, { inverse }: SimulatedNciOptions): string {
  const first = (shown.stable ? 0 : 0x01) | (shown.centreOfZero ? 0x02 : 0);
  const second = (shown.under ? 0x01 : 0) | (shown.over ? 0x02 : 0);
  return String.fromCharCode(0x30 | (inverse ? first ^ 0x03 : first), 0x30 | second);
}

export function encodeNciStatus(shown: DisplayedWeight, setting: SimulatedNciOptions): Uint8Array {
  return encodeAscii(`\n${statusText(shown, setting)}\r\x03`);
}

export function encodeNciFrame(shown: DisplayedWeight, setting: SimulatedNciOptions): Uint8Array {
  if (shown.over || shown.under) return encodeNciStatus(shown, setting);
  const number = `${shown.mg < 0 ? '-' : ''}${formatDigits(shown.mg, shown).padStart(7, '0')}`;
  return encodeAscii(`\n${number} ${shown.unit.toUpperCase()}\r\n${statusText(shown, setting)}\r\x03`);
}

export function simulateNciScale(indicator: Indicator, clock: Clock, setting: SimulatedNciOptions): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (shown) => encodeNciFrame(shown, setting),
    streaming: false,
    createReceiver: (talk) =>
      createCommandLineReader((command) => {
        if (command === 'W') talk.sendWeight();
        else if (command === 'S' || command === 'Z') {
          if (command === 'Z') indicator.setZero();
          talk.sendFrame(encodeNciStatus(readDisplay(indicator), setting));
        } else talk.sendText('\n?\r\x03');
      }),
  });
}
