// What legal metrology says must be impossible, each row a test of its name: the scale's readings go through the real
// capture, decisions through the real fold, and where the row is about storage or the link, through the real ledger and
// contract.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { parseMass } from '../../drivers/contract/mass.ts';
import type { Reading } from '../../drivers/contract/observation.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import { newFolder, openTestLedger } from '../ledger/rig.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG, RANGE, ScaleBench, SETTINGS, newLoad } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

function ready(count = 1): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice(Array.from({ length: count }, (_, n) => drum(n + 1))));
  return base.open();
}

/** What a bench captured, recorded as the station does. */
function record(base: MultiStationBase, capture: Capture, scale = SCALE): unknown {
  const event = {
    station: 'dock-1',
    capture,
    scale,
    weighing: base.id(),
    ...newLoad(capture.take > 1 ? (base.book.get('station', 'dock-1')?.weighing ?? null) : null),
    software: 's',
    configHash: 'c',
  };
  return base.act((book, at) => decideCapture({ ...event, at }, book));
}

function captured(show: (bench: ScaleBench) => void): Capture[] {
  const bench = new ScaleBench().zero();
  show(bench);
  return bench.captures;
}

describe('store while unstable, overloaded, underloaded or invalid', () => {
  const stable: [string, Partial<Reading>][] = [
    ['while the scale says motion', { stable: false }],
    ['from a frame that shows tare', { mode: 'tare' }],
    ['from a net whose tare nobody told', { mode: 'net' }],
  ];
  it.each(stable)('%s', (_what, extra) => expect(captured((bench) => bench.show(268.4, 5_000, extra))).toEqual([]));

  it('while it says stable and moves all the same', () => {
    expect(
      captured((bench) => {
        for (let kg = 200; kg < 260; kg += 0.6) bench.show(kg, 50);
      }),
    ).toEqual([]);
  });

  it.each(['overload', 'underload', 'scale-error'] as const)('while it says %s', (fault) => {
    const bench = new ScaleBench().zero().show(268.4, 600);
    for (let count = 0; count < 20; count += 1) {
      bench.feed({
        kind: 'fault',
        instrument: 'scale-1',
        atMs: (bench.atMs += 50),
        raw: new Uint8Array(),
        fault,
        detail: '',
      });
      bench.show(268.4, 600);
    }
    expect(bench.captures).toEqual([]);
  });
});

describe('gross below Min', () => {
  it('20 e is weighed, 19 e is not', () => {
    expect(captured((bench) => bench.show(RANGE.minMg / KG, 2_000))).toHaveLength(1);
    expect(captured((bench) => bench.show((RANGE.minMg - RANGE.intervalMg) / KG, 5_000))).toEqual([]);
  });
});

describe('gross above Max', () => {
  it('neither one interval above, nor in the nine that a scale may still show', () => {
    for (const above of [1, 9])
      expect(captured((bench) => bench.show((RANGE.maxMg + above * RANGE.intervalMg) / KG, 5_000))).toEqual([]);
  });
});

describe('value off the e grid', () => {
  it('half an interval is a fault, not a weight', () => {
    const bench = new ScaleBench().zero().show(268.5, 5_000);
    expect([bench.captures, bench.state.fault?.fault]).toEqual([[], 'value-refused']);
  });
});

describe('weight of a scale out of verification marked as verified', () => {
  it('says so in its entry, is a finding, and no lot is verified by it: alone, in a group, or under a vehicle', () => {
    const base = ready();
    const [capture] = captured((bench) => bench.show(268, 2_000));
    if (!capture) throw new Error('nothing was captured');
    record(
      base,
      { ...capture, tags: [{ epcHex: epcOf(1), tidHex: null, reads: 3, background: false, elsewhere: false }] },
      { ...SCALE, verified: false, verificationMark: null },
    );
    expect(base.bodies('weighing')[0]?.scale).toMatchObject({ verified: false, verificationMark: null });
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    expect(base.findings()).toEqual([['SCALE_UNVERIFIED', 'CO-1-1']]);
  });
});

