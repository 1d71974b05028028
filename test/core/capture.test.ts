// The rules by which a load gets one legal weight, each named after what would go wrong without it.
import { describe, expect, it } from 'vitest';
import { KG, RANGE, reading, ScaleBench, SETTINGS } from './loads.ts';

describe('a load is captured once it is stable', () => {
  it('takes the last reading of a stable second', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_500);
    expect(bench.grams()).toEqual([268_400]);
    expect(bench.captures[0]?.window).toMatchObject({ spanMg: 0, checksummed: false });
    expect(bench.captures[0]?.window.durationMs).toBeGreaterThanOrEqual(1_000);
  });

  it('does not take it before the second is full', () => {
    expect(new ScaleBench().zero().show(268.4, 1_000).captures).toEqual([]);
  });

  it('allows one interval of span, not two', () => {
    const within = new ScaleBench().zero().show(268.4, 500).show(268.6, 600);
    expect(within.grams()).toEqual([268_600]);
    const outside = new ScaleBench().zero().show(268.4, 500).show(268.8, 600);
    expect(outside.captures).toEqual([]);
  });

  it('waits while the device says motion', () => {
    expect(new ScaleBench().zero().show(268.4, 2_000, { stable: false }).captures).toEqual([]);
  });

  it('asks three equal stable readings where no checksum protects a frame', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_200, { stable: false }).show(268.4, 100);
    expect(bench.captures).toEqual([]);
    expect(bench.show(268.4, 50).grams()).toEqual([268_400]);
  });

  it('one checksummed stable reading is enough', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_200, { stable: false, checksummed: true });
    expect(bench.show(268.4, 50, { checksummed: true }).grams()).toEqual([268_400]);
  });
});

describe('what lies there without proof of zero', () => {
  it('a load that lay on the scale at start counts as captured', () => {
    const bench = new ScaleBench().show(268.4, 3_000);
    expect(bench.captures).toEqual([]);
    expect(bench.zero().show(268.4, 1_500).grams()).toEqual([268_400]);
  });

  it('one load gives one weighing however long it lies', () => {
    expect(new ScaleBench().zero().show(268.4, 20_000).captures).toHaveLength(1);
  });

  it('a second load without zero in between is not weighed', () => {
    expect(new ScaleBench().zero().show(268.4, 2_000).show(120, 3_000).captures).toHaveLength(1);
  });

  it('a zero seen only in motion is no zero', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_500).show(0, 300, { stable: false }).show(260, 1_500);
    expect(bench.captures).toHaveLength(1);
  });

  it('one damaged frame that reads zero is no zero', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_500).show(0, 50).show(268.4, 3_000);
    expect(bench.captures).toHaveLength(1);
  });

  it('a zero shorter than half a second makes the same load no new one', () => {
    const blink = new ScaleBench().zero().show(268.4, 1_500).show(0, 450).show(268.4, 3_000);
    expect(blink.grams()).toEqual([268_400]);
    const lifted = new ScaleBench().zero().show(268.4, 1_500).show(0, 600).show(268.4, 3_000);
    expect(lifted.grams()).toEqual([268_400, 268_400]);
  });

  it('a heavier load after such a zero is no correction of the first: the platform must be cleared', () => {
    const bench = new ScaleBench().zero().show(268.4, 1_500).show(0, 400).show(300, 3_000);
    expect(bench.grams()).toEqual([268_400]);
    expect(bench.state.phase).toBe('unknown');
    expect(bench.zero().show(300, 1_500).grams()).toEqual([268_400, 300_000]);
  });

  it('a scale that has one letter for its status says "centre of zero" in place of "stable"', () => {
    const letterZ = { stable: false, centreOfZero: true };
    expect(new ScaleBench().show(0, 1_200, letterZ).show(268.4, 1_500, { centreOfZero: false }).grams()).toEqual([
      268_400,
    ]);
    expect(new ScaleBench().show(0, 700, letterZ).show(268.4, 1_500, { centreOfZero: false }).grams()).toEqual([]);
    expect(
      new ScaleBench()
        .show(0, 1_200, { stable: false, centreOfZero: false })
        .show(268.4, 1_500, { centreOfZero: false })
        .grams(),
    ).toEqual([]);
  });

  it('after a long silence the scale must be proven again, because its initial zero may hide a drum', () => {
    const bench = new ScaleBench().zero();
    bench.atMs += 11_000;
    bench.zero();
    expect(bench.state.check).toBe('confirm');
    expect(bench.show(268.4, 3_000).captures).toEqual([]);
  });
});

