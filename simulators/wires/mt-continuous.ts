// Mettler Toledo's continuous output, from the tables of the WILDCAT manual 6-4: STX, three status words, six digits of
// weight, six of tare, CR, and by setting a checksum that makes the low seven bits of the sum 0. Shares nothing with
// the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  encodeAscii,
  createCommandLineReader,
  formatDigits,
  simulateTextScale,
  type DisplayedWeight,
} from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

const STEPS = { 1: 0x08, 2: 0x10, 5: 0x18 } as const;
const UNIT_CODES = { kg: 0, g: 1, t: 2, mg: 3 } as const;

function sixDigits(mg: number, weight: DisplayedWeight): string {
  return formatDigits(mg, weight).replace('.', '').padStart(6, '0').slice(-6);
}

export function encodeMtContinuousFrame(weight: DisplayedWeight, { checksum }: { checksum: boolean }): Uint8Array {
  const a = 0x20 | STEPS[weight.step] | (weight.decimals + 2);
  const b =
    0x20 |
    (weight.mode === 'net' ? 0x01 : 0) |
    (weight.mg < 0 ? 0x02 : 0) |
    (weight.over || weight.under ? 0x04 : 0) |
    (weight.stable ? 0 : 0x08) |
    (weight.unit === 'kg' ? 0x10 : 0);
  const digits = weight.over || weight.under ? '999999' : sixDigits(weight.mg, weight);
  const frame = encodeAscii(
    `\x02${String.fromCharCode(a, b, 0x20 | UNIT_CODES[weight.unit])}${digits}${sixDigits(weight.tareMg, weight)}\r`,
  );
  if (!checksum) return frame;
  const sum = frame.reduce((total, byte) => total + byte, 0);
  return Uint8Array.of(...frame, (0x80 - (sum % 0x80)) % 0x80);
}

export function simulateMtContinuousScale(
  indicator: Indicator,
  clock: Clock,
  options: { checksum: boolean },
): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: (weight) => encodeMtContinuousFrame(weight, options),
    streaming: true,
    // Nothing is answered: what a command did shows in the frames.
    createReceiver: (actions) =>
      createCommandLineReader((command) => {
        if (command === 'T') indicator.setTare();
        else if (command === 'Z') indicator.setZero();
        else if (command === 'C') indicator.clearTare();
        else if (command === 'P') actions.sendWeight();
      }),
  });
}
