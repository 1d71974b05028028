// Nobody walks to a scale that cannot settle a case; where none at the base can, headquarters has it at once.
import { describe, expect, it } from 'vitest';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decideEscalateOpenCases, withEscalations } from '../../agent/core/loads/escalateCases.ts';
import type { StationScale } from '../../agent/core/weight/weighingFitness.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { BRIDGE } from './multiStationBase.ts';

const at = (station: string, scale: ScaleFacts): StationScale => ({ station, scale, fitnessSharePpm: null });
const withInterval = (instrument: string, intervalMg: number): ScaleFacts => ({
  ...SCALE,
  instrument,
  ranges: [{ maxMg: 600 * KG, minMg: 20 * intervalMg, intervalMg }],
});
const EQUAL = at('dock-1', SCALE);
const FINER = at('dock-2', withInterval('finer', 100_000));
/** Fit for a drum, and coarser than the one that weighed it first. */
const COARSER = at('dock-3', withInterval('coarser', 500_000));
const COARSE = at('bridge', BRIDGE);
const SMALL = at('bench', { ...SCALE, ranges: [{ maxMg: 60 * KG, minMg: 400_000, intervalMg: 20_000 }] });
const UNVERIFIED = at('yard', { ...SCALE, verified: false });

/** The second drum is 12 kg light. */
function disputed(...scales: StationScale[]): { dock: CaseDock; finding: string } {
  const dock = CaseDock.judged(268, 256);
  dock.scales = scales;
  return { dock, finding: dock.finding('WEIGHT_LOW').id };
}

describe('a recount is announced', () => {
  it('where a scale can settle it, and nowhere else; the reason names where', () => {
    const { dock, finding } = disputed(EQUAL, FINER, COARSER, COARSE, SMALL, UNVERIFIED);
    expect(dock.view(finding)).toMatchObject({ recountAt: ['dock-1', 'dock-2'] });
    for (const station of ['dock-3', 'bridge', 'bench', 'yard'])
      expect(dock.announce({ kind: 'recount', finding }, 'bob', station)).toEqual({
        refusal: 'scale-cannot-settle',
        params: { station, stations: 'dock-1, dock-2' },
      });
    expect(dock.announce({ kind: 'recount', finding }, 'bob', 'dock-2')).toMatchObject({ station: 'dock-2' });
  });

  it('nowhere if no scale can settle it', () => {
    const { dock, finding } = disputed(COARSER, COARSE, SMALL, UNVERIFIED);
    expect(dock.announce({ kind: 'recount', finding }, 'bob', 'dock-3')).toMatchObject({ refusal: 'no-scale-settles' });
    expect(dock.view(finding).can).not.toContain('recount');
  });

  it('after an unverified first weighing wherever a verified scale is fit', () => {
    const dock = new CaseDock();
    dock.order(notice([drum(1)]));
    dock.open();
    dock.weigh(268, [epcOf(1)], { scale: { ...SCALE, verified: false } });
    dock.scales = [COARSER, COARSE, UNVERIFIED];
    expect(dock.view(dock.finding('SCALE_UNVERIFIED').id)).toMatchObject({ recountAt: ['dock-3'] });
  });
});

describe('a coarser recount', () => {
  it('confirms a difference beyond its whole tolerance, and leaves the finer figure', () => {
    const { dock, finding } = disputed(EQUAL);
    dock.announce({ kind: 'recount', finding }, 'bob');
    dock.weigh(255.5, [epcOf(2)], { scale: COARSER.scale });
    expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'open', recounts: 1 });
    expect(dock.drum(2)).toMatchObject({ state: 'quarantined', grossMg: 256 * KG });
  });

  it('settles nothing by agreeing', () => {
    const { dock, finding } = disputed(EQUAL);
    dock.announce({ kind: 'recount', finding }, 'bob');
    dock.weigh(268, [epcOf(2)], { scale: COARSER.scale });
    expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'open' });
    expect(dock.drum(2)).toMatchObject({ state: 'present', grossMg: 256 * KG });
    dock.recount(finding, 'cho', 268, [epcOf(2)]);
    expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'recounted' });
    expect(dock.drum(2)).toMatchObject({ grossMg: 268 * KG });
  });
});

describe('a case that no scale in service can settle', () => {
  const raise =
    (dock: CaseDock, scales: StationScale[]) =>
    (finding: string): string[] => {
      const { comparison } = dock.finding('WEIGHT_LOW');
      const body = {
        finding,
        code: 'WEIGHT_LOW' as const,
        lot: 'CO-1',
        job: null,
        package: 'CO-1-2',
        weighing: dock.drum(2).weighing,
        comparison,
        operator: 'ann',
        note: null,
      };
      const entries: NewEntry[] = [{ kind: 'finding', body }];
      dock.act(
        withEscalations(
          () => ({ entries, effects: [], result: {} }),
          () => scales,
        ),
      );
      return dock.ledger.kinds().slice(-2);
    };

  it('is escalated with its finding', () => {
    const { dock } = disputed();
    // The case that the drum had before goes with it.
    expect(raise(dock, [COARSE, SMALL])('f-1')).toEqual(['case-escalated', 'case-escalated']);
    expect(raise(dock, [COARSE, EQUAL])('f-2').at(-1)).toBe('finding');
    expect(dock.view('f-1')).toMatchObject({ escalated: { reason: 'no-scale-settles' } });
    expect(dock.view('f-2')).toMatchObject({ escalated: null });
  });

  it('is escalated when the last scale goes, and once', () => {
    const { dock, finding } = disputed();
    const sweep = (scales: StationScale[]): unknown => dock.act((book) => decideEscalateOpenCases(scales, book));
    expect(sweep([EQUAL])).toEqual({ escalated: 0 });
    expect(sweep([UNVERIFIED])).toEqual({ escalated: 1 });
    expect(sweep([UNVERIFIED])).toEqual({ escalated: 0 });
    expect(dock.view(finding).escalated).toEqual({
      reason: 'no-scale-settles',
      atWallMs: expect.any(Number) as number,
    });
  });
});
