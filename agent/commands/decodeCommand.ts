// `hakari decode`: what bytes of an instrument mean, one JSON object a line, with the bytes that belonged to no frame
// counted. Reads bytes only; opens no port.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../drivers/contract/errorText.ts';
import { formatConfigError } from '../../config/configError.ts';
import { loadModelFiles, parseModelFile } from '../../config/modelFiles.ts';
import type { ModelParseResult } from '../../config/modelFiles.ts';
import type { Codec, DecodeResult } from '../../drivers/contract/codec.ts';
import type { InstrumentModel } from '../../drivers/models/instrumentModel.ts';
import { createModbusRtuCodec } from '../../drivers/modbus/modbusRtuCodec.ts';
import { modbusRtuRfid, modbusTcpRfid } from '../../drivers/rfid/codecs/modbus-rfid.ts';
import { READER_DECODERS } from '../../drivers/rfid/readerCodecs.ts';
import { findScaleCodec } from '../../drivers/scale/textScaleCodec.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { toBytes, openDecodeInput, type ByteChunks } from './decodeInput.ts';
import { CODE_PROTOCOL, decodeScannedCodes, decodeValues, VALUE_DECODERS } from './decodeValues.ts';
import { installationPath } from './siteFileInput.ts';

const USAGE =
  'hakari decode (--protocol NAME | --model MODEL | --model-file FILE) [--decimals N] [--direction device|host] (--hex HEX | --file FILE | bytes on standard input)';
const MODBUS_SCALE = 'modbus-rtu-scale';

/** What the command needs of its process. */
export interface DecodeIo {
  stdin: NodeJS.ReadableStream;
  out(line: string): void;
  err(line: string): void;
}

