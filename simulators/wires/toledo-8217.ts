// Toledo 8217, the retail request protocol, from the Magellan and PS15 manuals: single letters without an end are
// commands, and STX digits CR is a standing weight; whatever else the scale has to say is a status byte. Shares nothing
// with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  encodeAscii,
  formatDigits,
  readDisplay,
  simulateTextScale,
  type DisplayedWeight,
  type TextScaleActions,
} from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

/** Bit 6 is always set; motion 0, over 1, under 2, centre of zero 4, net 5. */
function statusByte(weight: DisplayedWeight): number {
  return (
    0x40 |
    (weight.stable ? 0 : 0x01) |
    (weight.over ? 0x02 : 0) |
    (weight.mg < 0 ? 0x04 : 0) |
    (weight.centreOfZero ? 0x10 : 0) |
    (weight.mode === 'net' ? 0x20 : 0)
  );
}

export function encodeToledo8217Frame(weight: DisplayedWeight): Uint8Array {
  const hasWeight = weight.stable && !weight.over && !weight.under && weight.mg >= 0;
  if (!hasWeight) return encodeAscii(`\x02?${String.fromCharCode(statusByte(weight))}\r`);
  const width = weight.decimals === 0 ? 5 : 6;
  return encodeAscii(
    `\x02${formatDigits(weight.mg, weight).padStart(width, '0')}${weight.mode === 'net' ? 'N' : ''}\r`,
  );
}

/** Until F, every letter heard is sent back. `Ehello` is how tills look for this scale. */
function createLetterReceiver(actions: TextScaleActions): (bytes: Uint8Array) => void {
  let echoing = false;
  return (bytes) => {
    for (const byte of bytes) {
      const character = String.fromCharCode(byte & 0x7f);
      if (character === 'E') {
        echoing = true;
        actions.sendText('\x02E\r');
      } else if (character === 'F') {
        echoing = false;
        actions.sendText('\x02F\r');
      } else if (echoing) actions.sendText(character);
      else if (character === 'W') actions.sendWeight();
      else if (character === 'Z' || character === 'T' || character === 'C') {
        if (character === 'Z') actions.indicator.setZero();
        else if (character === 'T') actions.indicator.setTare();
        else actions.indicator.clearTare();
        actions.sendText(`\x02?${String.fromCharCode(statusByte(readDisplay(actions.indicator)))}\r`);
      }
    }
  };
}

export function simulateToledo8217Scale(indicator: Indicator, clock: Clock): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: encodeToledo8217Frame,
    streaming: false,
    createReceiver: createLetterReceiver,
  });
}
