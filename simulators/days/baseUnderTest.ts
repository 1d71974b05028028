// What the simulated days ask of a base: instruments send bytes, headquarters sends orders, people look at the screen
// and press buttons, and afterwards the ledger can be read. The base behind it is the production one; time is virtual.
// Types only.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Entry } from '../../agent/link/contract/entrySchemas.ts';
import type { Order } from '../../agent/link/contract/orderSchema.ts';

export interface BasePerson {
  operator: string;
  supervisor: boolean;
}

/** A button pressed, as the page would send it. */
export type BaseCommand = { kind: string } & Record<string, unknown>;

export type BaseCommandOutcome =
  { kind: 'done'; result: Record<string, string | number | boolean | null> } | { kind: 'refused'; code: string };

/** What a person sees at a station. */
export interface StationSnapshot {
  guidance: string;
  params: Record<string, string | number>;
  /** The load on the scale, once it is recorded. */
  load: { weighing: string; package: string | null } | null;
  job: { job: string; lot: string | null } | null;
}

export interface PackageSnapshot {
  package: string;
  state: string;
  held: boolean;
  epcHex: string | null;
}

export interface LotSnapshot {
  state: string;
  packages: readonly PackageSnapshot[];
  /** Open ones. */
  findings: readonly { finding: string; code: string; package: string | null; state: string }[];
}

export interface StocktakeSnapshot {
  state: string;
  round: number;
  toFind: readonly string[];
  toWeigh: readonly string[];
}

/** One entry with what a decision names it by. */
export interface HashedEntry {
  entry: Entry;
  hash: string;
}

export interface BaseUnderTest {
  /** Milliseconds since the simulation began. */
  nowMs(): number;
  advance(byMs: number): void;
  /** Somebody sets the wall clock, or its time service is lost or found. */
  setWallClock(offMs: number, isSynchronised: boolean): void;
  /** What the wall clock shows. */
  wallMs(): number;
  /** What fell due meanwhile happens now: time-outs, what the screens show. */
  runDueTimers(): void;
  /** Bytes from an instrument. */
  deliverBytes(instrument: string, bytes: Uint8Array): void;
  /** What the agent writes to an instrument. */
  onBytesWritten(listener: (instrument: string, bytes: Uint8Array) => void): void;
  issueOrder(body: Order['body']): { order: string; accepted: boolean; reason: string };
  sendCommand(command: BaseCommand, person: BasePerson): BaseCommandOutcome;
  station(id: string): StationSnapshot;
  lot(id: string): LotSnapshot;
  stocktake(id: string): StocktakeSnapshot | null;
  finding(id: string): { state: string };
  /** Entries after `seq`, in order. */
  entriesAfter(seq: number): HashedEntry[];
  /** Lets what waits on promises run, for instance instruments that are being opened. */
  waitForPromises(): Promise<void>;
  close(): Promise<void>;
}

/** An instrument of the base as the site file describes it. */
export interface SimulatedScale {
  station: string;
  instrument: string;
  reader: string | null;
  maxMg: MassMg;
  intervalMg: MassMg;
  decimals: number;
  checkWeightMg: MassMg;
  /** Vehicles are weighed here. */
  weighbridge: boolean;
}

export interface SimulatedSite {
  scales: readonly SimulatedScale[];
  people: readonly BasePerson[];
  areas: readonly string[];
  /** Wall clock at the beginning. */
  startWallMs: number;
}

/** Headquarters' signature under an order. */
export type SignOrder = (order: object) => string;

export type OpenBaseUnderTest = (site: SimulatedSite, seed: string, signOrder?: SignOrder) => Promise<BaseUnderTest>;

/** Headquarters' own book of what the base wrote. */
export interface HeadquartersUnderTest {
  signOrder(order: object): string;
  receiveEntries(entries: readonly HashedEntry[]): void;
  /** Entries that it could not book, and words in which it comes to something else than the base. */
  judge(): { rejected: string[]; differences: string[] };
  close(): void;
}

export type OpenHeadquartersUnderTest = () => HeadquartersUnderTest;
