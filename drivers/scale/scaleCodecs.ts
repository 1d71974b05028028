// Every text codec of a scale. A new one is its file and one line here. Must not know any model.
import type { ScaleCodec } from './codecs/scaleCodec.ts';
import { andStd } from './codecs/and-std.ts';
import { diniExt } from './codecs/dini-ext.ts';
import { createMtContinuousCodec } from './codecs/mt-continuous.ts';
import { mtSics } from './codecs/mt-sics.ts';
import { createNciCodec } from './codecs/nci.ts';
import { createSbiCodec } from './codecs/sbi.ts';
import { shimadzuEb } from './codecs/shimadzu-eb.ts';
import { sma } from './codecs/sma.ts';
import { toledo8217 } from './codecs/toledo-8217.ts';
import { yaohuaA12 } from './codecs/yaohua-a12.ts';
import { createYaohuaA9Codec } from './codecs/yaohua-a9.ts';
import { createYaohuaCommandCodec } from './codecs/yaohua-cmd.ts';
import { yaohuaRev } from './codecs/yaohua-rev.ts';

/** Codec by the protocol name that model files use. */
export const SCALE_CODECS: Readonly<Record<string, ScaleCodec>> = Object.freeze({
  'and-std': andStd,
  'dini-ext': diniExt,
  'mt-continuous': createMtContinuousCodec({ protocol: 'mt-continuous', checksum: 'either' }),
  'mt-continuous-checksum': createMtContinuousCodec({ protocol: 'mt-continuous-checksum', checksum: 'sent' }),
  'mt-continuous-plain': createMtContinuousCodec({ protocol: 'mt-continuous-plain', checksum: 'none' }),
  'mt-sics': mtSics,
  nci: createNciCodec({ protocol: 'nci', polarity: 'one-is-true' }),
  'nci-inverse': createNciCodec({ protocol: 'nci-inverse', polarity: 'zero-is-true' }),
  sbi: createSbiCodec({ protocol: 'sbi', lineBytes: 'either' }),
  'sbi-16': createSbiCodec({ protocol: 'sbi-16', lineBytes: 16 }),
  'sbi-22': createSbiCodec({ protocol: 'sbi-22', lineBytes: 22 }),
  'shimadzu-eb': shimadzuEb,
  sma,
  'toledo-8217': toledo8217,
  'yaohua-a12': yaohuaA12,
  'yaohua-a9': createYaohuaA9Codec({ protocol: 'yaohua-a9', unit: 'kg' }),
  'yaohua-a9-unitless': createYaohuaA9Codec({ protocol: 'yaohua-a9-unitless', unit: null }),
  'yaohua-cmd': createYaohuaCommandCodec({ protocol: 'yaohua-cmd', family: 'price' }),
  'yaohua-cmd-a9': createYaohuaCommandCodec({ protocol: 'yaohua-cmd-a9', family: 'truck' }),
  'yaohua-rev': yaohuaRev,
});
