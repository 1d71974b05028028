// Lines that scales in the field send and their makers' manuals describe: every one of them holds a weight.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runDecodeCommand } from '../../agent/commands/decodeCommand.ts';

/** What `hakari decode` prints for these bytes. */
async function decoded(protocol: string, text: string): Promise<unknown[]> {
  const out: unknown[] = [];
  const io = {
    stdin: Readable.from([Buffer.from(text, 'latin1')]),
    out: (line: string) => out.push(JSON.parse(line)),
    err: (line: string) => out.push(line),
  };
  await runDecodeCommand(['--protocol', protocol], io);
  return out;
}

describe('A&D with a comparator that is not comparing', () => {
  it('compares: the weight is read', async () => {
    expect(await decoded('and-std', 'ST,OK,+00123.45 kg\r\n')).toMatchObject([{ kind: 'weight', value: '123.45' }]);
  });

  it.fails('a weight under the header "--" is read', async () => {
    expect(await decoded('and-std', 'ST,--,+00123.45 kg\r\n')).toMatchObject([
      { kind: 'weight', value: '123.45', unit: 'kg', stable: true, discarded: 0 },
    ]);
  });

  it.fails('a count under the header "--" is read', async () => {
    expect(await decoded('and-std', 'QT,--,+00012345 PC\r\n')).toMatchObject([
      { kind: 'count', value: '12345', discarded: 0 },
    ]);
  });
});

describe('Shimadzu', () => {
  it('eight places: the weight is read', async () => {
    expect(await decoded('shimadzu-eb', '-  186.65g \r')).toMatchObject([{ kind: 'weight', value: '-186.65' }]);
  });

  it.fails('a verified balance, which sets its last digit in brackets, is read', async () => {
    expect(await decoded('shimadzu-eb', '-  186.6[5]g \r')).toMatchObject([
      { kind: 'weight', value: '-186.65', unit: 'g', unverifiedDigits: 1, discarded: 0 },
    ]);
  });

  it.fails('an analytical balance, whose weight has nine places, is read', async () => {
    expect(await decoded('shimadzu-eb', '-  21.6865g \r')).toMatchObject([
      { kind: 'weight', value: '-21.6865', unit: 'g', discarded: 0 },
    ]);
  });

  it.fails('a unit of three letters takes no line away', async () => {
    expect(await decoded('shimadzu-eb', '   186.65mom\r')).toMatchObject([{ discarded: 0 }]);
  });
});

describe('NCI', () => {
  it('two bytes of status: the weight is read', async () => {
    expect(await decoded('nci', '\n  12.34kg\r\n00\r\x03')).toMatchObject([{ kind: 'weight', value: '12.34' }]);
  });

  it.fails('bit 6 of the third byte of status says that a fourth follows: the weight is read', async () => {
    expect(await decoded('nci', '\n  12.34kg\r\n0pp0\r\x03')).toMatchObject([
      { kind: 'weight', value: '12.34', unit: 'kg', discarded: 0 },
    ]);
  });
});
