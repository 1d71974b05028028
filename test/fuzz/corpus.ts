// What the fuzzer starts from: for each codec of both registries, and each model file that describes its own frames,
// sound frames with the weight or tag that each of them says, made by independent encoders; and recorded byte strings
// (wire vectors, examples of model files), which have no truth to compare with.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadModelFiles } from '../../config/modelFiles.ts';
import type { Codec, FrameDirection } from '../../drivers/contract/codec.ts';
import { createModbusRtuCodec } from '../../drivers/modbus/modbusRtuCodec.ts';
import { READER_DECODERS } from '../../drivers/rfid/readerCodecs.ts';
import { findScaleCodec } from '../../drivers/scale/textScaleCodec.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import type { WeightEncoder, DisplayedWeight } from '../../simulators/wires/textScale.ts';
import { SIMULATED_READER_PROTOCOLS } from '../../simulators/wires/simulatedReaders.ts';
import { SIMULATED_SCALE_PROTOCOLS } from '../../simulators/wires/simulatedScales.ts';
import { Dice, hashOf } from './dice.ts';
import { FRAMED_WIRES } from './framedWires.ts';

/** A scale of 600 kg with e = d = 0.2 kg. */
export const INTERVAL_MG = 200_000;
export const MAX_MG = 600_000_000;
export const DECIMALS = 1;

export interface Sample {
  bytes: Uint8Array;
  /** Milligrams, an EPC in hex, or null: nothing that could be told wrong. */
  truth: number | string | null;
}

export interface Corpus {
  codec: Codec;
  kind: 'scale' | 'reader';
  samples: readonly Sample[];
  /** Recorded strings of both directions. */
  recorded: readonly { bytes: Uint8Array; direction: FrameDirection }[];
}

const SAMPLES = 256;
const EPC_HEADS = ['30', '31', '33', 'E2', '00'] as const;

/** npm and vitest start in the project's folder. */
const MODELS = 'config/models';

/** The codecs of the shipped models that describe their frames, as a driver makes them; judged once. */
const FRAMED_CODECS: Readonly<Record<string, Codec>> = Object.fromEntries(
  [...loadModelFiles(MODELS).values()].flatMap((model) => {
    const codec = model.kind === 'text-scale' && model.frame !== undefined ? findScaleCodec(model) : null;
    return codec === null ? [] : [[model.name, codec] as const];
  }),
);

/** All codecs: both registries, models' own frames, and the Modbus frames that `hakari decode` knows. */
export function allCodecs(): Record<string, Codec> {
  return { ...SCALE_CODECS, ...FRAMED_CODECS, ...READER_DECODERS, 'modbus-rtu-scale': createModbusRtuCodec(null) };
}

/** Every text scale's codec. */
export function scaleProtocols(): string[] {
  return [...Object.keys(SCALE_CODECS), ...Object.keys(FRAMED_CODECS)].sort();
}

/** How a scale says a weight; undefined: no scale that speaks in text. */
export function encoderOf(protocol: string): WeightEncoder | undefined {
  return SIMULATED_SCALE_PROTOCOLS[protocol]?.encode ?? FRAMED_WIRES[protocol];
}

export const shownWeight = (mg: number, changes: Partial<DisplayedWeight> = {}): DisplayedWeight => ({
  mg,
  tareMg: 0,
  unit: 'kg',
  decimals: DECIMALS,
  step: 2,
  mode: 'gross',
  stable: true,
  centreOfZero: mg === 0,
  over: false,
  under: false,
  ...changes,
});

/** A load from Min to Max, and now and then a negative one, or none. */
function someWeight(dice: Dice): DisplayedWeight {
  const steps = dice.below(MAX_MG / INTERVAL_MG);
  const sort = dice.below(16);
  if (sort === 0) return shownWeight(0);
  if (sort === 1) return shownWeight(steps * INTERVAL_MG, { over: true });
  return shownWeight((sort < 4 ? -1 : 1) * (1 + steps) * INTERVAL_MG, { stable: dice.below(8) !== 0 });
}

function someEpc(dice: Dice): string {
  const words = dice.pick([6, 6, 6, 8, 4]);
  const bytes = Array.from({ length: words * 2 - 1 }, () => dice.below(256));
  return dice.pick(EPC_HEADS) + Buffer.from(bytes).toString('hex').toUpperCase();
}

interface Vector {
  protocol: string;
  direction: string;
  hex: string;
}

function vectors(): Vector[] {
  return JSON.parse(readFileSync('test/fixtures/vectors.json', 'utf8')) as Vector[];
}

/** A model's own examples, which its file has beside its frames. */
function examplesOf(model: string): Corpus['recorded'] {
  const { examples = [] } = parse(readFileSync(`${MODELS}/${model}.yaml`, 'utf8')) as {
    examples?: { text?: string; hex?: string }[];
  };
  return examples.map(({ text, hex }) => ({
    bytes: text === undefined ? Buffer.from(hex ?? '', 'hex') : Buffer.from(text, 'latin1'),
    direction: 'device',
  }));
}

/** Variants of one codec share the recorded strings of their protocol. */
function recordedOf(protocol: string): Corpus['recorded'] {
  if (Object.hasOwn(FRAMED_CODECS, protocol)) return examplesOf(protocol);
  const all = vectors();
  const own = all.filter((vector) => vector.protocol === protocol);
  const found = own.length > 0 ? own : all.filter((vector) => protocol.startsWith(`${vector.protocol}-`));
  return found.map(({ hex, direction }) => ({
    bytes: Buffer.from(hex, 'hex'),
    direction: direction === 'host->device' ? 'host' : 'device',
  }));
}

export function corpusOf(protocol: string): Corpus {
  const codec = allCodecs()[protocol];
  if (codec === undefined) throw new RangeError(`there is no codec ${protocol}`);
  const dice = new Dice(hashOf(protocol));
  const encode = encoderOf(protocol);
  const reader = SIMULATED_READER_PROTOCOLS[protocol];
  const recorded = recordedOf(protocol);
  const make = (): Sample => {
    if (encode) {
      const shown = someWeight(dice);
      const bytes = encode(shown);
      // Some protocols have no way to say that the load is too heavy: then the frame is one of a weight.
      const tellsOver = shown.over && Buffer.compare(bytes, encode({ ...shown, over: false })) !== 0;
      return { bytes, truth: tellsOver ? null : shown.mg };
    }
    if (reader) {
      const epcHex = someEpc(dice);
      return { bytes: reader.encode({ epcHex, rssiDbm: -40 - dice.below(40) }), truth: epcHex };
    }
    return {
      bytes: dice.pick(recorded.filter(({ direction }) => direction === 'device').concat(recorded)).bytes,
      truth: null,
    };
  };
  return { codec, kind: encode ? 'scale' : 'reader', samples: Array.from({ length: SAMPLES }, make), recorded };
}
