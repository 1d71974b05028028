// What people see: plain documents made from the book and the stations' states. Masses are decimal strings in kilograms.
// Declared weights and deviations are absent on purpose: whoever weighs must not know what is expected.

/** What the person at the dock should do now. Every key has a text in each language of agent/screen. */
export const GUIDANCE = [
  'scale-absent',
  'scale-trouble',
  'clear-platform',
  'check-start',
  'check-place',
  'check-remove',
  'check-failed',
  'choose-job',
  'place-package',
  'hold-still',
  'below-minimum',
  'over-maximum',
  'blocked-negative',
  'scan-package',
  'attach-tag',
  'recorded-remove',
  'park-package',
  'hold-foreign-done',
  'recording',
  'not-recorded',
  'all-weighed',
] as const;
export type Guidance = (typeof GUIDANCE)[number];

export interface ReadingView {
  /** As the scale shows it: decimal string and unit. */
  value: string;
  unit: string;
  mode: 'gross' | 'net' | 'tare';
  stable: boolean;
  centreOfZero: boolean;
}

export interface StationView {
  station: string;
  name: { en: string; ja: string };
  scale: { instrument: string; state: 'closed' | 'opening' | 'open' | 'waiting'; trouble: string; verified: boolean };
  reading: ReadingView | null;
  /** Why there is no reading now; an instrument fault code. */
  noReading: string | null;
  guidance: { key: Guidance; params: Record<string, string | number> };
  tags: { epcHex: string; background: boolean }[];
  job: { job: string; order: string; lot: string; announced: number; weighed: number; missing: number } | null;
  /** The load now on the scale, once it is recorded. */
  load: { weighing: string; number: number; grossKg: string; package: string | null; mark: string | null } | null;
}

/** One instrument as its technician sees it. */
export interface InstrumentView {
  instrument: string;
  model: string;
  kind: 'scale' | 'reader';
  /** "/dev/ttyS0 2400 7E1" or "127.0.0.1:4001". */
  port: string;
  address: string | null;
  serialNumber: string | null;
  state: 'closed' | 'opening' | 'open' | 'waiting';
  trouble: string;
  /** The last bytes that came, upper-case hex; at most 64. */
  lastBytesHex: string;
  /** Since the last whole frame; null: none since the agent began with this instrument. */
  lastFrameAgeMs: number | null;
  counts: { bytes: number; frames: number; discarded: number; checksumErrors: number; faults: number; opens: number };
  /** Stations that weigh or read with it. */
  stations: string[];
  /** Null for readers. */
  verification: { verified: boolean; mark: string | null; until: string | null } | null;
}

export interface PackageView {
  package: string;
  mark: string;
  epcHex: string | null;
  state: string;
  held: boolean;
  weighed: boolean;
}

export interface FindingView {
  finding: string;
  code: string;
  package: string | null;
}

export interface LotView {
  lot: string;
  order: string;
  commodity: string;
  form: string;
  ownership: string;
  state: string;
  announced: number;
  packages: PackageView[];
  /** Before the verdict, only that something is wrong and with which package: no amounts. */
  findings: FindingView[];
  /** Present after the verdict. */
  verdict: { verdict: string; found: number; grossKg: string; netKg: string; toleranceKg: string; rssKg: string } | null;
}

export interface OrderView {
  order: string;
  kind: string;
  lot: string;
  state: string;
}

export interface LinkView {
  state: 'off' | 'connecting' | 'greeting' | 'open' | 'stopped';
  /** Words: why it is not open, or why the stream stopped. */
  trouble: string;
  acknowledgedSeq: number;
  waiting: number;
  lastAcknowledgedWallMs: number | null;
  /** Messages that were dropped because their signature or form was bad. */
  ignored: number;
}

export interface LedgerView {
  epoch: string;
  entries: number;
  headHash: string;
  acknowledged: number;
}

export interface StateView {
  base: string;
  software: string;
  stations: StationView[];
  orders: OrderView[];
  lots: LotView[];
  ledger: LedgerView;
  link: LinkView;
  /** Things that every screen shows until they are over, e.g. "storage" or "register-fallback". */
  alarms: { code: string; detail: string }[];
}
