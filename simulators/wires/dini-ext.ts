// Dini Argeo's extended string, from the DGT manual: condition, number of the scale, net, kind of tare and tare,
// pieces, unit, in comma fields. Shares nothing with the driver.
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

export interface SimulatedDiniOptions {
  /** The instrument's code on a shared line ("01"); empty: none. */
  code: string;
}

export function encodeDiniExtended(
  weight: DisplayedWeight,
  { code }: SimulatedDiniOptions,
  tareKind: '' | 'PT' = '',
): Uint8Array {
  const condition = weight.over ? 'OL' : weight.under ? 'UL' : weight.stable ? 'ST' : 'US';
  const net = `${weight.mg < 0 ? '-' : ''}${formatDigits(weight.mg, weight)}`.padStart(8, ' ');
  const tare = `${tareKind.padStart(2, ' ')}${formatDigits(weight.tareMg, weight).padStart(7, ' ')}`;
  return encodeAscii(`${code}${condition},1,${net},${tare},${'0'.padStart(10, ' ')},${weight.unit}\r\n`);
}

export function simulateDiniScale(
  indicator: Indicator,
  clock: Clock,
  options: SimulatedDiniOptions & { streaming: boolean },
): SimulatedDevice {
  const { code } = options;
  return simulateTextScale({
    indicator,
    clock,
    encode: (weight) => encodeDiniExtended(weight, options),
    streaming: options.streaming,
    createReceiver: (actions) =>
      createCommandLineReader((line) => {
        if (!line.startsWith(code)) return;
        const command = line.slice(code.length);
        const acknowledge = (worked: boolean): void => actions.sendText(`${code}${worked ? 'OK' : 'ERR03'}\r\n`);
        if (command === 'REXT') actions.sendWeight();
        else if (command === 'ZERO') acknowledge(indicator.setZero());
        else if (command === 'TARE') acknowledge(indicator.setTare());
        else if (command === 'CLEAR') {
          indicator.clearTare();
          acknowledge(true);
        } else actions.sendText(`${code}ERR04\r\n`);
      }),
  });
}
