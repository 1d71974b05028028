// Every text scale of this folder by its protocol's name: how it says a weight, and the device behind a wire. The names
// are those of the drivers' registry, repeated here because simulators share nothing with drivers; a test compares the
// two lists.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Indicator } from '../world/indicator.ts';
import { andBalance, indicatorFrame } from './and.ts';
import { diniExtended, diniScale } from './dini.ts';
import type { Encode } from './display.ts';
import type { Device } from './line.ts';
import { continuousFrame, continuousScale } from './mt-continuous.ts';
import { sicsScale, sicsWeight } from './mt-sics.ts';
import { nciFrame, nciScale } from './nci.ts';
import { sbiLine, sbiScale } from './sbi.ts';
import { ebLine, ebScale } from './shimadzu.ts';
import { smaScale, smaWeight } from './sma.ts';
import { retailFrame, retailScale } from './toledo-8217.ts';
import { a12Line, a9Frame, answerFrame, reversedFrame, yaohuaAnswering, yaohuaStream } from './yaohua.ts';

export interface ScaleWire {
  encode: Encode;
  /** The question a polling agent asks; null: the scale streams. */
  question: string | null;
  device(indicator: Indicator, clock: Clock): Device;
}

const streamed = (encode: Encode): ScaleWire => ({
  encode,
  question: null,
  device: (indicator, clock) => yaohuaStream(indicator, clock, encode),
});

function continuous(checksum: boolean): ScaleWire {
  return {
    encode: (shown) => continuousFrame(shown, { checksum }),
    question: null,
    device: (indicator, clock) => continuousScale(indicator, clock, { checksum }),
  };
}

function nci(inverse: boolean): ScaleWire {
  return {
    encode: (shown) => nciFrame(shown, { inverse }),
    question: 'readNow',
    device: (indicator, clock) => nciScale(indicator, clock, { inverse }),
  };
}

function sbi(long: boolean): ScaleWire {
  return {
    encode: (shown) => sbiLine(shown, { long }),
    question: null,
    device: (indicator, clock) => sbiScale(indicator, clock, { long, streaming: true }),
  };
}

const commanded: ScaleWire = {
  encode: (shown) => answerFrame('B', shown),
  question: 'readNow',
  device: yaohuaAnswering,
};

export const SCALE_WIRES: Readonly<Record<string, ScaleWire>> = Object.freeze({
  'and-std': {
    encode: (shown) =>
      indicatorFrame(shown, { stable: shown.stable, mode: shown.mode, over: shown.over || shown.under }),
    question: null,
    device: andBalance,
  },
  'dini-ext': {
    encode: (shown) => diniExtended(shown, { code: '1' }),
    question: 'readNow',
    device: (indicator, clock) => diniScale(indicator, clock, { code: '', streaming: false }),
  },
  'mt-continuous': continuous(true),
  'mt-continuous-checksum': continuous(true),
  'mt-continuous-plain': continuous(false),
  'mt-sics': {
    encode: sicsWeight,
    question: 'readNow',
    device: (indicator, clock) => sicsScale(indicator, clock, { streaming: false }),
  },
  nci: nci(false),
  'nci-inverse': nci(true),
  sbi: sbi(false),
  'sbi-16': sbi(false),
  'sbi-22': sbi(true),
  'shimadzu-eb': {
    encode: (shown) => ebLine(shown, { stability: true }),
    question: null,
    device: (indicator, clock) => ebScale(indicator, clock, { streaming: true }),
  },
  sma: { encode: smaWeight, question: 'readNow', device: smaScale },
  'toledo-8217': { encode: retailFrame, question: 'readNow', device: retailScale },
  'yaohua-a12': streamed(a12Line),
  'yaohua-a9': streamed(a9Frame),
  'yaohua-a9-unitless': streamed(a9Frame),
  'yaohua-cmd': commanded,
  'yaohua-cmd-a9': commanded,
  'yaohua-rev': streamed(reversedFrame),
});
