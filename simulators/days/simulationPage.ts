// The manual's page on simulated days: what is simulated, in words, and the numbers of many seeds. Knows nothing of how
// they came.
import { addErrorTallies, type DeviationBandCounts } from './simulationScore.ts';
import type { SimulationResult } from './simulation.ts';
import { type DriftWarnings, PROMISE } from './simulationPromise.ts';
import { formatFoundShare, formatHonestRows, ERROR_ORIGIN_LABELS } from './simulationTable.ts';

/** What stands above the numbers. */
export const ABOUT_SIMULATION = [
  '`hakari simulate` plays the days of a base whose truth is known, and counts what the base finds of it. The base is the real one in',
  'one process: the scales and readers of the simulated yard send the bytes of their protocols through the real drivers to the real',
  'stations; the real core decides; every fact goes into a real ledger (a folder of its own, thrown away at the end). Only time is',
  'virtual. Headquarters signs its orders and books every entry by its own code; what it could not book, or judges otherwise, is counted.',
  'Envelopes and seals are tested elsewhere. A seed gives the same days again.',
  '',
  '## What is simulated',
  '',
  '- **Goods**: lots of the seven held kinds in their forms – nickel metal in bundles, ferro-nickel, ferro-chrome and ferro-manganese in',
  '  big bags, tungsten ore, cobalt, molybdenum ore and ferro-vanadium in drums – from four consignors: each day two lots of drums and',
  '  one of bundles or bags weighed one by one, one lot of drums on pallets of two to four, one lorry over a weighbridge (50 t, e = 10 kg).',
  '- **Scales** err: each has a bias and a bend of its own, drawn so that somewhere it reaches 50 to 100 % of its limit in service',
  '  (OIML R 76, class III). Consignors’ scales do the same. One tag in thirty is not read.',
  '- **People**: a check weight each morning; releases, stocktakes with recount, samples, recounts and approvals; decisions in the evening.',
  '- **Work in store**: lots are put in areas; an area is counted, and what was said by mistake, or scanned and is no label, is taken back;',
  '  a package is set apart and brought back by two; released goods come back, now and then before their notice; in half of the days two',
  '  lots bear the same marks, so that a scan asks which one is meant.',
  '- **Mistakes of people**: a drum on the wrong truck, two tags exchanged, the neighbour’s mark scanned, a drum left on the scale, two at',
  '  once, forks still under the load, a package missing or too many, one overlooked in a count, a wrong one brought for a release,',
  '  one carried to another area without a word, one that was set apart carried away.',
  '- **Mistakes of nature and worse**: the true mass differs from the declared one by 0.5 to 3 × the tolerance of that weighing (moisture,',
  '  loss, theft on the way; one in four is a gain), pilferage in store, spillage (four in five are seen and weighed), a scale that is',
  '  hit and errs by 0.5 to 3 × its limit more than before.',
  '- **Acts at the platform**, ten readings a second while something moves: somebody of 60 to 100 kg stands on it before the load is',
  '  weighed and steps off afterwards (*person on scale*), or steps onto it later for 3.6 to 8 s (*person steps on*); a load is exchanged for',
  '  the next while the display never stands at zero (0.1 to 0.4 s); a load’s own tag is dead and its neighbour’s comes into the field with',
  '  it; zero is pressed with a drum on the scale; a load is put on without a job; one lifting in twenty stops half-way at 5 to 95 % of the',
  '  load for 3 to 8 s; a driver leaves the cab at one pass, and in a third of these cases the clerk says so; on one morning of the week',
  '  without a time service somebody sets the clock 3 to 400 days wrong.',
  '- **Acts that must cost nothing**: the check weight comes in two to five blocks; in a quarter of the lots a tagged drum stands two metres',
  '  from the antenna and is read in two rounds of five; somebody is on the platform for a moment, before or after; for a week the clock has no time service.',
  '',
  'Not simulated: two errors on one package at once (so no deviation is put on what a damaged scale weighs), moisture that changes in',
  'store, people who deceive together.',
  '',
  '## What is promised',
  '',
  'A deviation is the true mass less the declared one. If it exceeds the tolerance **and** the weighing’s own bound (limit in service and',
  'rounding), no error of the scale can hide it: then it must be found, and so must each package that is lost or gained; a scale that is',
  'off by more than its limit and one interval must fail its check weight. Each act at the platform must be seen: the load is disturbed or',
  'unknown, nothing is taken from it, the neighbour’s name does not stand, the scale is blocked, the load is in the ledger as unexplained, the',
  'pass is refused, the date is not believed. One certain error missed is exit code 1. Between the tolerance and that sum it depends on',
  'the scale’s own error: the share found is printed. A driver who is out and of whom nobody speaks is a deviation like any other.',
  '',
  'Of 1,000 honest weighings – nothing is wrong with the goods, and no act of the list is done to the load – at most 1 may lead to a finding and',
  'at most 5 to a load that must be put on again; a verdict, release, stocktake or finding in which headquarters comes to something else, and',
  'an entry that it cannot book, is exit code 1 as well; so is a warning of drift on more than 1 % of honest lots. A finding whose',
  'weighing the base itself sets aside is void with it, and is counted as a load that is put on again. Drift alarms (cumulative sums) are not',
  'counted: simulated scales do have a bias, which is what they tell of.',
  '',
  'Forks that stop half-way cost a weighing each: on the scale it is the same whether forks bear a part of the load or somebody has stepped',
  'off beside a light drum, so that no rule on readings can spare the one and find the other (decisions/weighing-half-way-forks.md).',
  '',
  'Exchanged tags and marks lose neither a package nor a kilogram: they show if the two weights differ by more than the tolerance, or',
  'if a tag and a mark contradict each other. What is spilled unseen shows when the package is weighed next.',
];

