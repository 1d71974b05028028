// TCP keeps no message boundaries: greeting, answers, keep-alives and reports arrive glued together and cut anywhere.
import { expect, it } from 'vitest';
import type { DeviceMessage } from '../../../drivers/contract/codec.ts';
import { llrpCodec } from '../../../drivers/rfid/llrp/llrpCodec.ts';
import { listTags } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { pause, until } from '../rig.ts';
import { feed } from '../vectors.ts';
import { bench } from './bench.ts';
import { TYPE, healthy, message, parameter, readerEvent, report, tagReport } from './llrpReader.ts';

const EPC = '3005FB63AC1F3841EC880467';
const keepalive = (id: number): Buffer => message(TYPE.keepalive, id);

it('glued: reports around keep-alives, each answered with its own id', async () => {
  const { reader, tags } = await bench();
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  reader.send(
    Buffer.concat([
      report(tagReport(EPC)),
      keepalive(41),
      report(tagReport(EPC)),
      report(),
      keepalive(42),
      report(tagReport(EPC), tagReport(EPC)),
    ]),
  );
  await until('four tags, two answers', () => tags().length === 4 && reader.heard(TYPE.keepaliveAck).length === 2);
  expect(reader.heard(TYPE.keepaliveAck).map(({ id, body }) => [id, body.length])).toEqual([
    [41, 0],
    [42, 0],
  ]);
});

it('cut: one byte at a time, from the greeting on', async () => {
  const { reader, tags } = await bench({ greeting: null });
  await until('connected', () => reader.connections === 1);
  const greeting = Buffer.from('043F000000200AB288C900F600160080000C0004F8535BAADAFF010000060000', 'hex');
  for (const byte of greeting) {
    reader.send(Uint8Array.of(byte));
    await pause(1);
  }
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  for (const byte of Buffer.concat([keepalive(9), report(tagReport(EPC))])) {
    reader.send(Uint8Array.of(byte));
    await pause(1);
  }
  await until('one tag', () => tags().length === 1 && reader.heard(TYPE.keepaliveAck).length === 1);
});

it('an answer that comes with another message before it is still the answer', async () => {
  const { reader } = await bench({
    react: (asked) =>
      asked.type === TYPE.keepaliveAck
        ? null
        : Buffer.concat([keepalive(77), readerEvent(), healthy(asked) ?? Buffer.alloc(0)]),
  });
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
});

it('an answer to somebody else’s question is none', async () => {
  const { reader } = await bench({
    react: (asked) => (asked.type === TYPE.addRospec ? healthy({ ...asked, id: asked.id + 100 }) : healthy(asked)),
  });
  await until('asked', () => reader.heard(TYPE.addRospec).length === 1);
  await pause(100);
  expect(reader.heard(TYPE.enableRospec)).toEqual([]);
});

function messages(...chunks: Uint8Array[]): DeviceMessage[] {
  return feed(llrpCodec, 'device', chunks).messages;
}

it('unknown parameters are skipped: vendor’s, unknown TLV, unknown TV at the end of a tag', () => {
  const vendor = parameter(1023, [0, 0, 0x65, 0x1a, 0, 0, 0, 57, 1, 2, 3]);
  const tag = tagReport(EPC, { more: [...vendor, ...parameter(900, [1]), 0x81 + 99, 1, 2, 3] });
  expect(messages(report(vendor, tag, tagReport('E2801160', { antenna: 2 })))).toMatchObject([
    {
      kind: 'inventory',
      tags: [
        { epc: EPC, rssiDbm: -60 },
        { epc: 'E2801160', antenna: 2 },
      ],
    },
  ]);
});

it('every TV parameter of 1.0.1 has its length: what stands behind it is still read', () => {
  const lengths = [2, 8, 8, 8, 8, 1, 2, 2, 4, 2, 2, 2, 12, 2, 2, 4, 2, 4, 2, 2];
  for (const [index, length] of lengths.entries()) {
    const tag = parameter(240, [
      ...parameter(241, [0, 16, 0xbe, 0xef]),
      0x81 + index,
      ...Array.from({ length }, () => 0),
      ...parameter(1023, [1]),
      0x87,
      0x00,
      0x2a,
    ]);
    const [read] = messages(report(tag)).flatMap(listTags);
    expect(read).toMatchObject({ channel: 0x2a, epc: index === 12 ? '00'.repeat(12) : 'BEEF' });
  }
});

it('a report whose parameters do not end where it ends is refused, not half believed', () => {
  const broken = Buffer.from(report(tagReport(EPC)));
  // The TagReportData says that it is longer than the message.
  broken.writeUInt16BE(200, 12);
  const [first] = messages(broken, report(tagReport('E2801160')));
  expect(first).toMatchObject({ kind: 'invalid', reason: 'length', name: 'RO_ACCESS_REPORT' });
  expect(messages(broken, report(tagReport('E2801160'))).flatMap(listTags)).toMatchObject([{ epc: 'E2801160' }]);
});

it('a TagReportData without an EPC, or with an EPC longer than itself, is no tag', () => {
  expect(
    messages(
      report(
        parameter(240, [0x81, 0, 1]),
        parameter(240, parameter(241, [0, 144, 1, 2])),
        parameter(240, parameter(241, [0, 0])),
      ),
    ),
  ).toMatchObject([{ kind: 'inventory', tags: [] }]);
});

it('no length makes it hold more than twice its maximum; impossible ones are noise', () => {
  const endless = Buffer.from(message(TYPE.report, 1));
  endless.writeUInt32BE(0x7fffffff, 2);
  expect(feed(llrpCodec, 'device', [endless]).frames).toEqual([]);
  endless.writeUInt32BE(9, 2);
  expect(feed(llrpCodec, 'device', [endless]).frames).toEqual([]);
  const tooLong = Buffer.from(message(TYPE.report, 1));
  tooLong.writeUInt32BE(256 * 1024 + 1, 2);
  // Seen through at once, not waited for: the keep-alive behind it is heard.
  expect(
    llrpCodec
      .decode(llrpCodec.initialState('device'), Buffer.concat([tooLong, keepalive(3)]))
      .frames.map(({ message: { kind } }) => kind),
  ).toEqual(['keepAlive']);
  let state = llrpCodec.initialState('device');
  const long = Buffer.from(message(TYPE.report, 1));
  long.writeUInt32BE(256 * 1024, 2);
  state = llrpCodec.decode(state, long).state;
  for (let i = 0; i < 20; i += 1) {
    state = llrpCodec.decode(state, Buffer.alloc(64 * 1024)).state;
    expect((state as { pending: Uint8Array }).pending.buffer.byteLength).toBeLessThanOrEqual(512 * 1024);
  }
});
