// What a file with frames of its own may not say, each fault with its place; and decoding with a model from the command
// line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import { runDecodeCommand } from '../../../agent/commands/decodeCommand.ts';
import { parseModelFile } from '../../../config/modelFiles.ts';

const FIXTURE = new URL('../../fixtures/weight-qa.yaml', import.meta.url);
const GOOD = readFileSync(FIXTURE, 'utf8');

async function run(
  args: string[],
  input: string | null = null,
): Promise<{ code: number; out: unknown[]; err: string }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runDecodeCommand(args, {
    stdin: Readable.from(input === null ? [] : [Buffer.from(input, 'latin1')]),
    out: (line) => void lines.push(line),
    err: (line) => void errors.push(line),
  });
  return { code, out: lines.map((line) => JSON.parse(line) as unknown), err: errors.join('\n') };
}

describe('an unknown scale in one file', () => {
  it('is 30 lines at most, and decodes', async () => {
    expect(GOOD.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
    expect(
      await run(
        ['--model-file', FIXTURE.pathname],
        '+007.12/3 G S\r\nxx-000.50/0 N U\r\n+999.99/9 G O\r\n+007.12/3 G Q\r\n',
      ),
    ).toEqual({
      code: 0,
      out: [
        {
          kind: 'weight',
          value: '7.123',
          decimals: 3,
          unverifiedDigits: 1,
          unit: 'kg',
          stable: true,
          mode: 'gross',
          discarded: 0,
        },
        {
          kind: 'weight',
          value: '-0.500',
          decimals: 3,
          unverifiedDigits: 1,
          unit: 'kg',
          stable: false,
          mode: 'net',
          discarded: 2,
        },
        { kind: 'error', error: 'overload', value: null, discarded: 0 },
        { kind: 'error', error: 'unknown-status', value: null, group: 'load', text: 'Q', discarded: 0 },
      ],
      err: '',
    });
  });

  it('a shipped model is decoded by its name, whatever its kind', async () => {
    expect(
      (await run(['--model', 'radwag', '--hex', Buffer.from('SI ?       18.5 kg \r\n').toString('hex')])).out,
    ).toMatchObject([{ value: '18.5', unit: 'kg', stable: false }]);
    expect((await run(['--model', 'mt-sics'], 'S S     100.00 g\r\n')).out).toMatchObject([{ value: '100.00' }]);
    expect((await run(['--model', 'radwag', '--direction', 'host'], 'SI\r\n')).out).toMatchObject([
      { kind: 'command', command: 'readNow' },
    ]);
    expect((await run(['--model', 'and-ad8551r', '--hex', '010304D6870012F25F'])).out).toMatchObject([
      { kind: 'response' },
    ]);
  });

  it.each([
    [['--model', 'toaster'], 'there is no model "toaster"'],
    [['--model-file', '/nowhere.yaml'], 'cannot be read'],
    [['--model-file', FIXTURE.pathname, '--protocol', 'and-std'], 'stands alone'],
  ])('%j is a wrong call', async (args, words) => {
    const { code, err } = await run(args, '');
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it('a faulty file is refused with all its faults', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hakari-model-'));
    const file = join(folder, 'weight-qa.yaml');
    writeFileSync(file, GOOD.replace('S: stable', 'S: steady').replace(String.raw`[+-]\d{3}`, String.raw`(\d+)+`));
    const { code, err } = await run(['--model-file', file], '');
    rmSync(folder, { recursive: true });
    expect(code).toBe(2);
    expect(err).toContain('weight-qa.yaml:11: frame.pattern: could run away');
    expect(err).toContain('weight-qa.yaml:14: frame.words.load.S: says "steady"');
  });
});

test('what is allowed is said of groups inside groups too', () => {
  const outcome = parseModelFile('weight-qa.yaml', GOOD.replace('  words:', '  checksum: { kind: xor }\n  words:'));
  const told =
    outcome.kind === 'faulty' ? outcome.errors.map(({ path, allowed }) => `${path}: ${allowed}`).join('\n') : '';
  expect(told).toContain('frame.checksum.kind: one of xor-hex, sum-hex, complement-7bit');
  expect(told).toContain('frame.checksum.place: one of before-end, behind-end');
});

describe('a file is refused', () => {
  it.each([
    [
      'that names a codec and frames',
      GOOD.replace('maker: unknown', 'maker: unknown\nprotocol: and-std'),
      '(file): names both protocol and frame',
    ],
    ['that names neither', GOOD.slice(0, GOOD.indexOf('frame:')), '(file): names neither protocol nor frame'],
    [
      'whose example decodes to something else',
      GOOD.replace('value: "7.123"', 'value: "7.12"'),
      'examples[0]: decodes to {"kind":"weight","value":"7.123"',
    ],
    [
      'whose example is no frame',
      GOOD.replace('"+007.12/3 G S\\r\\n"', '"+007.12/3 G S"'),
      'examples[0]: decodes to 0 frames, and 13 bytes',
    ],
    [
      'whose example is cut',
      GOOD.replace('"+007.12/3 G S\\r\\n"', '"+007.12/3 G S"'),
      'it does not end with "\\r" or "\\n"',
    ],
    [
      'whose example has other fields',
      GOOD.replace('G S\\r\\n', 'GS\\r\\n'),
      'its fields "+007.12/3 GS" do not fit the pattern',
    ],
    ['whose checksum is only a word', GOOD.replace('  words:', '  checksum: xor\n  words:'), 'frame.checksum: "xor"'],
    [
      'whose checksum is not there',
      GOOD.replace('  words:', '  checksum: { kind: xor-hex, place: before-end, from: 0 }\n  words:'),
      '" S" is taken for the checksum',
    ],
    ['without an example', GOOD.slice(0, GOOD.indexOf('examples:')), 'examples: none'],
    [
      'that asks with an unknown command',
      GOOD.replace('unit: kg', 'poll: { command: W, intervalMs: 100, timeoutMs: 300 }\nunit: kg'),
      'poll.command: "W" is no command of the frame',
    ],
    [
      'that says nothing of where frames end',
      GOOD.replace('  end: "\\r\\n"\n', ''),
      'frame.end: nothing says where a frame ends',
    ],
    ['with a length and no start', GOOD.replace('end: "\\r\\n"', 'bytes: 15'), 'frame.start: missing'],
    [
      'with words for a group that is not there',
      GOOD.replace('load: {', 'weight: {'),
      'frame.words.weight: is no group of the pattern',
    ],
    ['with an unknown setting', GOOD.replace('  pattern:', '  speed: 3\n  pattern:'), 'frame.speed: unknown setting'],
    [
      'with a word that is misspelt',
      GOOD.replace('decimals', 'x').replace('O: overload', 'O: "overload, steady"'),
      'says "steady"',
    ],
  ])('%s', (_name, content, words) => {
    const outcome = parseModelFile('weight-qa.yaml', content);
    expect(
      outcome.kind === 'faulty' ? outcome.errors.map(({ path, problem }) => `${path}: ${problem}`).join('\n') : 'valid',
    ).toContain(words);
  });
});
