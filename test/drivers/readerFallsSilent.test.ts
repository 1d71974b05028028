// A reader on a pty: its region is acknowledged before it may radiate, its inventory is started again when it ends, a
// damaged frame or a wrong tag CRC is never a tag.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SimulatedDevice, SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { Rig, clock, model, scaleAt, serialAt, until } from './rig.ts';

const STOP = 'bb00280000287e';
const REGION_EU = 'bb00070001030b7e';
const REGION_ACK = 'bb0107000100097e';
const MULTI_POLL = 'bb0027000322ffff4a7e';
const TAG = 'bb02220011ca3400300ed89f3350015a1e3df5060690b27e';
const NO_TAG = 'bb01ff000115167e';

let rig: Rig;
let wire: SimulatedWire;
const heard: string[] = [];

beforeEach(() => {
  rig = new Rig();
  heard.length = 0;
});
afterEach(async () => {
  await rig.end();
  await wire.close();
});

/** What the module answers to each command, in hex. */
async function reader(answers: (command: string) => string[]): Promise<void> {
  const device: SimulatedDevice = (send) => ({
    receive: (bytes) => {
      // The three commands have different lengths and may come glued: cut at head and tail.
      for (const command of Buffer.from(bytes)
        .toString('hex')
        .match(/bb00.*?7e(?=bb|$)/g) ?? []) {
        heard.push(command);
        for (const answer of answers(command)) send(Buffer.from(answer, 'hex'));
      }
    },
    close: () => undefined,
  });
  const link = join(rig.folder, 'reader');
  wire = await openSerialWire({ link, device, clock });
  const m100 = model('m100-generic');
  rig.start({ ...scaleAt('reader-1', { model: m100, port: serialAt(link, 115_200) }), scale: null, region: 'EU' });
}

test('region first, then inventory, and again after a second of silence', async () => {
  await reader((command) => (command === REGION_EU ? [REGION_ACK] : command === MULTI_POLL ? [NO_TAG, TAG] : []));
  await until('a second inventory', () => rig.tags().length >= 2);
  expect(heard.slice(0, 4)).toEqual([STOP, REGION_EU, MULTI_POLL, MULTI_POLL]);
  expect(rig.tags()[0]).toMatchObject({
    epcHex: '300ED89F3350015A1E3DF506',
    rssiDbm: -54,
    antenna: 1,
    crcChecked: true,
  });
  expect(rig.faults()).toEqual([]);
});

test('a region that nobody acknowledges: the antenna stays off', async () => {
  await reader(() => [NO_TAG]);
  await until('the fault', () => rig.faults().length > 0);
  expect(rig.faults()[0]).toMatchObject({ fault: 'no-reply' });
  expect(heard).not.toContain(MULTI_POLL);
  expect(heard.filter((command) => command === REGION_EU).length).toBeGreaterThanOrEqual(3);
});

test('a damaged frame and a wrong tag CRC are faults', async () => {
  const wrongSum = `${TAG.slice(0, -4)}b37e`;
  // The tag's CRC 0690 becomes 0691, the frame's sum is set right.
  const wrongCrc = `${TAG.slice(0, -8)}0691b37e`;
  await reader((command) =>
    command === REGION_EU
      ? [REGION_ACK]
      : command === MULTI_POLL
        ? [wrongSum, wrongCrc, 'bb01ff000117187e', NO_TAG]
        : [],
  );
  await until('the faults', () => rig.faults().length >= 3);
  expect(
    rig
      .faults()
      .slice(0, 3)
      .map(({ fault }) => fault),
  ).toEqual(['checksum-wrong', 'tag-crc-wrong', 'reader-error']);
  expect(rig.tags()).toEqual([]);
});
