// After the last day: each finding of the base is laid beside the errors that were really made. What was made and not
// found is missed; what was found and not made is a false alarm.
import type { LedgerFinding, LedgerReader } from './ledgerReader.ts';
import {
  INJECTED_ERROR_KINDS,
  type InjectedErrorKind,
  type InjectedErrorOrigin,
  type InjectedError,
  type GroundTruth,
} from './groundTruth.ts';

export interface ErrorTally {
  made: number;
  found: number;
  missed: number;
  falseAlarms: number;
}

/** Deviations of mass by how sure they had to be found. */
export interface DeviationBandCounts {
  below: { made: number; found: number };
  between: { made: number; found: number };
  above: { made: number; found: number };
}

export interface SimulationScore {
  byKind: Record<string, ErrorTally>;
  totals: ErrorTally;
  deviations: Record<string, DeviationBandCounts>;
  /** Errors of which arithmetic says that they cannot go unfound, and which did. */
  missedCertain: string[];
  falseAlarms: string[];
  packages: number;
  driftAlarms: number;
  /** By code of the finding. */
  falseAlarmCodes: Record<string, number>;
  /** Findings on honest packages that the base made void by itself, with their weighings. */
  findingsTakenBack: number;
  /** Loads of which nothing was wrong, each time that one was put on a scale. */
  honestWeighings: number;
  /** Of those, the ones that the base asked to be put on again, by its reason and what was done to them. */
  putOnAgain: Record<string, number>;
  putOnAgainList: string[];
  /** How often what was done with honest loads. */
  harmlessActs: Record<string, number>;
  /** How often what in store. */
  storeActs: Record<string, number>;
}

const MASS_ERROR_KINDS: readonly InjectedErrorKind[] = ['deviation', 'pilferage', 'drifting scale'];
const LOAD_RISE_KINDS: readonly InjectedErrorKind[] = ['forks under', 'left on scale'];

export function scoreSimulation(truth: GroundTruth, ledger: LedgerReader): SimulationScore {
  const open = new Map<string, LedgerFinding[]>();
  for (const finding of ledger.findings) {
    const lot = finding.body.lot ?? '';
    open.set(lot, [...(open.get(lot) ?? []), finding]);
  }
  for (const error of truth.errors) {
    if (error.foundBy !== null) continue;
    const finding = error.lots.flatMap((lot) => open.get(lot) ?? []).find((candidate) => namesError(candidate, error));
    if (finding) truth.markFound(error, finding.body.code);
    else if (
      LOAD_RISE_KINDS.includes(error.kind) &&
      ledger.loadRoseReversals.some((id) => error.packages.includes(ledger.weighings.get(id)?.package ?? ''))
    )
      truth.markFound(error, 'load rose');
  }
  const unfounded = ledger.findings.filter((finding) => !truth.errors.some((error) => mayComeFrom(error, finding)));
  const alarms = unfounded.filter(({ body }) => !isTakenBack(body.weighing, ledger));
  return countScore(truth, { ledger, alarms, takenBack: unfounded.length - alarms.length });
}

/** The base itself set its weighing aside, and asked for the load again: that is counted there. */
function isTakenBack(weighing: string | null, { setAside }: LedgerReader): boolean {
  const reason = weighing === null ? undefined : setAside.get(weighing);
  return reason !== undefined && reason !== 'operator';
}

/** The finding names what the error was made on. */
function namesError({ body }: LedgerFinding, error: InjectedError): boolean {
  if (body.lot === null || !error.lots.includes(body.lot)) return false;
  return (
    error.packages.length === 0 ||
    (body.package === null ? error.origin === 'group' : error.packages.includes(body.package))
  );
}