describe('weights that are no legal weight', () => {
  it('below Min is not captured', () => expect(new ScaleBench().zero().show(3.8, 3_000).captures).toEqual([]));
  it('at Min is', () => expect(new ScaleBench().zero().show(4, 1_500).captures).toHaveLength(1));
  it('above Max is not', () => expect(new ScaleBench().zero().show(600.2, 3_000).captures).toEqual([]));
  it('at Max is', () => expect(new ScaleBench().zero().show(600, 1_500).captures).toHaveLength(1));

  it('off the e grid is refused as a fault', () => {
    const bench = new ScaleBench().zero().show(268.5, 3_000);
    expect(bench.captures).toEqual([]);
    expect(bench.state.fault?.fault).toBe('value-refused');
  });

  it('another unit or other decimals than configured are refused as a fault', () => {
    for (const extra of [{ unit: 't' }, { decimals: 2 }] as const) {
      const bench = new ScaleBench().zero().show(268.4, 3_000, extra);
      expect(bench.captures).toEqual([]);
      expect(bench.state.fault?.fault).toBe('unit-changed');
    }
  });

  it('tare shown is no weight; net counts only with a known tare', () => {
    expect(new ScaleBench().zero().show(268.4, 3_000, { mode: 'tare' }).captures).toEqual([]);
    expect(new ScaleBench().zero().show(268.4, 3_000, { mode: 'net' }).captures).toEqual([]);
    const net = new ScaleBench().zero().show(250, 1_500, { mode: 'net', tareMg: 18_400_000 });
    expect(net.grams()).toEqual([268_400]);
  });

  it('a net and a tare too large to add up are no weight, and stop nothing', () => {
    const bench = new ScaleBench().zero();
    const huge = Math.floor(Number.MAX_SAFE_INTEGER / RANGE.intervalMg) * RANGE.intervalMg;
    for (let i = 0; i < 30; i += 1, bench.atMs += 50)
      bench.feed(reading(huge, bench.atMs, { mode: 'net', tareMg: huge }));
    expect(bench.captures).toEqual([]);
    expect(bench.zero().show(268.4, 1_500).grams()).toEqual([268_400]);
  });

  it('overload, error and time-out break the window and are never 0', () => {
    const bench = new ScaleBench().zero().show(268.4, 800);
    bench.feed({
      kind: 'fault',
      instrument: 'scale-1',
      atMs: bench.atMs,
      raw: new Uint8Array(),
      fault: 'overload',
      detail: 'OL',
    });
    expect(bench.state.fault?.fault).toBe('overload');
    expect(bench.state.phase).toBe('rising');
    expect(bench.show(268.4, 800).captures).toEqual([]);
  });

  it('a stable gross below −1 e blocks the scale until zero', () => {
    const bench = new ScaleBench().zero().show(-0.4, 500);
    expect(bench.state.phase).toBe('blocked');
    expect(bench.show(268.4, 3_000).captures).toEqual([]);
    expect(bench.zero().show(268.4, 1_500).captures).toHaveLength(1);
  });
});

