// A station and the base around it as the agent tells them, for tests of what the page makes of them: empty, without a
// job.
import type {
  OrderView,
  ReleaseView,
  StateView,
  StationView,
  StocktakeView,
  VisitView,
} from '../../agent/core/views/stateView.ts';

type Job = NonNullable<StationView['job']>;
type Load = NonNullable<StationView['load']>;
type Advice = StationView['guidance'];

export const says = (key: Advice['key'], params: Advice['params'] = {}): { guidance: Advice } => ({
  guidance: { key, params },
});

export const jobOf = (work: string, change: Partial<Job> = {}): Job => ({
  job: 'j-1',
  work,
  order: 'o-1',
  lot: work === 'intake' ? 'LOT-1' : null,
  stocktake: work === 'stocktake' ? 's-1' : null,
  operator: 'aiko',
  announced: 3,
  weighed: 1,
  missing: 0,
  ...change,
});

export const loadOf = (change: Partial<Load> = {}): Load => ({
  weighing: 'w-1',
  number: 7,
  grossKg: '268.4',
  package: 'P-1',
  mark: 'NK-1',
  ...change,
});

export const visitOf = (change: Partial<VisitView> = {}): VisitView => ({
  visit: 'v-1',
  plates: '多摩 12-34',
  passes: 1,
  unloaded: [],
  ...change,
});

export const stationOf = (change: Partial<StationView> = {}): StationView => ({
  station: 'dock-1',
  name: { en: 'Dock 1', ja: '第1ドック' },
  weighbridge: true,
  scale: { instrument: 'scale-1', state: 'open', trouble: '', verified: true },
  reading: null,
  noReading: null,
  guidance: { key: 'choose-job', params: {} },
  tags: [],
  job: null,
  doubt: null,
  typedRemovals: [],
  intent: null,
  visit: null,
  visits: [],
  load: null,
  refusal: null,
  ...change,
});

export const orderOf = (change: Partial<OrderView> = {}): OrderView => ({
  order: 'o-1',
  kind: 'intake-notice',
  subject: 'LOT-1',
  lot: 'LOT-1',
  state: 'open',
  sinceWallMs: 0,
  ...change,
});

export const releaseOf = (change: Partial<ReleaseView> = {}): ReleaseView => ({
  order: 'o-9',
  release: 'R-1',
  regime: 'sale',
  recipient: 'Works',
  state: 'open',
  packages: [],
  askedBy: null,
  ...change,
});

export const stocktakeOf = (change: Partial<StocktakeView> = {}): StocktakeView => ({
  stocktake: 's-1',
  order: null,
  state: 'open',
  round: 1,
  toFind: [],
  said: [],
  saidInAll: 0,
  besides: [],
  toWeigh: [],
  ownSample: null,
  countersBefore: [],
  result: null,
  ...change,
});

export const stateOf = (change: Partial<StateView> = {}): StateView => ({
  base: 'demo',
  software: 'hakari',
  stations: [],
  orders: [],
  lots: [],
  releases: [],
  stocktakes: [],
  deposits: [],
  quarantined: [],
  requests: [],
  withoutTag: [],
  consents: [],
  gates: [],
  cases: [],
  areas: [],
  ledger: { epoch: 'e', entries: 0, headHash: '', acknowledged: 0 },
  link: { state: 'open', trouble: '', acknowledgedSeq: 0, waiting: 0, lastAcknowledgedWallMs: null, ignored: 0 },
  date: { wallMs: 1_790_000_000_000, doubt: null, askedBy: null },
  alarms: [],
  ...change,
});
