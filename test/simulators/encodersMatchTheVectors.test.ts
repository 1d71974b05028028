// The encoders of every scale and reader against byte strings from manuals, captures and other projects: the same
// strings that the drivers are held to. And no protocol of the drivers is without a simulator.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LLRP, READER_CODECS } from '../../drivers/rfid/registry.ts';
import { SCALE_CODECS } from '../../drivers/scale/registry.ts';
import { chafonInventory } from '../../simulators/wires/chafon.ts';
import { buypass, clFrame, clTag } from '../../simulators/wires/cl7206.ts';
import { diniExtended } from '../../simulators/wires/dini.ts';
import type { Shown } from '../../simulators/wires/display.ts';
import { a0End, a0Reply, a0Tag } from '../../simulators/wires/impinj-a0.ts';
import { llrpFrame, llrpGreeting, llrpKeepAlive, llrpReport } from '../../simulators/wires/llrp.ts';
import { AADD, tagNotice } from '../../simulators/wires/m100.ts';
import { continuousFrame } from '../../simulators/wires/mt-continuous.ts';
import { sicsWeight } from '../../simulators/wires/mt-sics.ts';
import { READER_WIRES } from '../../simulators/wires/readers.ts';
import { SCALE_WIRES } from '../../simulators/wires/scales.ts';
import { sbiLine } from '../../simulators/wires/sbi.ts';
import { ebLine } from '../../simulators/wires/shimadzu.ts';
import { smaDashes, smaWeight } from '../../simulators/wires/sma.ts';
import { utrEnd, utrTag } from '../../simulators/wires/takaya.ts';
import { mercuryTag } from '../../simulators/wires/thingmagic.ts';
import { retailFrame } from '../../simulators/wires/toledo-8217.ts';
import { uhfReply, uhfTags } from '../../simulators/wires/uhfreader.ts';
import { a12Line, a9Frame, answerFrame, reversedFrame } from '../../simulators/wires/yaohua.ts';

