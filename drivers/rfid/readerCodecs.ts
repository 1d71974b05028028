// Every frame codec of a reader. A new one is its file and one line here. Must not know any model.
import type { Codec } from '../contract/codec.ts';
import type { ReaderCodec } from './codecs/readerCodec.ts';
import { chafonCtsw } from './codecs/chafon-ctsw.ts';
import { cl7206 } from './codecs/cl7206.ts';
import { impinjA0 } from './codecs/impinj-a0.ts';
import { m100Aadd } from './codecs/m100-aadd.ts';
import { m100 } from './codecs/m100.ts';
import { takayaUtr } from './codecs/takaya-utr.ts';
import { thingmagic } from './codecs/thingmagic.ts';
import { uhfreader18 } from './codecs/uhfreader18.ts';
import { uhfreader288 } from './codecs/uhfreader288.ts';
import { llrpCodec } from './llrp/llrpCodec.ts';
import { modbusRtuRfid, modbusTcpRfid } from './codecs/modbus-rfid.ts';

/** Codec by the protocol name that model files use. */
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

/** LLRP's name; it is a session (llrp/llrpReader.ts), not a stream that one command starts. */
export const LLRP_PROTOCOL = 'llrp';

/** What a reader's model may name as its protocol. */
export const READER_PROTOCOLS: readonly string[] = Object.freeze([...Object.keys(READER_CODECS), LLRP_PROTOCOL]);

/** Decoders beside those of READER_CODECS, for bytes that no stream driver reads. */
export const READER_DECODERS: Readonly<Record<string, Codec>> = Object.freeze({
  ...READER_CODECS,
  [LLRP_PROTOCOL]: llrpCodec,
  'modbus-tcp-rfid': modbusTcpRfid,
  'modbus-rtu-rfid': modbusRtuRfid,
});
