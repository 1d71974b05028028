// The scale manufacturers' standard SCP-0499, from its tables: LF, status, range, mode, motion, a reserved blank, ten
// characters of weight, three of unit, CR. Shares nothing with the driver.
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

const DASHES = '-'.repeat(10);
const MODES = { gross: 'G', net: 'N', tare: 'T' } as const;
const ABOUT_LINES = ['SMA:1/1.1', 'MFG:SIMULATOR', 'MOD:1', 'REV:1.0'] as const;

function encodeLine(weight: DisplayedWeight, status: string, digits: string, unit: string): Uint8Array {
  return encodeAscii(
    `\n${status}1${MODES[weight.mode]}${weight.stable ? ' ' : 'M'} ${digits.padStart(10, ' ')}${unit.padEnd(3, ' ')}\r`,
  );
}

export function encodeSmaWeight(weight: DisplayedWeight): Uint8Array {
  if (weight.over || weight.under) return encodeLine(weight, weight.over ? 'O' : 'U', DASHES, weight.unit);
  return encodeLine(
    weight,
    weight.centreOfZero ? 'Z' : ' ',
    `${weight.mg < 0 ? '-' : ''}${formatDigits(weight.mg, weight)}`,
    weight.unit,
  );
}

/** Dashes instead of a weight. A question "when stable" that waited too long gets them without a unit. */
export function encodeSmaWithoutWeight({
  status,
  mode,
  unit,
}: {
  status: string;
  mode: DisplayedWeight['mode'];
  unit: string;
}): Uint8Array {
  return encodeAscii(`\n${status}1${MODES[mode]}  ${DASHES}${unit.padEnd(3, ' ')}\r`);
}

function sendWithoutWeight(actions: TextScaleActions, fields: { status: string; unit: string }): void {
  actions.sendFrame(encodeSmaWithoutWeight({ mode: actions.indicator.readDisplay().net ? 'net' : 'gross', ...fields }));
}

const COMMAND_ANSWERS: Readonly<Record<string, (actions: TextScaleActions) => void>> = {
  W: (actions) => actions.sendWeight(),
  P: (actions) =>
    actions.onceStable((weight) =>
      weight === null ? sendWithoutWeight(actions, { status: ' ', unit: '' }) : actions.sendWeight(),
    ),
  R: (actions) => actions.setStreaming(true),
  M: (actions) => actions.sendWeight('tare'),
  Z: (actions) =>
    actions.indicator.setZero()
      ? actions.sendWeight()
      : sendWithoutWeight(actions, { status: 'E', unit: actions.indicator.spec.unit }),
  T: (actions) =>
    actions.indicator.setTare()
      ? actions.sendWeight()
      : sendWithoutWeight(actions, { status: 'T', unit: actions.indicator.spec.unit }),
  C: (actions) => {
    actions.indicator.clearTare();
    actions.sendWeight();
  },
};

function answer(actions: TextScaleActions, command: string, page: number): void {
  actions.setStreaming(false);
  const known = COMMAND_ANSWERS[command];
  if (known) known(actions);
  else actions.sendText(`\n${command === 'A' || command === 'B' ? (ABOUT_LINES[page] ?? '?') : '?'}\r`);
}

export function simulateSmaScale(indicator: Indicator, clock: Clock): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: encodeSmaWeight,
    streaming: false,
    createReceiver: (actions) => {
      // Each B gives the next line about the scale.
      let page = 0;
      return createCommandLineReader((command) => {
        page = command === 'B' ? page + 1 : 0;
        answer(actions, command, page);
      });
    },
  });
}