describe('two weighings without a return to zero between them', () => {
  it('one drum exchanged for another is no second weighing', () => {
    expect(captured((bench) => bench.show(268.4, 2_000).show(120, 3_000).show(268.4, 3_000))).toHaveLength(1);
  });

  it('a drum added to the first takes the first one’s weighing back in the same transaction', () => {
    const base = ready(2);
    const [first, second] = captured((bench) => bench.show(268, 2_000).show(536, 2_000));
    if (!first || !second) throw new Error('nothing was captured');
    const tags = [{ epcHex: epcOf(1), tidHex: null, reads: 3, background: false, elsewhere: false }];
    record(base, { ...first, tags });
    record(base, { ...second, tags });
    expect(base.ledger.kinds().slice(-3)).toEqual(['weighing-reversed', 'weighing', 'finding']);
    expect(base.packages().map(({ grossMg }) => grossMg)).toEqual([536 * KG, null]);
    expect(base.findings()).toEqual([['WEIGHT_HIGH', 'CO-1-1']]);
  });

  it('each weighing says when zero was shown before it', () => {
    const captures = captured((bench) => bench.show(268, 2_000).zero().show(260, 2_000));
    expect(captures.map(({ zeroAtMs, readAtMs }) => zeroAtMs < readAtMs)).toEqual([true, true]);
    expect(captures[1]?.zeroAtMs).toBeGreaterThan(captures[0]?.readAtMs ?? Infinity);
  });

  it('a command or capture that is sent twice is answered, not done twice', () => {
    const base = ready();
    const [capture] = captured((bench) => bench.show(268, 2_000));
    if (!capture) throw new Error('nothing was captured');
    const event = {
      station: 'dock-1',
      capture,
      scale: SCALE,
      weighing: 'w',
      ...newLoad(),
      software: 's',
      configHash: 'c',
    };
    const answers = [1, 2].map(() =>
      base.ledger.do('capture:run:dock-1:1', (book, at) => decideCapture({ ...event, at }, book)),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(base.bodies('weighing')).toHaveLength(1);
  });
});

describe('editing or deleting a weighing', () => {
  function ledgerOnDisk() {
    const dir = newFolder();
    const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION });
    const base = ready();
    base.place(268, { tags: [epcOf(1)] });
    // What the base decided, in a file: entries with their own causes.
    for (const { kind, body, seq } of base.ledger.entries)
      ledger.transact(`c:${seq}`, () => ({ entries: [{ kind, body } as never], effects: [], result: {} }));
    expect(ledger.book.where('weighing', 'job', base.job)).toHaveLength(1);
    ledger.close();
    return new Database(join(dir, 'ledger.sqlite'));
  }

  it('is refused by the database itself', () => {
    const database = ledgerOnDisk();
    const message = 'WHERE CAST(bytes AS TEXT) LIKE \'%"kind":"weighing"%\'';
    expect(database.prepare(`SELECT count(*) FROM entries ${message}`).pluck().get()).toBe(1);
    for (const sql of [`UPDATE entries SET bytes = x'7b7d' ${message}`, `DELETE FROM entries ${message}`]) {
      expect(() => database.exec(sql)).toThrow(/never changed or deleted/);
    }
    database.close();
  });

  it('a correction is an entry that names the old one, and both stay', () => {
    const base = ready();
    const { weighing } = base.place(268, { tags: [epcOf(1)] }) as { weighing: string };
    base.lift().reverse(weighing);
    base.place(268.4, { tags: [epcOf(1)] });
    expect(base.bodies('weighing').map(({ number, grossMg }) => [number, grossMg])).toEqual([
      [1, 268 * KG],
      [2, 268_400_000],
    ]);
    expect(base.bodies('weighing-reversed')).toMatchObject([{ weighing }]);
    expect(base.reverse(weighing)).toMatchObject({ refusal: 'weighing-reversed' });
  });
});

