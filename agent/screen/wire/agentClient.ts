// The page's calls to the agent. The session is a cookie that no script sees. Knows no component.
import type { RegisterEdit, RegisterView } from '../../core/views/registerView.ts';
import type { FindingId, LotId, OperatorId, PhotoHash, WeighingId } from '../../core/model/ids.ts';
import type { InstrumentId } from '../../../drivers/contract/siteIds.ts';
import type { Role } from '../../core/model/roles.ts';
import type { Command } from '../../core/model/command.ts';
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
} from '../../core/views/lookupViews.ts';
import type { InstrumentView, LotView } from '../../core/views/stateView.ts';
import type { RequestError, RequestResult } from '../shared/requestResult.ts';

export interface CurrentOperator {
  operator: OperatorId;
  name: string;
  roles: Role[];
  /** As the person chose; null: never said. */
  language: 'en' | 'ja' | null;
}

const UNREACHABLE: RequestError = { code: 'unreachable', message: '', params: {} };
const CALL_TIMEOUT_MS = 10_000;

interface RequestPayload {
  body: BodyInit;
  type: string;
  /** In whose name; the agent declines it if somebody else is signed in by now. */
  operator?: OperatorId;
}

async function call<T>(method: string, path: string, payload: RequestPayload | null = null): Promise<RequestResult<T>> {
  try {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(payload === null
        ? {}
        : {
            headers: {
              'content-type': payload.type,
              ...(payload.operator === undefined ? {} : { 'hakari-operator': encodeURIComponent(payload.operator) }),
            },
            body: payload.body,
          }),
    });
    const value: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, value: value as T };
    return { ok: false, error: isRequestError(value) ? value : UNREACHABLE };
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/**
 * What stands between tablet and agent (a proxy, a hotel's sign-in page) answers in its own way: that is no answer of
 * the agent.
 */
function isRequestError(value: unknown): value is RequestError {
  const candidate = value as Partial<RequestError> | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.code === 'string' &&
    typeof candidate.message === 'string' &&
    typeof candidate.params === 'object'
  );
}

const buildJsonPayload = (value: unknown): RequestPayload => ({
  body: JSON.stringify(value),
  type: 'application/json',
});

/** Without a PIN: the badge alone, which is enough within a shift. */
export const signIn = (badge: string, pin: string | null): Promise<RequestResult<CurrentOperator>> =>
  call('POST', '/api/session', buildJsonPayload(pin === null ? { badge } : { badge, pin }));
export const signOut = (): Promise<RequestResult<null>> => call('DELETE', '/api/session');
export const lockSession = (): Promise<RequestResult<null>> => call('POST', '/api/session/lock');
export const readCurrentOperator = (): Promise<RequestResult<CurrentOperator>> => call('GET', '/api/session');
export const saveOperatorLanguage = (language: 'en' | 'ja'): Promise<RequestResult<unknown>> =>
  call('PUT', '/api/session/language', buildJsonPayload({ language }));

/** One attempt; the outbox sends again. */
export const sendCommand = (command: Command, operator: OperatorId): Promise<RequestResult<unknown>> =>
  call('POST', '/api/commands', { ...buildJsonPayload(command), operator });
/** One command in the name of a second person, with badge and PIN; the first one stays signed in. */
export const sendAsSecondPerson = (command: Command, badge: string, pin: string): Promise<RequestResult<unknown>> =>
  call('POST', '/api/commands/second', buildJsonPayload({ command, badge, pin }));

export const readLot = (lot: LotId): Promise<RequestResult<LotView>> =>
  call('GET', `/api/lots/${encodeURIComponent(lot)}`);
export const readOperators = (): Promise<RequestResult<{ operators: { operator: OperatorId; name: string }[] }>> =>
  call('GET', '/api/operators');

export const readCases = (state: 'open' | 'decided', before: number | null): Promise<RequestResult<CasePage>> =>
  call('GET', `/api/cases?${buildQuery({ state, before })}`);
export const readCase = (finding: FindingId): Promise<RequestResult<CaseView>> =>
  call('GET', `/api/cases/${encodeURIComponent(finding)}`);
export const sendPhoto = (photo: Blob): Promise<RequestResult<{ photo: PhotoHash; bytes: number }>> =>
  call('POST', '/api/photos', { body: photo, type: 'image/jpeg' });

/** What is searched for, as typed: a package by any code. */
export interface WeighingSearch {
  lot: string;
  package: string;
  order: string;
  instrument: string;
  operator: string;
  from: string;
  to: string;
}
export const readWeighings = (
  search: Partial<WeighingSearch>,
  before: number | null,
): Promise<RequestResult<WeighingPage>> => call('GET', `/api/weighings?${buildQuery({ ...search, before })}`);
export const readWeighing = (weighing: WeighingId): Promise<RequestResult<WeighingView>> =>
  call('GET', `/api/weighings/${encodeURIComponent(weighing)}`);
export const readCurve = (weighing: WeighingId): Promise<RequestResult<CurveView>> =>
  call('GET', `/api/weighings/${encodeURIComponent(weighing)}/curve`);

export const readDrift = (): Promise<RequestResult<{ drift: DriftView[] }>> => call('GET', '/api/drift');
export const readAreas = (): Promise<RequestResult<{ areas: AreaView[] }>> => call('GET', '/api/map');

export const readInstruments = (): Promise<RequestResult<{ instruments: InstrumentView[] }>> =>
  call('GET', '/api/instruments');
export const readInstrumentConfig = (id: string): Promise<RequestResult<{ instrument: Record<string, unknown> }>> =>
  call('GET', `/api/instruments/${encodeURIComponent(id)}`);
export const readModels = (): Promise<RequestResult<{ models: ModelView[] }>> => call('GET', '/api/models');
export const requestTestRead = (instrument: InstrumentId): Promise<RequestResult<TestReadView>> =>
  call('POST', `/api/instruments/${encodeURIComponent(instrument)}/test-read`);
export const addInstrument = (instrument: Record<string, unknown>): Promise<RequestResult<unknown>> =>
  call('POST', '/api/instruments', buildJsonPayload(instrument));
export const changeInstrument = (id: string, instrument: Record<string, unknown>): Promise<RequestResult<unknown>> =>
  call('PUT', `/api/instruments/${encodeURIComponent(id)}`, buildJsonPayload(instrument));
export const removeInstrument = (id: string): Promise<RequestResult<unknown>> =>
  call('DELETE', `/api/instruments/${encodeURIComponent(id)}`);
export const saveVerification = (
  id: string,
  verification: { mark: string | null; until: string | null },
): Promise<RequestResult<unknown>> =>
  call('PUT', `/api/instruments/${encodeURIComponent(id)}/verification`, buildJsonPayload(verification));

export const readRegister = (): Promise<RequestResult<RegisterView>> => call('GET', '/api/register');
/** `second`: badge and PIN of another person, where two are needed. */
export const changePeople = (
  edit: RegisterEdit,
  second: { badge: string; pin: string } | null,
): Promise<RequestResult<unknown>> => call('POST', '/api/register', buildJsonPayload({ edit, second }));

/** Empty values are left out. */
function buildQuery(values: Record<string, string | number | null | undefined>): string {
  const entries = Object.entries(values).filter(
    (pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined && pair[1] !== '',
  );
  return new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
}

/** A command's id: sending it again is harmless, because the agent knows it. */
export function createRandomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
