// A case waits to be weighed again, and overnight the mark of the only scale runs out: headquarters hears of it without
// anybody asking.
import { throwDefect } from '../throwDefect.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { createCaseEscalation } from '../../agent/services/caseEscalation.ts';
import { CaseDock } from '../core/caseScenes.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { HandClock, random } from '../http/plausibleBase.ts';

const HOUR_MS = 3_600_000;

it('is escalated within the hour, once, and not after the stop', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-mark-'));
  const clock = new HandClock();
  const ledger = openLedger({ begin: true, dir, base: 'demo', clock, random, fold, foldVersion: FOLD_VERSION });
  const stock = CaseDock.judged(268, 256);
  ledger.transact('stock', () => ({
    entries: stock.ledger.entries.map(({ kind, body }) => ({ kind, body }) as never),
    effects: [],
    result: {},
  }));
  const recorder = createRetryingRecorder({ ledger, clock, log: () => undefined, reportDefect: throwDefect });
  const stationScales = () => [
    { station: 'dock-1', scale: { ...SCALE, verified: clock.nowMs < 2.5 * HOUR_MS }, fitnessSharePpm: null },
  ];
  const before = ledger.head().seq;
  const stop = createCaseEscalation({ recorder, clock, random, stations: { stationScales }, kinds: new Map() }).start();
  const added = (): string[] =>
    ledger.entriesAfter(before, { limit: 10, maxBytes: 1e6 }).map(({ entry }) => entry.kind);
  clock.pass(2 * HOUR_MS);
  expect(added()).toEqual([]);
  clock.pass(HOUR_MS);
  expect(added()).toEqual(['case-escalated']);
  clock.pass(5 * HOUR_MS);
  stop();
  clock.pass(5 * HOUR_MS);
  expect(added()).toEqual(['case-escalated']);
  recorder.stop();
  ledger.close();
  rmSync(dir, { recursive: true });
});
