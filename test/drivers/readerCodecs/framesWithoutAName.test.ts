// What a frame is for must be said in words, also for the commands that are seldom sent; and identities of one maker
// must not be read out of another's bytes.
import { expect, test } from 'vitest';
import { uhfreader288 } from '../../../drivers/rfid/codecs/uhfreader288.ts';
import { m100 } from '../../../drivers/rfid/codecs/m100.ts';
import { feed } from '../vectors.ts';
import { codecOf, fromHex } from './streams.ts';

function takaya(text: string): Record<string, unknown>[] {
  const inside = fromHex(text);
  const sum = inside.reduce((total, byte) => total + byte, 0x02 + 0x03) & 0xff;
  return feed(codecOf('takaya-utr'), 'host', [Uint8Array.of(0x02, ...inside, 0x03, sum, 0x0d)]).messages;
}

test('Takaya: buzzer, power and frequency', () => {
  expect(takaya('00 42 02 01 00')).toMatchObject([{ kind: 'request', cmd: '42', name: 'buzzer', data: '0100' }]);
  expect(takaya('00 55 03 43 01 00')).toMatchObject([{ kind: 'request', sub: '43', name: 'power' }]);
  expect(takaya('00 55 03 43 02 00')).toMatchObject([{ kind: 'request', sub: '43', name: 'frequency' }]);
});

test('UHFReader288: what an inventory is asked for, with a mask and without', () => {
  const asked = (bytes: Uint8Array): unknown[] => feed(uhfreader288, 'host', [bytes]).messages;
  expect(asked(uhfreader288.encodeStartInventory())).toMatchObject([
    { cmd: 'inventory', q: 4, session: 0, target: 0, antenna: 1, scanTimeMs: 300 },
  ]);
  // Mask of 8 bits, target B, antenna 4, one second; CRC by hand.
  expect(asked(fromHex('0E 00 01 04 01 01 00 20 08 E2 01 83 0A 43 28'))).toMatchObject([
    { q: 4, session: 1, target: 1, antenna: 4, scanTimeMs: 1_000 },
  ]);
});

test('M100: a write, a lock and a kill are acknowledged by the tag they were for', () => {
  const answer = (code: number): unknown[] => {
    const inside = [0x01, code, 0x00, 0x10, 0x0e, ...fromHex('3000E2002067551602701270920F'), 0x00];
    return feed(m100, 'device', [
      Uint8Array.of(0xbb, ...inside, inside.reduce((total, byte) => total + byte, 0) & 0xff, 0x7e),
    ]).messages;
  };
  for (const code of [0x49, 0x65, 0x82])
    expect(answer(code)).toMatchObject([
      { kind: 'ack', pc: '3000', epc: 'E2002067551602701270920F', checksumOk: true },
    ]);
});

test('eight bytes are an identity only from an Omron reader: others order them otherwise', () => {
  const heard = (unit: string): Record<string, unknown>[] =>
    feed(codecOf('modbus-tcp-rfid'), 'device', [fromHex(`0001 0000 000B ${unit} 03 08 1122334455667788`)]).messages;
  expect(heard('FF')).toMatchObject([{ uid: '1122334455667788' }]);
  expect(heard('01')[0]).toMatchObject({ kind: 'response', data: '1122334455667788' });
  expect(heard('01')[0]).not.toHaveProperty('uid');
});
