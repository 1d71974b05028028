// A decision breaks on a load or a command: just that is stopped and told, the station and the ledger go on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import type { SqliteLedger } from '../../agent/ledger/sqliteLedger.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { findEntryFault } from '../../agent/core/model/entry.ts';
import { createDefectLog, type DefectLog } from '../../agent/runtime/defectLog.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { createSystemClock, createSystemRandom } from '../../agent/runtime/systemClock.ts';
import type { DecisionRecorder } from '../../agent/core/ports/decisionRecorder.ts';

let dir: string;
let ledger: SqliteLedger;
let recorder: DecisionRecorder;
let defects: DefectLog;
let changes: number;
const lines: { code?: string; detail?: string }[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-defect-'));
  const clock = createSystemClock();
  ledger = openLedger({ begin: true, dir, base: 'demo', clock, random: createSystemRandom(), ...FOLDING });
  changes = 0;
  lines.length = 0;
  defects = createDefectLog({
    log: (_level, _event, fields = {}) => void lines.push(fields),
    onChange: () => (changes += 1),
  });
  recorder = createRetryingRecorder({ ledger, clock, log: () => undefined, reportDefect: defects.report });
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

/** As every base opens its ledger. */
const FOLDING = { fold, foldVersion: FOLD_VERSION, findFault: findEntryFault };
const KEY = 'k'.repeat(43);
const OPENED = {
  reason: 'installed' as const,
  previous: null,
  signingKey: KEY,
  sealingKey: KEY,
  leafKey: '1e'.repeat(32),
  software: 't',
};
const sound = () => ({ entries: [{ kind: 'epoch-opened' as const, body: OPENED }], effects: [], result: { of: 1 } });

it('is refused, told once each, and nothing of it is in the ledger', () => {
  const broken = (): never => {
    throw new RangeError('declaredGrossMg 9000000000000000 is not a safe integer');
  };
  expect(recorder.record('capture:a', broken)).toEqual({ kind: 'refused', refusal: { refusal: 'defect', params: {} } });
  expect(
    recorder.record('capture:b', () => ({
      ...sound(),
      entries: [{ kind: 'job-closed', body: { job: 'none' } } as never],
    })),
  ).toMatchObject({
    kind: 'refused',
  });
  expect(ledger.head().seq).toBe(0);
  expect(changes).toBe(2);
  expect(defects.alarms()).toEqual([{ code: 'defect', detail: 'capture:b (2)' }]);
});

it('writes an entry that is not as its kind declares: it is a defect, and neither it nor what came before it is there', () => {
  const misshapen = { kind: 'packages-relocated', body: { packages: ['P 1'], area: 'A', operator: 'ann' } } as never;
  const outcome = recorder.record('command:a', () => ({
    ...sound(),
    entries: [...sound().entries, misshapen],
  }));
  expect(outcome).toEqual({ kind: 'refused', refusal: { refusal: 'defect', params: {} } });
  expect(ledger.head().seq).toBe(0);
  expect(lines.map(({ detail }) => detail).join()).toContain('packages-relocated: packages.0');
});

it('can be said again under the same cause, when the program no longer breaks on it', () => {
  let isBroken = true;
  const decide = () => {
    if (isBroken) throw new Error('a rule is broken');
    return sound();
  };
  const said = new Uint8Array([1]);
  expect(recorder.record('command:a', decide, said)).toMatchObject({ kind: 'refused' });
  isBroken = false;
  expect(recorder.record('command:a', decide, said)).toMatchObject({ kind: 'decided', result: { of: 1 } });
});

it('leaves a line in the log that says where, and has no figure that could be a mass', () => {
  recorder.record('capture:a', () => {
    throw new RangeError('9000000000000000 is not a safe integer');
  });
  expect(lines[0]?.code).toBe('capture:a');
  expect(lines[0]?.detail).toMatch(/^# is not a safe integer at .*decisionBreaks\.test\.ts/);
  expect(lines[0]?.detail).not.toMatch(/\d{4,}/);
});
