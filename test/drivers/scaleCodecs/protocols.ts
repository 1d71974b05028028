// The protocols that this folder tests, whole streams of theirs, and short ways to feed text to them.
import type { FrameDirection } from '../../../drivers/contract/codec.ts';
import { SCALE_CODECS } from '../../../drivers/scale/scaleCodecs.ts';
import type { ScaleCodec } from '../../../drivers/scale/codecs/scaleCodec.ts';
import { feed } from '../vectors.ts';
import type { Heard } from '../vectors.ts';

/** As the vectors name them. */
export const VECTOR_PROTOCOLS = [
  'dini-ext',
  'mt-continuous',
  'mt-sics',
  'sbi',
  'shimadzu-eb',
  'sma',
  'toledo-8217',
  'yaohua-a12',
  'yaohua-a9',
  'yaohua-cmd',
  'yaohua-rev',
] as const;

/**
 * Frames of each codec, as a device sends them one after the other. Golden: written from the manuals' tables, not
 * encoded.
 */
export const STREAMS: Readonly<Record<string, readonly string[]>> = {
  'dini-ext': [
    '1ST,1,     0.0,PT   20.8,         0,kg\r\n',
    '02US,1,   -12.5,      0.0,         0,kg\r\n',
    '1OL,1,        ,          ,          ,kg\r\n',
  ],
  // The checksums of the third and fourth frame are STX and CR.
  'mt-continuous': [
    '\x02+; 000050001000\r%',
    '\x02*4 999999000000\r',
    '\x02+0 123456004999\r\x02',
    '\x02+0 123456000992\r\r',
    '\x02+0 000126000000\r',
  ],
  'mt-continuous-checksum': [
    '\x02+; 000050001000\r%',
    '\x02+0 123456004999\r\x02',
    '\x02+0 123456000992\r\r',
    '\x02+0 000123\rP',
  ],
  'mt-continuous-plain': ['\x02+; 000050001000\r', '\x02*4 999999000000\r', '\x02+0 000123\r'],
  'mt-sics': [
    'S S     100.00 g\r\n',
    'S D     -12.300 kg\r\n',
    'S I\r\n',
    'S +\r\n',
    'ES\r\n',
    'ZI D\r\n',
    'T S     100.00 g\r\n',
    'I4 A "0123456789"\r\n',
  ],
  nci: ['\n0012.34 lb\r\n00\r\x03', '\n-0012.34KG\r10\x03', '\n10\r\x03', '\n?\r\x03', '\n0012.34 lb\r\n0p4\r\x03'],
  'nci-inverse': ['\n 0012.34LB\r30\x03', '\n-0012.34LB\r20\x03'],
  sbi: [
    '+   123.56 g  \r\n',
    '-   123.56    \r\n',
    '+  123.5[6] g \r\n',
    'Stat       High     \r\n',
    'N     -    12.30 kg \r\n',
  ],
  'sbi-16': ['+   123.56 g  \r\n', '-   123.56    \r\n', '     Low      \r\n'],
  'sbi-22': ['N     -    12.30 kg \r\n', 'Stat       Err 54   \r\n', 'T1    +     1.00 kg \r\n'],
  'shimadzu-eb': ['-  186.65g \r', 'S- 1000.00g \r', 'U  1000,00kg\r', '       oL  \r'],
  sma: ['\n 1G       5.025lb \r', '\nZ1G       0.000lb \r', '\n 1N  ----------   \r', '\n?\r', '\nMFG:FAIRBANKS\r'],
  'toledo-8217': ['\x0200.500\r', '\x0212.345N\r', '\x02?A\r', '\x02?\x7f\r', '\x02E\rhello', '\x02E\r'],
  'yaohua-a12': ['WG004.139kg3D\r\n', 'WN-04.139kg29\r\n', '         LO23\r\n', '         OL23\r\n'],
  'yaohua-a9': ['\x02+00123421D\x03', '\x02-00123421B\x03'],
  'yaohua-a9-unitless': ['\x02+00123421D\x03', '\x02-00123421B\x03'],
  'yaohua-cmd': ['\x02AA00\x03', '\x02AB+00123421E\x03', '\x02AD-00123421E\x03', '\x04'],
  'yaohua-cmd-a9': ['\x02AA00\x03', '\x02AB+00123421E\x03'],
  'yaohua-rev': ['=00.1000-', '=5.881000'],
};

export function codecOf(protocol: string): ScaleCodec {
  const codec = SCALE_CODECS[protocol];
  if (codec === undefined) throw new Error(`no codec ${protocol}`);
  return codec;
}

export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export function hear(protocol: string, text: string, direction: FrameDirection = 'device'): Heard {
  return feed(codecOf(protocol), direction, [ascii(text)]);
}
