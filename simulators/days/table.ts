// A simulation's outcome as people read it: a small table, or a page of the manual for many seeds. Knows nothing of how it came.
import { added, type Bands } from './judgement.ts';
import type { Simulation } from './run.ts';

const WAYS: Record<string, string> = {
  single: 'weighed alone', group: 'on a pallet', vehicle: 'on a lorry', stock: 'in store', scale: 'of a scale',
};

export function table(one: Simulation): string[] {
  const rows = Object.entries(one.byKind).filter(([, tally]) => tally.made > 0 || tally.falseAlarms > 0);
  const wide = Math.max(20, ...rows.map(([kind]) => kind.length));
  const line = (name: string, cells: readonly (number | string)[]): string => name.padEnd(wide) + cells.map((cell) => String(cell).padStart(14)).join('');
  return [
    `seed ${one.seed}, ${one.days} days, ${one.packages} packages handled, ${one.entries} entries`,
    line('error', ['made', 'found', 'missed', 'false alarms']),
    ...rows.map(([kind, { made, found, missed, falseAlarms }]) => line(kind, [made, found, missed, falseAlarms])),
    line('together', [one.totals.made, one.totals.found, one.totals.missed, one.totals.falseAlarms]),
    '',
    line('deviation, found', ['below', 'between', 'above']),
    ...Object.entries(one.deviations).map(([way, bands]) => line(WAYS[way] ?? way, [share(bands.below), share(bands.between), share(bands.above)])),
    '(of the tolerance: up to it, from it to it plus the weighing’s own bound, and above both)',
    ...(one.missedSurely.length === 0 ? [] : ['', 'Missed although it must not be:', ...one.missedSurely]),
    ...(one.falseAlarms.length === 0 ? [] : ['', 'False alarms:', ...one.falseAlarms]),
    ...(one.surprises.length === 0 ? [] : ['', 'Unexpected:', ...one.surprises.slice(0, 20)]),
  ];
}

function share({ made, found }: { made: number; found: number }): string {
  return made === 0 ? '–' : `${found}/${made}`;
}

/** The table of the manual: what all seeds add up to, and each seed's totals. */
export function page(runs: readonly Simulation[]): string {
  const kinds = [...new Set(runs.flatMap(({ byKind }) => Object.keys(byKind)))];
  const zero = { made: 0, found: 0, missed: 0, falseAlarms: 0 };
  const sum = (kind: string): typeof zero => runs.map(({ byKind }) => byKind[kind] ?? zero).reduce(added, zero);
  const cells = ({ made, found, missed, falseAlarms }: typeof zero): string => `${made} | ${found} | ${missed} | ${falseAlarms}`;
  const totals = runs.map((run) => run.totals).reduce(added, zero);
  const packages = runs.reduce((all, run) => all + run.packages, 0);
  const ways = Object.keys(runs[0]?.deviations ?? {});
  return [
    '| error | made | found | missed | false alarms |',
    '|---|---|---|---|---|',
    ...kinds.map((kind) => [kind, sum(kind)] as const).filter(([, tally]) => tally.made + tally.falseAlarms > 0).map(([kind, tally]) => `| ${kind} | ${cells(tally)} |`),
    `| together, of ${packages} packages handled | ${cells(totals)} |`,
    '',
    '| deviation found of made | up to the tolerance | between | above both bounds |',
    '|---|---|---|---|',
    ...ways.map((way) => `| ${WAYS[way] ?? way} | ${(['below', 'between', 'above'] as const).map((band) => share(sumBand(runs, { way, band }))).join(' | ')} |`),
    '',
    '| seed | packages | made | found | missed | missed although sure | false alarms |',
    '|---|---|---|---|---|---|---|',
    ...runs.map((run) => `| ${run.seed} | ${run.packages} | ${run.totals.made} | ${run.totals.found} | ${run.totals.missed} | ${run.missedSurely.length} | ${run.totals.falseAlarms} |`),
    '',
  ].join('\n');
}

function sumBand(runs: readonly Simulation[], { way, band }: { way: string; band: keyof Bands }): { made: number; found: number } {
  const all = runs.flatMap(({ deviations }) => deviations[way]?.[band] ?? []);
  return { made: all.reduce((total, { made }) => total + made, 0), found: all.reduce((total, { found }) => total + found, 0) };
}
