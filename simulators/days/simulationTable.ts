// A simulation's outcome as people read it at a terminal: a small table. Knows nothing of how it came.
import type { SimulationResult } from './simulation.ts';
import { type DriftWarnings, PROMISE } from './simulationPromise.ts';

export const ERROR_ORIGIN_LABELS: Record<string, string> = {
  single: 'weighed alone',
  group: 'on a pallet',
  vehicle: 'on a lorry',
  stock: 'in store',
  scale: 'of a scale',
};

export function formatSimulationTable(result: SimulationResult): string[] {
  const rows = Object.entries(result.byKind).filter(([, tally]) => tally.made > 0 || tally.falseAlarms > 0);
  const wide = Math.max(20, ...rows.map(([kind]) => kind.length));
  const line = (name: string, cells: readonly (number | string)[]): string =>
    name.padEnd(wide) + cells.map((cell) => String(cell).padStart(14)).join('');
  return [
    `seed ${result.seed}, ${result.days} days, ${result.packages} packages handled, ${result.entries} entries`,
    line('error', ['made', 'found', 'missed', 'false alarms']),
    ...rows.map(([kind, { made: madeCount, found, missed, falseAlarms }]) =>
      line(kind, [madeCount, found, missed, falseAlarms]),
    ),
    line('together', [result.totals.made, result.totals.found, result.totals.missed, result.totals.falseAlarms]),
    '',
    line('deviation, found', ['below', 'between', 'above']),
    ...Object.entries(result.deviations).map(([origin, bands]) =>
      line(ERROR_ORIGIN_LABELS[origin] ?? origin, [
        formatFoundShare(bands.below),
        formatFoundShare(bands.between),
        formatFoundShare(bands.above),
      ]),
    ),
    '(of the tolerance: up to it, from it to it plus the weighing’s own bound, and above both)',
    '',
    ...formatHonestRows(result).map(([name, count, perThousand]) => line(name, [count, perThousand])),
    `headquarters: ${result.headquarters.rejected.length} entries rejected, ${result.headquarters.differences.length} differences`,
    ...[...result.headquarters.rejected, ...result.headquarters.differences].slice(0, 20),
    ...(result.missedCertain.length === 0 ? [] : ['', 'Missed although it must not be:', ...result.missedCertain]),
    ...(result.falseAlarms.length === 0 ? [] : ['', 'False alarms:', ...result.falseAlarms]),
    ...(result.putOnAgainList.length === 0 ? [] : ['', 'Put on again:', ...result.putOnAgainList.slice(0, 20)]),
    ...(result.unexpected.length === 0 ? [] : ['', 'Unexpected:', ...result.unexpected.slice(0, 20)]),
  ];
}

type HonestResult = Pick<SimulationResult, 'honestWeighings' | 'putOnAgain' | 'falseAlarmCodes' | 'findingsTakenBack'>;

/** What honest work cost: name, count, and count per 1,000 honest weighings. */
export function formatHonestRows(result: HonestResult): [name: string, count: number, perThousand: string][] {
  const { honestWeighings, putOnAgain, falseAlarmCodes, findingsTakenBack } = result;
  const row = (name: string, count: number): [string, number, string] => [
    name,
    count,
    honestWeighings === 0 ? '–' : ((1_000 * count) / honestWeighings).toFixed(2),
  ];
  const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, one) => total + one, 0);
  return [
    ['honest weighings', honestWeighings, '1000'],
    row('findings on them', sum(falseAlarmCodes)),
    ...Object.entries(falseAlarmCodes).map(([code, count]) => row(`– ${code}`, count)),
    row('put on again', sum(putOnAgain)),
    ...Object.entries(putOnAgain).map(([reason, count]) => row(`– ${reason}`, count)),
    row('findings void with a weighing that was set aside', findingsTakenBack),
  ];
}

/** The drift warning on lots of which nothing is wrong. */
export function formatDriftTable(warnings: readonly DriftWarnings[]): string[] {
  return warnings.map(
    ({ packages, lots, warned }) =>
      `drift warning: ${warned} of ${lots} honest lots of ${packages} packages (at most ${PROMISE.driftPerCent} %)`,
  );
}

export function formatFoundShare({ made: madeCount, found }: { made: number; found: number }): string {
  return madeCount === 0 ? '–' : `${found}/${madeCount}`;
}
