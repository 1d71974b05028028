// A small portion of the fuzzer with a fixed seed, in every test run: each codec of both registries keeps its promises
// whatever is done to its frames, and no damaged frame becomes a captured weight. `npm run fuzz` does the same with
// millions.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { weigh } from './capture.ts';
import { allCodecs, corpusOf, encoderOf, scaleProtocols } from './corpus.ts';
import { Dice } from './dice.ts';
import { said } from './judge.ts';
import { damaged, ERROR_CLASSES, INDEPENDENT, PERSISTENT } from './mutate.ts';
import { BrokenPromise, fuzz } from './run.ts';
import { TABLE_PATH } from './table.ts';

const SEED = 20_240_401;
const FRAMES = 20_000;
const CODECS = Object.keys(allCodecs());
const SCALES = scaleProtocols();
/** Their frames do not say whether a load stands still, so that none is ever captured. */
const NEVER_STILL = /^(yaohua|cardinal-stream|weigh-tronix-stream)/;

describe('undamaged', () => {
  test('every scale has an encoder, so that what it says can be compared', () => {
    expect(SCALES.filter((protocol) => encoderOf(protocol) === undefined)).toEqual([]);
  });

  test.each(CODECS)('%s says of each sample what the simulator put into it', (protocol) => {
    const { codec, kind, samples } = corpusOf(protocol);
    for (const { bytes, truth } of samples) {
      // These formats of Yaohua have no word for overload: the device sends digits, or nothing.
      if (truth === null && /^yaohua-(a9|cmd|rev)/.test(protocol)) continue;
      // Twice: of the first line after a port was opened, the beginning may be missing.
      const decoded = codec.decode(codec.initialState('device'), Buffer.concat([bytes, bytes]));
      const { frames } = codec.flush(decoded.state);
      const heard = [...decoded.frames, ...frames].flatMap((frame) => said(frame, kind));
      // A retail scale has no negative weight, and one in motion none at all.
      if (heard.length > 0 || protocol !== 'toledo-8217')
        expect([...new Set(heard)]).toEqual(truth === null ? [] : [truth]);
    }
  });
});

describe('damaged', () => {
  test.each(CODECS)('%s neither throws nor hoards nor forgets', (protocol) => {
    const { frames, bytes, decoded, discarded } = fuzz({ protocol, seed: SEED, frames: FRAMES });
    expect(frames).toBeGreaterThanOrEqual(FRAMES);
    expect(decoded).toBeGreaterThan(0);
    expect(discarded).toBeGreaterThan(0);
    expect(discarded).toBeLessThan(bytes);
  });

  test('a failing block names what plays it again', () => {
    const error = new BrokenPromise('it threw', { protocol: 'sma', seed: 4, block: 7 });
    expect(error.message).toContain('npm run fuzz -- --codec sma --seed 4 --block 7');
    expect(fuzz({ protocol: 'sma', seed: 4, frames: 1, block: 7 })).toEqual(
      fuzz({ protocol: 'sma', seed: 4, frames: 1, block: 7 }),
    );
  });

  test('every error class changes something, and never more than it may', () => {
    const frame = Buffer.from('ST,GS,+00123.4kg\r\n');
    const other = Buffer.from('ST,GS,+00500.0kg\r\n');
    for (const errorClass of ERROR_CLASSES.filter((name) => name !== PERSISTENT)) {
      const dice = new Dice(SEED);
      const results = Array.from({ length: 200 }, () => {
        const out = new Uint8Array(200);
        const end = damaged(errorClass, { frame, other, out, from: 0, dice });
        return Buffer.from(out.subarray(0, end)).toString('latin1');
      });
      expect(new Set(results).size).toBeGreaterThan(10);
      expect(Math.max(...results.map((text) => text.length))).toBeLessThanOrEqual(2 * frame.length + 64);
    }
  });
});

describe('captured', () => {
  test.each(SCALES)('%s: no wrong weight, and no load twice', (protocol) => {
    for (const errorClass of INDEPENDENT)
      expect(weigh({ protocol, errorClass, seed: SEED, loads: 8 })).toMatchObject({ loads: 8, wrong: 0, again: 0 });
  });

  test('the loads are captured at all, where the protocol says that a load stands still', () => {
    const counts = SCALES.map((protocol) => ({
      protocol,
      captured: weigh({ protocol, errorClass: 'frame cut', seed: SEED, loads: 8 }).captured,
    }));
    const never = counts.filter(({ captured }) => captured === 0).map(({ protocol }) => protocol);
    expect(never).toEqual(SCALES.filter((protocol) => NEVER_STILL.test(protocol)));
  });
});

describe('the manual’s table', () => {
  const page = readFileSync(TABLE_PATH, 'utf8');
  const columnsOf = (heading: string): string[] =>
    [...(page.split(heading)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| ([a-z0-9-]+) \|/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'codec' && name !== '---');

  test('has a row for every codec of a scale, before and after the rules', () => {
    expect(columnsOf('## Before the capture rules')).toEqual(SCALES);
    expect(columnsOf('## After the capture rules: what would be recorded')).toEqual(SCALES);
    expect(columnsOf('## After the capture rules: errors that stay')).toEqual(SCALES);
  });

  test('names every error class', () => {
    for (const errorClass of ERROR_CLASSES) expect(page).toContain(`| ${errorClass} |`);
  });

  test('shows no wrong weight after the rules for independent errors', () => {
    const rows = (page.split('## After the capture rules: what would be recorded')[1]?.split('\n## ')[0] ?? '')
      .split('\n')
      .filter((line) => /^\| [a-z0-9-]+ \| \d/.test(line));
    expect(rows).toHaveLength(SCALES.length);
    for (const row of rows)
      expect(
        row
          .split('|')
          .slice(5, 7)
          .map((cell) => cell.trim()),
      ).toEqual(['0', '0']);
  });
});
