// A simulation's outcome as people read it at a terminal: a small table. Knows nothing of how it came.
import type { SimulationResult } from './simulation.ts';

export const ERROR_ORIGIN_LABELS: Record<string, string> = {
  single: 'weighed alone',
  group: 'on a pallet',
  vehicle: 'on a lorry',
  stock: 'in store',
  scale: 'of a scale',
};

export function formatSimulationTable(one: SimulationResult): string[] {
  const rows = Object.entries(one.byKind).filter(([, tally]) => tally.made > 0 || tally.falseAlarms > 0);
  const wide = Math.max(20, ...rows.map(([kind]) => kind.length));
  const line = (name: string, cells: readonly (number | string)[]): string =>
    name.padEnd(wide) + cells.map((cell) => String(cell).padStart(14)).join('');
  return [
    `seed ${one.seed}, ${one.days} days, ${one.packages} packages handled, ${one.entries} entries`,
    line('error', ['made', 'found', 'missed', 'false alarms']),
    ...rows.map(([kind, { made, found, missed, falseAlarms }]) => line(kind, [made, found, missed, falseAlarms])),
    line('together', [one.totals.made, one.totals.found, one.totals.missed, one.totals.falseAlarms]),
    '',
    line('deviation, found', ['below', 'between', 'above']),
    ...Object.entries(one.deviations).map(([way, bands]) =>
      line(ERROR_ORIGIN_LABELS[way] ?? way, [
        formatFoundShare(bands.below),
        formatFoundShare(bands.between),
        formatFoundShare(bands.above),
      ]),
    ),
    '(of the tolerance: up to it, from it to it plus the weighing’s own bound, and above both)',
    ...(one.missedSurely.length === 0 ? [] : ['', 'Missed although it must not be:', ...one.missedSurely]),
    ...(one.falseAlarms.length === 0 ? [] : ['', 'False alarms:', ...one.falseAlarms]),
    ...(one.unexpected.length === 0 ? [] : ['', 'Unexpected:', ...one.unexpected.slice(0, 20)]),
  ];
}

export function formatFoundShare({ made, found }: { made: number; found: number }): string {
  return made === 0 ? '–' : `${found}/${made}`;
}
