// After the last day: each finding of the base is laid beside the errors that were really made. What was made and not
// found is missed; what was found and not made is a false alarm.
import type { FindingSeen, LedgerReader } from './ledgerReader.ts';
import { ERROR_KINDS, type ErrorKind, type ErrorWay, type Made, type Truth } from './truth.ts';

export interface Tally {
  made: number;
  found: number;
  missed: number;
  falseAlarms: number;
}

/** Deviations of mass by how sure they had to be found. */
export interface Bands {
  below: { made: number; found: number };
  between: { made: number; found: number };
  above: { made: number; found: number };
}

export interface Judgement {
  byKind: Record<string, Tally>;
  totals: Tally;
  deviations: Record<string, Bands>;
  /** Errors of which arithmetic says that they cannot go unfound, and which did. */
  missedSurely: string[];
  falseAlarms: string[];
  packages: number;
  driftAlarms: number;
}

const OF_MASS: readonly ErrorKind[] = ['deviation', 'pilferage', 'drifting scale'];
const RISES: readonly ErrorKind[] = ['forks under', 'left on scale'];

export function judge(truth: Truth, ledger: LedgerReader): Judgement {
  const open = new Map<string, FindingSeen[]>();
  for (const finding of ledger.findings) {
    const lot = finding.body.lot ?? '';
    open.set(lot, [...(open.get(lot) ?? []), finding]);
  }
  for (const made of truth.made) {
    if (made.found !== null) continue;
    const finding = made.lots.flatMap((lot) => open.get(lot) ?? []).find((one) => isAbout(one, made));
    if (finding) truth.find(made, finding.body.code);
    else if (
      RISES.includes(made.kind) &&
      ledger.risen.some((id) => made.packages.includes(ledger.weighings.get(id)?.package ?? ''))
    )
      truth.find(made, 'load rose');
  }
  const alarms = ledger.findings.filter((finding) => !truth.made.some((made) => explains(made, finding)));
  return result(truth, { ledger, alarms });
}

/** The finding names what the error was made on. */
function isAbout({ body }: FindingSeen, made: Made): boolean {
  if (body.lot === null || !made.lots.includes(body.lot)) return false;
  return (
    made.packages.length === 0 || (body.package === null ? made.way === 'group' : made.packages.includes(body.package))
  );
}

/** Less strict: a lot's total, a release that came up short, and whatever a scale out of its limits said. */
function explains(made: Made, finding: FindingSeen): boolean {
  const { body, damaged, day } = finding;
  if (made.kind === 'drifting scale') return damaged || body.code === 'SCALE_FAULT';
  if (body.lot === null) return made.day === day;
  return isAbout(finding, made) || (body.package === null && made.lots.includes(body.lot));
}

function result(truth: Truth, { ledger, alarms }: { ledger: LedgerReader; alarms: readonly FindingSeen[] }): Judgement {
  const byKind: Record<string, Tally> = {};
  for (const kind of ERROR_KINDS) {
    const made = truth.made.filter((one) => one.kind === kind);
    const found = made.filter((one) => one.found !== null).length;
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
    totals: Object.values(byKind).reduce(added, { made: 0, found: 0, missed: 0, falseAlarms: 0 }),
    deviations: bandsOf(truth),
    missedSurely: truth.made.filter(({ sure, found }) => sure && found === null).map(told),
    falseAlarms: [
      ...alarms.map(({ body, day }) => `day ${day}: ${body.code} on ${body.package ?? body.lot ?? 'no lot'}`),
      ...Array.from({ length: checks }, () => 'a sound scale failed its check'),
    ],
    packages: truth.packages,
    driftAlarms: ledger.driftAlarms.length,
  };
}

export function added(sum: Tally, one: Tally): Tally {
  return {
    made: sum.made + one.made,
    found: sum.found + one.found,
    missed: sum.missed + one.missed,
    falseAlarms: sum.falseAlarms + one.falseAlarms,
  };
}

function told({ kind, way, day, lots, packages }: Made): string {
  return `day ${day}: ${kind} (${way}) of ${[...lots, ...packages].join(', ')}`;
}

function bandsOf(truth: Truth): Record<string, Bands> {
  const ways: readonly ErrorWay[] = ['single', 'group', 'vehicle', 'stock', 'scale'];
  return Object.fromEntries(
    ways.map((way) => {
      const of = truth.made.filter((made) => made.way === way && made.band !== null && OF_MASS.includes(made.kind));
      const count = (band: Made['band']): Bands['below'] => {
        const made = of.filter((one) => one.band === band);
        return { made: made.length, found: made.filter(({ found }) => found !== null).length };
      };
      return [way, { below: count('below'), between: count('between'), above: count('above') }];
    }),
  );
}
