// What the simulated days ask of a base: instruments send bytes, headquarters sends orders, people look at the screen
// and press buttons, and afterwards the ledger can be read. The base behind it is the production one; time is virtual.
// Types only.
import type { Entry } from '../../agent/headquarters/contract/entries.ts';
import type { Order } from '../../agent/headquarters/contract/order.ts';

export interface Person {
  operator: string;
  supervisor: boolean;
}

/** A button pressed, as the page would send it. */
export type Wish = { kind: string } & Record<string, unknown>;

export type Answer =
  { kind: 'done'; result: Record<string, string | number | boolean | null> } | { kind: 'refused'; code: string };

/** What a person sees at a station. */
export interface SeenStation {
  guidance: string;
  params: Record<string, string | number>;
  /** The load on the scale, once it is recorded. */
  load: { weighing: string; package: string | null } | null;
  job: { job: string; lot: string | null } | null;
}

export interface SeenPackage {
  package: string;
  state: string;
  held: boolean;
  epcHex: string | null;
}

export interface SeenLot {
  state: string;
  packages: readonly SeenPackage[];
  /** Open ones. */
  findings: readonly { finding: string; code: string; package: string | null; state: string }[];
}

export interface SeenStocktake {
  state: string;
  round: number;
  toFind: readonly string[];
  toWeigh: readonly string[];
}

/** One entry with what a decision names it by. */
export interface LedgerLine {
  entry: Entry;
  hash: string;
}

export interface BaseUnderTest {
  /** Milliseconds since the simulation began. */
  nowMs(): number;
  advance(byMs: number): void;
  /** What fell due meanwhile happens now: time-outs, what the screens show. */
  look(): void;
  /** Bytes from an instrument. */
  sends(instrument: string, bytes: Uint8Array): void;
  /** What the agent writes to an instrument. */
  onWritten(listener: (instrument: string, bytes: Uint8Array) => void): void;
  order(body: Order['body']): { order: string; accepted: boolean; reason: string };
  press(wish: Wish, person: Person): Answer;
  station(id: string): SeenStation;
  lot(id: string): SeenLot;
  stocktake(id: string): SeenStocktake | null;
  finding(id: string): { state: string };
  /** Entries after `seq`, in order. */
  entriesAfter(seq: number): LedgerLine[];
  /** Lets what waits on promises run, for instance instruments that are being opened. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** An instrument of the base as the site file describes it. */
export interface SimulatedScale {
  station: string;
  instrument: string;
  reader: string | null;
  maxMg: number;
  intervalMg: number;
  decimals: number;
  checkWeightMg: number;
}

export interface SimulatedSite {
  scales: readonly SimulatedScale[];
  people: readonly Person[];
  areas: readonly string[];
  /** Wall clock at the beginning. */
  startWallMs: number;
}

export type OpenBase = (site: SimulatedSite, seed: string) => Promise<BaseUnderTest>;
