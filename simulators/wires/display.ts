// What a scale's wire takes from the display behind it, and the ways in which scales speak: streaming, answering,
// answering once stable. Every text scale of this folder is an encoder and a table of commands on top of it. Must not
// know any protocol.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { MassUnit } from '../../drivers/contract/mass.ts';
import { beat } from '../clock.ts';
import type { Indicator } from '../world/indicator.ts';
import type { Device } from './line.ts';

/** One look at the display. `mg` is what it shows: gross or net by `mode`. */
export interface Shown {
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

export type Encode = (shown: Shown) => Uint8Array;

const MILLIGRAMS: Record<MassUnit, number> = { mg: 1, g: 1_000, kg: 1_000_000, t: 1_000_000_000 };
const PERIOD_MS = 50;
const COMMAND_BYTES_MAX = 64;
/** How long a scale waits for a standing load before it gives up a "when stable" question. */
const STABLE_WAIT_MS = 4_000;

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/**
 * "12.34": the digits of a shown mass, without its sign. A shown value is a whole number of last digits, so nothing is
 * rounded away.
 */
export function digitsOf(mg: number, { unit, decimals }: Pick<Shown, 'unit' | 'decimals'>): string {
  const digits = String(Math.round((Math.abs(mg) / MILLIGRAMS[unit]) * 10 ** decimals)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function shownBy(indicator: Indicator, mode?: Shown['mode']): Shown {
  const { facts } = indicator;
  const show = indicator.show();
  const said = mode ?? (show.net ? 'net' : 'gross');
  return {
    mg: { gross: show.grossMg, net: show.netMg, tare: show.tareMg }[said],
    tareMg: show.tareMg,
    unit: facts.unit,
    decimals: facts.decimals,
    step: stepOf(facts.intervalMg),
    mode: said,
    stable: show.stable,
    centreOfZero: show.centreOfZero,
    over: show.over,
    under: show.under,
  };
}

function stepOf(intervalMg: number): 1 | 2 | 5 {
  const first = String(intervalMg).charAt(0);
  return first === '5' ? 5 : first === '2' ? 2 : 1;
}

/** What a protocol's commands may do with the scale. */
export interface Talk {
  readonly indicator: Indicator;
  say(text: string): void;
  send(frame: Uint8Array): void;
  weight(mode?: Shown['mode']): void;
  stream(on: boolean): void;
  /**
   * At once if the load stands, else when it does; null after too long a wait. A new question replaces the one that
   * waits.
   */
  whenStable(then: (shown: Shown | null) => void): void;
}

export interface Speaking {
  indicator: Indicator;
  clock: Clock;
  encode: Encode;
  /** True: it sends from the start. */
  streaming: boolean;
  /** Gives the receiver of what the agent sends; absent: the scale hears nothing. */
  hear?: (talk: Talk) => (bytes: Uint8Array) => void;
}

export function speakingScale({ indicator, clock, encode, streaming, hear }: Speaking): Device {
  return (send) => {
    let on = streaming;
    let waiting: { then: (shown: Shown | null) => void; untilMs: number } | null = null;
    const settle = (): void => {
      const waits = waiting;
      const shown = shownBy(indicator);
      if (waits === null || (!shown.stable && clock.monotonicMs() < waits.untilMs)) return;
      waiting = null;
      waits.then(shown.stable ? shown : null);
    };
    const receive = hear?.({
      indicator,
      send,
      say: (text) => send(ascii(text)),
      weight: (mode) => send(encode(shownBy(indicator, mode))),
      stream: (wanted) => {
        on = wanted;
      },
      whenStable: (then) => {
        waiting = { then, untilMs: clock.monotonicMs() + STABLE_WAIT_MS };
        settle();
      },
    });
    const stop = beat(clock, PERIOD_MS, () => {
      indicator.advance(clock.monotonicMs());
      settle();
      if (on) send(encode(shownBy(indicator)));
    });
    return { receive: receive ?? (() => undefined), stop };
  };
}

/** Cuts what the agent sends into lines at CR and LF, parity bit dropped; an overlong line is thrown away. */
export function commandLines(onCommand: (command: string) => void): (bytes: Uint8Array) => void {
  let line = '';
  return (bytes) => {
    for (const byte of bytes) {
      const letter = String.fromCharCode(byte & 0x7f);
      if (letter !== '\r' && letter !== '\n') {
        line = line.length < COMMAND_BYTES_MAX ? line + letter : '';
        continue;
      }
      if (line !== '') onCommand(line);
      line = '';
    }
  };
}
