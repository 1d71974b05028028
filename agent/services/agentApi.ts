// What the web server needs of the agent: start.ts hands it in. The server itself knows neither ledger nor stations.
import type { Role } from '../core/model/roles.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import type { SiteInstrumentResult } from '../../config/siteInstrument.ts';
import type { SiteEditResult, InstrumentEdit } from '../../config/siteEditor.ts';
import type {
  ModelView,
  TestReadView,
  WeighingPage,
  WeighingView,
  DriftView,
  AreaView,
  CasePage,
  CaseView,
  CurveView,
} from '../core/views/lookupViews.ts';
import type { InstrumentView, LotView, StateView, StationView } from '../core/views/stateView.ts';
import type { StorePhotoResult } from '../core/ports/evidenceStore.ts';

/**
 * What changed. A station is only named, many times a second: its document is made when it is sent. `state`:
 * everything.
 */
export type AgentChange = { kind: 'station'; station: string } | { kind: 'lot'; lot: LotView } | { kind: 'state' };

/** What became of a sealed message that somebody carried here, in a word and a sentence. */
export interface MessageImportResult {
  outcome: string;
  order: string | null;
  words: string;
}

export interface AgentApi {
  readonly queries: LedgerQueries;
  state(): StateView;
  station(id: string): StationView | undefined;
  lot(id: string): LotView | undefined;
  executeCommand(command: Command, actor: Actor): Promise<CommandOutcome>;
  /** Null: the site names no headquarters. */
  importMessage(message: string): Promise<MessageImportResult | null>;
  instruments(): InstrumentView[];
  /** One instrument as it stands in the site file. */
  readSiteInstrument(id: string): SiteInstrumentResult;
  /** Adds, changes or removes one instrument: in the site file first, then at work. */
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<SiteEditResult>;
  readonly cases: CaseService;
  models(): ModelView[];
  /** Undefined: no such instrument. Null: too many at once. */
  testRead(instrument: string): Promise<TestReadView | null | undefined>;
  setVerification(
    instrument: string,
    put: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<RegisterChangeResult | { kind: 'unknown' | 'no-scale' }>;
  /** Live changes; returns the unsubscribe function. */
  onChange(listener: (change: AgentChange) => void): () => void;
}

export type SignInResult =
  | { kind: 'signed-in'; actor: Actor; name: string }
  /** Wrong badge or PIN (never says which), or too many tries: seconds to wait. */
  | { kind: 'refused'; retryAfterSeconds: number };

/** The badge alone; `sinceMs`: monotonic, when this person gave the PIN. */
export type UnlockResult =
  | { kind: 'signed-in'; actor: Actor; name: string; sinceMs: number }
  | { kind: 'pin-needed' }
  | { kind: 'refused'; retryAfterSeconds: number };

export const OPERATOR_LANGUAGES = ['en', 'ja'] as const;
export type OperatorLanguage = (typeof OPERATOR_LANGUAGES)[number];

/** A change of the register. */
export type RegisterChangeResult =
  | { kind: 'done' }
  | { kind: 'refused'; code: string; message: string; params: Record<string, string | number> }
  | { kind: 'not-recorded' };

export interface Authenticator {
  /** Begins a shift, within which the badge alone unlocks. */
  signIn(badge: string, pin: string): Promise<SignInResult>;
  unlockWithBadge(badge: string): UnlockResult;
  /** The same check, with the same waiting, for one act: nobody is signed in and no shift begins. */
  checkPin(badge: string, pin: string): Promise<SignInResult>;
  endShift(operator: string): void;
  /** Null: the person has not chosen. */
  language(operator: string): OperatorLanguage | null;
  setLanguage(language: OperatorLanguage, actor: Actor): Promise<RegisterChangeResult>;
}

/** Every member that is given must hold. */
export interface WeighingQuery {
  lot?: string | undefined;
  /** Package id, EPC or mark. */
  package?: string | undefined;
  order?: string | undefined;
  instrument?: string | undefined;
  operator?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
  /** Only weighings with a smaller seq. */
  before?: number | undefined;
}

/** `storage`: the disk does not answer now. `busy`: too many look at once. */
export type QueryUnavailable = 'storage' | 'busy';

export interface LedgerQueries {
  weighings(query: WeighingQuery, actor: Actor): Promise<WeighingPage | QueryUnavailable>;
  /** Null: there is none. */
  weighing(id: string, actor: Actor): Promise<WeighingView | null | QueryUnavailable>;
  drift(): Promise<DriftView[] | QueryUnavailable>;
  areas(): Promise<AreaView[] | QueryUnavailable>;
  operators: () => { operator: string; name: string }[];
}

/** Who looks: whether weights are hidden from them depends on their roles. */
export interface CaseReader {
  roles: readonly Role[];
}

export interface CaseService {
  listCases(of: { state: 'open' | 'decided'; before: number | null }, looker: CaseReader): CasePage;
  findCase(finding: string, looker: CaseReader): CaseView | null;
  storePhoto(bytes: Uint8Array): StorePhotoResult;
  /** Null: not there, or not the bytes of its hash. */
  readPhoto(photo: string): Uint8Array | null;
  readCurve(weighing: string, looker: CaseReader): CurveView | 'unknown' | 'blind';
}
