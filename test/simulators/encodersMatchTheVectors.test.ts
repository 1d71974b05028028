// The encoders of every scale and reader against byte strings from manuals, captures and other projects: the same
// strings that the drivers are held to. And no protocol of the drivers is without a simulator.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LLRP_PROTOCOL, READER_CODECS } from '../../drivers/rfid/readerCodecs.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import { encodeChafonInventory } from '../../simulators/wires/chafon-ctsw.ts';
import { crc16Buypass, encodeCl7206Frame, encodeCl7206Tag } from '../../simulators/wires/cl7206.ts';
import { encodeDiniExtended } from '../../simulators/wires/dini-ext.ts';
import type { DisplayedWeight } from '../../simulators/wires/textScale.ts';
import { encodeA0InventoryEnd, encodeA0Reply, encodeA0Tag } from '../../simulators/wires/impinj-a0.ts';
import {
  encodeLlrpReaderMessage,
  encodeLlrpGreeting,
  encodeLlrpKeepAlive,
  encodeLlrpReport,
} from '../../simulators/wires/llrp.ts';
import { M100_MARKS_AADD, encodeM100TagNotice } from '../../simulators/wires/m100.ts';
import { encodeMtContinuousFrame } from '../../simulators/wires/mt-continuous.ts';
import { encodeMtSicsWeight } from '../../simulators/wires/mt-sics.ts';
import { SIMULATED_READER_PROTOCOLS } from '../../simulators/wires/simulatedReaders.ts';
import { SIMULATED_SCALE_PROTOCOLS } from '../../simulators/wires/simulatedScales.ts';
import { encodeSbiLine } from '../../simulators/wires/sbi.ts';
import { encodeShimadzuLine } from '../../simulators/wires/shimadzu-eb.ts';
import { encodeSmaWithoutWeight, encodeSmaWeight } from '../../simulators/wires/sma.ts';
import { encodeTakayaInventoryEnd, encodeTakayaTag } from '../../simulators/wires/takaya-utr.ts';
import { encodeMercuryTag } from '../../simulators/wires/thingmagic.ts';
import { encodeToledo8217Frame } from '../../simulators/wires/toledo-8217.ts';
import { encodeUhfReply, encodeUhfTags } from '../../simulators/wires/uhfreader.ts';
import {
  encodeYaohuaA12Line,
  encodeYaohuaA9Frame,
  encodeYaohuaAnswer,
  encodeYaohuaReversedFrame,
} from '../../simulators/wires/yaohua.ts';

const vectors = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as {
  protocol: string;
  hex: string;
}[];
const known = (protocol: string): string[] =>
  vectors.filter((vector) => vector.protocol === protocol).map(({ hex }) => hex);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const AT_REST: DisplayedWeight = {
  mg: 0,
  tareMg: 0,
  unit: 'kg',
  decimals: 2,
  step: 1,
  mode: 'gross',
  stable: true,
  centreOfZero: false,
  over: false,
  under: false,
};
const shown = (changes: Partial<DisplayedWeight>): DisplayedWeight => ({ ...AT_REST, ...changes });
const KG = 1_000_000;
const G = 1_000;
const CHAFON_TAGS = [
  { epcHex: 'E2002067551602701270920F', antenna: 2, rssi: 0x49 },
  { epcHex: 'E200207560100186251016A3', antenna: 2, rssi: 0x48 },
  { epcHex: 'E20020756010018501010101', antenna: 2, rssi: 0x4d },
];

