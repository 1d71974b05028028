// Dini Argeo's extended string, from the DGT manual: condition, number of the scale, net, kind of tare and tare,
// pieces, unit, in comma fields. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, commandLines, digitsOf, speakingScale, type Shown } from './display.ts';
import type { Device } from './line.ts';

export interface DiniSetting {
  /** The instrument's code on a shared line ("01"); empty: none. */
  code: string;
}

export function diniExtended(shown: Shown, { code }: DiniSetting, tareKind: '' | 'PT' = ''): Uint8Array {
  const condition = shown.over ? 'OL' : shown.under ? 'UL' : shown.stable ? 'ST' : 'US';
  const net = `${shown.mg < 0 ? '-' : ''}${digitsOf(shown.mg, shown)}`.padStart(8, ' ');
  const tare = `${tareKind.padStart(2, ' ')}${digitsOf(shown.tareMg, shown).padStart(7, ' ')}`;
  return ascii(`${code}${condition},1,${net},${tare},${'0'.padStart(10, ' ')},${shown.unit}\r\n`);
}

export function diniScale(indicator: Indicator, clock: Clock, setting: DiniSetting & { streaming: boolean }): Device {
  const { code } = setting;
  return speakingScale({
    indicator,
    clock,
    encode: (shown) => diniExtended(shown, setting),
    streaming: setting.streaming,
    hear: (talk) =>
      commandLines((line) => {
        if (!line.startsWith(code)) return;
        const command = line.slice(code.length);
        const done = (worked: boolean): void => talk.say(`${code}${worked ? 'OK' : 'ERR03'}\r\n`);
        if (command === 'REXT') talk.weight();
        else if (command === 'ZERO') done(indicator.zero());
        else if (command === 'TARE') done(indicator.tare());
        else if (command === 'CLEAR') {
          indicator.clearTare();
          done(true);
        } else talk.say(`${code}ERR04\r\n`);
      }),
  });
}
