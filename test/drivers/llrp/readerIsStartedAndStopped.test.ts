// The whole conversation with a reader in good health: greeting, setting up, reports in both encodings, farewell.
import { expect, it } from 'vitest';
import { until } from '../rig.ts';
import { bench } from './bench.ts';
import { TYPE, healthy, report, tagReport } from './llrpReader.ts';

it('sets the reader up in order, and what it asks for is what LLRP 1.0.1 says', async () => {
  const { reader, health } = await bench({ keepaliveMs: 5_000 });
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  expect(reader.asked.map(({ type }) => type)).toEqual([
    TYPE.capabilities,
    TYPE.setConfig,
    TYPE.setConfig,
    TYPE.deleteRospec,
    TYPE.addRospec,
    TYPE.enableRospec,
  ]);
  expect(new Set(reader.asked.map(({ id }) => id)).size).toBe(6);
  const [keepalive, events] = reader.heard(TYPE.setConfig);
  // No reset; KeepaliveSpec 220, periodic, 5000 ms.
  expect(keepalive?.body.toString('hex')).toBe('00' + '00dc0009' + '01' + '00001388');
  // ReaderEventNotificationSpec 244 with two states 245: exceptions (4) and antennas (8) on.
  expect(events?.body.toString('hex')).toBe(
    '00' + '00f40012' + '00f50007' + '0004' + '80' + '00f50007' + '0008' + '80',
  );
  expect(reader.heard(TYPE.deleteRospec)[0]?.body.toString('hex')).toBe('00000000');
  expect(reader.heard(TYPE.enableRospec)[0]?.body.toString('hex')).toBe('00000001');
  // ROSpec 177 (1, priority 0, disabled); 178 { 179 immediate, 182 null }; 183 antenna 0 { 184 null, 186 protocol 1 };
  // 237 (each tag) { 238 content 9F80 { 348 CRC and PC } }.
  expect(reader.heard(TYPE.addRospec)[0]?.body.toString('hex')).toBe(
    '00b10046' +
      '00000001' +
      '00' +
      '00' +
      '00b20012' +
      '00b30005' +
      '01' +
      '00b60009' +
      '00' +
      '00000000' +
      '00b70018' +
      '0001' +
      '0000' +
      '00b80009' +
      '00' +
      '00000000' +
      '00ba0007' +
      '0001' +
      '01' +
      '00ed0012' +
      '01' +
      '0001' +
      '00ee000b' +
      '9f80' +
      '015c0005' +
      'c0',
  );
  await until('all well', () => health().state === 'open' && health().lastFault === '');
});

it('reads both EPC encodings, antenna and RSSI, by its own clock', async () => {
  const { reader, tags } = await bench();
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  reader.send(
    report(
      tagReport('3005FB63AC1F3841EC880467', { antenna: 3, rssi: -71 }),
      tagReport('1FB41F712AC9C37AB79D618173188324001A'),
    ),
  );
  await until('two tags', () => tags().length === 2);
  const [first, second] = tags();
  expect(first).toMatchObject({
    instrument: 'portal',
    epcHex: '3005FB63AC1F3841EC880467',
    antenna: 3,
    rssiDbm: -71,
    crcChecked: false,
  });
  expect(second).toMatchObject({ epcHex: '1FB41F712AC9C37AB79D618173188324001A', antenna: 1, rssiDbm: -60 });
  // Monotonic milliseconds of this machine, not the year 2014 of the reader's clock.
  expect(first?.atMs).toBeLessThan(1_398_936_810_740);
});

it('checks the tag’s own CRC where the reader gives PC and CRC', async () => {
  const { reader, tags, faults } = await bench();
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  // From the M100's captures: PC 3000, CRC EB98.
  const pcAndCrc = (crc: number): number[] => [0x8c, 0x30, 0x00, 0x8b, crc >> 8, crc & 0xff];
  reader.send(
    report(
      tagReport('E20010710000529B0940B402', { more: pcAndCrc(0xeb98) }),
      tagReport('E20010710000529B0940B402', { more: pcAndCrc(0xeb99) }),
    ),
  );
  await until('a fault', () => faults().length === 1);
  expect(tags()).toMatchObject([{ epcHex: 'E20010710000529B0940B402', crcChecked: true }]);
  expect(faults()).toMatchObject([{ fault: 'tag-crc-wrong' }]);
});

it('takes its leave: deletes its ROSpec, closes the connection, waits for the answer', async () => {
  const { reader, ended, stop, faults } = await bench();
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  stop();
  expect(await ended).toBe('stopped');
  expect(reader.asked.slice(-2).map(({ type }) => type)).toEqual([TYPE.deleteRospec, TYPE.close]);
  await until('hung up', () => reader.hungUp);
  expect(faults()).toEqual([]);
});

it('stopped half way through the start, it does not go on with it', async () => {
  const late: (() => void)[] = [];
  const { reader, ended, stop } = await bench({
    react: (asked, self) => {
      if (asked.type !== TYPE.addRospec) return healthy(asked);
      late.push(() => self.send(healthy(asked) ?? Buffer.alloc(0)));
      return null;
    },
  });
  await until('asked to add', () => late.length === 1);
  late[0]?.();
  stop();
  expect(await ended).toBe('stopped');
  await until('hung up', () => reader.hungUp);
  expect(reader.heard(TYPE.enableRospec)).toEqual([]);
});

it('a reader that does not answer the farewell is left all the same', async () => {
  const { reader, ended, stop } = await bench({
    react: (asked) => (asked.type === TYPE.close ? null : healthyButSilent(asked)),
  });
  await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  stop();
  expect(await ended).toBe('stopped');
});

function healthyButSilent({ type, id }: { type: number; id: number }): Buffer | null {
  // LLRPStatus success, nothing else.
  return type === TYPE.keepaliveAck
    ? null
    : Buffer.from(
        `04${(type + 10).toString(16).padStart(2, '0')}00000012${id.toString(16).padStart(8, '0')}011f000800000000`,
        'hex',
      );
}
