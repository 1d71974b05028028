// Model files with frames of their own, as these tests use them: the shipped ones, and small ones written on the spot.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseModelFile } from '../../../config/modelFiles.ts';
import type { TextScaleModel } from '../../../drivers/models/instrumentModel.ts';
import type { ScaleCodec } from '../../../drivers/scale/codecs/scaleCodec.ts';
import { findScaleCodec } from '../../../drivers/scale/textScaleCodec.ts';
import type { TextFrameCodecOptions } from '../../../drivers/scale/declarative/textFrameCodec.ts';
import { feed } from '../vectors.ts';
import type { Heard } from '../vectors.ts';

export interface ShippedExample {
  bytes: Uint8Array;
  expect: Record<string, unknown>;
}

export interface ShippedModel {
  model: TextScaleModel;
  examples: ShippedExample[];
}

const FOLDER = new URL('../../../config/models/', import.meta.url);

export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function examplesOf(content: string): ShippedExample[] {
  const { examples = [] } = parse(content) as {
    examples?: { text?: string; hex?: string; expect: Record<string, unknown> }[];
  };
  return examples.map(({ text, hex, expect }) => ({
    bytes: text === undefined ? Buffer.from(hex ?? '', 'hex') : ascii(text),
    expect,
  }));
}

function valid(file: string, content: string): TextScaleModel | null {
  const outcome = parseModelFile(file, content);
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.errors, null, 1));
  return outcome.model.kind === 'text-scale' ? outcome.model : null;
}

/** Every text scale that is shipped. */
export const SHIPPED: readonly ShippedModel[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => {
    const content = readFileSync(new URL(file, FOLDER), 'utf8');
    const model = content.includes('kind: text-scale') ? valid(file, content) : null;
    return model === null ? [] : [{ model, examples: examplesOf(content) }];
  });

export const FRAMED = SHIPPED.filter(({ model }) => model.frame !== undefined);

/** A whole model file around the lines of a frame; its example is of no interest and names itself. */
export function modelText(frame: string, example: string, facts = 'unmarked: gross'): string {
  return `kind: text-scale
title: t
maker: m
serial: { baud: 9600, dataBits: 8, parity: none, stopBits: 1 }
silentAfterMs: 3000
${facts}
frame:
${frame
  .trim()
  .split('\n')
  .map((line) => `  ${line.trimEnd()}`)
  .join('\n')}
examples:
  - ${example}
`;
}

export function codecOfText(
  content: string,
  begins: TextFrameCodecOptions['streamStart'] = 'with-a-frame',
): ScaleCodec {
  const model = valid('written-here.yaml', content);
  const codec = model === null ? null : findScaleCodec(model, begins);
  if (codec === null) throw new Error('no codec');
  return codec;
}

export function codecOfModel(
  model: TextScaleModel,
  begins: TextFrameCodecOptions['streamStart'] = 'with-a-frame',
): ScaleCodec {
  const codec = findScaleCodec(model, begins);
  if (codec === null) throw new Error(`no codec for ${model.name}`);
  return codec;
}

export function shipped(name: string): ShippedModel {
  const found = SHIPPED.find(({ model }) => model.name === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
}

export function hear(codec: ScaleCodec, text: string): Heard {
  return feed(codec, 'device', [ascii(text)]);
}
