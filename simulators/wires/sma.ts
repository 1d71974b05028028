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

function line(shown: DisplayedWeight, status: string, weight: string, unit: string): Uint8Array {
  return encodeAscii(
    `\n${status}1${MODES[shown.mode]}${shown.stable ? ' ' : 'M'} ${weight.padStart(10, ' ')}${unit.padEnd(3, ' ')}\r`,
  );
}

export function encodeSmaWeight(shown: DisplayedWeight): Uint8Array {
  if (shown.over || shown.under) return line(shown, shown.over ? 'O' : 'U', DASHES, shown.unit);
  return line(
    shown,
    shown.centreOfZero ? 'Z' : ' ',
    `${shown.mg < 0 ? '-' : ''}${formatDigits(shown.mg, shown)}`,
    shown.unit,
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

function sendWithoutWeight(talk: TextScaleActions, said: { status: string; unit: string }): void {
  talk.sendFrame(encodeSmaWithoutWeight({ mode: talk.indicator.readDisplay().net ? 'net' : 'gross', ...said }));
}

const COMMAND_ANSWERS: Readonly<Record<string, (talk: TextScaleActions) => void>> = {
  W: (talk) => talk.sendWeight(),
  P: (talk) =>
    talk.onceStable((shown) =>
      shown === null ? sendWithoutWeight(talk, { status: ' ', unit: '' }) : talk.sendWeight(),
    ),
  R: (talk) => talk.setStreaming(true),
  M: (talk) => talk.sendWeight('tare'),
  Z: (talk) =>
    talk.indicator.setZero()
      ? talk.sendWeight()
      : sendWithoutWeight(talk, { status: 'E', unit: talk.indicator.spec.unit }),
  T: (talk) =>
    talk.indicator.setTare()
      ? talk.sendWeight()
      : sendWithoutWeight(talk, { status: 'T', unit: talk.indicator.spec.unit }),
  C: (talk) => {
    talk.indicator.clearTare();
    talk.sendWeight();
  },
};

function answer(talk: TextScaleActions, command: string, page: number): void {
  talk.setStreaming(false);
  const known = COMMAND_ANSWERS[command];
  if (known) known(talk);
  else talk.sendText(`\n${command === 'A' || command === 'B' ? (ABOUT_LINES[page] ?? '?') : '?'}\r`);
}

export function simulateSmaScale(indicator: Indicator, clock: Clock): SimulatedDevice {
  return simulateTextScale({
    indicator,
    clock,
    encode: encodeSmaWeight,
    streaming: false,
    createReceiver: (talk) => {
      // Each B gives the next line about the scale.
      let page = 0;
      return createCommandLineReader((command) => {
        page = command === 'B' ? page + 1 : 0;
        answer(talk, command, page);
      });
    },
  });
}
