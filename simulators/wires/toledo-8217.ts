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
function statusByte(shown: DisplayedWeight): number {
  return (
    0x40 |
    (shown.stable ? 0 : 0x01) |
    (shown.over ? 0x02 : 0) |
    (shown.mg < 0 ? 0x04 : 0) |
    (shown.centreOfZero ? 0x10 : 0) |
    (shown.mode === 'net' ? 0x20 : 0)
  );
}

export function encodeToledo8217Frame(shown: DisplayedWeight): Uint8Array {
  const hasWeight = shown.stable && !shown.over && !shown.under && shown.mg >= 0;
  if (!hasWeight) return encodeAscii(`\x02?${String.fromCharCode(statusByte(shown))}\r`);
  const width = shown.decimals === 0 ? 5 : 6;
  return encodeAscii(`\x02${formatDigits(shown.mg, shown).padStart(width, '0')}${shown.mode === 'net' ? 'N' : ''}\r`);
}

/** Until F, every letter heard is sent back. `Ehello` is how tills look for this scale. */
function createLetterReceiver(talk: TextScaleActions): (bytes: Uint8Array) => void {
  let echoing = false;
  return (bytes) => {
    for (const byte of bytes) {
      const letter = String.fromCharCode(byte & 0x7f);
      if (letter === 'E') {
        echoing = true;
        talk.sendText('\x02E\r');
      } else if (letter === 'F') {
        echoing = false;
        talk.sendText('\x02F\r');
      } else if (echoing) talk.sendText(letter);
      else if (letter === 'W') talk.sendWeight();
      else if (letter === 'Z' || letter === 'T' || letter === 'C') {
        if (letter === 'Z') talk.indicator.setZero();
        else if (letter === 'T') talk.indicator.setTare();
        else talk.indicator.clearTare();
        talk.sendText(`\x02?${String.fromCharCode(statusByte(readDisplay(talk.indicator)))}\r`);
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
