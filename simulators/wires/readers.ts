// Every reader of this folder by its protocol's name: how it reports a tag, and the device behind a wire. The names are
// those of the drivers' registry, repeated here because simulators share nothing with drivers; a test compares the two
// lists.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Aerial, Answer } from '../world/aerial.ts';
import { chafonInventory, chafonReader } from './chafon.ts';
import { clReader, clTag } from './cl7206.ts';
import { a0Reader, a0Tag } from './impinj-a0.ts';
import type { Device } from './line.ts';
import { llrpReader, llrpReport } from './llrp.ts';
import { AADD, m100Reader, tagNotice } from './m100.ts';
import { utrReader, utrTag } from './takaya.ts';
import { mercuryReader, mercuryTag } from './thingmagic.ts';
import { uhfReader, uhfTags } from './uhfreader.ts';

export interface ReaderWire {
  encode(answer: Answer): Uint8Array;
  device(aerial: Aerial, clock: Clock): Device;
}

/** Any RSSI byte: those of these protocols have no documented meaning. */
const raw = ({ rssiDbm }: Answer): number => (rssiDbm + 129) & 0x7f;
const MORE_FOLLOW = 0x03;
const ALL_DELIVERED = 0x01;
const CL_KEEP_ALIVE_MS = 10_000;

export const READER_WIRES: Readonly<Record<string, ReaderWire>> = Object.freeze({
  m100: { encode: (answer) => tagNotice(answer), device: (aerial, clock) => m100Reader(aerial, clock) },
  'm100-aadd': {
    encode: (answer) => tagNotice(answer, AADD),
    device: (aerial, clock) => m100Reader(aerial, clock, AADD),
  },
  uhfreader18: {
    encode: (answer) => uhfTags('18', ALL_DELIVERED, [{ epcHex: answer.epcHex, rssi: 0 }]),
    device: (aerial, clock) => uhfReader(aerial, clock, '18'),
  },
  uhfreader288: {
    encode: (answer) => uhfTags('288', MORE_FOLLOW, [{ epcHex: answer.epcHex, rssi: raw(answer) }]),
    device: (aerial, clock) => uhfReader(aerial, clock, '288'),
  },
  'chafon-ctsw': {
    encode: (answer) => chafonInventory([{ epcHex: answer.epcHex, antenna: 1, rssi: raw(answer) }]),
    device: chafonReader,
  },
  'impinj-a0': { encode: (answer) => a0Tag({ epcHex: answer.epcHex, rssi: raw(answer) }), device: a0Reader },
  thingmagic: {
    encode: (answer) => mercuryTag({ ...answer, frequencyKHz: 923_200, timestampMs: 295 }),
    device: mercuryReader,
  },
  'takaya-utr': { encode: (answer) => utrTag(answer), device: utrReader },
  cl7206: {
    encode: (answer) => clTag({ epcHex: answer.epcHex, rssi: raw(answer) }),
    device: (aerial, clock) => clReader(aerial, clock, { keepAliveMs: CL_KEEP_ALIVE_MS }),
  },
  llrp: {
    encode: (answer) => llrpReport(7, [{ ...answer, antenna: 1, utcMicros: 1_398_936_810_740_479, seenCount: 1 }]),
    device: llrpReader,
  },
});
