// What comes out of a wire when the wrong thing is at its other end. Must not know any driver.
import type { RandomStream } from '../../simulators/runtime/randomStream.ts';
import { repeatEvery, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { encodeAndIndicatorFrame } from '../../simulators/wires/and-std.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { encodeM100TagNotice } from '../../simulators/wires/m100.ts';

const PERIOD_MS = 40;
/** What a right frame would say: a load that must never be taken for one. */
const LOAD = { mg: 268_200_000, unit: 'kg', decimals: 1 } as const;
const FRAME = encodeAndIndicatorFrame(LOAD, { stable: true, mode: 'gross', over: false });

/** Talks without being asked and never listens. */
const talker =
  (next: () => Uint8Array): SimulatedDevice =>
  (send) => ({ receive: () => undefined, close: repeatEvery(createSimulatorClock(), PERIOD_MS, () => send(next())) });

export const randomBytes = (chance: RandomStream): SimulatedDevice =>
  talker(() => Uint8Array.from({ length: 24 }, () => Math.floor(chance.fraction() * 256)));

/** The frame's beginning again and again: the cable has a loose contact. */
export const halfFrames: SimulatedDevice = talker(() => FRAME.subarray(0, 11));

/** The frame's end again and again, digits and line end included, but never its header. */
export const headlessFrames: SimulatedDevice = talker(() => FRAME.subarray(7));

/** A reader where a scale should be. */
export const anotherProtocol: SimulatedDevice = talker(() =>
  encodeM100TagNotice({ epcHex: '3074257BF7194E4000001A85', rssiDbm: -52 }),
);

/**
 * Frames of a device that sends 7 bits, even parity at 2,400 baud, as a receiver set to 9,600 baud 8 N 1 hears them.
 */
export const wrongBaud: SimulatedDevice = talker(() => resampled(FRAME, 4));

/**
 * Each bit on the line is seen `times` times; a receiver cuts that into its own start bit, eight data bits and stop
 * bit.
 */
function resampled(bytes: Uint8Array, times: number): Uint8Array {
  const line = [...bytes].flatMap((byte) => {
    const data = Array.from({ length: 7 }, (_none, bit) => (byte >> bit) & 1);
    const parity = data.reduce((sum, bit) => sum ^ bit, 0);
    return [0, ...data, parity, 1].flatMap((bit) => Array.from({ length: times }, () => bit));
  });
  const heard: number[] = [];
  for (let at = line.indexOf(0); at !== -1 && at + 9 <= line.length; at = line.indexOf(0, at + 9)) {
    heard.push(line.slice(at + 1, at + 9).reduce((byte, level, bit) => byte | (level << bit), 0));
  }
  return Uint8Array.from(heard);
}
