// Mettler Toledo's MT-SICS levels 0 and 1, from the reference manual: "S S 100.00 g". Value right aligned in ten
// characters. Shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  encodeAscii,
  createCommandLineReader,
  formatDigits,
  simulateTextScale,
  type DisplayedWeight,
  type TextScaleActions,
} from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

function value(shown: DisplayedWeight, mg = shown.mg): string {
  return `${`${mg < 0 ? '-' : ''}${formatDigits(mg, shown)}`.padStart(10, ' ')} ${shown.unit}`;
}

export function encodeMtSicsWeight(shown: DisplayedWeight): Uint8Array {
  if (shown.over || shown.under) return encodeAscii(`S ${shown.over ? '+' : '-'}\r\n`);
  return encodeAscii(`S ${shown.stable ? 'S' : 'D'} ${value(shown)}\r\n`);
}

const INFORMATION: Readonly<Record<string, string>> = {
  I1: 'A "01" "2.00" "2.20" "" ""',
  I2: 'A "Simulator"',
  I3: 'A "1.00"',
  I4: 'A "0123456789"',
};

function answerTare(talk: TextScaleActions, word: string): void {
  const { spec } = talk.indicator;
  const done = talk.indicator.setTare();
  const tare = `${formatDigits(talk.indicator.readDisplay().tareMg, spec).padStart(10, ' ')} ${spec.unit}`;
  talk.sendText(done ? `${word} S ${tare}\r\n` : `${word} I\r\n`);
}

const COMMAND_ANSWERS: Readonly<Record<string, (talk: TextScaleActions) => void>> = {
  '@': (talk) => talk.sendText(`I4 ${INFORMATION['I4'] ?? ''}\r\n`),
  S: (talk) => talk.onceStable((shown) => (shown === null ? talk.sendText('S I\r\n') : talk.sendWeight())),
  SI: (talk) => talk.sendWeight(),
  SIR: (talk) => {
    talk.sendWeight();
    talk.setStreaming(true);
  },
  Z: (talk) => talk.sendText(talk.indicator.setZero() ? 'Z A\r\n' : 'Z I\r\n'),
  ZI: (talk) => talk.sendText(talk.indicator.setZero() ? 'ZI S\r\n' : 'ZI D\r\n'),
  T: (talk) => answerTare(talk, 'T'),
  TI: (talk) => answerTare(talk, 'TI'),
  TAC: (talk) => {
    talk.indicator.clearTare();
    talk.sendText('TAC A\r\n');
  },
};

function answer(talk: TextScaleActions, command: string): void {
  // Any command ends a continuous output.
  talk.setStreaming(false);
  const information = INFORMATION[command];
  const known = COMMAND_ANSWERS[command];
  if (known) known(talk);
  else talk.sendText(information === undefined ? 'ES\r\n' : `${command} ${information}\r\n`);
}

export function simulateMtSicsScale(
  indicator: Indicator,
  clock: Clock,
  options: { streaming: boolean },
): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: encodeMtSicsWeight,
    ...options,
    createReceiver: (talk) => createCommandLineReader((command) => answer(talk, command)),
  });
}
