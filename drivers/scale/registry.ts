// Every text codec of a scale by its protocol's name. A new one is its file and one line here.
import type { ScaleCodec } from './codec.ts';
import { andStd } from './codecs/and-std.ts';
import { diniExt } from './codecs/dini-ext.ts';
import { mtContinuous } from './codecs/mt-continuous.ts';
import { mtSics } from './codecs/mt-sics.ts';
import { nci } from './codecs/nci.ts';
import { sbi } from './codecs/sbi.ts';
import { shimadzuEb } from './codecs/shimadzu-eb.ts';
import { sma } from './codecs/sma.ts';
import { toledo8217 } from './codecs/toledo-8217.ts';
import { yaohuaA12 } from './codecs/yaohua-a12.ts';
import { yaohuaA9 } from './codecs/yaohua-a9.ts';
import { yaohuaCmd } from './codecs/yaohua-cmd.ts';
import { yaohuaRev } from './codecs/yaohua-rev.ts';

export const SCALE_CODECS: Readonly<Record<string, ScaleCodec>> = Object.freeze({
  'and-std': andStd,
  'dini-ext': diniExt,
  'mt-continuous': mtContinuous({ protocol: 'mt-continuous', checksum: 'either' }),
  'mt-continuous-checksum': mtContinuous({ protocol: 'mt-continuous-checksum', checksum: 'sent' }),
  'mt-continuous-plain': mtContinuous({ protocol: 'mt-continuous-plain', checksum: 'none' }),
  'mt-sics': mtSics,
  nci: nci({ protocol: 'nci', polarity: 'one-is-true' }),
  'nci-inverse': nci({ protocol: 'nci-inverse', polarity: 'zero-is-true' }),
  sbi: sbi({ protocol: 'sbi', lineBytes: 'either' }),
  'sbi-16': sbi({ protocol: 'sbi-16', lineBytes: 16 }),
  'sbi-22': sbi({ protocol: 'sbi-22', lineBytes: 22 }),
  'shimadzu-eb': shimadzuEb,
  sma,
  'toledo-8217': toledo8217,
  'yaohua-a12': yaohuaA12,
  'yaohua-a9': yaohuaA9({ protocol: 'yaohua-a9', unit: 'kg' }),
  'yaohua-a9-unitless': yaohuaA9({ protocol: 'yaohua-a9-unitless', unit: null }),
  'yaohua-cmd': yaohuaCmd({ protocol: 'yaohua-cmd', family: 'price' }),
  'yaohua-cmd-a9': yaohuaCmd({ protocol: 'yaohua-cmd-a9', family: 'truck' }),
  'yaohua-rev': yaohuaRev,
});
