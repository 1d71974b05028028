// The manual's page on simulated days: what is simulated, in words, and the numbers of many seeds. Knows nothing of how
// they came.
import { addErrorTallies, type DeviationBandCounts } from './simulationScore.ts';
import type { SimulationResult } from './simulation.ts';
import { formatFoundShare, ERROR_ORIGIN_LABELS } from './simulationTable.ts';

const ABOUT = [
  '`hakari simulate` plays the days of a base whose truth is known, and counts what the base finds of it. The base is the real one in',
  'one process: the scales and readers of the simulated yard send the bytes of their protocols through the real drivers to the real',
  'stations; the real core decides; every fact goes into a real ledger (a folder of its own, thrown away at the end). Only time is',
  'virtual, and headquarters’ orders are not signed, because signatures are tested elsewhere. A seed gives the same days again.',
  '',
  '## What is simulated',
  '',
  '- **Goods**: lots of the seven held kinds in their forms – nickel metal in bundles, ferro-nickel, ferro-chrome and ferro-manganese in',
  '  big bags, tungsten ore, cobalt, molybdenum ore and ferro-vanadium in drums – from four consignors: each day two lots of drums and',
  '  one of bundles or bags weighed one by one, one lot of drums on pallets of two to four, one lorry over a weighbridge (50 t, e = 10 kg).',
  '- **Scales** err: each has a bias and a bend of its own, drawn so that somewhere it reaches 50 to 100 % of its limit in service',
  '  (OIML R 76, class III). Consignors’ scales do the same. One tag in thirty is not read.',
  '- **People**: a check weight each morning; releases, stocktakes with recount, samples, recounts and approvals; decisions in the evening.',
  '- **Mistakes of people**: a drum on the wrong truck, two tags exchanged, the neighbour’s mark scanned, a drum left on the scale, two at',
  '  once, forks still under the load, a package missing or too many, one overlooked in a count, a wrong one brought for a release.',
  '- **Mistakes of nature and worse**: the true mass differs from the declared one by 0.5 to 3 × the tolerance of that weighing (moisture,',
  '  loss, theft on the way; one in four is a gain), pilferage in store, spillage (four in five are seen and weighed), a scale that is',
  '  hit and errs by 0.5 to 3 × its limit more than before.',
  '',
  'Not simulated: two errors on one package at once (so no deviation is put on what a damaged scale weighs), fuel burned between two',
  'passes, moisture that changes in store, people who deceive together.',
  '',
  '## What is promised',
  '',
  'A deviation is the true mass less the declared one. If it exceeds the tolerance **and** the weighing’s own bound (limit in service and',
  'rounding), no error of the scale can hide it: then it must be found, and so must each package that is lost or gained; a scale that is',
  'off by more than its limit and one interval must fail its check weight. Otherwise the exit code is 1. Between the tolerance and that',
  'sum it depends on the scale’s own error: the share found is printed. A finding on a package of which nothing is wrong is a false',
  'alarm; more than one in 1,000 packages is exit code 1 as well. Drift alarms (cumulative sums) are not counted as either: simulated',
  'scales do have a bias, which is what they tell of.',
  '',
  'Exchanged tags and marks lose neither a package nor a kilogram: they show if the two weights differ by more than the tolerance, or',
  'if a tag and a mark contradict each other. What is spilled unseen shows when the package is weighed next.',
];

export function formatSimulationPage(runs: readonly SimulationResult[]): string {
  const days = runs[0]?.days ?? 0;
  return [
    '# Simulated days',
    '',
    `<!-- Written by \`npm run --silent hakari -- simulate --seeds ${runs.length} --days ${days} --table\`; do not edit. -->`,
    '',
    ...ABOUT,
    '',
    `## The numbers: ${runs.length} seeds, ${days} days each`,
    '',
    ...formatKindRows(runs),
    '',
    'Deviations found, of those made, by where they lie:',
    '',
    ...formatBandRows(runs),
    '',
    ...formatSeedRows(runs),
    '',
    formatUnexpected(runs),
  ].join('\n');
}

const EMPTY_TALLY = { made: 0, found: 0, missed: 0, falseAlarms: 0 };

function formatKindRows(runs: readonly SimulationResult[]): string[] {
  const kinds = [...new Set(runs.flatMap(({ byKind }) => Object.keys(byKind)))];
  const sums = kinds.map(
    (kind) =>
      [kind, runs.map(({ byKind }) => byKind[kind] ?? EMPTY_TALLY).reduce(addErrorTallies, EMPTY_TALLY)] as const,
  );
  const cells = ({ made: madeCount, found, missed, falseAlarms }: typeof EMPTY_TALLY): string =>
    `${madeCount} | ${found} | ${missed} | ${falseAlarms}`;
  const packages = runs.reduce((sum, run) => sum + run.packages, 0);
  return [
    '| error | made | found | missed | false alarms |',
    '| --- | --: | --: | --: | --: |',
    ...sums
      .filter(([, { made: madeCount, falseAlarms }]) => madeCount + falseAlarms > 0)
      .map(([kind, tally]) => `| ${kind} | ${cells(tally)} |`),
    `| all, of ${packages} packages handled | ${cells(runs.map(({ totals }) => totals).reduce(addErrorTallies, EMPTY_TALLY))} |`,
  ];
}

function formatBandRows(runs: readonly SimulationResult[]): string[] {
  const bands = ['below', 'between', 'above'] as const;
  const origins = Object.keys(runs[0]?.deviations ?? {});
  return [
    '| | up to the tolerance | up to the tolerance and the weighing’s own bound | above both |',
    '| --- | --: | --: | --: |',
    ...origins.map(
      (origin) =>
        `| ${ERROR_ORIGIN_LABELS[origin] ?? origin} | ${bands.map((band) => formatFoundShare(sumBand(runs, { origin, band }))).join(' | ')} |`,
    ),
  ];
}

function formatSeedRows(runs: readonly SimulationResult[]): string[] {
  return [
    '| seed | packages | made | found | missed | of those missed, sure | false alarms |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...runs.map(
      ({ seed, packages, totals, missedCertain }) =>
        `| ${seed} | ${packages} | ${totals.made} | ${totals.found} | ${totals.missed} | ${missedCertain.length} | ${totals.falseAlarms} |`,
    ),
  ];
}

/** Buttons that were refused although the work was right would be flaws of the base. */
function formatUnexpected(runs: readonly SimulationResult[]): string {
  const surprises = runs.flatMap(({ seed, unexpected }) => unexpected.map((surprise) => `- seed ${seed}, ${surprise}`));
  return surprises.length === 0
    ? 'In all these days nothing was refused that should not have been.'
    : ['Unexpected:', '', ...surprises].join('\n');
}

function sumBand(
  runs: readonly SimulationResult[],
  { origin, band }: { origin: string; band: keyof DeviationBandCounts },
): { made: number; found: number } {
  const tallies = runs.flatMap(({ deviations }) => deviations[origin]?.[band] ?? []);
  return {
    made: tallies.reduce((total, { made: madeCount }) => total + madeCount, 0),
    found: tallies.reduce((total, { found }) => total + found, 0),
  };
}
