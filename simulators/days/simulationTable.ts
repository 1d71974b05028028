// A simulation's outcome as people read it at a terminal: a small table. Knows nothing of how it came.
import type { SimulationResult } from './simulation.ts';

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
    ...(result.missedCertain.length === 0 ? [] : ['', 'Missed although it must not be:', ...result.missedCertain]),
    ...(result.falseAlarms.length === 0 ? [] : ['', 'False alarms:', ...result.falseAlarms]),
    ...(result.unexpected.length === 0 ? [] : ['', 'Unexpected:', ...result.unexpected.slice(0, 20)]),
  ];
}

export function formatFoundShare({ made: madeCount, found }: { made: number; found: number }): string {
  return madeCount === 0 ? '–' : `${found}/${madeCount}`;
}
