// A text scale's codec: the one its model describes, or the one its model names. Knows no port.
import type { TextScaleModel } from '../instrument.ts';
import type { ScaleCodec } from './codec.ts';
import { ADDRESS_PLACE } from './declarative/commands.ts';
import { frameCodec } from './declarative/codec.ts';
import type { FrameCodecParts } from './declarative/codec.ts';
import { SCALE_CODECS } from './registry.ts';

/** Null: there is no codec of that name. */
export function scaleCodecOf(
  { name, protocol, frame, unit }: TextScaleModel,
  begins: FrameCodecParts['begins'] = 'anywhere',
): ScaleCodec | null {
  if (frame !== undefined) return frameCodec({ name, frame, unit, begins });
  return (Object.hasOwn(SCALE_CODECS, protocol) ? SCALE_CODECS[protocol] : undefined) ?? null;
}

/** Whether the model's own frames fit an instrument with or without an address; a text: what is wrong. */
export function addressProblem({ name, frame }: TextScaleModel, address: string | null): string | null {
  if (frame === undefined) return null;
  const asks = frame.commands?.before.includes(ADDRESS_PLACE) ?? false;
  if (asks && address === null) return `model ${name} is asked by address: give the instrument's address`;
  const answers = frame.pattern.includes('(?<address>');
  return address !== null && !asks && !answers ? `model ${name} has no addresses` : null;
}
