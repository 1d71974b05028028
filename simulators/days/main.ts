// `hakari simulate`: a base's days in one process with virtual time; prints how many errors were made, found, missed
// and falsely
// alarmed. The base itself is handed in by main.ts. Exit code 1 if an error went unfound that must not.
import { parseArgs } from 'node:util';
import { errorText } from '../../drivers/contract/errorText.ts';
import type { OpenBaseUnderTest } from './baseUnderTest.ts';
import { formatSimulationPage } from './simulationPage.ts';
import { simulateDays, type SimulationResult } from './simulation.ts';
import { formatSimulationTable } from './simulationTable.ts';

export interface SimulationIo {
  out(line: string): void;
  err(line: string): void;
  stop: AbortSignal;
}

const USAGE =
  'hakari simulate [--days N] [--seed S] [--json]     or --seeds N [--days N] [--table]: N seeds, with --table as a page of the manual';
const DAYS_MAX = 3_650;
const SEEDS_MAX = 1_000;
/** Promised: at most one false alarm in so many packages. */
const PACKAGES_PER_FALSE_ALARM = 1_000;

interface SimulationOptions {
  days: number;
  seeds: string[];
  json: boolean;
  page: boolean;
}

export async function runSimulation(args: string[], io: SimulationIo, openBase: OpenBaseUnderTest): Promise<number> {
  const options = parseSimulationOptions(args);
  if (typeof options === 'string') {
    io.err(`${options}\nUsage: ${USAGE}`);
    return 2;
  }
  const { days, json } = options;
  const results: SimulationResult[] = [];
  for (const seed of options.seeds) {
    const result = await simulateDays({ days, seed, openBase, stop: io.stop });
    results.push(result);
    if (json) io.out(JSON.stringify(summarizeSimulation(result)));
    else if (!options.page) for (const line of formatSimulationTable(result)) io.out(line);
  }
  if (options.page) io.out(formatSimulationPage(results));
  return results.every(isPromiseKept) ? 0 : 1;
}

export function isPromiseKept({ missedCertain, totals, packages }: SimulationResult): boolean {
  return missedCertain.length === 0 && totals.falseAlarms * PACKAGES_PER_FALSE_ALARM <= packages;
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
