// `hakari decode` as scripts see it: one JSON object a line, lost bytes counted, wrong calls refused with what is
// known.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { runDecodeCommand } from '../../agent/commands/decodeCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'hakari-decode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: string[], stdin: Uint8Array[] = []): Promise<{ code: number; out: unknown[]; err: string }> {
  const out: unknown[] = [];
  const err: string[] = [];
  const code = await runDecodeCommand(args, {
    stdin: Readable.from(stdin),
    out: (line) => out.push(JSON.parse(line)),
    err: (line) => err.push(line),
  });
  return { code, out, err: err.join('\n') };
}

describe('frames', () => {
  test('one weight', async () => {
    const lines: string[] = [];
    const io = { stdin: Readable.from([]), out: (line: string) => lines.push(line), err: () => undefined };
    expect(await runDecodeCommand(['--protocol', 'and-std', '--hex', '53542C47532C2B30303132332E306B670D0A'], io)).toBe(
      0,
    );
    expect(lines).toEqual([
      '{"kind":"weight","value":"123.0","unit":"kg","stable":true,"mode":"gross","decimals":1,"discarded":0}',
    ]);
  });

  test('bytes that belong to no frame are counted with the frame behind them, the rest on a line of its own', async () => {
    const bytes = Buffer.from('half a line\r\nST,GS,+00123.0kg\r\n\xff\xfe\r\nUS,GS,+00124.0kg\r\nST,GS,+0', 'latin1');
    const path = join(folder, 'stream.bin');
    writeFileSync(path, bytes);
    const expected = [
      { kind: 'weight', value: '123.0', discarded: 11 },
      { kind: 'weight', value: '124.0', discarded: 2 },
      { kind: 'discarded', discarded: 8 },
    ];
    for (const { code, out } of [
      await run(['--protocol', 'and-std', '--file', path]),
      await run(['--protocol', 'and-std', '--json'], [bytes.subarray(0, 17), bytes.subarray(17)]),
    ]) {
      expect(code).toBe(0);
      expect(out).toMatchObject(expected);
    }
  });

  test('the other direction and the other protocols', async () => {
    expect((await run(['--protocol', 'and-std', '--direction', 'host', '--hex', '510D0A'])).out).toMatchObject([
      { kind: 'command', command: 'readNow' },
    ]);
    expect((await run(['--protocol', 'm100', '--hex', 'BB 01 FF 00 01 15 16 7E'])).out).toMatchObject([
      { kind: 'noTag', errorCode: '15' },
    ]);
    expect(
      (await run(['--protocol', 'm100', '--hex', 'BB01030010004D31303020323664426D2056312E30227E'])).out,
    ).toMatchObject([{ kind: 'invalid', checksumOk: false, correctChecksum: '92' }]);
    expect((await run(['--protocol', 'epc', '--hex', '3174257BF4499602D2000000'])).out).toMatchObject([
      { uri: 'urn:epc:tag:sscc-96:3.0614141.1234567890' },
    ]);
    expect((await run(['--protocol', 'gen2-storedcrc', '--hex', '3000E20010710000529B0940B402'])).out).toMatchObject([
      { storedCrc: 'EB98', words: 6 },
    ]);
  });

  test('a register means something only with a model', async () => {
    const hex = ['--protocol', 'modbus-rtu-scale', '--hex', '010304000004D278AE'];
    const plain = ['--protocol', 'modbus-rtu-scale', '--hex', '010304D6870012F25F'];
    expect((await run(hex)).out).toEqual([
      { kind: 'response', unitId: 1, fn: 3, registers: [0, 1_234], checksumOk: true, discarded: 0 },
    ]);
    expect((await run([...hex, '--model', 'and-ad8551r'])).out).toMatchObject([
      { int32: 80_871_424, wordOrder: 'low-word-first' },
    ]);
    expect((await run([...plain, '--model', 'and-ad8551r'])).out).toMatchObject([
      { int32: 1_234_567, wordOrder: 'low-word-first' },
    ]);
  });

  test('EPCs as lines of digits, one result each, and as their own bytes', async () => {
    const sgtin = { uri: 'urn:epc:tag:sgtin-96:3.0614141.812345.6789' };
    const sscc = { uri: 'urn:epc:tag:sscc-96:3.0614141.1234567890' };
    expect(
      (
        await run(
          ['--protocol', 'epc'],
          [Buffer.from('3074257BF7194E4000001A85\r\n31 74 25 7b f4 49 96 02 d2 00 00 00\n')],
        )
      ).out,
    ).toMatchObject([sgtin, sscc]);
    expect(
      (await run(['--protocol', 'epc', '--file', '-'], [Buffer.from('3074257BF7194E4000001A85', 'hex')])).out,
    ).toMatchObject([sgtin]);
    expect(
      await run(['--protocol', 'gen2-storedcrc'], [Buffer.from('3000E20010710000529B0940B402\n3000\n')]),
    ).toMatchObject({ code: 1, out: [{ storedCrc: 'EB98' }, { kind: 'invalid' }] });
  });

  test('an answer of a Modbus scale, its decimals told', async () => {
    const answer = ['--model', 'and-ad8551r', '--hex', '010304D6870012F25F'];
    expect((await run([...answer, '--decimals', '2'])).out).toMatchObject([
      { at: 2_000, reading: { kind: 'weight', value: '12345.67', unit: 'g' } },
    ]);
    expect((await run(answer)).out[0]).not.toHaveProperty('reading');
    expect((await run([...answer, '--decimals', 'two'])).err).toContain('--decimals is a whole number from 0 to 6');
  });

  test('a model on Modbus TCP, and a reader behind registers', async () => {
    const heard = async (model: string, hex: string): Promise<unknown[]> =>
      (await run(['--model', model, '--hex', hex])).out;
    expect(await heard('hbm-wtx', '00010000000B010308000003E8FFFFFB2E')).toMatchObject([
      { kind: 'response', fn: 3, registers: [0, 1_000, 65_535, 64_302], discarded: 0 },
    ]);
    expect(await heard('omron-v680s', '00010000000BFF03081122334455667788')).toMatchObject([
      { uid: '1122334455667788' },
    ]);
    expect(await heard('inveo-rfid-mb', '010304000004D278AE')).toMatchObject([
      { kind: 'response', registers: [0, 1_234], checksumOk: true },
    ]);
  });

  test('digits as people copy them', async () => {
    for (const digits of ['0x51, 0x0D, 0x0A', '51:0d:0a', '51-0D-0A', '51 0D\n0A'])
      expect((await run(['--protocol', 'and-std', '--direction', 'host', '--hex', digits])).out).toMatchObject([
        { command: 'readNow', discarded: 0 },
      ]);
  });

  test('a recording of a port, each direction by itself', async () => {
    const path = join(folder, 'port.jsonl');
    const events = [
      { at: 0, open: true },
      { at: 1, out: '510D' },
      { at: 2, out: '0A' },
      { at: 3, in: '53542C47532C2B3030' },
      { at: 4, in: '3132332E306B670D0A' },
      { at: 5, close: true },
    ];
    const header = {
      recording: 'hakari-port',
      version: 1,
      port: { kind: 'tcp', host: '10.0.0.9', port: 4001 },
      part: 1,
      wallMs: 0,
    };
    writeFileSync(path, [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await run(['--protocol', 'and-std', '--file', path])).out).toMatchObject([
      { value: '123.0', discarded: 0 },
    ]);
    expect((await run(['--protocol', 'and-std', '--file', path, '--direction', 'host'])).out).toMatchObject([
      { command: 'readNow', discarded: 0 },
    ]);
    writeFileSync(path, `${JSON.stringify(header)}\n{"at":"x"}\n`);
    expect((await run(['--protocol', 'and-std', '--file', path])).err).toContain('port.jsonl:2 has no time');
  });

  test('no bytes are no EPC', async () => {
    expect(await run(['--protocol', 'epc', '--hex', ''])).toMatchObject({ code: 1, out: [{ kind: 'invalid' }] });
  });

  test('nothing but noise is exit code 1', async () => {
    expect(await run(['--protocol', 'm100', '--hex', 'BB7E00'])).toEqual({
      code: 1,
      out: [{ kind: 'discarded', discarded: 3 }],
      err: '',
    });
  });
});

describe('wrong calls', () => {
  test.each([
    [['--protocol', 'and-stf', '--hex', '00'], 'known: and-std, '],
    [['--protocol', 'toString', '--hex', '00'], 'known: and-std, '],
    [['--hex', '00'], '--protocol is missing'],
    [['--protocol', 'and-std', '--hex', '0'], 'hexadecimal'],
    [['--protocol', 'and-std', '--hex', '00', '--file', 'x'], 'exclude'],
    [['--protocol', 'and-std', '--file', '/nowhere/at/all'], 'cannot be read'],
    [['--protocol', 'and-std', '--direction', 'up', '--hex', '00'], 'device (default) or host'],
    [['--protocol', 'modbus-rtu-scale', '--model', 'm100-generic', '--hex', '00'], 'known: '],
    [['--protocol', 'and-std', '--model', 'laumas-tlb', '--hex', '00'], '--model belongs'],
    [['--protocol', 'and-std', '--colour'], 'Unknown option'],
  ])('%j', async (args, words) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toContain(words);
    expect(err).toContain('Usage: hakari decode');
  });
});
