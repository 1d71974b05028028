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

function value(weight: DisplayedWeight, mg = weight.mg): string {
  return `${`${mg < 0 ? '-' : ''}${formatDigits(mg, weight)}`.padStart(10, ' ')} ${weight.unit}`;
}

export function encodeMtSicsWeight(weight: DisplayedWeight): Uint8Array {
  if (weight.over || weight.under) return encodeAscii(`S ${weight.over ? '+' : '-'}\r\n`);
  return encodeAscii(`S ${weight.stable ? 'S' : 'D'} ${value(weight)}\r\n`);
}

const INFORMATION: Readonly<Record<string, string>> = {
  I1: 'A "01" "2.00" "2.20" "" ""',
  I2: 'A "Simulator"',
  I3: 'A "1.00"',
  I4: 'A "0123456789"',
};

function answerTare(actions: TextScaleActions, commandName: string): void {
  const { spec } = actions.indicator;
  const isTared = actions.indicator.setTare();
  const tare = `${formatDigits(actions.indicator.readDisplay().tareMg, spec).padStart(10, ' ')} ${spec.unit}`;
  actions.sendText(isTared ? `${commandName} S ${tare}\r\n` : `${commandName} I\r\n`);
}

const COMMAND_ANSWERS: Readonly<Record<string, (actions: TextScaleActions) => void>> = {
  '@': (actions) => actions.sendText(`I4 ${INFORMATION['I4'] ?? ''}\r\n`),
  S: (actions) =>
    actions.onceStable((weight) => (weight === null ? actions.sendText('S I\r\n') : actions.sendWeight())),
  SI: (actions) => actions.sendWeight(),
  SIR: (actions) => {
    actions.sendWeight();
    actions.setStreaming(true);
  },
  Z: (actions) => actions.sendText(actions.indicator.setZero() ? 'Z A\r\n' : 'Z I\r\n'),
  ZI: (actions) => actions.sendText(actions.indicator.setZero() ? 'ZI S\r\n' : 'ZI D\r\n'),
  T: (actions) => answerTare(actions, 'T'),
  TI: (actions) => answerTare(actions, 'TI'),
  TAC: (actions) => {
    actions.indicator.clearTare();
    actions.sendText('TAC A\r\n');
  },
};

function answer(actions: TextScaleActions, command: string): void {
  // Any command ends a continuous output.
  actions.setStreaming(false);
  const information = INFORMATION[command];
  const known = COMMAND_ANSWERS[command];
  if (known) known(actions);
  else actions.sendText(information === undefined ? 'ES\r\n' : `${command} ${information}\r\n`);
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
    createReceiver: (actions) => createCommandLineReader((command) => answer(actions, command)),
  });
}