describe('frames of the vectors, byte for byte', () => {
  test.each<[string, string, Uint8Array]>([
    ['mt-sics', 'stable', encodeMtSicsWeight(shown({ mg: 100 * G, unit: 'g' }))],
    ['mt-sics', 'dynamic', encodeMtSicsWeight(shown({ mg: 12.3 * KG, decimals: 3, stable: false }))],
    ['mt-sics', 'overload', encodeMtSicsWeight(shown({ over: true }))],
    [
      'mt-continuous',
      'net, negative, motion',
      encodeMtContinuousFrame(shown({ mg: -5 * KG, tareMg: 100 * KG, decimals: 1, mode: 'net', stable: false }), {
        checksum: true,
      }),
    ],
    ['mt-continuous', 'over range', encodeMtContinuousFrame(shown({ decimals: 0, over: true }), { checksum: false })],
    ['toledo-8217', 'motion', encodeToledo8217Frame(shown({ mg: KG, stable: false }))],
    ['toledo-8217', 'under zero', encodeToledo8217Frame(shown({ mg: -KG }))],
    ['toledo-8217', 'over capacity', encodeToledo8217Frame(shown({ mg: KG, over: true }))],
    ['sma', 'motion', encodeSmaWeight(shown({ mg: 7.65 * KG, decimals: 3, stable: false }))],
    ['sma', 'not stable in time', encodeSmaWithoutWeight({ status: ' ', mode: 'net', unit: '' })],
    ['sbi', 'stable', encodeSbiLine(shown({ mg: 123.56 * G, unit: 'g' }), { long: false })],
    ['sbi', 'not stable', encodeSbiLine(shown({ mg: 123.56 * G, unit: 'g', stable: false }), { long: false })],
    ['sbi', 'overload', encodeSbiLine(shown({ over: true }), { long: true })],
    ['shimadzu-eb', 'negative', encodeShimadzuLine(shown({ mg: -186.65 * G, unit: 'g' }), { stability: false })],
    ['shimadzu-eb', 'with its letter', encodeShimadzuLine(shown({ mg: -1_000 * G, unit: 'g' }), { stability: true })],
    ['yaohua-a12', 'gross', encodeYaohuaA12Line(shown({ mg: 4.139 * KG, decimals: 3 }))],
    ['yaohua-a12', 'underload', encodeYaohuaA12Line(shown({ under: true }))],
    ['yaohua-a9', 'format 0', encodeYaohuaA9Frame(shown({ mg: 12.34 * KG }))],
    ['yaohua-cmd', 'handshake', encodeYaohuaAnswer('A', null)],
    ['dini-ext', 'preset tare', encodeDiniExtended(shown({ tareMg: 20.8 * KG, decimals: 1 }), { code: '1' }, 'PT')],
    ['uhfreader18', 'no tag', encodeUhfReply(0, 0x01, 0xfb)],
    ['uhfreader288', 'a tag', encodeUhfTags('288', 0x03, [{ epcHex: '3039606303C74380001A0559', rssi: 0x40 }])],
    ['chafon-ctsw', 'nothing', encodeChafonInventory([])],
    ['chafon-ctsw', 'three tags', encodeChafonInventory(CHAFON_TAGS)],
    ['m100-aadd', 'a tag', encodeM100TagNotice({ epcHex: '30751FEB705C5904E3D50D70', rssiDbm: -55 }, M100_MARKS_AADD)],
    ['impinj-a0', 'firmware', encodeA0Reply(0x72, [0x01, 0x09])],
    ['impinj-a0', 'acknowledged', encodeA0Reply(0x74, [0x10])],
    ['impinj-a0', 'a tag', encodeA0Tag({ epcHex: 'E2004074850A0103163070E1', rssi: 0x36 })],
    ['impinj-a0', 'the end', encodeA0InventoryEnd({ readRate: 17, totalReads: 5 })],
    [
      'thingmagic',
      'a tag',
      encodeMercuryTag({ epcHex: '000000000000000000001545', rssiDbm: -60, frequencyKHz: 923_200, timestampMs: 295 }),
    ],
    ['takaya-utr', 'a tag', encodeTakayaTag({ epcHex: '093C9DD1E1A49AB3EC002F8A', rssiDbm: -51 })],
    ['takaya-utr', 'the end', encodeTakayaInventoryEnd(1)],
    ['llrp', 'greeting', encodeLlrpGreeting(179_472_585, 1_398_936_810_740_479)],
    ['llrp', 'keep-alive', encodeLlrpKeepAlive(1)],
    ['llrp', 'ENABLE_ROSPEC', encodeLlrpReaderMessage(24, 8, [0, 0, 0, 1])],
  ])('%s: %s', (protocol, _, frame) => {
    // The vector of the M100 in AA … DD has user memory (3400), a plain tag 3000: PC, CRC and sum differ, and nothing
    // else.
    if (protocol === 'm100-aadd')
      expect(known(protocol).map((hex) => hex.replace('3400', '3000').slice(0, -8))).toContain(
        hexOf(frame).slice(0, -8),
      );
    else expect(known(protocol)).toContain(hexOf(frame));
  });

  test('yaohua-rev says -1.00 twice', () => {
    const frame = hexOf(encodeYaohuaReversedFrame(shown({ mg: -KG })));
    expect(known('yaohua-rev')).toContain(frame + frame);
  });

  test('the recorded LLRP stream: a greeting, a report with 96 bits, a report with 144', () => {
    const short = {
      epcHex: '3005FB63AC1F3841EC880467',
      rssiDbm: -50,
      antenna: 1,
      utcMicros: 0x4ec2ea8354c09,
      seenCount: 1,
    };
    const long = {
      epcHex: '1FB41F712AC9C37AB79D618173188324001A',
      rssiDbm: -17,
      antenna: 1,
      utcMicros: 0x4ec2ea8381f57,
      seenCount: 1,
    };
    const stream = [
      encodeLlrpGreeting(179_472_585, 1_398_936_810_740_479),
      encodeLlrpReport(0x4095892f, [short]),
      encodeLlrpReport(0x40958941, [long]),
    ];
    expect(known('llrp')).toContain(stream.map(hexOf).join(''));
  });

  // No vector: the CRC's check value of the public tables, and a command as its manual prints it.
  test('CL7206’s CRC', () => {
    expect(crc16Buypass([...Buffer.from('123456789')])).toBe(0xfee8);
    expect(hexOf(encodeCl7206Frame(0x02, 0x10, [0x01, 0x01]))).toBe('AA02100002010171AD');
    expect(hexOf(encodeCl7206Tag({ epcHex: 'AA12AA10', rssi: 0x40 }))).toMatch(
      /^AA1200000B0004AA12AA101000010140[0-9A-F]{4}$/,
    );
  });
});

describe('no protocol without its simulator', () => {
  test('scales', () => {
    expect(Object.keys(SIMULATED_SCALE_PROTOCOLS).sort()).toEqual(Object.keys(SCALE_CODECS).sort());
  });

  test('readers', () => {
    expect(Object.keys(SIMULATED_READER_PROTOCOLS).sort()).toEqual(
      [...Object.keys(READER_CODECS), LLRP_PROTOCOL].sort(),
    );
  });
});