interface DecodeOptions {
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

/** Exit code: 0 there was a frame, 1 there was none, 2 wrong call or model file. */
export async function runDecodeCommand(args: string[], io: DecodeIo): Promise<number> {
  const options = parseDecodeOptions(args, io);
  if (options === null) return 2;
  const modelErrors = options.modelFile === undefined ? null : describeModelFileErrors(options.modelFile);
  if (modelErrors !== null) {
    // Without the usage text: the call is right, and the file is wrong.
    io.err(modelErrors);
    return 2;
  }
  const codec = findDecodeCodec(options);
  const decodeValue =
    options.protocol !== undefined && Object.hasOwn(VALUE_DECODERS, options.protocol)
      ? VALUE_DECODERS[options.protocol]
      : undefined;
  if (typeof codec === 'string') return printUsageError(USAGE, io, codec);
  const chunks = openDecodeInput(options, io.stdin);
  if (typeof chunks === 'string') return printUsageError(USAGE, io, chunks);
  if (options.protocol === CODE_PROTOCOL) return decodeScannedCodes(chunks, io);
  if (decodeValue) return decodeValues(decodeValue, { chunks, isHexText: options.hex !== undefined }, io);
  return codec === null
    ? printUsageError(USAGE, io, describeUnknownProtocol(options.protocol ?? ''))
    : decodeStream(codec, options, { chunks, io });
}

function parseDecodeOptions(args: string[], io: DecodeIo): DecodeOptions | null {
  const parsed = parseArgumentsOrPrintUsage(USAGE, io, () =>
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
  const { protocol, direction, model, 'model-file': modelFile, hex, file } = parsed.values;
  const refuse = (reason: string): null => {
    printUsageError(USAGE, io, reason);
    return null;
  };
  if (protocol === undefined && model === undefined && modelFile === undefined)
    return refuse(`--protocol is missing; known: ${listProtocols()}`);
  if (modelFile !== undefined && (protocol ?? model) !== undefined)
    return refuse('--model-file stands alone: the file says the protocol');
  if (direction !== 'device' && direction !== 'host')
    return refuse(`--direction is device (default) or host, not "${direction}"`);
  if (hex !== undefined && file !== undefined) return refuse('--hex and --file exclude each other');
  const decimals = parsed.values.decimals === undefined ? null : Number(parsed.values.decimals);
  if (decimals !== null && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 6))
    return refuse('--decimals is a whole number from 0 to 6');
  return { protocol, direction, model, modelFile, hex, file, decimals };
}

function listProtocols(): string {
  return [
    ...Object.keys(SCALE_CODECS),
    ...Object.keys(READER_DECODERS),
    MODBUS_SCALE,
    ...Object.keys(VALUE_DECODERS),
    CODE_PROTOCOL,
  ].join(', ');
}

function describeUnknownProtocol(protocol: string): string {
  return `there is no protocol "${protocol}"; known: ${listProtocols()}`;
}

/** A text tells why there is none. Null: the protocol is a value, not a stream. */
function findDecodeCodec({ protocol, model, modelFile, decimals }: DecodeOptions): Codec | string | null {
  if (modelFile !== undefined) return readModelFileCodec(modelFile, decimals);
  if (protocol === undefined) return findModelCodec(model ?? '', decimals);
  if (model !== undefined && protocol !== MODBUS_SCALE) return `--model belongs to ${MODBUS_SCALE}, or stands alone`;
  if (protocol === CODE_PROTOCOL || Object.hasOwn(VALUE_DECODERS, protocol)) return null;
  const codecs: Readonly<Record<string, Codec>> = { ...SCALE_CODECS, ...READER_DECODERS };
  if (protocol !== MODBUS_SCALE)
    return (Object.hasOwn(codecs, protocol) ? codecs[protocol] : undefined) ?? describeUnknownProtocol(protocol);
  if (model === undefined) return createModbusRtuCodec(null);
  const models = loadModelFiles(installationPath('config/models'));
  const modbusModel = models.get(model);
  if (modbusModel?.kind === 'modbus-scale') return createModbusRtuCodec({ model: modbusModel, decimals });
  const names = [...models.values()].filter(({ kind }) => kind === 'modbus-scale').map(({ name }) => name);
  return `there is no Modbus model "${model}"; known: ${names.join(', ')}`;
}

function findModelCodec(name: string, decimals: number | null): Codec | string {
  const models = loadModelFiles(installationPath('config/models'));
  const model = models.get(name);
  return model === undefined
    ? `there is no model "${name}"; known: ${[...models.keys()].join(', ')}`
    : modelCodec(model, decimals);
}

/** Every error of a model file, its own examples included, a line each; null: it has none. */
function describeModelFileErrors(file: string): string | null {
  const outcome = readModelFile(file);
  return typeof outcome === 'string' || outcome.kind === 'valid'
    ? null
    : outcome.errors.map(formatConfigError).join('\n');
}

function readModelFileCodec(file: string, decimals: number | null): Codec | string {
  const outcome = readModelFile(file);
  if (typeof outcome === 'string') return outcome;
  return outcome.kind === 'valid' ? modelCodec(outcome.model, decimals) : `${file} is no model`;
}

function readModelFile(file: string): ModelParseResult | string {
  try {
    return parseModelFile(basename(file), readFileSync(file, 'utf8'));
  } catch (error) {
    return `${file} cannot be read: ${errorText(error)}`;
  }
}

function modelCodec(model: InstrumentModel, decimals: number | null): Codec | string {
  // Modbus without a serial line is Modbus TCP.
  if (model.kind === 'modbus-scale')
    return model.serial === null ? modbusTcpRfid : createModbusRtuCodec({ model, decimals });
  if (model.kind === 'modbus-reader') return model.serial === null ? modbusTcpRfid : modbusRtuRfid;
  const codec =
    model.kind === 'text-scale'
      ? findScaleCodec(model, 'with-a-frame')
      : Object.hasOwn(READER_DECODERS, model.protocol)
        ? READER_DECODERS[model.protocol]
        : null;
  return codec ?? `model ${model.name} has no frames to decode`;
}

async function decodeStream(
  codec: Codec,
  { direction }: DecodeOptions,
  { chunks, io }: { chunks: ByteChunks; io: DecodeIo },
): Promise<number> {
  let frameCount = 0;
  let discardedBytes = 0;
  let state = codec.initialState(direction);
  const print = ({ state: next, frames, discarded }: DecodeResult<unknown>): void => {
    state = next;
    discardedBytes += discarded;
    for (const { message } of frames) {
      io.out(JSON.stringify({ ...message, discarded: discardedBytes }));
      discardedBytes = 0;
      frameCount += 1;
    }
  };
  for await (const chunk of chunks) {
    // Byte by byte, so that discarded bytes are counted with the frame that follows them.
    for (const byte of toBytes(chunk)) print(codec.decode(state, Uint8Array.of(byte)));
  }
  print(codec.flush(state));
  if (discardedBytes > 0) io.out(JSON.stringify({ kind: 'discarded', discarded: discardedBytes }));
  return frameCount > 0 ? 0 : 1;
}
