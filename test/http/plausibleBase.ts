// A small agent behind the web server: two stations with plausible state, commands kept for the test to look at, and an
// authenticator with three people. The server, its socket and its clock are real.
import { randomBytes } from 'node:crypto';
import type { Actor, Command, CommandOutcome } from '../../agent/core/model/command.ts';
import type { InstrumentView, LotView, StateView, StationView } from '../../agent/core/views/stateView.ts';
import type { ServerLog, ServerSettings } from '../../agent/http/shared/httpApp.ts';
import type {
  AgentChange,
  Authenticator,
  OperatorLanguage,
  AgentApi,
  LedgerQueries,
  RegisterDesk,
} from '../../agent/services/agentApi.ts';
import type { SiteInstrumentResult } from '../../config/siteInstrument.ts';
import type { SiteEditResult, InstrumentEdit } from '../../config/siteEditor.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';

export const settings: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  names: ['hakari.test'],
  tls: null,
  idleLockMinutes: 30,
  screenFolder: '/nonexistent',
};
export const random: Random = { id: () => randomBytes(16).toString('hex'), fraction: () => Math.random() };

export const realClock: Clock = {
  timestamp: () => ({
    wallMs: Date.now(),
    monotonicMs: Math.floor(performance.now()),
    boot: 'b',
    trust: 'synchronised',
  }),
  monotonicMs: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Time that a test sets by hand; `after` runs when the hand passes. */
export class HandClock implements Clock {
  nowMs = 0;
  #due: { atMs: number; action: () => void }[] = [];
  timestamp = (): ReturnType<Clock['timestamp']> => ({
    wallMs: this.nowMs,
    monotonicMs: this.nowMs,
    boot: 'b',
    trust: 'synchronised',
  });
  monotonicMs = (): number => this.nowMs;
  after = (delayMs: number, action: () => void): (() => void) => {
    const entry = { atMs: this.nowMs + delayMs, action };
    this.#due.push(entry);
    return () => (this.#due = this.#due.filter((other) => other !== entry));
  };
  pass(ms: number): void {
    const end = this.nowMs + ms;
    for (;;) {
      const next = this.#due.filter((entry) => entry.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.action();
    }
    this.nowMs = end;
  }
}

export class LinesOfLog implements ServerLog {
  readonly lines: { level: string; fields: Record<string, string | number>; message: string }[] = [];
  info = (fields: Record<string, string | number>, message: string): void =>
    void this.lines.push({ level: 'info', fields, message });
  warn = (fields: Record<string, string | number>, message: string): void =>
    void this.lines.push({ level: 'warn', fields, message });
  error = (fields: Record<string, string | number>, message: string): void =>
    void this.lines.push({ level: 'error', fields, message });
}

const people: Record<string, { actor: Actor; name: string; pin: string }> = {
  'B-1001': { actor: { operator: 'aiko', roles: ['operator'] }, name: '佐藤 愛子', pin: '4711' },
  'B-2001': { actor: { operator: 'kenji', roles: ['supervisor'] }, name: '田中 健二', pin: '2222' },
  'B-3001': { actor: { operator: 'mika', roles: ['auditor'] }, name: '鈴木 美香', pin: '3333' },
};

/** Who gave the PIN at this authenticator and has not signed out. */
const inShift = new Set<string>();
const languages = new Map<string, OperatorLanguage>();

export const authenticator: Authenticator = {
  actor: (operator) => Object.values(people).find(({ actor }) => actor.operator === operator)?.actor ?? null,
  signIn: ({ badge, pin }) => {
    const person = people[badge];
    if (badge === 'B-LOCKED') return Promise.resolve({ kind: 'refused', retryAfterSeconds: 40 });
    if (person?.pin !== pin) return Promise.resolve({ kind: 'refused', retryAfterSeconds: 0 });
    inShift.add(badge);
    return Promise.resolve({ kind: 'signed-in', actor: person.actor, name: person.name });
  },
  unlockWithBadge: (badge) => {
    const person = people[badge];
    return person && inShift.has(badge)
      ? { kind: 'signed-in', actor: person.actor, name: person.name, sinceMs: 0 }
      : { kind: 'pin-needed' };
  },
  checkPin: ({ badge, pin }) => {
    const person = people[badge];
    return Promise.resolve(
      person?.pin === pin
        ? { kind: 'signed-in', actor: person.actor, name: person.name }
        : { kind: 'refused', retryAfterSeconds: 0 },
    );
  },
  endShift: (operator) => {
    for (const [badge, person] of Object.entries(people)) if (person.actor.operator === operator) inShift.delete(badge);
  },
  language: (operator) => languages.get(operator) ?? null,
  setLanguage: (language, { operator }) => {
    languages.set(operator, language);
    return Promise.resolve({ kind: 'done' });
  },
};

/** Nothing has been weighed here; real look-ups are tested over a real ledger. */
const lookUp: LedgerQueries = {
  weighings: () => Promise.resolve({ weighings: [], before: null, searchedBackToWallMs: null }),
  weighing: () => Promise.resolve(null),
  drift: () => Promise.resolve([]),
  areas: () => Promise.resolve([]),
  operators: () => Object.values(people).map(({ actor, name }) => ({ operator: actor.operator, name })),
};

/** A register of nobody that takes everything. */
const NOBODY: RegisterDesk = {
  view: () => ({ people: [], handEdit: null }),
  change: () => Promise.resolve({ kind: 'done' }),
};

export class PlausibleBase implements AgentApi {
  queries: LedgerQueries = lookUp;
  readonly commands: { command: Command; actor: Actor }[] = [];
  outcome: CommandOutcome = { kind: 'done', result: { job: 'job-1' } };
  trouble: Error | null = null;
  readonly #listeners = new Set<(change: AgentChange) => void>();
  readonly stations: StationView[] = [dock('dock-1'), dock('dock-2')];
  readonly register: RegisterDesk;

  constructor(register: RegisterDesk = NOBODY) {
    this.register = register;
  }

  state(): StateView {
    if (this.trouble) throw this.trouble;
    return {
      base: 'demo',
      software: 'hakari 0.1.0',
      stations: this.stations,
      orders: (
        [
          ['order-1', 'CO-2026-014', 'working'],
          ['order-2', 'CR-2026-003', 'open'],
        ] as const
      ).map(([order, lot, state]) => ({ order, kind: 'intake-notice', subject: lot, lot, state, sinceWallMs: 0 })),
      lots: [lot],
      releases: [],
      stocktakes: [],
      deposits: [],
      quarantined: [],
      requests: [],
      withoutTag: [],
      consents: [],
      cases: [],
      gates: [],
      areas: [],
      ledger: { epoch: 'e'.repeat(32), entries: 42, headHash: 'ab'.repeat(32), acknowledged: 40 },
      link: {
        state: 'open',
        trouble: '',
        acknowledgedSeq: 40,
        waiting: 2,
        lastAcknowledgedWallMs: Date.now() - 4000,
        ignored: 0,
      },
      date: { wallMs: 1_790_000_000_000, doubt: null, askedBy: null },
      alarms: [],
    };
  }

  station(id: string): StationView | undefined {
    return this.stations.find(({ station }) => station === id);
  }

  /** A station now looks like this, and says so. */
  show(view: StationView): void {
    this.stations.splice(
      this.stations.findIndex(({ station }) => station === view.station),
      1,
      view,
    );
    this.tell({ kind: 'station', station: view.station });
  }

  lot(id: string): LotView | undefined {
    return id === lot.lot ? lot : undefined;
  }

  executeCommand(command: Command, actor: Actor): Promise<CommandOutcome> {
    this.commands.push({ command, actor });
    return Promise.resolve(this.outcome);
  }

  readonly signedOut: string[] = [];
  noteSignedOut(operator: string): void {
    this.signedOut.push(operator);
  }

  importMessage(): ReturnType<AgentApi['importMessage']> {
    return Promise.resolve({ outcome: 'applied', order: 'order-3', message: 'The order is taken.' });
  }

  readonly edits: { edit: InstrumentEdit; actor: Actor }[] = [];
  editOutcome: SiteEditResult = { kind: 'unknown' };

  instruments(): InstrumentView[] {
    return [];
  }

  entryOutcome: SiteInstrumentResult = { kind: 'unknown' };
  readSiteInstrument(): SiteInstrumentResult {
    return this.entryOutcome;
  }

  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<SiteEditResult> {
    this.edits.push({ edit, actor });
    return Promise.resolve(this.editOutcome);
  }

  /** A test that looks at cases hands its own in. */
  cases: AgentApi['cases'] = {
    listCases: () => ({ cases: [], before: null }),
    findCase: () => null,
    storePhoto: () => ({ kind: 'refused', code: 'evidence-failed' }),
    readPhoto: () => null,
    readCurve: () => 'unknown',
  };

  models(): ReturnType<AgentApi['models']> {
    return [];
  }

  testRead(): ReturnType<AgentApi['testRead']> {
    return Promise.resolve(undefined);
  }

  setVerification(): ReturnType<AgentApi['setVerification']> {
    return Promise.resolve({ kind: 'unknown' });
  }

  onChange(listener: (change: AgentChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(change: AgentChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  listeners(): number {
    return this.#listeners.size;
  }
}

export function dock(id: string): StationView {
  return {
    station: id,
    name: { en: id === 'dock-1' ? 'Dock 1' : 'Dock 2', ja: id === 'dock-1' ? '第1ドック' : '第2ドック' },
    weighbridge: false,
    scale: { instrument: `scale-${id}`, state: 'open', trouble: '', verified: true },
    reading: { value: '268.4', unit: 'kg', mode: 'gross', stable: true, centreOfZero: false },
    noReading: null,
    guidance: { key: 'recorded-remove', params: { number: 12, package: 'CO-014-03' } },
    tags: [{ epcHex: '3034257BF7194E4000001A85', background: false }],
    job: {
      job: 'job-1',
      work: 'intake',
      order: 'order-1',
      lot: 'CO-2026-014',
      stocktake: null,
      operator: 'ann',
      announced: 4,
      weighed: 2,
      missing: 0,
    },
    doubt: null,
    intent: null,
    visit: null,
    visits: [],
    load: { weighing: 'w'.repeat(32), number: 12, grossKg: '268.4', package: 'CO-014-03', mark: 'NK-8813' },
    typedRemovals: [],
    refusal: null,
  };
}

export const lot: LotView = {
  lot: 'CO-2026-014',
  order: 'order-1',
  commodity: 'Co',
  form: 'cobalt-metal',
  ownership: 'national',
  state: 'arriving',
  announced: 4,
  packages: (
    [
      ['1', 'hall-1', '3034257BF7194E4000001A83', 'stored'],
      ['2', null, null, 'present'],
      ['3', null, '3034257BF7194E4000001A85', 'expected'],
      ['4', null, '3034257BF7194E4000001A86', 'expected'],
    ] as const
  ).map(([n, area, epcHex, state]) => ({
    package: `CO-014-0${n}`,
    mark: `NK-881${n}`,
    area,
    epcHex,
    state,
    held: state === 'present',
    weighed: state !== 'expected',
    proved: state === 'expected' ? null : { way: 'weighed', wallMs: 0 },
  })),
  findings: [
    { finding: 'f1', code: 'WEIGHT_LOW', lot: 'CO-2026-014', package: 'CO-014-02', state: 'open', recounts: 0 },
  ],
  verdict: null,
  here: null,
};
