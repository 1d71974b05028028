// Mettler Toledo's MT-SICS levels 0 and 1, from the reference manual: "S S 100.00 g". Value right aligned in ten
// characters. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { ascii, commandLines, digitsOf, speakingScale, type Shown, type Talk } from './display.ts';
import type { Device } from './line.ts';

function value(shown: Shown, mg = shown.mg): string {
  return `${`${mg < 0 ? '-' : ''}${digitsOf(mg, shown)}`.padStart(10, ' ')} ${shown.unit}`;
}

export function sicsWeight(shown: Shown): Uint8Array {
  if (shown.over || shown.under) return ascii(`S ${shown.over ? '+' : '-'}\r\n`);
  return ascii(`S ${shown.stable ? 'S' : 'D'} ${value(shown)}\r\n`);
}

const INFORMATION: Readonly<Record<string, string>> = {
  I1: 'A "01" "2.00" "2.20" "" ""',
  I2: 'A "Simulator"',
  I3: 'A "1.00"',
  I4: 'A "0123456789"',
};

function tared(talk: Talk, word: string): void {
  const { facts } = talk.indicator;
  const done = talk.indicator.tare();
  const tare = `${digitsOf(talk.indicator.show().tareMg, facts).padStart(10, ' ')} ${facts.unit}`;
  talk.say(done ? `${word} S ${tare}\r\n` : `${word} I\r\n`);
}

const ANSWERS: Readonly<Record<string, (talk: Talk) => void>> = {
  '@': (talk) => talk.say(`I4 ${INFORMATION['I4'] ?? ''}\r\n`),
  S: (talk) => talk.whenStable((shown) => (shown === null ? talk.say('S I\r\n') : talk.weight())),
  SI: (talk) => talk.weight(),
  SIR: (talk) => {
    talk.weight();
    talk.stream(true);
  },
  Z: (talk) => talk.say(talk.indicator.zero() ? 'Z A\r\n' : 'Z I\r\n'),
  ZI: (talk) => talk.say(talk.indicator.zero() ? 'ZI S\r\n' : 'ZI D\r\n'),
  T: (talk) => tared(talk, 'T'),
  TI: (talk) => tared(talk, 'TI'),
  TAC: (talk) => {
    talk.indicator.clearTare();
    talk.say('TAC A\r\n');
  },
};

function answer(talk: Talk, command: string): void {
  // Any command ends a continuous output.
  talk.stream(false);
  const information = INFORMATION[command];
  const known = ANSWERS[command];
  if (known) known(talk);
  else talk.say(information === undefined ? 'ES\r\n' : `${command} ${information}\r\n`);
}

export function sicsScale(indicator: Indicator, clock: Clock, options: { streaming: boolean }): Device {
  return speakingScale({
    indicator,
    clock,
    encode: sicsWeight,
    ...options,
    hear: (talk) => commandLines((command) => answer(talk, command)),
  });
}
