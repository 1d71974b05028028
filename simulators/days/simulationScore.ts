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
  missedSurely: string[];
  falseAlarms: string[];
  packages: number;
  driftAlarms: number;
}

const MASS_ERROR_KINDS: readonly InjectedErrorKind[] = ['deviation', 'pilferage', 'drifting scale'];
const LOAD_RISE_KINDS: readonly InjectedErrorKind[] = ['forks under', 'left on scale'];

export function scoreSimulation(truth: GroundTruth, ledger: LedgerReader): SimulationScore {
  const open = new Map<string, LedgerFinding[]>();
  for (const finding of ledger.findings) {
    const lot = finding.body.lot ?? '';
    open.set(lot, [...(open.get(lot) ?? []), finding]);
  }
  for (const made of truth.errors) {
    if (made.foundBy !== null) continue;
    const finding = made.lots.flatMap((lot) => open.get(lot) ?? []).find((one) => namesError(one, made));
    if (finding) truth.markFound(made, finding.body.code);
    else if (
      LOAD_RISE_KINDS.includes(made.kind) &&
      ledger.loadRoseReversals.some((id) => made.packages.includes(ledger.weighings.get(id)?.package ?? ''))
    )
      truth.markFound(made, 'load rose');
  }
  const alarms = ledger.findings.filter((finding) => !truth.errors.some((made) => mayComeFrom(made, finding)));
  return countScore(truth, { ledger, alarms });
}

/** The finding names what the error was made on. */
function namesError({ body }: LedgerFinding, made: InjectedError): boolean {
  if (body.lot === null || !made.lots.includes(body.lot)) return false;
  return (
    made.packages.length === 0 ||
    (body.package === null ? made.origin === 'group' : made.packages.includes(body.package))
  );
}

/** Less strict: a lot's total, a release that came up short, and whatever a scale out of its limits said. */
function mayComeFrom(made: InjectedError, finding: LedgerFinding): boolean {
  const { body, isScaleDamaged, day } = finding;
  if (made.kind === 'drifting scale') return isScaleDamaged || body.code === 'SCALE_FAULT';
  if (body.lot === null) return made.day === day;
  return namesError(finding, made) || (body.package === null && made.lots.includes(body.lot));
}

function countScore(
  truth: GroundTruth,
  { ledger, alarms }: { ledger: LedgerReader; alarms: readonly LedgerFinding[] },
): SimulationScore {
  const byKind: Record<string, ErrorTally> = {};
  for (const kind of INJECTED_ERROR_KINDS) {
    const made = truth.errors.filter((one) => one.kind === kind);
    const found = made.filter((one) => one.foundBy !== null).length;
    byKind[kind] = { made: made.length, found, missed: made.length - found, falseAlarms: 0 };
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
    missedSurely: truth.errors.filter(({ isCertain, foundBy }) => isCertain && foundBy === null).map(describeError),
    falseAlarms: [
      ...alarms.map(({ body, day }) => `day ${day}: ${body.code} on ${body.package ?? body.lot ?? 'no lot'}`),
      ...Array.from({ length: checks }, () => 'a sound scale failed its check'),
    ],
    packages: truth.packagesHandled,
    driftAlarms: ledger.driftAlarms.length,
  };
}

export function addErrorTallies(sum: ErrorTally, one: ErrorTally): ErrorTally {
  return {
    made: sum.made + one.made,
    found: sum.found + one.found,
    missed: sum.missed + one.missed,
    falseAlarms: sum.falseAlarms + one.falseAlarms,
  };
}

function describeError({ kind, origin, day, lots, packages }: InjectedError): string {
  return `day ${day}: ${kind} (${origin}) of ${[...lots, ...packages].join(', ')}`;
}

function countDeviationBands(truth: GroundTruth): Record<string, DeviationBandCounts> {
  const ways: readonly InjectedErrorOrigin[] = ['single', 'group', 'vehicle', 'stock', 'scale'];
  return Object.fromEntries(
    ways.map((way) => {
      const of = truth.errors.filter(
        (made) => made.origin === way && made.band !== null && MASS_ERROR_KINDS.includes(made.kind),
      );
      const count = (band: InjectedError['band']): DeviationBandCounts['below'] => {
        const made = of.filter((one) => one.band === band);
        return { made: made.length, found: made.filter(({ foundBy }) => foundBy !== null).length };
      };
      return [way, { below: count('below'), between: count('between'), above: count('above') }];
    }),
  );
}
