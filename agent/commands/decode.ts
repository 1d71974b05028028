// `hakari decode`: what bytes of an instrument mean, one JSON object a line, with the bytes that belonged to no frame
// counted. Reads bytes only; opens no port.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { faultText } from '../../config/fault.ts';
import { loadModels, readModel } from '../../config/model.ts';
import type { ModelOutcome } from '../../config/model.ts';
import type { Codec, Decoded } from '../../drivers/contract/message.ts';
import type { Model } from '../../drivers/instrument.ts';
import { modbusRtuFrames } from '../../drivers/modbus/frames.ts';
import { modbusRtuRfid, modbusTcpRfid } from '../../drivers/rfid/modbusFrames.ts';
import { READER_DECODERS } from '../../drivers/rfid/registry.ts';
import { scaleCodecOf } from '../../drivers/scale/codecOf.ts';
import { SCALE_CODECS } from '../../drivers/scale/registry.ts';
import { parseCall, refuseCall } from './call.ts';
import { bytesOf, sourceOf, type Chunks } from './decodeSource.ts';
import { decodeValues, VALUES } from './decodeValues.ts';
import { installedPath } from './siteFile.ts';

const USAGE =
  'hakari decode (--protocol NAME | --model MODEL | --model-file FILE) [--decimals N] [--direction device|host] (--hex HEX | --file FILE | bytes on standard input)';
const MODBUS = 'modbus-rtu-scale';

export interface DecodeIo {
  stdin: NodeJS.ReadableStream;
  out(line: string): void;
  err(line: string): void;
}

interface Call {
  /** Undefined: the model says it. */
  protocol: string | undefined;
  direction: 'device' | 'host';
  model: string | undefined;
  modelFile: string | undefined;
  hex: string | undefined;
  file: string | undefined;
  /** Digits behind the point, of Modbus scales that do not send it. */
  decimals: number | null;
}

/** Exit code: 0 there was a frame, 1 there was none, 2 wrong call. */
export async function decode(args: string[], io: DecodeIo): Promise<number> {
  const call = readCall(args, io);
  if (call === null) return 2;
  const faults = call.modelFile === undefined ? null : faultsOf(call.modelFile);
  if (faults !== null) {
    // The call is right, so how to call it is no help: the file is wrong.
    io.err(faults);
    return 2;
  }
  const codec = codecOf(call);
  const value = call.protocol !== undefined && Object.hasOwn(VALUES, call.protocol) ? VALUES[call.protocol] : undefined;
  if (typeof codec === 'string') return refuseCall(USAGE, io, codec);
  const chunks = sourceOf(call, io.stdin);
  if (typeof chunks === 'string') return refuseCall(USAGE, io, chunks);
  if (value) return decodeValues(value, { chunks, digits: call.hex !== undefined }, io);
  return codec === null
    ? refuseCall(USAGE, io, unknown(call.protocol ?? ''))
    : decodeStream(codec, call, { chunks, io });
}

function readCall(args: string[], io: DecodeIo): Call | null {
  const parsed = parseCall(USAGE, io, () =>
    parseArgs({
      args,
      options: {
        protocol: { type: 'string' },
        direction: { type: 'string', default: 'device' },
        model: { type: 'string' },
        'model-file': { type: 'string' },
        hex: { type: 'string' },
        file: { type: 'string' },
        decimals: { type: 'string' },
        // Every line is JSON already; accepted so that a script may say --json to every command.
        json: { type: 'boolean' },
      },
    }),
  );
  if (parsed === null) return null;
  const { protocol, direction, model, 'model-file': modelFile, hex: digits, file } = parsed.values;
  const refuse = (reason: string): null => {
    refuseCall(USAGE, io, reason);
    return null;
  };
  if (protocol === undefined && model === undefined && modelFile === undefined)
    return refuse(`--protocol is missing; known: ${known()}`);
  if (modelFile !== undefined && (protocol ?? model) !== undefined)
    return refuse('--model-file stands alone: the file says the protocol');
  if (direction !== 'device' && direction !== 'host')
    return refuse(`--direction is device (default) or host, not "${direction}"`);
  if (digits !== undefined && file !== undefined) return refuse('--hex and --file exclude each other');
  const decimals = parsed.values.decimals === undefined ? null : Number(parsed.values.decimals);
  if (decimals !== null && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 6))
    return refuse('--decimals is a whole number from 0 to 6');
  return { protocol, direction, model, modelFile, hex: digits, file, decimals };
}

