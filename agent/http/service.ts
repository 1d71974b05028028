// What the web server needs of the agent: start.ts hands it in. The server itself knows neither ledger nor stations.
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import type { EntryOutcome } from '../../config/siteEntry.ts';
import type { EditOutcome, InstrumentEdit } from '../../config/writeSite.ts';
import type { LookUp } from './lookUp.ts';
import type { EvidenceService } from './evidenceService.ts';
import type { ModelView, TestReadView } from '../core/shown/lookup.ts';
import type { InstrumentView, LotView, StateView, StationView } from '../core/shown/view.ts';

/**
 * What changed. A station is only named, many times a second: its document is made when it is sent. `state`:
 * everything.
 */
export type Change = { kind: 'station'; station: string } | { kind: 'lot'; lot: LotView } | { kind: 'state' };

/** What became of a sealed message that somebody carried here, in a word and a sentence. */
export interface TakenMessage {
  outcome: string;
  order: string | null;
  words: string;
}

export interface Service {
  readonly lookUp: LookUp;
  state(): StateView;
  station(id: string): StationView | undefined;
  lot(id: string): LotView | undefined;
  command(command: Command, actor: Actor): Promise<CommandOutcome>;
  /** Null: the site names no headquarters. */
  takeMessage(message: string): Promise<TakenMessage | null>;
  instruments(): InstrumentView[];
  /** One instrument as it stands in the site file. */
  instrumentEntry(id: string): EntryOutcome;
  /** Adds, changes or removes one instrument: in the site file first, then at work. */
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<EditOutcome>;
  readonly evidence: EvidenceService;
  models(): ModelView[];
  /** Undefined: no such instrument. Null: too many at once. */
  testRead(instrument: string): Promise<TestReadView | null | undefined>;
  setVerification(
    instrument: string,
    put: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<Kept | { kind: 'unknown' | 'no-scale' }>;
  /** Live changes; returns the unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void;
}

export type SignIn =
  | { kind: 'signed-in'; actor: Actor; name: string }
  /** Wrong badge or PIN (never says which), or too many tries: seconds to wait. */
  | { kind: 'refused'; retryAfterSeconds: number };

/** The badge alone; `sinceMs`: monotonic, when this person gave the PIN. */
export type Unlock =
  | { kind: 'signed-in'; actor: Actor; name: string; sinceMs: number }
  | { kind: 'pin-needed' }
  | { kind: 'refused'; retryAfterSeconds: number };

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A change of the register. */
export type Kept =
  | { kind: 'done' }
  | { kind: 'refused'; code: string; message: string; params: Record<string, string | number> }
  | { kind: 'not-recorded' };

export interface Door {
  /** Begins a shift, within which the badge alone unlocks. */
  signIn(badge: string, pin: string): Promise<SignIn>;
  unlock(badge: string): Unlock;
  /** The same check, with the same waiting, for one act: nobody is signed in and no shift begins. */
  check(badge: string, pin: string): Promise<SignIn>;
  endShift(operator: string): void;
  /** Null: the person has not chosen. */
  language(operator: string): Language | null;
  setLanguage(language: Language, actor: Actor): Promise<Kept>;
}
