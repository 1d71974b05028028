// What a screen shows while nobody is signed in: the weight and what to do at the scale. Stock is a state secret, so
// lots, orders, marks, tags and how busy the base is are left out. Pure; must not know who is signed in.
import type { StateView, StationView } from '../../core/views/stateView.ts';

/** The state as a screen without a session gets it. */
export function redactState(state: StateView): StateView {
  return {
    base: state.base,
    software: state.software,
    stations: state.stations.map(redactStation),
    orders: [],
    lots: [],
    releases: [],
    stocktakes: [],
    deposits: [],
    quarantined: [],
    requests: [],
    withoutTag: [],
    consents: [],
    // That there is an alarm is public; which package went out is not.
    gates: state.gates.map((gate) => ({
      ...gate,
      alarm: gate.alarm && { ...gate.alarm, package: null, epcHex: '' },
      alarms: Math.min(gate.alarms, 1),
      lastPassages: [],
      waiting: 0,
      unfollowed: 0,
    })),
    cases: [],
    areas: [],
    ledger: { epoch: '', entries: 0, headHash: '', acknowledged: 0 },
    link: {
      state: state.link.state,
      trouble: '',
      acknowledgedSeq: 0,
      waiting: 0,
      lastAcknowledgedWallMs: null,
      ignored: 0,
    },
    date: { ...state.date, askedBy: null },
    alarms: state.alarms.map(({ code }) => ({ code, detail: '' })),
  };
}

/** One station as a screen without a session gets it. */
export function redactStation(station: StationView): StationView {
  return {
    ...station,
    guidance: { key: station.guidance.key, params: pickScaleParams(station.guidance.params) },
    tags: [],
    job: null,
    intent: null,
    visit: null,
    visits: [],
    load: null,
    refusal: null,
  };
}

/** Parameters of a sentence that concern the scale itself; packages, marks and counts are not public. */
const SCALE_PARAMS = ['massKg', 'minKg', 'fault'];

function pickScaleParams(params: StationView['guidance']['params']): StationView['guidance']['params'] {
  return Object.fromEntries(Object.entries(params).filter(([name]) => SCALE_PARAMS.includes(name)));
}