/** Less strict: a lot's total, a release that came up short, and whatever a scale out of its limits said. */
function mayComeFrom(error: InjectedError, finding: LedgerFinding): boolean {
  const { body, isScaleDamaged, day } = finding;
  if (error.kind === 'drifting scale') return isScaleDamaged || body.code === 'SCALE_FAULT';
  if (body.lot === null) return error.day === day;
  return namesError(finding, error) || (body.package === null && error.lots.includes(body.lot));
}

function countScore(
  truth: GroundTruth,
  { ledger, alarms, takenBack }: { ledger: LedgerReader; alarms: readonly LedgerFinding[]; takenBack: number },
): SimulationScore {
  const byKind: Record<string, ErrorTally> = {};
  for (const kind of INJECTED_ERROR_KINDS) {
    const errorsOfKind = truth.errors.filter((error) => error.kind === kind);
    const found = errorsOfKind.filter((error) => error.foundBy !== null).length;
    byKind[kind] = { made: errorsOfKind.length, found, missed: errorsOfKind.length - found, falseAlarms: 0 };
  }
  for (const { body } of alarms) {
    const row = (byKind[body.code] ??= { made: 0, found: 0, missed: 0, falseAlarms: 0 });
    row.falseAlarms += 1;
  }
  const checks = ledger.failedChecks.filter(({ damaged }) => !damaged).length;
  const drifting = byKind['drifting scale'];
  if (drifting) drifting.falseAlarms += checks;
  return {
    byKind,
    totals: Object.values(byKind).reduce(addErrorTallies, { made: 0, found: 0, missed: 0, falseAlarms: 0 }),
    deviations: countDeviationBands(truth),
    missedCertain: truth.errors.filter(({ isCertain, foundBy }) => isCertain && foundBy === null).map(describeError),
    falseAlarms: [
      ...alarms.map(({ body, day }) => `day ${day}: ${body.code} on ${body.package ?? body.lot ?? 'no lot'}`),
      ...Array.from({ length: checks }, () => 'a sound scale failed its check'),
    ],
    packages: truth.packagesHandled,
    driftAlarms: ledger.driftAlarms.length,
    falseAlarmCodes: countBy(alarms.map(({ body }) => body.code)),
    findingsTakenBack: takenBack,
    honestWeighings: truth.honestWeighings,
    putOnAgain: countBy(truth.putOnAgain.map(({ reason, act }) => (act === null ? reason : `${reason}: ${act}`))),
    putOnAgainList: truth.putOnAgain.map(
      ({ reason, act, where }) => `${where}: ${reason}, ${act ?? 'nothing was done'}`,
    ),
    harmlessActs: Object.fromEntries(truth.harmlessActs),
    storeActs: Object.fromEntries(truth.storeActs),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export function addErrorTallies(sum: ErrorTally, tally: ErrorTally): ErrorTally {
  return {
    made: sum.made + tally.made,
    found: sum.found + tally.found,
    missed: sum.missed + tally.missed,
    falseAlarms: sum.falseAlarms + tally.falseAlarms,
  };
}

function describeError({ kind, origin, day, lots, packages, where }: InjectedError): string {
  return `day ${day}: ${kind} (${origin}) of ${where ?? [...lots, ...packages].join(', ')}`;
}

function countDeviationBands(truth: GroundTruth): Record<string, DeviationBandCounts> {
  const origins: readonly InjectedErrorOrigin[] = ['single', 'group', 'vehicle', 'stock', 'scale'];
  return Object.fromEntries(
    origins.map((origin) => {
      const errorsOfOrigin = truth.errors.filter(
        (error) => error.origin === origin && error.band !== null && MASS_ERROR_KINDS.includes(error.kind),
      );
      const count = (band: InjectedError['band']): DeviationBandCounts['below'] => {
        const errorsOfBand = errorsOfOrigin.filter((error) => error.band === band);
        return { made: errorsOfBand.length, found: errorsOfBand.filter(({ foundBy }) => foundBy !== null).length };
      };
      return [origin, { below: count('below'), between: count('between'), above: count('above') }];
    }),
  );
}
