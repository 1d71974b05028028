// The disk takes nothing for so long that more loads come than can wait: what could not be kept is counted, said at once,
// and recorded as a count when the disk answers.
import { describe, expect, it } from 'vitest';
import { MAX_WAITING_RECORDS } from '../../agent/stations/loadRecords.ts';
import { KG } from '../core/loads.ts';
import { beginDay, endDay } from './dockActs.ts';
import type { TrueDock } from './trueDock.ts';

function dockWhoseDiskFails(loads: number, state: 'before' | 'after'): TrueDock {
  const dock = beginDay(3);
  dock.setDisk(state);
  for (let n = 1; n <= loads; n += 1) {
    dock.change({ goods: (40 + n) * KG }, 500);
    dock.rest(3_500);
    dock.change({ goods: 0 }, 500);
    dock.rest(3_500);
  }
  return dock;
}

const told = (dock: TrueDock) =>
  dock.entries().flatMap((entry) => (entry.kind === 'load-records-given-up' ? [entry] : []));
const outcomes = (dock: TrueDock): number =>
  dock.entries().filter(({ kind }) => kind === 'load-unexplained' || kind === 'load-refused').length;

describe.each(['before', 'after'] as const)('a disk that fails %s it writes', (state) => {
  it.each([2, 20, 40])('with %d loads meanwhile, none is forgotten', (loads) => {
    const dock = dockWhoseDiskFails(loads, state);
    const lost = Number(/\((\d+)\)/.exec(dock.alarms()[0]?.detail ?? '')?.[1] ?? 0);
    expect(dock.alarms().map(({ code }) => code)).toEqual(lost > 0 ? ['records-given-up'] : []);
    expect(told(dock)).toEqual([]);
    const before = outcomes(dock);
    endDay(dock);
    // Each load has two records: its weight, and that it is gone.
    expect(lost).toBe(Math.max(0, 2 * loads - MAX_WAITING_RECORDS));
    expect(told(dock).reduce((sum, { body }) => sum + body.records, 0)).toBe(lost);
    if (lost > 0) {
      expect(told(dock).map(({ body }) => [body.station, body.scale])).toEqual([['dock-1', 'scale-1']]);
      expect(Math.round((told(dock)[0]?.body.highestMg ?? 0) / KG)).toBe(40 + loads);
    }
    expect([before, outcomes(dock)]).toEqual([0, loads - lost / 2]);
  });
});
