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
  shown: DisplayedWeight,
  { code }: SimulatedDiniOptions,
  tareKind: '' | 'PT' = '',
): Uint8Array {
  const condition = shown.over ? 'OL' : shown.under ? 'UL' : shown.stable ? 'ST' : 'US';
  const net = `${shown.mg < 0 ? '-' : ''}${formatDigits(shown.mg, shown)}`.padStart(8, ' ');
  const tare = `${tareKind.padStart(2, ' ')}${formatDigits(shown.tareMg, shown).padStart(7, ' ')}`;
  return encodeAscii(`${code}${condition},1,${net},${tare},${'0'.padStart(10, ' ')},${shown.unit}\r\n`);
}

export function simulateDiniScale(
  indicator: Indicator,
  clock: Clock,
  setting: SimulatedDiniOptions & { streaming: boolean },
): SimulatedDevice {
  const { code } = setting;
  return simulateTextScale({
    indicator,
    clock,
    encode: (shown) => encodeDiniExtended(shown, setting),
    streaming: setting.streaming,
    createReceiver: (talk) =>
      createCommandLineReader((line) => {
        if (!line.startsWith(code)) return;
        const command = line.slice(code.length);
        const done = (worked: boolean): void => talk.sendText(`${code}${worked ? 'OK' : 'ERR03'}\r\n`);
        if (command === 'REXT') talk.sendWeight();
        else if (command === 'ZERO') done(indicator.setZero());
        else if (command === 'TARE') done(indicator.setTare());
        else if (command === 'CLEAR') {
          indicator.clearTare();
          done(true);
        } else talk.sendText(`${code}ERR04\r\n`);
      }),
  });
}
