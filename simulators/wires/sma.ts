// The scale manufacturers' standard SCP-0499, from its tables: LF, status, range, mode, motion, a reserved blank, ten
// characters of weight, three of unit, CR. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, commandLines, digitsOf, speakingScale, type Shown, type Talk } from './display.ts';
import type { Device } from './line.ts';

const DASHES = '-'.repeat(10);
const MODES = { gross: 'G', net: 'N', tare: 'T' } as const;
const ABOUT = ['SMA:1/1.1', 'MFG:SIMULATOR', 'MOD:1', 'REV:1.0'] as const;

function line(shown: Shown, status: string, weight: string, unit: string): Uint8Array {
  return ascii(
    `\n${status}1${MODES[shown.mode]}${shown.stable ? ' ' : 'M'} ${weight.padStart(10, ' ')}${unit.padEnd(3, ' ')}\r`,
  );
}

export function smaWeight(shown: Shown): Uint8Array {
  if (shown.over || shown.under) return line(shown, shown.over ? 'O' : 'U', DASHES, shown.unit);
  return line(
    shown,
    shown.centreOfZero ? 'Z' : ' ',
    `${shown.mg < 0 ? '-' : ''}${digitsOf(shown.mg, shown)}`,
    shown.unit,
  );
}

/** Dashes instead of a weight. A question "when stable" that waited too long gets them without a unit. */
export function smaDashes({ status, mode, unit }: { status: string; mode: Shown['mode']; unit: string }): Uint8Array {
  return ascii(`\n${status}1${MODES[mode]}  ${DASHES}${unit.padEnd(3, ' ')}\r`);
}

function unset(talk: Talk, said: { status: string; unit: string }): void {
  talk.send(smaDashes({ mode: talk.indicator.show().net ? 'net' : 'gross', ...said }));
}

const ANSWERS: Readonly<Record<string, (talk: Talk) => void>> = {
  W: (talk) => talk.weight(),
  P: (talk) => talk.whenStable((shown) => (shown === null ? unset(talk, { status: ' ', unit: '' }) : talk.weight())),
  R: (talk) => talk.stream(true),
  M: (talk) => talk.weight('tare'),
  Z: (talk) => (talk.indicator.zero() ? talk.weight() : unset(talk, { status: 'E', unit: talk.indicator.facts.unit })),
  T: (talk) => (talk.indicator.tare() ? talk.weight() : unset(talk, { status: 'T', unit: talk.indicator.facts.unit })),
  C: (talk) => {
    talk.indicator.clearTare();
    talk.weight();
  },
};

function answer(talk: Talk, command: string, page: number): void {
  talk.stream(false);
  const known = ANSWERS[command];
  if (known) known(talk);
  else talk.say(`\n${command === 'A' || command === 'B' ? (ABOUT[page] ?? '?') : '?'}\r`);
}

export function smaScale(indicator: Indicator, clock: Clock): Device {
  return speakingScale({
    indicator,
    clock,
    encode: smaWeight,
    streaming: false,
    hear: (talk) => {
      // Each B gives the next line about the scale.
      let page = 0;
      return commandLines((command) => {
        page = command === 'B' ? page + 1 : 0;
        answer(talk, command, page);
      });
    },
  });
}
