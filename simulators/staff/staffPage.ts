// The page as the simulated staff use it: the live state, and commands with ids of their own. Must not know docks or
// goods.
import { randomUUID } from 'node:crypto';
import { delayBy } from '../runtime/simulatorClock.ts';
import { readServerEvents } from './serverEvents.ts';
import type { StaffCommandOutcome, PageLot, PageState, PageStation, StaffCommand } from './pageDocuments.ts';
import { SignInRefusedError, openStaffSession, type StaffSession, type StaffSessionOptions } from './staffSession.ts';

export interface StaffPageOptions extends StaffSessionOptions {
  /** Told of each answered command: tests compare what the page was told with what headquarters has. */
  onAnswer?: (id: string, command: StaffCommand, answer: StaffCommandOutcome) => void;
}

export interface StaffPage {
  /** The newest state seen; null before the first. */
  latestState(): PageState | null;
  /** Resolves at the next change, or after `limitMs`. */
  waitForChange(limitMs: number): Promise<void>;
  /** Sends until answered; rejects only when the person leaves (`stop`), or the request itself is wrong. */
  sendCommand(command: StaffCommand): Promise<StaffCommandOutcome>;
  /** Reads one resource now. */
  readResource(path: string): Promise<Record<string, unknown>>;
}

const RECONNECT_MS = 250;

const replaceInList = <T>(list: readonly T[], item: T, isSame: (element: T) => boolean): T[] =>
  list.some(isSame) ? list.map((element) => (isSame(element) ? item : element)) : [...list, item];

/** Folds one event of the agent into what is seen. */
export function applyServerEvent(before: PageState | null, event: { event: string; data: string }): PageState | null {
  if (event.event === 'state') return JSON.parse(event.data) as PageState;
  if (before === null) return null;
  if (event.event === 'station') {
    const station = JSON.parse(event.data) as PageStation;
    return {
      ...before,
      stations: replaceInList(before.stations, station, (candidate) => candidate.station === station.station),
    };
  }
  if (event.event === 'lot') {
    const lot = JSON.parse(event.data) as PageLot;
    return { ...before, lots: replaceInList(before.lots, lot, (candidate) => candidate.lot === lot.lot) };
  }
  return before;
}

/**
 * After a long pause the page locks: it goes on showing weights, but orders, lots and the ledger's head are left out.
 */
function isLocked({ event, data }: { event: string; data: string }): boolean {
  return event === 'state' && (JSON.parse(data) as PageState).ledger.epoch === '';
}

/**
 * Keeps the event stream open until the person leaves; a lost connection is opened again and starts with the whole
 * state.
 */
async function watchEvents(
  session: StaffSession,
  options: StaffPageOptions,
  onEvent: (event: { event: string; data: string }) => void,
): Promise<void> {
  while (!options.stop.aborted) {
    try {
      for await (const event of readServerEvents(await session.openEventStream())) {
        if (isLocked(event)) break;
        onEvent(event);
      }
    } catch (error) {
      if (error instanceof SignInRefusedError) return;
      // The agent is away, or has forgotten this session.
    }
    await delayBy(options.clock, RECONNECT_MS);
  }
}

async function postCommand(
  session: StaffSession,
  options: StaffPageOptions,
  command: StaffCommand,
): Promise<StaffCommandOutcome> {
  const id = randomUUID();
  const { status, body } = await session.requestUntilAnswered('POST', '/api/commands', { id, ...command });
  if (status !== 200 && status !== 409) throw new Error(`${command.kind} is a wrong request: ${JSON.stringify(body)}`);
  const answer: StaffCommandOutcome =
    status === 200
      ? { kind: 'done', result: (body['result'] ?? {}) as Record<string, unknown> }
      : { kind: 'refused', code: String(body['code']), message: String(body['message']) };
  options.onAnswer?.(id, command, answer);
  return answer;
}

export function openStaffPage(options: StaffPageOptions): StaffPage {
  const session = openStaffSession(options);
  let seen: PageState | null = null;
  let changeResolvers: (() => void)[] = [];
  void watchEvents(session, options, (event) => {
    seen = applyServerEvent(seen, event);
    const resolvers = changeResolvers;
    changeResolvers = [];
    for (const resolve of resolvers) resolve();
  });
  return {
    latestState: () => seen,
    waitForChange: (limitMs) =>
      new Promise((resolve) => {
        const cancel = options.clock.after(limitMs, resolve);
        changeResolvers.push(() => {
          cancel();
          resolve();
        });
      }),
    sendCommand: (command) => postCommand(session, options, command),
    readResource: async (path) => (await session.requestUntilAnswered('GET', path)).body,
  };
}
