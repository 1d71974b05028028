// Toledo 8217, the retail request protocol, from the Magellan and PS15 manuals: single letters without an end are
// commands, and STX digits CR is a standing weight; whatever else the scale has to say is a status byte. Shares nothing
// with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, digitsOf, shownBy, speakingScale, type Shown, type Talk } from './display.ts';
import type { Device } from './line.ts';

/** Bit 6 is always set; motion 0, over 1, under 2, centre of zero 4, net 5. */
function statusByte(shown: Shown): number {
  return (
    0x40 |
    (shown.stable ? 0 : 0x01) |
    (shown.over ? 0x02 : 0) |
    (shown.mg < 0 ? 0x04 : 0) |
    (shown.centreOfZero ? 0x10 : 0) |
    (shown.mode === 'net' ? 0x20 : 0)
  );
}

export function retailFrame(shown: Shown): Uint8Array {
  const hasWeight = shown.stable && !shown.over && !shown.under && shown.mg >= 0;
  if (!hasWeight) return ascii(`\x02?${String.fromCharCode(statusByte(shown))}\r`);
  const width = shown.decimals === 0 ? 5 : 6;
  return ascii(`\x02${digitsOf(shown.mg, shown).padStart(width, '0')}${shown.mode === 'net' ? 'N' : ''}\r`);
}

/** Until F, every letter heard is sent back. `Ehello` is how tills look for this scale. */
function listener(talk: Talk): (bytes: Uint8Array) => void {
  let echoing = false;
  return (bytes) => {
    for (const byte of bytes) {
      const letter = String.fromCharCode(byte & 0x7f);
      if (letter === 'E') {
        echoing = true;
        talk.say('\x02E\r');
      } else if (letter === 'F') {
        echoing = false;
        talk.say('\x02F\r');
      } else if (echoing) talk.say(letter);
      else if (letter === 'W') talk.weight();
      else if (letter === 'Z' || letter === 'T' || letter === 'C') {
        if (letter === 'Z') talk.indicator.zero();
        else if (letter === 'T') talk.indicator.tare();
        else talk.indicator.clearTare();
        talk.say(`\x02?${String.fromCharCode(statusByte(shownBy(talk.indicator)))}\r`);
      }
    }
  };
}

export function retailScale(indicator: Indicator, clock: Clock): Device {
  return speakingScale({ indicator, clock, encode: retailFrame, streaming: false, hear: listener });
}
