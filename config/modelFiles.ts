// Instrument models: the schema of config/models/*.yaml and its loader. A model holds a product's facts, never where a
// unit of it is; that is the site file's. Must not know any instrument.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { MASS_UNITS } from '../drivers/contract/mass.ts';
import type { InstrumentModel, TextScaleModel } from '../drivers/models/instrumentModel.ts';
import { READER_PROTOCOLS } from '../drivers/rfid/readerCodecs.ts';
import { findScaleCodec } from '../drivers/scale/textScaleCodec.ts';
import { SCALE_CODECS } from '../drivers/scale/scaleCodecs.ts';
import {
  formatConfigError,
  collectSettingErrors,
  type ConfigError,
  type SettingError,
  formatSettingPath,
  findSettingLine,
} from './configError.ts';
import { checkTextFrameModel, textFrameSchema } from './textFrameSchema.ts';
import { checkModbusModel, modbusReaderSchema, modbusScaleSchema } from './modbusModelSchema.ts';
import { frameExamplesSchema, checkFrameExamples } from './frameExamples.ts';

const textSchema = z.string().min(1).max(120);
const millisecondsSchema = (min: number, max: number): z.ZodInt => z.int().min(min).max(max);

const commonModelShape = {
  title: textSchema.describe('the product as a technician knows it'),
  maker: textSchema.default('unknown').describe('who makes it'),
  serial: z
    .strictObject({
      baud: z.int().min(300).max(1_000_000),
      dataBits: z.union([z.literal(7), z.literal(8)]),
      parity: z.enum(['none', 'even', 'odd']),
      stopBits: z.union([z.literal(1), z.literal(2)]),
    })
    .nullable()
    .default(null)
    .describe('factory settings of the serial line; absent: it has none'),
  tcpPort: z.int().min(1).max(65_535).nullable().default(null).describe('usual TCP port; absent: none'),
  silentAfterMs: millisecondsSchema(200, 600_000)
    .default(5_000)
    .describe('a port without one byte for so long is closed and opened again'),
};

const pollShape = {
  intervalMs: millisecondsSchema(20, 60_000).describe('from one question to the next'),
  timeoutMs: millisecondsSchema(20, 60_000).describe('how long an answer may take'),
};

const textScaleSchema = z.strictObject({
  kind: z.literal('text-scale'),
  ...commonModelShape,
  protocol: z
    .enum(Object.keys(SCALE_CODECS) as [string, ...string[]])
    .optional()
    .describe('a scale codec; absent: frame says what the frames are'),
  frame: textFrameSchema.optional(),
  examples: frameExamplesSchema,
  poll: z
    .strictObject({
      command: z
        .string()
        .regex(/^[ -~]{1,20}$/)
        .describe('the command that asks for the weight'),
      ...pollShape,
    })
    .nullable()
    .default(null)
    .describe('absent: it streams'),
  unit: z.enum(MASS_UNITS).nullable().default(null).describe('unit of frames that carry none'),
  unmarked: z.enum(['gross', 'net']).describe('what a weight is that its frame does not mark'),
});

const readerSchema = z.strictObject({
  kind: z.literal('reader'),
  ...commonModelShape,
  protocol: z.enum(READER_PROTOCOLS as [string, ...string[]]).describe('a reader’s protocol'),
  regions: z
    .array(z.string().regex(/^[A-Z]{2}[A-Z0-9]{0,6}$/))
    .max(20)
    .describe('radio regions the module can be set to; JP is Japan'),
});

/** By kind, so that errors name the settings of that kind: a plain union would only report that no kind fits. */
const MODEL_SCHEMAS = {
  'text-scale': textScaleSchema,
  'modbus-scale': modbusScaleSchema(commonModelShape, pollShape),
  reader: readerSchema,
  'modbus-reader': modbusReaderSchema(commonModelShape, pollShape),
} as const;

const MODEL_FILE_NAME = /^([a-z0-9][a-z0-9-]{0,58})\.yaml$/;
const MAX_MODEL_FILES = 500;
const MAX_MODEL_FILE_BYTES = 100_000;

/** A model, or every error of its file. */
export type ModelParseResult = { kind: 'valid'; model: InstrumentModel } | { kind: 'faulty'; errors: ConfigError[] };

