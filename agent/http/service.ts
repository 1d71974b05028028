// What the web server needs of the agent: start.ts hands it in. The server itself knows neither ledger nor stations.
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import type { EntryOutcome } from '../../config/siteEntry.ts';
import type { EditOutcome, InstrumentEdit } from '../../config/writeSite.ts';
import type { InstrumentView, LotView, StateView, StationView } from '../core/shown/view.ts';

/** What changed, so that a page need not ask again. `state` means: fetch everything anew. */
export type Change = { kind: 'station'; station: StationView } | { kind: 'lot'; lot: LotView } | { kind: 'state' };

/** What became of a sealed message that somebody carried here, in a word and a sentence. */
export interface TakenMessage {
  outcome: string;
  order: string | null;
  words: string;
}

export interface Service {
  state(): StateView;
  lot(id: string): LotView | undefined;
  command(command: Command, actor: Actor): Promise<CommandOutcome>;
  /** Null: the site names no headquarters. */
  takeMessage(message: string): Promise<TakenMessage | null>;
  instruments(): InstrumentView[];
  /** One instrument as it stands in the site file. */
  instrumentEntry(id: string): EntryOutcome;
  /** Adds, changes or removes one instrument: in the site file first, then at work. */
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<EditOutcome>;
  /** Live changes; returns the unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void;
}

export type SignIn =
  | { kind: 'signed-in'; actor: Actor; name: string }
  /** Wrong badge or PIN (never says which), or too many tries: seconds to wait. */
  | { kind: 'refused'; retryAfterSeconds: number };

export interface Door {
  signIn(badge: string, pin: string): Promise<SignIn>;
}