describe('a typed weight treated as measured', () => {
  it('has no weighing, no scale and no number; it is manual, and its lot is not verified', () => {
    const base = ready();
    base.type(base.job, 'CO-1-1', 268);
    expect([base.bodies('weighing'), base.packages()[0]?.basis, base.packages()[0]?.comparison]).toEqual([
      [],
      'manual',
      null,
    ]);
    expect(base.close()).toMatchObject({ verdict: 'discrepant' });
    expect(base.findings()).toEqual([['MANUAL_ENTRY', 'CO-1-1']]);
  });
});

describe('a preset tare treated as weighed', () => {
  it('a package’s tare is declared, and what was compared is gross', () => {
    const base = ready();
    base.place(268, { tags: [epcOf(1)] });
    expect(base.bodies('weighing')[0]).toMatchObject({ tareMg: 18 * KG, tareKind: 'declared', netMg: 250 * KG });
    expect(base.packages()[0]?.comparison).toMatchObject({ declaredMg: 268 * KG, measuredMg: 268 * KG });
  });

  it('also in a group whose pallet was weighed', () => {
    const base = ready(2);
    base.form(['DRUM 1', 'DRUM 2'], { palletTareMg: 20 * KG, palletTareKind: 'weighed' });
    base.place(556, { tags: [epcOf(1)] });
    expect(base.bodies('weighing')[0]).toMatchObject({ basis: 'group', tareKind: 'declared', tareMg: 56 * KG });
  });

  it('a load without a name has no tare at all', () => {
    const base = ready();
    base.place(268);
    expect(base.bodies('weighing')[0]).toMatchObject({ tareMg: 0, tareKind: 'none', netMg: 268 * KG });
  });
});

describe('a unit guessed', () => {
  it('text without a unit is no mass', () => {
    for (const unit of ['', 'lb', 'PC']) expect(parseMass('268.4', unit)).toEqual({ fault: 'unit-unknown' });
  });

  it('another unit or another last digit than configured is a fault, not a weight', () => {
    for (const extra of [{ unit: 't' }, { unit: 'g' }, { decimals: 0 }, { decimals: 2 }] as const) {
      const bench = new ScaleBench(SETTINGS).zero().show(268.4, 5_000, extra);
      expect([bench.captures, bench.state.fault?.fault]).toEqual([[], 'unit-changed']);
    }
  });
});

describe('a weight without an id leaving the base', () => {
  const weighing = (): Record<string, unknown> => {
    const base = ready();
    base.place(268, { tags: [epcOf(1)] });
    return { ...base.bodies('weighing')[0] };
  };

  it('every weighing has an id of its own and a number without gaps on its scale', () => {
    const base = ready(5);
    for (const n of [1, 2, 3, 4, 5]) base.place(268, { tags: [epcOf(n)] });
    const all = base.bodies('weighing');
    expect(new Set(all.map((one) => one.weighing)).size).toBe(5);
    expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    for (const one of all)
      expect(entryBodySchemas.weighing.safeParse(JSON.parse(serializeCanonicalJson(one))).success).toBe(true);
  });

  it.each(['weighing', 'number'])(
    'without its %s, or with an empty one, it is none that headquarters applies',
    (member) => {
      const { [member]: taken, ...rest } = weighing();
      expect(taken).toBeDefined();
      expect(entryBodySchemas.weighing.safeParse(rest).success).toBe(false);
      expect(entryBodySchemas.weighing.safeParse({ ...rest, [member]: member === 'number' ? 0 : '' }).success).toBe(
        false,
      );
    },
  );

  it('the answer that a screen gets names it', () => {
    const base = ready();
    expect(base.place(268, { tags: [epcOf(1)] })).toMatchObject({ weighing: expect.any(String) as string, number: 1 });
  });
});
