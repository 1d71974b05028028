// The page's calls to the agent. The session is a cookie that no script sees. Knows no component.
import type { Command, Role } from '../../core/command.ts';
import type {
  AreaView,
  CasePage,
  CaseView,
  CurveView,
  DriftView,
  ModelView,
  TestReadView,
  WeighingPage,
  WeighingView,
} from '../../core/shown/lookup.ts';
import type { InstrumentView, LotView } from '../../core/shown/view.ts';

export interface Who {
  operator: string;
  name: string;
  roles: Role[];
  /** As the person chose; null: never said. */
  language: 'en' | 'ja' | null;
}

/** The server's one shape of an error, or `unreachable` where no answer came. */
export interface Trouble {
  code: string;
  message: string;
  params: Record<string, string | number>;
  /** What a change would make wrong in the site file, each with its place. */
  faults?: SiteFault[];
}

export interface SiteFault {
  /** "instruments[2].port.baud". */
  path: string;
  problem: string;
  allowed: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

const UNREACHABLE: Trouble = { code: 'unreachable', message: '', params: {} };
const CALL_TIMEOUT_MS = 10_000;

interface Sent {
  body: BodyInit;
  type: string;
  /** In whose name; the agent declines it if somebody else is signed in by now. */
  operator?: string;
}

async function call<T>(method: string, path: string, sent: Sent | null = null): Promise<Answer<T>> {
  try {
    const reply = await fetch(path, {
      method,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(sent === null
        ? {}
        : {
            headers: {
              'content-type': sent.type,
              ...(sent.operator === undefined ? {} : { 'hakari-operator': encodeURIComponent(sent.operator) }),
            },
            body: sent.body,
          }),
    });
    const value: unknown = reply.status === 204 ? null : await reply.json();
    if (reply.ok) return { ok: true, value: value as T };
    return { ok: false, trouble: isTrouble(value) ? value : UNREACHABLE };
  } catch {
    return { ok: false, trouble: UNREACHABLE };
  }
}

/**
 * What stands between tablet and agent (a proxy, a hotel's sign-in page) answers in its own way: that is no answer of
 * the agent.
 */
function isTrouble(value: unknown): value is Trouble {
  const one = value as Partial<Trouble> | null;
  return (
    typeof one === 'object' &&
    one !== null &&
    typeof one.code === 'string' &&
    typeof one.message === 'string' &&
    typeof one.params === 'object'
  );
}

const json = (value: unknown): Sent => ({ body: JSON.stringify(value), type: 'application/json' });

/** Without a PIN: the badge alone, which is enough within a shift. */
export const signIn = (badge: string, pin: string | null): Promise<Answer<Who>> =>
  call('POST', '/api/session', json(pin === null ? { badge } : { badge, pin }));
export const signOut = (): Promise<Answer<null>> => call('DELETE', '/api/session');
export const lock = (): Promise<Answer<null>> => call('POST', '/api/session/lock');
export const whoAmI = (): Promise<Answer<Who>> => call('GET', '/api/session');
export const keepLanguageOf = (language: 'en' | 'ja'): Promise<Answer<unknown>> =>
  call('PUT', '/api/session/language', json({ language }));

/** One attempt; the outbox sends again. */
export const sendCommand = (command: Command, operator: string): Promise<Answer<unknown>> =>
  call('POST', '/api/commands', { ...json(command), operator });
/** As the second person, whose badge and PIN are asked for just this; the first one stays signed in. */
export const sendAsSecond = (command: Command, badge: string, pin: string): Promise<Answer<unknown>> =>
  call('POST', '/api/commands/second', json({ command, badge, pin }));

export const readLot = (lot: string): Promise<Answer<LotView>> => call('GET', `/api/lots/${encodeURIComponent(lot)}`);
export const readOperators = (): Promise<Answer<{ operators: { operator: string; name: string }[] }>> =>
  call('GET', '/api/operators');

export const readCases = (state: 'open' | 'decided', before: number | null): Promise<Answer<CasePage>> =>
  call('GET', `/api/cases?${query({ state, before })}`);
export const readCase = (finding: string): Promise<Answer<CaseView>> =>
  call('GET', `/api/cases/${encodeURIComponent(finding)}`);
export const sendPhoto = (photo: Blob): Promise<Answer<{ photo: string; bytes: number }>> =>
  call('POST', '/api/photos', { body: photo, type: 'image/jpeg' });

export interface WeighingSearch {
  lot: string;
  package: string;
  order: string;
  instrument: string;
  operator: string;
  from: string;
  to: string;
}
export const readWeighings = (search: Partial<WeighingSearch>, before: number | null): Promise<Answer<WeighingPage>> =>
  call('GET', `/api/weighings?${query({ ...search, before })}`);
export const readWeighing = (weighing: string): Promise<Answer<WeighingView>> =>
  call('GET', `/api/weighings/${encodeURIComponent(weighing)}`);
export const readCurve = (weighing: string): Promise<Answer<CurveView>> =>
  call('GET', `/api/weighings/${encodeURIComponent(weighing)}/curve`);

export const readDrift = (): Promise<Answer<{ drift: DriftView[] }>> => call('GET', '/api/drift');
export const readMap = (): Promise<Answer<{ areas: AreaView[] }>> => call('GET', '/api/map');

export const readInstruments = (): Promise<Answer<{ instruments: InstrumentView[] }>> =>
  call('GET', '/api/instruments');
export const readInstrumentEntry = (id: string): Promise<Answer<{ instrument: Record<string, unknown> }>> =>
  call('GET', `/api/instruments/${encodeURIComponent(id)}`);
export const readModels = (): Promise<Answer<{ models: ModelView[] }>> => call('GET', '/api/models');
export const testRead = (instrument: string): Promise<Answer<TestReadView>> =>
  call('POST', `/api/instruments/${encodeURIComponent(instrument)}/test-read`);
export const addInstrument = (instrument: Record<string, unknown>): Promise<Answer<unknown>> =>
  call('POST', '/api/instruments', json(instrument));
export const changeInstrument = (id: string, instrument: Record<string, unknown>): Promise<Answer<unknown>> =>
  call('PUT', `/api/instruments/${encodeURIComponent(id)}`, json(instrument));
export const removeInstrument = (id: string): Promise<Answer<unknown>> =>
  call('DELETE', `/api/instruments/${encodeURIComponent(id)}`);
export const keepVerification = (
  id: string,
  verification: { mark: string | null; until: string | null },
): Promise<Answer<unknown>> =>
  call('PUT', `/api/instruments/${encodeURIComponent(id)}/verification`, json(verification));

/** Empty values are left out. */
function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(
    (pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined && pair[1] !== '',
  );
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

/** A command's id: sending it again is harmless, because the agent knows it. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