function known(): string {
  return [...Object.keys(SCALE_CODECS), ...Object.keys(READER_DECODERS), MODBUS, ...Object.keys(VALUES)].join(', ');
}

function unknown(protocol: string): string {
  return `there is no protocol "${protocol}"; known: ${known()}`;
}

/** A text: why there is none. Null: the protocol is a value, not a stream. */
function codecOf({ protocol, model, modelFile, decimals }: Call): Codec | string | null {
  if (modelFile !== undefined) return codecOfFile(modelFile, decimals);
  if (protocol === undefined) return codecOfModel(model ?? '', decimals);
  if (model !== undefined && protocol !== MODBUS) return `--model belongs to ${MODBUS}, or stands alone`;
  if (Object.hasOwn(VALUES, protocol)) return null;
  const codecs: Readonly<Record<string, Codec>> = { ...SCALE_CODECS, ...READER_DECODERS };
  if (protocol !== MODBUS) return (Object.hasOwn(codecs, protocol) ? codecs[protocol] : undefined) ?? unknown(protocol);
  if (model === undefined) return modbusRtuFrames(null);
  const models = loadModels(installedPath('config/models'));
  const facts = models.get(model);
  if (facts?.kind === 'modbus-scale') return modbusRtuFrames({ model: facts, decimals });
  const names = [...models.values()].filter(({ kind }) => kind === 'modbus-scale').map(({ name }) => name);
  return `there is no Modbus model "${model}"; known: ${names.join(', ')}`;
}

function codecOfModel(name: string, decimals: number | null): Codec | string {
  const models = loadModels(installedPath('config/models'));
  const model = models.get(name);
  return model === undefined
    ? `there is no model "${name}"; known: ${[...models.keys()].join(', ')}`
    : modelCodec(model, decimals);
}

/** A model that is being written: all that is wrong with it, its own examples included. Null: nothing is. */
function faultsOf(file: string): string | null {
  const outcome = readModelFile(file);
  return typeof outcome === 'string' || outcome.kind === 'valid' ? null : outcome.faults.map(faultText).join('\n');
}

function codecOfFile(file: string, decimals: number | null): Codec | string {
  const outcome = readModelFile(file);
  if (typeof outcome === 'string') return outcome;
  return outcome.kind === 'valid' ? modelCodec(outcome.model, decimals) : `${file} is no model`;
}

function readModelFile(file: string): ModelOutcome | string {
  try {
    return readModel(basename(file), readFileSync(file, 'utf8'));
  } catch (error) {
    return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function modelCodec(model: Model, decimals: number | null): Codec | string {
  // Modbus without a serial line is Modbus TCP.
  if (model.kind === 'modbus-scale')
    return model.serial === null ? modbusTcpRfid : modbusRtuFrames({ model, decimals });
  if (model.kind === 'modbus-reader') return model.serial === null ? modbusTcpRfid : modbusRtuRfid;
  const codec =
    model.kind === 'text-scale'
      ? scaleCodecOf(model, 'with-a-frame')
      : Object.hasOwn(READER_DECODERS, model.protocol)
        ? READER_DECODERS[model.protocol]
        : null;
  return codec ?? `model ${model.name} has no frames to decode`;
}

async function decodeStream(
  codec: Codec,
  { direction }: Call,
  { chunks, io }: { chunks: Chunks; io: DecodeIo },
): Promise<number> {
  const tally = { found: 0, lost: 0 };
  let state = codec.start(direction);
  const print = ({ state: next, frames, discarded }: Decoded<unknown>): void => {
    state = next;
    tally.lost += discarded;
    for (const { message } of frames) {
      io.out(JSON.stringify({ ...message, discarded: tally.lost }));
      tally.lost = 0;
      tally.found += 1;
    }
  };
  for await (const chunk of chunks) {
    // Byte by byte, so that lost bytes are counted with the very frame they came before.
    for (const byte of bytesOf(chunk)) print(codec.decode(state, Uint8Array.of(byte)));
  }
  print(codec.flush(state));
  if (tally.lost > 0) io.out(JSON.stringify({ kind: 'discarded', discarded: tally.lost }));
  return tally.found > 0 ? 0 : 1;
}