describe('forks still under the pallet', () => {
  it('a plateau more than 1 e higher replaces the weighing of the same load', () => {
    const bench = new ScaleBench().zero().show(240, 1_500).show(268.4, 1_500);
    expect(bench.grams()).toEqual([240_000, 268_400]);
    expect(bench.captures[1]).toMatchObject({ take: 2, load: 1 });
  });

  it('one interval higher is the same load', () => {
    expect(new ScaleBench().zero().show(268.4, 1_500).show(268.6, 3_000).captures).toHaveLength(1);
  });

  it('a bump that does not last is nothing', () => {
    expect(new ScaleBench().zero().show(268.4, 1_500).show(300, 500).show(268.4, 2_000).captures).toHaveLength(1);
  });
});

describe('check weighing', () => {
  it('nothing is captured before the check, and the armed load is the check weight', () => {
    const bench = new ScaleBench(SETTINGS, 'needed').zero().show(200, 1_500);
    expect(bench.captures).toEqual([]);
    bench.zero().feed({ kind: 'arm-check' });
    expect(bench.show(200, 1_500).captures[0]?.purpose).toBe('check');
  });

  it('cannot be armed while something lies on the platform', () => {
    const bench = new ScaleBench(SETTINGS, 'needed').zero().show(200, 300);
    bench.feed({ kind: 'arm-check' });
    expect(bench.state.check).toBe('needed');
  });
});

describe('multi-interval scales', () => {
  it('uses the range that shows the load', () => {
    const ranges = [{ ...RANGE, maxMg: 300 * KG, intervalMg: 100_000 }, RANGE];
    const settings = { ...SETTINGS, scale: { ...SETTINGS.scale, ranges } };
    expect(new ScaleBench(settings).zero().show(268.5, 1_500).captures[0]?.range).toBe(0);
    expect(new ScaleBench(settings).zero().show(400.4, 1_500).captures[0]?.range).toBe(1);
    expect(new ScaleBench(settings).zero().show(400.5, 1_500).captures).toEqual([]);
  });
});

describe('tags', () => {
  const tag = (epcHex: string, atMs: number, rssiDbm = -50) =>
    ({
      kind: 'tag',
      instrument: 'reader-1',
      atMs,
      raw: new Uint8Array(),
      epcHex,
      antenna: 1,
      rssiDbm,
      crcChecked: true,
    }) as const;

  it('come with the load, unless they were there long before', () => {
    const bench = new ScaleBench();
    for (let atMs = 0; atMs < 6_000; atMs += 200) bench.feed(tag('AAAA', atMs));
    bench.atMs = 5_000;
    bench.zero();
    bench.feed(tag('BBBB', 5_100));
    bench.feed(tag('BBBB', 5_200));
    bench.show(268.4, 1_000);
    for (const epc of ['AAAA', 'BBBB']) bench.feed(tag(epc, bench.atMs));
    bench.show(268.4, 400);
    expect(bench.captures[0]?.tags.map(({ epcHex, background }) => [epcHex, background])).toEqual([
      ['AAAA', true],
      ['BBBB', false],
    ]);
  });

  it('one weak or one single read is a ghost', () => {
    const bench = new ScaleBench().zero();
    bench.feed(tag('CCCC', bench.atMs));
    for (const later of [10, 20, 30]) bench.feed(tag('DDDD', bench.atMs + later, -70));
    expect(bench.show(268.4, 1_500).captures[0]?.tags).toEqual([]);
  });

  it('the field never holds more than its maximum', () => {
    const bench = new ScaleBench();
    for (let index = 0; index < 300; index += 1) bench.feed(tag(index.toString(16).padStart(4, '0'), 1));
    expect(bench.state.field.tracks.size).toBe(256);
    expect(bench.state.field.overflow).toBe(44);
  });
});

it('a reading is evidence only by its own bytes', () => {
  const bench = new ScaleBench().zero();
  for (let index = 0; index < 30; index += 1)
    bench.feed(reading(268_400_000, bench.atMs + index * 50, { raw: Uint8Array.of(0x53, 0x54) }));
  expect(bench.captures[0]?.window.rawHex).toBe('5354');
});
