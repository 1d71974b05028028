// What a scale's wire takes from the display behind it, and the ways in which scales speak: streaming, answering,
// answering once stable. Every text scale of this folder is an encoder and a table of commands on top of it. Must not
// know any protocol.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { MassUnit } from '../../drivers/contract/mass.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { Indicator } from './indicator.ts';

/** One look at the display. `mg` is what it shows: gross or net by `mode`. */
export interface DisplayedWeight {
  mg: number;
  tareMg: number;
  unit: MassUnit;
  decimals: number;
  /** First digit of the display's step: 1, 2 or 5. */
  step: 1 | 2 | 5;
  mode: 'gross' | 'net' | 'tare';
  stable: boolean;
  centreOfZero: boolean;
  over: boolean;
  under: boolean;
}

export type WeightEncoder = (weight: DisplayedWeight) => Uint8Array;

const MILLIGRAMS: Record<MassUnit, number> = { mg: 1, g: 1_000, kg: 1_000_000, t: 1_000_000_000 };
const PERIOD_MS = 50;
const COMMAND_BYTES_MAX = 64;
/** How long a scale waits for a standing load before it gives up a "when stable" question. */
const STABLE_WAIT_MS = 4_000;

export const encodeAscii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * "12.34": the digits of a shown mass, without its sign. A shown value is a whole number of last digits, so nothing is
 * rounded away.
 */
export function formatDigits(mg: number, { unit, decimals }: Pick<DisplayedWeight, 'unit' | 'decimals'>): string {
  const digits = String(Math.round((Math.abs(mg) / MILLIGRAMS[unit]) * 10 ** decimals)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function readDisplay(indicator: Indicator, mode?: DisplayedWeight['mode']): DisplayedWeight {
  const { spec } = indicator;
  const display = indicator.readDisplay();
  const shownMode = mode ?? (display.net ? 'net' : 'gross');
  return {
    mg: { gross: display.grossMg, net: display.netMg, tare: display.tareMg }[shownMode],
    tareMg: display.tareMg,
    unit: spec.unit,
    decimals: spec.decimals,
    step: firstStepDigit(spec.intervalMg),
    mode: shownMode,
    stable: display.stable,
    centreOfZero: display.centreOfZero,
    over: display.over,
    under: display.under,
  };
}

function firstStepDigit(intervalMg: number): 1 | 2 | 5 {
  const first = String(intervalMg).charAt(0);
  return first === '5' ? 5 : first === '2' ? 2 : 1;
}

/** What a protocol's commands may do with the scale. */
export interface TextScaleActions {
  readonly indicator: Indicator;
  sendText(text: string): void;
  sendFrame(frame: Uint8Array): void;
  sendWeight(mode?: DisplayedWeight['mode']): void;
  setStreaming(isOn: boolean): void;
  /**
   * At once if the load stands, else when it does; null after too long a wait. A new question replaces the one that
   * waits.
   */
  onceStable(then: (weight: DisplayedWeight | null) => void): void;
}

export interface TextScaleOptions {
  indicator: Indicator;
  clock: Clock;
  encode: WeightEncoder;
  /** True: it sends from the start. */
  streaming: boolean;
  /** Gives the receiver of what the agent sends; absent: the scale hears nothing. */
  createReceiver?: (actions: TextScaleActions) => (bytes: Uint8Array) => void;
}

export function simulateTextScale({
  indicator,
  clock,
  encode,
  streaming,
  createReceiver,
}: TextScaleOptions): SimulatedDevice {
  return (send) => {
    let isStreaming = streaming;
    let waiting: { then: (weight: DisplayedWeight | null) => void; untilMs: number } | null = null;
    const settle = (): void => {
      const waits = waiting;
      const weight = readDisplay(indicator);
      if (waits === null || (!weight.stable && clock.monotonicMs() < waits.untilMs)) return;
      waiting = null;
      waits.then(weight.stable ? weight : null);
    };
    const receive = createReceiver?.({
      indicator,
      sendFrame: send,
      sendText: (text) => send(encodeAscii(text)),
      sendWeight: (mode) => send(encode(readDisplay(indicator, mode))),
      setStreaming: (wanted) => {
        isStreaming = wanted;
      },
      onceStable: (then) => {
        waiting = { then, untilMs: clock.monotonicMs() + STABLE_WAIT_MS };
        settle();
      },
    });
    const stop = repeatEvery(clock, PERIOD_MS, () => {
      indicator.advanceTo(clock.monotonicMs());
      settle();
      if (isStreaming) send(encode(readDisplay(indicator)));
    });
    return { receive: receive ?? (() => undefined), close: stop };
  };
}

/** Cuts what the agent sends into lines at CR and LF, parity bit dropped; an overlong line is thrown away. */
export function createCommandLineReader(onCommand: (command: string) => void): (bytes: Uint8Array) => void {
  let line = '';
  return (bytes) => {
    for (const byte of bytes) {
      const character = String.fromCharCode(byte & 0x7f);
      if (character !== '\r' && character !== '\n') {
        line = line.length < COMMAND_BYTES_MAX ? line + character : '';
        continue;
      }
      if (line !== '') onCommand(line);
      line = '';
    }
  };
}
