// Every frame codec of a reader by its protocol's name. A new one is its file and one line here.
import type { ReaderCodec } from './codec.ts';
import { chafonCtsw } from './codecs/chafon-ctsw.ts';
import { cl7206 } from './codecs/cl7206.ts';
import { impinjA0 } from './codecs/impinj-a0.ts';
import { m100Aadd } from './codecs/m100-aadd.ts';
import { m100 } from './codecs/m100.ts';
import { takayaUtr } from './codecs/takaya-utr.ts';
import { thingmagic } from './codecs/thingmagic.ts';
import { uhfreader18 } from './codecs/uhfreader18.ts';
import { uhfreader288 } from './codecs/uhfreader288.ts';

export const READER_CODECS: Readonly<Record<string, ReaderCodec>> = Object.freeze({
  m100,
  'm100-aadd': m100Aadd,
  uhfreader18,
  uhfreader288,
  'chafon-ctsw': chafonCtsw,
  'impinj-a0': impinjA0,
  thingmagic,
  'takaya-utr': takayaUtr,
  cl7206,
});
