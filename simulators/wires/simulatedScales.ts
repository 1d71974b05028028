// Every text scale of this folder by its protocol's name: how it says a weight, and the device behind a wire. The names
// are those of the drivers' registry, repeated here because simulators share nothing with drivers; a test compares the
// two lists.
import type { Clock } from '../../drivers/contract/clock.ts';
import { simulateAndBalance, encodeAndIndicatorFrame } from './and-std.ts';
import { encodeDiniExtended, simulateDiniScale } from './dini-ext.ts';
import type { WeightEncoder } from './textScale.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import { encodeMtContinuousFrame, simulateMtContinuousScale } from './mt-continuous.ts';
import { simulateMtSicsScale, encodeMtSicsWeight } from './mt-sics.ts';
import { encodeNciFrame, simulateNciScale } from './nci.ts';
import { encodeSbiLine, simulateSbiScale } from './sbi.ts';
import { encodeShimadzuLine, simulateShimadzuScale } from './shimadzu-eb.ts';
import { simulateSmaScale, encodeSmaWeight } from './sma.ts';
import { encodeToledo8217Frame, simulateToledo8217Scale } from './toledo-8217.ts';
import {
  encodeYaohuaA12Line,
  encodeYaohuaA9Frame,
  encodeYaohuaAnswer,
  encodeYaohuaReversedFrame,
  simulateYaohuaAnswering,
  simulateYaohuaStream,
} from './yaohua.ts';
import type { Indicator } from './indicator.ts';

export interface SimulatedScaleProtocol {
  encode: WeightEncoder;
  /** The question a polling agent asks; null: the scale streams. */
  pollCommand: string | null;
  createDevice(indicator: Indicator, clock: Clock): SimulatedDevice;
}

const streamed = (encode: WeightEncoder): SimulatedScaleProtocol => ({
  encode,
  pollCommand: null,
  createDevice: (indicator, clock) => simulateYaohuaStream(indicator, clock, encode),
});

function continuous(checksum: boolean): SimulatedScaleProtocol {
  return {
    encode: (weight) => encodeMtContinuousFrame(weight, { checksum }),
    pollCommand: null,
    createDevice: (indicator, clock) => simulateMtContinuousScale(indicator, clock, { checksum }),
  };
}

function nci(inverse: boolean): SimulatedScaleProtocol {
  return {
    encode: (weight) => encodeNciFrame(weight, { inverse }),
    pollCommand: 'readNow',
    createDevice: (indicator, clock) => simulateNciScale(indicator, clock, { inverse }),
  };
}

function sbi(long: boolean): SimulatedScaleProtocol {
  return {
    encode: (weight) => encodeSbiLine(weight, { long }),
    pollCommand: null,
    createDevice: (indicator, clock) => simulateSbiScale(indicator, clock, { long, streaming: true }),
  };
}

const commanded: SimulatedScaleProtocol = {
  encode: (weight) => encodeYaohuaAnswer('B', weight),
  pollCommand: 'readNow',
  createDevice: simulateYaohuaAnswering,
};

export const SIMULATED_SCALE_PROTOCOLS: Readonly<Record<string, SimulatedScaleProtocol>> = Object.freeze({
  'and-std': {
    encode: (weight) =>
      encodeAndIndicatorFrame(weight, { stable: weight.stable, mode: weight.mode, over: weight.over || weight.under }),
    pollCommand: null,
    createDevice: simulateAndBalance,
  },
  'dini-ext': {
    encode: (weight) => encodeDiniExtended(weight, { code: '1' }),
    pollCommand: 'readNow',
    createDevice: (indicator, clock) => simulateDiniScale(indicator, clock, { code: '', streaming: false }),
  },
  'mt-continuous': continuous(true),
  'mt-continuous-checksum': continuous(true),
  'mt-continuous-plain': continuous(false),
  'mt-sics': {
    encode: encodeMtSicsWeight,
    pollCommand: 'readNow',
    createDevice: (indicator, clock) => simulateMtSicsScale(indicator, clock, { streaming: false }),
  },
  nci: nci(false),
  'nci-inverse': nci(true),
  sbi: sbi(false),
  'sbi-16': sbi(false),
  'sbi-22': sbi(true),
  'shimadzu-eb': {
    encode: (weight) => encodeShimadzuLine(weight, { stability: true }),
    pollCommand: null,
    createDevice: (indicator, clock) => simulateShimadzuScale(indicator, clock, { streaming: true }),
  },
  sma: { encode: encodeSmaWeight, pollCommand: 'readNow', createDevice: simulateSmaScale },
  'toledo-8217': { encode: encodeToledo8217Frame, pollCommand: 'readNow', createDevice: simulateToledo8217Scale },
  'yaohua-a12': streamed(encodeYaohuaA12Line),
  'yaohua-a9': streamed(encodeYaohuaA9Frame),
  'yaohua-a9-unitless': streamed(encodeYaohuaA9Frame),
  'yaohua-cmd': commanded,
  'yaohua-cmd-a9': commanded,
  'yaohua-rev': streamed(encodeYaohuaReversedFrame),
});
