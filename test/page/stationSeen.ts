// A station and a base as a page might be shown them, with whatever a test wants to be different.
import type { PackageView, StateView, StationView } from '../../agent/core/shown/view.ts';

export const PACKAGE: PackageView = { package: 'LOT-1-01', mark: 'DRUM 1', area: null, epcHex: '3114257BF400264CB0000000', state: 'expected', held: false, weighed: false };

export function station(different: Partial<StationView> = {}): StationView {
  return {
    station: 'dock-1',
    name: { en: 'Dock 1', ja: '第1ドック' },
    scale: { instrument: 'scale-1', state: 'open', trouble: '', verified: true },
    reading: { value: '0.0', unit: 'kg', mode: 'gross', stable: true, centreOfZero: true },
    noReading: null,
    guidance: { key: 'choose-job', params: {} },
    tags: [],
    job: null,
    intent: null,
    visit: null,
    visits: [],
    load: null,
    refusal: null,
    ...different,
  };
}

export const job = (work: string, different: Partial<NonNullable<StationView['job']>> = {}): NonNullable<StationView['job']> => ({
  job: 'job-1', work, order: 'order-1', lot: work === 'intake' ? 'LOT-1' : null, stocktake: work === 'stocktake' ? 'ST-1' : null, operator: 'aiko', announced: 2, weighed: 0, missing: 0, ...different,
});

export const load = (different: Partial<NonNullable<StationView['load']>> = {}): NonNullable<StationView['load']> => ({ weighing: 'w-1', number: 7, grossKg: '268.5', package: 'LOT-1-01', mark: 'DRUM 1', ...different });

export const says = (key: StationView['guidance']['key'], params: StationView['guidance']['params'] = {}): Pick<StationView, 'guidance'> => ({ guidance: { key, params } });

export function base(different: Partial<StateView> = {}): StateView {
  return {
    base: 'demo',
    software: 'test',
    stations: [station(), station({ station: 'dock-2', name: { en: 'Dock 2', ja: '第2ドック' } })],
    orders: [
      { order: 'order-1', kind: 'intake-notice', subject: 'LOT-1', lot: 'LOT-1', state: 'open' },
      { order: 'order-2', kind: 'release-order', subject: 'REL-1', lot: null, state: 'open' },
      { order: 'order-3', kind: 'stocktake-order', subject: 'ST-1', lot: null, state: 'working' },
    ],
    lots: [
      {
        lot: 'LOT-1', order: 'order-1', commodity: 'Co', form: 'cobalt-metal', ownership: 'national', state: 'arriving', announced: 2, findings: [], verdict: null,
        packages: [PACKAGE, { ...PACKAGE, package: 'LOT-1-02', mark: 'DRUM 2', epcHex: null }],
      },
    ],
    releases: [{ order: 'order-2', release: 'REL-1', regime: 'emergency', recipient: 'Alloy works', state: 'open', askedBy: null, packages: [{ ...PACKAGE, package: 'LOT-0-01', mark: 'OLD 1', state: 'allocated', weighed: true, lot: 'LOT-0' }] }],
    stocktakes: [
      {
        stocktake: 'ST-1', order: 'order-3', state: 'open', round: 1, ownSample: null, countersBefore: [], result: null,
        toFind: [{ package: 'LOT-0-02', mark: 'OLD 2', area: null }], toWeigh: [{ package: 'LOT-0-03', mark: 'OLD 3', area: null }],
      },
    ],
    deposits: [],
    quarantined: [],
    gates: [],
    cases: [],
    areas: [{ area: 'hall-1', name: { en: 'Hall 1', ja: '第1倉庫' } }],
    ledger: { epoch: 'e', entries: 1, headHash: 'h', acknowledged: 1 },
    link: { state: 'open', trouble: '', acknowledgedSeq: 1, waiting: 0, lastAcknowledgedWallMs: null, ignored: 0 },
    alarms: [],
    ...different,
  };
}
