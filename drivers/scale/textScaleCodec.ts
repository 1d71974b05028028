// A text scale's codec: the one its model describes, or the one its model names. Must not know any port.
import type { TextScaleModel } from '../models/instrumentModel.ts';
import type { ScaleCodec } from './codecs/scaleCodec.ts';
import { ADDRESS_PLACEHOLDER } from './declarative/textFrameCommands.ts';
import { createTextFrameCodec } from './declarative/textFrameCodec.ts';
import type { TextFrameCodecOptions } from './declarative/textFrameCodec.ts';
import { SCALE_CODECS } from './scaleCodecs.ts';

/**
 * The codec of a model; null: there is no codec of that name.
 *
 * @throws {Error} when a pattern of the model's own frames is refused
 */
export function findScaleCodec(
  { name, protocol, frame, unit }: TextScaleModel,
  streamStart: TextFrameCodecOptions['streamStart'] = 'anywhere',
): ScaleCodec | null {
  if (frame !== undefined) return createTextFrameCodec({ name, frame, unit, streamStart });
  return (Object.hasOwn(SCALE_CODECS, protocol) ? SCALE_CODECS[protocol] : undefined) ?? null;
}

/** Why the model's own frames do not fit an instrument with this address, or with none; null: they fit. */
export function findAddressError({ name, frame }: TextScaleModel, address: string | null): string | null {
  if (frame === undefined) return null;
  const isAskedByAddress = frame.commands?.before.includes(ADDRESS_PLACEHOLDER) ?? false;
  if (isAskedByAddress && address === null) return `model ${name} is asked by address: give the instrument's address`;
  const hasAddressGroup = frame.pattern.includes('(?<address>');
  return address !== null && !isAskedByAddress && !hasAddressGroup ? `model ${name} has no addresses` : null;
}
