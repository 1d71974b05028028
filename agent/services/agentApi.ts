// What the web server may ask of the agent; start.ts composes it. Types and the list of languages: no behaviour. Must
// not know HTTP.
import type { RegisterEdit, RegisterView } from '../core/views/registerView.ts';
import type { FindingId, OperatorId, PhotoHash, LotId, WeighingId } from '../core/model/ids.ts';
import type { InstrumentId, StationId } from '../../drivers/contract/siteIds.ts';
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
import type { OperatorCredentials, SignInOutcome } from '../register/pinSignIn.ts';
import type { UnlockOutcome } from '../register/shifts.ts';

/**
 * What changed. A station is only named, many times a second: its view is made when it is sent. `state`:
 * everything may have changed.
 */
export type AgentChange = { kind: 'station'; station: StationId } | { kind: 'lot'; lot: LotView } | { kind: 'state' };

/** What became of a sealed message that somebody carried here: a code, and a sentence for the person. */
export interface MessageImportResult {
  outcome: string;
  /** Id of the order that it held; null if it held none or could not be opened. */
  order: string | null;
  message: string;
}

/** Everything the web server may ask of the agent. */
export interface AgentApi {
  readonly queries: LedgerQueries;
  /** The whole state that a screen shows. */
  state(): StateView;
  /** Undefined: there is no such station. */
  station(id: StationId): StationView | undefined;
  /** Undefined: there is no such lot. */
  lot(id: LotId): LotView | undefined;
  /** Decides on a person's command and records what follows. */
  executeCommand(command: Command, actor: Actor): Promise<CommandOutcome>;
  /** A person signed out: what he announced at a station ends. */
  noteSignedOut(operator: OperatorId): void;
  /** Applies one sealed message of headquarters; null: the site names no headquarters. */
  importMessage(message: string): Promise<MessageImportResult | null>;
  /** Every instrument of the site with its health and its last observation. */
  instruments(): InstrumentView[];
  /** One instrument as it stands in the site file. */
  readSiteInstrument(id: InstrumentId): SiteInstrumentResult;
  /** Adds, changes or removes one instrument: in the site file first, then in the running agent. */
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<SiteEditResult>;
  readonly cases: CaseService;
  /** The instrument models that this installation has. */
  models(): ModelView[];
  /** Listens to one instrument for a few seconds. Undefined: no such instrument. Null: too many at once. */
  testRead(instrument: InstrumentId): Promise<TestReadView | null | undefined>;
  /** Records a scale's verification mark; `until`: ISO date through which the periodic inspection holds. */
  setVerification(
    instrument: InstrumentId,
    verification: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<RegisterChangeResult | { kind: 'unknown' | 'no-scale' }>;
  register: RegisterDesk;
  /** Subscribes to changes; returns the function that unsubscribes. */
  onChange(listener: (change: AgentChange) => void): () => void;
}

/** The languages of the page's texts. */
export const OPERATOR_LANGUAGES = ['en', 'ja'] as const;
/** A language that an operator may choose. */
export type OperatorLanguage = (typeof OPERATOR_LANGUAGES)[number];

/**
 * What became of a change of the register; a refusal with its filled text. `not-recorded`: the disk did not take it.
 */
export type RegisterChangeResult =
  | { kind: 'done' }
  | { kind: 'refused'; code: string; message: string; params: Record<string, string | number> }
  | { kind: 'not-recorded' };

/** Checks of badge and PIN, shifts, and the language of each operator. */
export interface Authenticator {
  /** Checks badge and PIN; success begins a shift, within which the badge alone unlocks. */
  signIn(credentials: OperatorCredentials): Promise<SignInOutcome>;
  /** Checks the badge alone, within the shift of its operator. */
  unlockWithBadge(badge: string): UnlockOutcome;
  /** The check of `signIn`, with the same waiting, for one command: no shift begins. */
  checkPin(credentials: OperatorCredentials): Promise<SignInOutcome>;
  /** After signing out: the badge alone no longer unlocks. */
  endShift(operator: OperatorId): void;
  /** The person with the roles of now; null: nobody of this id may act any more. */
  actor(operator: OperatorId): Actor | null;
  /** Null: the operator has chosen none. */
  language(operator: OperatorId): OperatorLanguage | null;
  /** Records the language that the actor reads. */
  setLanguage(language: OperatorLanguage, actor: Actor): Promise<RegisterChangeResult>;
}

/** The people of the base, while the agent runs. */
export interface RegisterDesk {
  view(): RegisterView;
  /** `second`: who gave badge and PIN beside the first for this one change; null: nobody. */
  change(edit: RegisterEdit, authors: { first: Actor; second: Actor | null }): Promise<RegisterChangeResult>;
}

/** Filters of the search of weighings, as typed; a weighing must match every one that is given. */
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

/** Why a query has no answer: the storage does not answer now, or too many queries run. */
export type QueryUnavailable = 'storage' | 'busy';

/** The long queries over ledger and book; each runs in short slices between the work of the dock. */
export interface LedgerQueries {
  /** One page of the search, newest first. */
  weighings(query: WeighingQuery, actor: Actor): Promise<WeighingPage | QueryUnavailable>;
  /** One weighing in full; null: there is none. */
  weighing(id: WeighingId, actor: Actor): Promise<WeighingView | null | QueryUnavailable>;
  /** The drift of every scale against its check weight and reference packages. */
  drift(): Promise<DriftView[] | QueryUnavailable>;
  /** The packages counted in each area. */
  areas(): Promise<AreaView[] | QueryUnavailable>;
  /** Every operator of the register, for filters and names. */
  operators: () => { operator: OperatorId; name: string }[];
}

/** The person who reads cases; their roles decide whether weights are hidden. */
export interface CaseReader {
  roles: readonly Role[];
}

/** Cases, their photographs, and the settling curves of weighings. */
export interface CaseService {
  /** One page, newest first; `before`: only findings with a smaller sequence number, null for the first page. */
  listCases(filter: { state: 'open' | 'decided'; before: number | null }, reader: CaseReader): CasePage;
  /** Null: there is no such finding. */
  findCase(finding: FindingId, reader: CaseReader): CaseView | null;
  /** Stores the bytes of one JPEG file under their hash. */
  storePhoto(bytes: Uint8Array): StorePhotoResult;
  /** Null: it is not there, or its bytes do not match its hash. */
  readPhoto(photo: PhotoHash): Uint8Array | null;
  /** `unknown`: no curve is kept. `blind`: the weight is hidden from the reader. */
  readCurve(weighing: WeighingId, reader: CaseReader): CurveView | 'unknown' | 'blind';
}
