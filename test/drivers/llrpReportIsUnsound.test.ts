// A reader sends a report whose inside is wrong. On TCP the length in its head still holds: that message alone is lost,
// what follows it is heard, and people are told.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runDecodeCommand } from '../../agent/commands/decodeCommand.ts';
import { bench } from './llrp/bench.ts';
import { message, parameter, report, tagReport, TYPE } from './llrp/llrpReader.ts';
import { clock, pause, until } from './rig.ts';

/** Says 34 bytes in its TagReportData and has 22. */
const UNSOUND = Buffer.from('043D000000200000000900F000228D300833B2DDD901400000000181000186CE', 'hex');
const EPC = '300833B2DDD9014000000001';
const SOUND = report(tagReport(EPC));

async function decoded(...messages: Uint8Array[]): Promise<unknown[]> {
  const out: unknown[] = [];
  const io = {
    stdin: Readable.from([Buffer.concat(messages)]),
    out: (line: string) => out.push(JSON.parse(line)),
    err: (line: string) => out.push(line),
  };
  await runDecodeCommand(['--protocol', 'llrp'], io);
  return out;
}

describe('decoded', () => {
  it('the sound report alone is read', async () => {
    expect(JSON.stringify(await decoded(SOUND))).toContain(EPC);
  });

  it.fails('the sound report behind the unsound one is read too', async () => {
    expect(JSON.stringify(await decoded(UNSOUND, SOUND, message(TYPE.keepalive, 8)))).toContain(EPC);
  });

  it.fails('the keep-alive behind a report that is cut inside is heard', async () => {
    // TagReportData says 22 bytes, its message ends after 19.
    const cut = message(TYPE.report, 9, parameter(240, [0x8d, ...Buffer.from(EPC, 'hex'), 0x81, 0]));
    cut.writeUInt16BE(22, 12);
    const heard = await decoded(cut, message(TYPE.keepalive, 7), message(TYPE.keepalive, 8));
    expect(heard.filter((one) => JSON.stringify(one).includes('"keepAlive"'))).toHaveLength(2);
  });
});

describe('live', () => {
  async function heard(...messages: Buffer[]): Promise<{ tags: string[]; told: string[] }> {
    const { reader, tags, faults } = await bench();
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
    reader.send(Buffer.concat([...messages, message(TYPE.keepalive, 8)]));
    await until('the keep-alive is answered', () => reader.heard(TYPE.keepaliveAck).length === 1);
    const end = clock.monotonicMs() + 300;
    while (clock.monotonicMs() < end && tags().length + faults().length < 2) await pause(10);
    return { tags: tags().map(({ epcHex }) => epcHex), told: faults().map(({ fault }) => fault) };
  }

  it('the sound report alone is read, and nothing is told', async () => {
    expect(await heard(SOUND)).toEqual({ tags: [EPC], told: [] });
  });

  it.fails('the sound report behind the unsound one is read', async () => {
    expect((await heard(UNSOUND, SOUND)).tags).toEqual([EPC]);
  });

  it.fails('the unsound report is told', async () => {
    expect((await heard(UNSOUND, SOUND)).told).toHaveLength(1);
  });
});