export function formatSimulationPage(runs: readonly SimulationResult[], drift: readonly DriftWarnings[]): string {
  const days = runs[0]?.days ?? 0;
  return [
    '# Simulated days',
    '',
    `<!-- Written by \`npm run --silent hakari -- simulate --seeds ${runs.length} --days ${days} --table\`; do not edit. -->`,
    '',
    ...ABOUT_SIMULATION,
    '',
    `## The numbers: ${runs.length} seeds, ${days} days each`,
    '',
    ...formatKindRows(runs),
    '',
    'Deviations found, of those made, by where they lie:',
    '',
    ...formatBandRows(runs),
    '',
    'What honest work cost:',
    '',
    ...formatHonestTable(runs),
    '',
    'Acts that must cost nothing: ' + formatActs(runs.map(({ harmlessActs }) => harmlessActs)) + '.',
    '',
    'Work in store: ' + formatActs(runs.map(({ storeActs }) => storeActs)) + '.',
    '',
    ...formatHeadquarters(runs),
    '',
    ...formatDriftRows(drift),
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

function addCounts(counts: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

function formatHonestTable(runs: readonly SimulationResult[]): string[] {
  const rows = formatHonestRows({
    honestWeighings: runs.reduce((sum, { honestWeighings }) => sum + honestWeighings, 0),
    putOnAgain: addCounts(runs.map(({ putOnAgain }) => putOnAgain)),
    falseAlarmCodes: addCounts(runs.map(({ falseAlarmCodes }) => falseAlarmCodes)),
    findingsTakenBack: runs.reduce((sum, { findingsTakenBack }) => sum + findingsTakenBack, 0),
  });
  return [
    '| | count | per 1,000 |',
    '| --- | --: | --: |',
    ...rows.map(([name, count, perThousand]) => `| ${name} | ${count} | ${perThousand} |`),
  ];
}

function formatActs(counts: readonly Record<string, number>[]): string {
  return Object.entries(addCounts(counts))
    .map(([act, count]) => `${act} (${count})`)
    .join(', ');
}

function formatHeadquarters(runs: readonly SimulationResult[]): string[] {
  const rejected = runs.flatMap(({ headquarters }) => headquarters.rejected);
  const differences = runs.flatMap(({ headquarters }) => headquarters.differences);
  const entries = runs.reduce((sum, run) => sum + run.entries, 0);
  return [
    `Headquarters booked all ${entries} entries by its own code: ${rejected.length} rejected, ${differences.length} differences in verdicts, releases, stocktakes and findings.`,
  ];
}

function formatDriftRows(drift: readonly DriftWarnings[]): string[] {
  if (drift.length === 0) return [];
  return [
    'The drift warning on honest lots, each side’s scale with one constant bias within half its limit in service:',
    '',
    '| packages in the lot | lots | warned of | per cent, at most ' + `${PROMISE.driftPerCent} |`,
    '| --: | --: | --: | --: |',
    ...drift.map(
      ({ packages, lots, warned }) => `| ${packages} | ${lots} | ${warned} | ${((100 * warned) / lots).toFixed(2)} |`,
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