/** Parses a model file. `file` is its name: "laumas-tlb.yaml" holds the model "laumas-tlb". */
export function parseModelFile(file: string, content: string): ModelParseResult {
  const wholeFileError = (problem: string, allowed: string): ModelParseResult => ({
    kind: 'faulty',
    errors: [{ file, path: '(file)', line: null, problem, allowed }],
  });
  const name = MODEL_FILE_NAME.exec(file)?.[1];
  if (name === undefined) return wholeFileError('has a name that is no model’s', 'a–z, 0–9 and -, then .yaml');
  if (content.length > MAX_MODEL_FILE_BYTES)
    return wholeFileError('is too large', `at most ${MAX_MODEL_FILE_BYTES} bytes`);
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const [yamlError] = [...document.errors, ...document.warnings];
  if (yamlError) return wholeFileError(yamlError.message, 'YAML 1.2');
  const value = plainValue(document);
  const kind = value?.kind;
  if (!isModelKind(kind))
    return wholeFileError('says no kind', `kind: one of ${Object.keys(MODEL_SCHEMAS).join(', ')}`);
  const schema = MODEL_SCHEMAS[kind];
  const parsed = schema.safeParse(value);
  const result = parsed.success
    ? completeModel(name, parsed.data)
    : collectSettingErrors(schema, value, parsed.error.issues);
  if (!Array.isArray(result)) return { kind: 'valid', model: deepFreeze(result) };
  const errors = result.map(({ path, problem, allowed }) => ({
    file,
    path: formatSettingPath(path),
    line: findSettingLine(document, lines, path),
    problem,
    allowed,
  }));
  return { kind: 'faulty', errors };
}

/** The model, or what its schema could not see. */
function completeModel(
  name: string,
  data: z.output<(typeof MODEL_SCHEMAS)[keyof typeof MODEL_SCHEMAS]>,
): InstrumentModel | SettingError[] {
  if (data.kind !== 'text-scale') {
    const model = { name, ...withoutUndefined(data) } as Exclude<InstrumentModel, TextScaleModel>;
    const errors = model.kind === 'reader' ? [] : checkModbusModel(model);
    return errors.length > 0 ? errors : model;
  }
  const { examples, ...facts } = data;
  const frameErrors = checkTextFrameModel(data);
  if (frameErrors.length > 0) return frameErrors;
  // The frames that a model describes are a protocol of its own name.
  const model = { name, ...withoutUndefined(facts), protocol: facts.protocol ?? name } as TextScaleModel;
  const codec = findScaleCodec(model, 'with-a-frame');
  const errors = codec === null ? [] : checkFrameExamples(codec, examples, facts.frame);
  return errors.length > 0 ? errors : model;
}

/** Null: an alias without its anchor, or too many of them. */
function plainValue(document: Document): { kind?: unknown } | null {
  try {
    return document.toJS() as { kind?: unknown } | null;
  } catch {
    return null;
  }
}

function isModelKind(kind: unknown): kind is keyof typeof MODEL_SCHEMAS {
  return typeof kind === 'string' && Object.hasOwn(MODEL_SCHEMAS, kind);
}

/** Model files cannot be used; `errors` has those of all files of the folder. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  readonly errors: readonly ConfigError[];

  constructor(errors: readonly ConfigError[]) {
    super(errors.map(formatConfigError).join('\n'));
    this.errors = errors;
  }
}

/**
 * Every model of a folder by name.
 *
 * @throws {ModelFileError} when a file is invalid; with every error of every file
 * @throws {Error} when the folder cannot be read or holds too many files
 */
export function loadModelFiles(folder: string): ReadonlyMap<string, InstrumentModel> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  if (files.length > MAX_MODEL_FILES) throw new Error(`${folder} holds more than ${MAX_MODEL_FILES} models`);
  const results = files.map((file) => parseModelFile(file, readFileSync(join(folder, file), 'utf8')));
  const errors = results.flatMap((result) => (result.kind === 'faulty' ? result.errors : []));
  if (errors.length > 0) throw new ModelFileError(errors);
  return new Map(
    results.flatMap((result) => (result.kind === 'valid' ? [[result.model.name, result.model] as const] : [])),
  );
}

/** An absent optional member is absent, not undefined: the types of drivers/ know no third state. */
function withoutUndefined<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, withoutUndefined(member as unknown)]],
    ),
  ) as T;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) deepFreeze(member as unknown);
  return Object.freeze(value);
}
