// A&D's standard formats, written from the instruments' manuals: indicators (AD-4406 family, two headers, 18 bytes) and
// balances (one header, 17 bytes). Encodes what a display shows; reads the commands these devices know. Shares nothing
// with the driver.
import type { MassUnit } from '../../drivers/contract/mass.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { IndicatorDisplay, Indicator } from './indicator.ts';

const STREAM_PERIOD_MS = 50;
const COMMAND_BYTES_MAX = 64;
const MILLIGRAMS: Record<MassUnit, number> = { mg: 1, g: 1_000, kg: 1_000_000, t: 1_000_000_000 };

interface AndDisplayedWeight {
  mg: number;
  unit: MassUnit;
  decimals: number;
}

const asciiFrame = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Sign and `width` characters, filled with leading zeros; zero carries '+' (manual of AD-4406, section 13). */
function dataField({ mg, unit, decimals }: AndDisplayedWeight, width: number): string {
  // A shown value is a whole number of display digits, so the division is exact.
  const digits = String(Math.round((Math.abs(mg) / MILLIGRAMS[unit]) * 10 ** decimals)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const number = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${mg < 0 ? '-' : '+'}${number.padStart(width, '0')}`;
}

/** Family B: the sign is one of the 8 characters. Out of range, every one of them but the point becomes a blank. */
export function encodeAndIndicatorFrame(
  weight: AndDisplayedWeight,
  state: { stable: boolean; mode: 'gross' | 'net' | 'tare'; over: boolean },
): Uint8Array {
  const header = state.over ? 'OL' : state.stable ? 'ST' : 'US';
  const mode = { gross: 'GS', net: 'NT', tare: 'TR' }[state.mode];
  const data = dataField(weight, 7);
  return asciiFrame(`${header},${mode},${state.over ? data.replace(/[^.]/g, ' ') : data}${weight.unit}\r\n`);
}

/**
 * Family A: sign and 8 characters. Overload sends nines, never blanks: a receiver that reads digits under OL reads
 * nonsense.
 */
export function encodeAndBalanceFrame(
  weight: AndDisplayedWeight,
  state: { stable: boolean; over: boolean; under: boolean },
): Uint8Array {
  const unit = weight.unit.padStart(3, ' ');
  if (state.over || state.under) {
    const nines = `${'9'.repeat(7 - weight.decimals)}${weight.decimals > 0 ? `.${'9'.repeat(weight.decimals)}` : '9'}`;
    return asciiFrame(`OL,${state.over ? '+' : '-'}${nines}${unit}\r\n`);
  }
  return asciiFrame(`${state.stable ? 'ST' : 'US'},${dataField(weight, 8)}${unit}\r\n`);
}

/** Cuts what the agent sends into command lines; CR or CR LF ends one, an overlong one is thrown away. */
function createAndCommandReader(onCommand: (command: string) => void): (bytes: Uint8Array) => void {
  let line = '';
  return (bytes) => {
    for (const byte of bytes) {
      const character = String.fromCharCode(byte & 0x7f);
      if (character === '\n') continue;
      if (character !== '\r') {
        line = line.length < COMMAND_BYTES_MAX ? line + character : '';
        continue;
      }
      if (line !== '') onCommand(line);
      line = '';
    }
  };
}

type Mode = 'gross' | 'net' | 'tare';

function indicatorReply(indicator: Indicator, mode?: Mode): Uint8Array {
  const display: IndicatorDisplay = indicator.readDisplay();
  const shownMode = mode ?? (display.net ? 'net' : 'gross');
  const mg = { gross: display.grossMg, net: display.netMg, tare: display.tareMg }[shownMode];
  const { unit, decimals } = indicator.spec;
  return encodeAndIndicatorFrame(
    { mg, unit, decimals },
    { stable: display.stable, mode: shownMode, over: display.over || display.under },
  );
}

/** Control commands of family B are echoed when done; `I` means "cannot now", `?` "unknown". */
function indicatorAnswer(indicator: Indicator, command: string): Uint8Array {
  const acknowledge = (worked: boolean): Uint8Array => asciiFrame(`${worked ? command : 'I'}\r\n`);
  switch (command) {
    case 'RW':
      return indicatorReply(indicator);
    case 'RG':
      return indicatorReply(indicator, 'gross');
    case 'RN':
      return indicatorReply(indicator, 'net');
    case 'RT':
      return indicatorReply(indicator, 'tare');
    case 'MZ':
      return acknowledge(indicator.setZero());
    case 'MT':
      return acknowledge(indicator.setTare());
    case 'CT':
      indicator.clearTare();
      return acknowledge(true);
    default:
      return asciiFrame('?\r\n');
  }
}

/** An indicator that streams its display 20 times a second, and answers commands in between. */
export function simulateAndIndicator(indicator: Indicator, clock: Clock): SimulatedDevice {
  return (send) => {
    const stop = repeatEvery(clock, STREAM_PERIOD_MS, () => {
      indicator.advanceTo(clock.monotonicMs());
      send(indicatorReply(indicator));
    });
    return { receive: createAndCommandReader((command) => send(indicatorAnswer(indicator, command))), close: stop };
  };
}

/**
 * A balance that streams from the start (print mode "stream"), stops with `C`, streams again with `SIR`, answers `Q`
 * and `SI`.
 */
export function simulateAndBalance(indicator: Indicator, clock: Clock): SimulatedDevice {
  return (send) => {
    let streaming = true;
    const reply = (): void => {
      const display = indicator.readDisplay();
      const { unit, decimals } = indicator.spec;
      send(encodeAndBalanceFrame({ mg: display.net ? display.netMg : display.grossMg, unit, decimals }, display));
    };
    const stop = repeatEvery(clock, STREAM_PERIOD_MS, () => {
      indicator.advanceTo(clock.monotonicMs());
      if (streaming) reply();
    });
    const answer = (command: string): void => {
      if (command === 'Q' || command === 'SI') reply();
      else if (command === 'SIR') streaming = true;
      else if (command === 'C') streaming = false;
      else if (command === 'Z' || command === 'R') indicator.setZero();
      else if (command === 'T') indicator.setTare();
      // Error codes are on in the simulated balance: E01 is "undefined command".
      else send(asciiFrame('EC,E01\r\n'));
    };
    return { receive: createAndCommandReader(answer), close: stop };
  };
}