const vectors = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as {
  protocol: string;
  hex: string;
}[];
const known = (protocol: string): string[] =>
  vectors.filter((vector) => vector.protocol === protocol).map(({ hex }) => hex);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const AT_REST: Shown = {
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
const shown = (changes: Partial<Shown>): Shown => ({ ...AT_REST, ...changes });
const KG = 1_000_000;
const G = 1_000;
const CHAFON_TAGS = [
  { epcHex: 'E2002067551602701270920F', antenna: 2, rssi: 0x49 },
  { epcHex: 'E200207560100186251016A3', antenna: 2, rssi: 0x48 },
  { epcHex: 'E20020756010018501010101', antenna: 2, rssi: 0x4d },
];

describe('frames of the vectors, byte for byte', () => {
  test.each<[string, string, Uint8Array]>([
    ['mt-sics', 'stable', sicsWeight(shown({ mg: 100 * G, unit: 'g' }))],
    ['mt-sics', 'dynamic', sicsWeight(shown({ mg: 12.3 * KG, decimals: 3, stable: false }))],
    ['mt-sics', 'overload', sicsWeight(shown({ over: true }))],
    [
      'mt-continuous',
      'net, negative, motion',
      continuousFrame(shown({ mg: -5 * KG, tareMg: 100 * KG, decimals: 1, mode: 'net', stable: false }), {
        checksum: true,
      }),
    ],
    ['mt-continuous', 'over range', continuousFrame(shown({ decimals: 0, over: true }), { checksum: false })],
    ['toledo-8217', 'motion', retailFrame(shown({ mg: KG, stable: false }))],
    ['toledo-8217', 'under zero', retailFrame(shown({ mg: -KG }))],
    ['toledo-8217', 'over capacity', retailFrame(shown({ mg: KG, over: true }))],
    ['sma', 'motion', smaWeight(shown({ mg: 7.65 * KG, decimals: 3, stable: false }))],
    ['sma', 'not stable in time', smaDashes({ status: ' ', mode: 'net', unit: '' })],
    ['sbi', 'stable', sbiLine(shown({ mg: 123.56 * G, unit: 'g' }), { long: false })],
    ['sbi', 'not stable', sbiLine(shown({ mg: 123.56 * G, unit: 'g', stable: false }), { long: false })],
    ['sbi', 'overload', sbiLine(shown({ over: true }), { long: true })],
    ['shimadzu-eb', 'negative', ebLine(shown({ mg: -186.65 * G, unit: 'g' }), { stability: false })],
    ['shimadzu-eb', 'with its letter', ebLine(shown({ mg: -1_000 * G, unit: 'g' }), { stability: true })],
    ['yaohua-a12', 'gross', a12Line(shown({ mg: 4.139 * KG, decimals: 3 }))],
    ['yaohua-a12', 'underload', a12Line(shown({ under: true }))],
    ['yaohua-a9', 'format 0', a9Frame(shown({ mg: 12.34 * KG }))],
    ['yaohua-cmd', 'handshake', answerFrame('A', null)],
    ['dini-ext', 'preset tare', diniExtended(shown({ tareMg: 20.8 * KG, decimals: 1 }), { code: '1' }, 'PT')],
    ['uhfreader18', 'no tag', uhfReply(0, 0x01, 0xfb)],
    ['uhfreader288', 'a tag', uhfTags('288', 0x03, [{ epcHex: '3039606303C74380001A0559', rssi: 0x40 }])],
    ['chafon-ctsw', 'nothing', chafonInventory([])],
    ['chafon-ctsw', 'three tags', chafonInventory(CHAFON_TAGS)],
    ['m100-aadd', 'a tag', tagNotice({ epcHex: '30751FEB705C5904E3D50D70', rssiDbm: -55 }, AADD)],
    ['impinj-a0', 'firmware', a0Reply(0x72, [0x01, 0x09])],
    ['impinj-a0', 'acknowledged', a0Reply(0x74, [0x10])],
    ['impinj-a0', 'a tag', a0Tag({ epcHex: 'E2004074850A0103163070E1', rssi: 0x36 })],
    ['impinj-a0', 'the end', a0End({ readRate: 17, totalReads: 5 })],
    [
      'thingmagic',
      'a tag',
      mercuryTag({ epcHex: '000000000000000000001545', rssiDbm: -60, frequencyKHz: 923_200, timestampMs: 295 }),
    ],
    ['takaya-utr', 'a tag', utrTag({ epcHex: '093C9DD1E1A49AB3EC002F8A', rssiDbm: -51 })],
    ['takaya-utr', 'the end', utrEnd(1)],
    ['llrp', 'greeting', llrpGreeting(179_472_585, 1_398_936_810_740_479)],
    ['llrp', 'keep-alive', llrpKeepAlive(1)],
    ['llrp', 'ENABLE_ROSPEC', llrpFrame(24, 8, [0, 0, 0, 1])],
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
    const frame = hexOf(reversedFrame(shown({ mg: -KG })));
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
      llrpGreeting(179_472_585, 1_398_936_810_740_479),
      llrpReport(0x4095892f, [short]),
      llrpReport(0x40958941, [long]),
    ];
    expect(known('llrp')).toContain(stream.map(hexOf).join(''));
  });

  // No vector: the CRC's check value of the public tables, and a command as its manual prints it.
  test('CL7206’s CRC', () => {
    expect(buypass([...Buffer.from('123456789')])).toBe(0xfee8);
    expect(hexOf(clFrame(0x02, 0x10, [0x01, 0x01]))).toBe('AA02100002010171AD');
    expect(hexOf(clTag({ epcHex: 'AA12AA10', rssi: 0x40 }))).toMatch(/^AA1200000B0004AA12AA101000010140[0-9A-F]{4}$/);
  });
});

describe('no protocol without its simulator', () => {
  test('scales', () => {
    expect(Object.keys(SCALE_WIRES).sort()).toEqual(Object.keys(SCALE_CODECS).sort());
  });

  test('readers', () => {
    expect(Object.keys(READER_WIRES).sort()).toEqual([...Object.keys(READER_CODECS), LLRP].sort());
  });
});
