// Tag reads at a gate become passages: what goes out without an order alarms, also after a disk error and after a
// restart.
import { throwDefect } from '../throwDefect.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { type Ledger, StorageError } from '../../agent/core/ports/ledger.ts';
import { PORTAL_LIMITS } from '../../agent/core/weight/portalPassages.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { GateMonitor, GATE_MONITOR_LIMITS } from '../../agent/stations/gateMonitor.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import type { TagRead } from '../../drivers/contract/observation.ts';
import { EPC, ReleaseDock } from '../core/releaseScenes.ts';
import { random, HandClock } from '../http/plausibleBase.ts';

const SETTINGS = {
  id: 'gate-1',
  name: { en: 'Gate', ja: '門' },
  readers: ['reader-9'],
  outer: ['reader-9/1'],
  inner: ['reader-9/2'],
};

let dir = '';
let ledger: Ledger;
let clock: HandClock;
let failing = false;
let changes = 0;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-gate-'));
  clock = new HandClock();
  changes = 0;
  failing = false;
  ledger = openLedger({ begin: true, dir, base: 'demo', clock, random, fold, foldVersion: FOLD_VERSION });
  // A base with three drums, of which the first is staged for a release.
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
  dock.weigh(268, [EPC(1)]);
  ledger.transact('stock', () => ({
    entries: dock.ledger.entries.map(({ kind, body }) => ({ kind, body }) as never),
    effects: [],
    result: {},
  }));
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

function openGate(run = 'run-1'): GateMonitor {
  const flaky: Ledger = new Proxy(ledger, {
    get: (target, name) => {
      if (name === 'book') return target.book;
      const value = Reflect.get(target, name, target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (failing && (name === 'transact' || name === 'recover')) throw new StorageError('disk I/O error');
        return value.apply(target, args);
      };
    },
  });
  const recorder = createRetryingRecorder({ ledger: flaky, clock, log: () => undefined, reportDefect: throwDefect });
  const broken = (error: unknown): void => {
    throw error;
  };
  const gate = new GateMonitor(SETTINGS, {
    clock,
    random,
    recorder,
    runId: () => run,
    onChange: () => void (changes += 1),
    onInvariantBroken: broken,
  });
  recorder.onStorageChange((trouble) => trouble === '' && gate.recordWaiting());
  return gate;
}

function read(gate: GateMonitor, epcHex: string, antenna: number): void {
  const tag: TagRead = {
    kind: 'tag',
    instrument: 'reader-9',
    atMs: clock.monotonicMs(),
    raw: new Uint8Array(),
    epcHex,
    antenna,
    crcChecked: true,
  };
  gate.receive(tag);
  clock.pass(100);
}
function goes(gate: GateMonitor, epcHex: string, antennas: number[]): void {
  for (const antenna of antennas) read(gate, epcHex, antenna);
  clock.pass(PORTAL_LIMITS.goneMs + GATE_MONITOR_LIMITS.lookMs);
}
const OUT = [2, 2, 1, 1];
const IN = [1, 1, 2, 2];
const passages = (): unknown[] =>
  ledger
    .entriesAfter(0, { limit: 1_000, maxBytes: 1e7 })
    .flatMap(({ entry }) =>
      entry.kind === 'gate-passage' ? [[entry.cause, entry.body.package, entry.body.ordered]] : [],
    );

it('records what goes out, and alarms for what no order lets out', () => {
  const gate = openGate();
  goes(gate, EPC(1), OUT);
  expect(gate.view()).toMatchObject({ gate: 'gate-1', alarm: null, alarms: 0, waiting: 0, unfollowed: 0 });
  goes(gate, EPC(2), OUT);
  goes(gate, EPC(2), OUT);
  expect(passages()).toEqual([
    ['passage:run-1:gate-1:1', 'CO-1-1', true],
    ['passage:run-1:gate-1:2', 'CO-1-2', false],
    ['passage:run-1:gate-1:3', 'CO-1-2', false],
  ]);
  expect(gate.view()).toMatchObject({ alarm: { package: 'CO-1-2', epcHex: EPC(2) }, alarms: 1 });
  expect(ledger.book.where('finding', 'state', 'open').map(({ code }) => code)).toEqual(['NOT_ORDERED']);
  expect(ledger.book.get('package', 'CO-1-2')).toMatchObject({ state: 'stored', netMg: 250_000_000 });
  expect(changes).toBe(3);
});

it('shows what came in or was unclear, and records neither', () => {
  const gate = openGate();
  goes(gate, EPC(2), IN);
  goes(gate, EPC(3), [2, 2, 2]);
  goes(gate, EPC(3), [2, 2, 2]);
  expect(gate.view().lastPassages.map(({ epcHex, direction }) => [epcHex, direction])).toEqual([
    [EPC(3), 'unclear'],
    [EPC(2), 'in'],
  ]);
  expect(passages()).toEqual([]);
});

it('keeps a passage that the disk did not take, and records it once when it works again', () => {
  const gate = openGate();
  failing = true;
  goes(gate, EPC(2), OUT);
  expect([gate.view().waiting, passages()]).toEqual([1, []]);
  failing = false;
  clock.pass(2_000);
  expect([gate.view().waiting, passages()]).toEqual([0, [['passage:run-1:gate-1:1', 'CO-1-2', false]]]);
});

it('still alarms after a restart, until headquarters has decided', () => {
  goes(openGate(), EPC(2), OUT);
  const again = openGate('run-2');
  expect(again.view()).toMatchObject({ alarm: { package: 'CO-1-2' }, lastPassages: [] });
  goes(again, EPC(3), OUT);
  expect(again.view()).toMatchObject({ alarm: { package: 'CO-1-3' }, alarms: 2 });
});
