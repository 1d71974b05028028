// What was announced and what lies there do not fit, or nobody has said what lies there: the station says why, and how
// to go on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import type { Ledger } from '../../agent/core/ports/ledger.ts';
import type { StationView } from '../../agent/core/views/stateView.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { executeCommand } from '../../agent/services/commandExecution.ts';
import { BaseStations } from '../../agent/stations/baseStations.ts';
import type { Driver, DriverHealth } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { KG, reading, SETTINGS } from '../core/loads.ts';
import { random, HandClock } from '../http/plausibleBase.ts';

let dir = '';
let ledger: Ledger;
let clock: HandClock;
let stations: BaseStations;
let observe: (observation: Observation) => void;
let finding = '';

const OPEN: DriverHealth = {
  state: 'open',
  lastFault: '',
  lastBytes: new Uint8Array(),
  lastFrameAtMs: 0,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 1 },
};
/** An instrument whose wire the test holds. */
function driver(instrument: string): Driver {
  return {
    instrument,
    health: () => OPEN,
    run: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
  };
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-announced-'));
  clock = new HandClock();
  ledger = openLedger({ dir, base: 'demo', clock, random, fold, foldVersion: FOLD_VERSION });
  // Three drums in store, of which the second was too light.
  const dock = CaseDock.judged(268, 260, 268);
  finding = dock.ledger.book.where('finding', 'package', 'CO-1-2')[0]?.id ?? '';
  ledger.transact('stock', () => ({
    entries: dock.ledger.entries.map(({ kind, body }) => ({ kind, body }) as never),
    effects: [],
    result: {},
  }));
  const recorder = createRetryingRecorder({ ledger, clock, log: () => undefined });
  stations = new BaseStations({
    clock,
    random,
    ledger,
    recorder,
    runInfo: () => ({ run: 'r', software: 'test', configHash: 'c' }),
    settings: [
      {
        id: 'dock-1',
        name: { en: '1', ja: '1' },
        scale: 'scale-1',
        readers: ['reader-1'],
        checkWeight: null,
        load: SETTINGS,
      },
    ],
    gates: [],
    instruments: ['scale-1', 'reader-1'],
    createDriver: (id, heard) => {
      observe = heard;
      return driver(id);
    },
    scaleFacts: () => SCALE,
    assumeCheckPassed: true,
    executeCommand: (command, actor, stationsById) =>
      executeCommand(command, actor, {
        stations: stationsById,
        recorder,
        random,
        clock,
        areas: new Set(),
        operatorKnown: () => true,
        photoBytes: () => null,
        tryDepositCode: () => ({ content: null }),
      }),
    onCapture: () => undefined,
    storeCurve: () => undefined,
    onStationChange: () => undefined,
    onGateChange: () => undefined,
    onInvariantBroken: (error) => {
      throw error;
    },
    log: () => undefined,
  });
  stations.start();
  shows(0);
});
afterEach(async () => {
  await stations.stop();
  ledger.close();
  rmSync(dir, { recursive: true });
});

function shows(kg: number, tags: string[] = []): void {
  for (let ms = 0; ms < 2_000; ms += 50) {
    clock.pass(50);
    for (const epcHex of tags)
      observe({
        kind: 'tag',
        instrument: 'reader-1',
        atMs: clock.nowMs,
        raw: new Uint8Array(),
        epcHex,
        antenna: 1,
        rssiDbm: -50,
        crcChecked: true,
      });
    observe(reading(kg * KG, clock.nowMs));
  }
}
let commands = 0;
function ask(body: CommandBody, operator = 'bob'): string {
  commands += 1;
  const outcome = stations.executeCommand(
    { ...body, id: `command-${commands}` },
    { operator, roles: ['operator', 'supervisor'] },
  );
  return outcome.kind === 'refused' ? outcome.code : outcome.kind;
}
function seen(): StationView {
  const [view] = stations.views();
  if (!view) throw new Error('no station');
  return view;
}
const says = (): unknown[] => [
  seen().guidance.key,
  seen().refusal?.code ?? null,
  seen().intent?.kind ?? null,
  seen().load?.package ?? null,
];

it('another package is on the scale than was announced: the screen says why, and taking the announcement back frees the scale', () => {
  expect(ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } })).toBe('done');
  shows(268, [epcOf(3)]);
  expect(says()).toEqual(['load-refused', 'tag-names-other-package', 'recount', null]);
  expect(seen().refusal?.params).toEqual({ package: 'CO-1-2', other: 'CO-1-3' });
  expect(ask({ kind: 'announce-load', station: 'dock-1', load: null })).toBe('done');
  // Nobody has announced it, and no job is open: that is the next reason.
  expect(says()).toEqual(['choose-job', 'no-job', null, null]);
  shows(0);
  expect(says()).toEqual(['choose-job', null, null, null]);
});

it('the wrong package is taken off and the right one put on: the announcement still stands', () => {
  ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } });
  shows(268, [epcOf(3)]);
  shows(0);
  expect(says()).toEqual(['place-named', null, 'recount', null]);
  // The tag of the wrong one has aged out of the field by now.
  shows(0);
  shows(260, [epcOf(2)]);
  expect(says()).toEqual(['recorded-remove', null, null, 'CO-1-2']);
});

it('a refused load that rises is no trouble of the disk', () => {
  ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } });
  shows(250, [epcOf(3)]);
  shows(268, [epcOf(3)]);
  expect(says()).toEqual(['load-refused', 'tag-names-other-package', 'recount', null]);
});

it('a stocktake weighs only what is announced: the screen asks what it is, and records it once it is said', () => {
  expect(ask({ kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } })).toBe('done');
  shows(260);
  expect(says()).toEqual(['announce-load', 'load-not-announced', null, null]);
  expect(ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } })).toBe('done');
  expect(says()).toEqual(['recorded-remove', null, null, 'CO-1-2']);
});
