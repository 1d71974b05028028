// `hakari simulate`: a base's days in one process with virtual time; prints how many errors were made, found, missed
// and falsely
// alarmed. The base itself is handed in by main.ts. Exit code 1 if an error went unfound that must not.
import { parseArgs } from 'node:util';
import { errorText } from '../../drivers/contract/errorText.ts';
import { formatSimulationPage } from './simulationPage.ts';
import { simulateDays, type SimulationParts, type SimulationResult } from './simulation.ts';
import { isDriftPromiseKept, PROMISE, type CountDriftWarnings } from './simulationPromise.ts';
import { formatDriftTable, formatSimulationTable } from './simulationTable.ts';

export interface SimulationIo {
  out(line: string): void;
  err(line: string): void;
  stop: AbortSignal;
}

const USAGE =
  'hakari simulate [--days N] [--seed S] [--json]     or --seeds N [--days N] [--table]: N seeds, with --table as a page of the manual';
const DAYS_MAX = 3_650;
const SEEDS_MAX = 1_000;
/** Lots of the drift warning's rate; days have seeds of their own. */
export const DRIFT_SEED = 'drift';

interface SimulationOptions {
  days: number;
  seeds: string[];
  json: boolean;
  page: boolean;
}

/** Who judges beside the truth; main.ts hands in both. */
export interface SimulationJudges {
  openHeadquarters?: SimulationParts['openHeadquarters'];
  countDriftWarnings?: CountDriftWarnings;
}

export async function runSimulation(
  args: string[],
  io: SimulationIo,
  openBase: SimulationParts['openBase'],
  { openHeadquarters, countDriftWarnings }: SimulationJudges = {},
): Promise<number> {
  const options = parseSimulationOptions(args);
  if (typeof options === 'string') {
    io.err(`${options}\nUsage: ${USAGE}`);
    return 2;
  }
  const { days, json } = options;
  const results: SimulationResult[] = [];
  const driftWarnings = countDriftWarnings?.(DRIFT_SEED) ?? [];
  for (const seed of options.seeds) {
    const result = await simulateDays({ days, seed, openBase, openHeadquarters, stop: io.stop });
    results.push(result);
    if (json) io.out(JSON.stringify({ ...summarizeSimulation(result), driftWarnings }));
    else if (!options.page) for (const line of formatSimulationTable(result)) io.out(line);
  }
  if (options.page) io.out(formatSimulationPage(results, driftWarnings));
  else if (!json) for (const line of formatDriftTable(driftWarnings)) io.out(line);
  return arePromisesKept(results) && driftWarnings.every(isDriftPromiseKept) ? 0 : 1;
}

export function isPromiseKept(result: SimulationResult): boolean {
  return arePromisesKept([result]);
}

/** Nothing certain is missed, headquarters comes to the same, and honest work is left alone; over all seeds together. */
export function arePromisesKept(results: readonly SimulationResult[]): boolean {
  const sum = (count: (result: SimulationResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const weighings = sum(({ honestWeighings }) => honestWeighings);
  return (
    results.every(({ missedCertain }) => missedCertain.length === 0) &&
    results.every(({ headquarters }) => headquarters.rejected.length + headquarters.differences.length === 0) &&
    sum(({ totals }) => totals.falseAlarms) <= allowed(PROMISE.findingsPerThousand, weighings) &&
    sum(({ putOnAgainList }) => putOnAgainList.length) <= allowed(PROMISE.againPerThousand, weighings)
  );
}

/** Of fewer than a thousand weighings as many as of a thousand: chance is no broken promise. */
function allowed(perThousand: number, weighings: number): number {
  return Math.floor(perThousand * Math.max(1, weighings / 1_000));
}

function summarizeSimulation(result: SimulationResult): object {
  const { made: madeCount, found, missed, falseAlarms } = result.totals;
  return {
    seed: result.seed,
    days: result.days,
    packages: result.packages,
    entries: result.entries,
    made: madeCount,
    found,
    missed,
    falseAlarms,
    byKind: result.byKind,
    deviations: result.deviations,
    missedCertain: result.missedCertain,
    falseAlarmList: result.falseAlarms,
    driftAlarms: result.driftAlarms,
    unexpected: result.unexpected,
    falseAlarmCodes: result.falseAlarmCodes,
    findingsTakenBack: result.findingsTakenBack,
    honestWeighings: result.honestWeighings,
    putOnAgain: result.putOnAgain,
    putOnAgainList: result.putOnAgainList,
    harmlessActs: result.harmlessActs,
    storeActs: result.storeActs,
    headquarters: result.headquarters,
  };
}

/** A text says what is wrong with the call. */
function parseSimulationOptions(args: string[]): SimulationOptions | string {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: { days?: string; seed?: string; seeds?: string; json?: boolean; table?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: { days: text, seed: text, seeds: text, json: flag, table: flag },
      strict: true,
    }));
  } catch (error) {
    return errorText(error);
  }
  const days = Number(values.days ?? 30);
  const count = Number(values.seeds ?? 1);
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX)
    return `--days must be a whole number from 1 to ${DAYS_MAX}`;
  if (!Number.isInteger(count) || count < 1 || count > SEEDS_MAX)
    return `--seeds must be a whole number from 1 to ${SEEDS_MAX}`;
  if (values.seed !== undefined && values.seeds !== undefined)
    return '--seed names one seed, --seeds counts them: give one of the two';
  const seeds =
    values.seed !== undefined ? [values.seed] : Array.from({ length: count }, (_, index) => String(index + 1));
  return { days, seeds, json: values.json === true, page: values.table === true };
}
