// Every reader of this folder by its protocol's name: how it reports a tag, and the device behind a wire. The names are
// those of the drivers' registry, repeated here because simulators share nothing with drivers; a test compares the two
// lists.
import type { Clock } from '../../drivers/contract/clock.ts';
import { encodeChafonInventory, simulateChafonReader } from './chafon-ctsw.ts';
import { simulateCl7206Reader, encodeCl7206Tag } from './cl7206.ts';
import { simulateImpinjA0Reader, encodeA0Tag } from './impinj-a0.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import { simulateLlrpReader, encodeLlrpReport } from './llrp.ts';
import { M100_MARKS_AADD, simulateM100Reader, encodeM100TagNotice } from './m100.ts';
import { simulateTakayaReader, encodeTakayaTag } from './takaya-utr.ts';
import { simulateThingMagicReader, encodeMercuryTag } from './thingmagic.ts';
import { simulateUhfReader, encodeUhfTags } from './uhfreader.ts';
import type { TagAnswer, Antenna } from './antenna.ts';

export interface SimulatedReaderProtocol {
  encode(answer: TagAnswer): Uint8Array;
  createDevice(antenna: Antenna, clock: Clock): SimulatedDevice;
}

/** Any RSSI byte: those of these protocols have no documented meaning. */
const rawRssiByte = ({ rssiDbm }: TagAnswer): number => (rssiDbm + 129) & 0x7f;
const MORE_FOLLOW = 0x03;
const ALL_DELIVERED = 0x01;
const CL_KEEP_ALIVE_MS = 10_000;

export const SIMULATED_READER_PROTOCOLS: Readonly<Record<string, SimulatedReaderProtocol>> = Object.freeze({
  m100: {
    encode: (answer) => encodeM100TagNotice(answer),
    createDevice: (antenna, clock) => simulateM100Reader(antenna, clock),
  },
  'm100-aadd': {
    encode: (answer) => encodeM100TagNotice(answer, M100_MARKS_AADD),
    createDevice: (antenna, clock) => simulateM100Reader(antenna, clock, M100_MARKS_AADD),
  },
  uhfreader18: {
    encode: (answer) => encodeUhfTags('18', ALL_DELIVERED, [{ epcHex: answer.epcHex, rssi: 0 }]),
    createDevice: (antenna, clock) => simulateUhfReader(antenna, clock, '18'),
  },
  uhfreader288: {
    encode: (answer) => encodeUhfTags('288', MORE_FOLLOW, [{ epcHex: answer.epcHex, rssi: rawRssiByte(answer) }]),
    createDevice: (antenna, clock) => simulateUhfReader(antenna, clock, '288'),
  },
  'chafon-ctsw': {
    encode: (answer) => encodeChafonInventory([{ epcHex: answer.epcHex, antenna: 1, rssi: rawRssiByte(answer) }]),
    createDevice: simulateChafonReader,
  },
  'impinj-a0': {
    encode: (answer) => encodeA0Tag({ epcHex: answer.epcHex, rssi: rawRssiByte(answer) }),
    createDevice: simulateImpinjA0Reader,
  },
  thingmagic: {
    encode: (answer) => encodeMercuryTag({ ...answer, frequencyKHz: 923_200, timestampMs: 295 }),
    createDevice: simulateThingMagicReader,
  },
  'takaya-utr': { encode: (answer) => encodeTakayaTag(answer), createDevice: simulateTakayaReader },
  cl7206: {
    encode: (answer) => encodeCl7206Tag({ epcHex: answer.epcHex, rssi: rawRssiByte(answer) }),
    createDevice: (antenna, clock) => simulateCl7206Reader(antenna, clock, { keepAliveMs: CL_KEEP_ALIVE_MS }),
  },
  llrp: {
    encode: (answer) =>
      encodeLlrpReport(7, [{ ...answer, antenna: 1, utcMicros: 1_398_936_810_740_479, seenCount: 1 }]),
    createDevice: simulateLlrpReader,
  },
});
