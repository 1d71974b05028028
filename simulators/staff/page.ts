// The page as the simulated staff use it: the live state, and commands with ids of their own. Must not know docks or
// goods.
import { randomUUID } from 'node:crypto';
import { pause } from '../clock.ts';
import { eventsOf } from './events.ts';
import type { Answer, SeenLot, SeenState, SeenStation, Wish } from './seen.ts';
import { NotAdmitted, openSession, type Session, type SessionOptions } from './session.ts';

export interface PageOptions extends SessionOptions {
  /** Told of each answered command: tests compare what the page was told with what headquarters has. */
  onAnswer?: (id: string, wish: Wish, answer: Answer) => void;
}

export interface Page {
  /** The newest state seen; null before the first. */
  state(): SeenState | null;
  /** Resolves at the next change, or after `limitMs`. */
  changed(limitMs: number): Promise<void>;
  /** Sends until answered; rejects only when the person leaves (`stop`), or the request itself is wrong. */
  ask(wish: Wish): Promise<Answer>;
  /** Reads one resource now. */
  read(path: string): Promise<Record<string, unknown>>;
}

const RECONNECT_MS = 250;

const replaced = <T>(list: readonly T[], item: T, same: (each: T) => boolean): T[] =>
  list.some(same) ? list.map((each) => (same(each) ? item : each)) : [...list, item];

/** Folds one event of the agent into what is seen. */
export function foldEvent(before: SeenState | null, event: { event: string; data: string }): SeenState | null {
  if (event.event === 'state') return JSON.parse(event.data) as SeenState;
  if (before === null) return null;
  if (event.event === 'station') {
    const station = JSON.parse(event.data) as SeenStation;
    return { ...before, stations: replaced(before.stations, station, (each) => each.station === station.station) };
  }
  if (event.event === 'lot') {
    const lot = JSON.parse(event.data) as SeenLot;
    return { ...before, lots: replaced(before.lots, lot, (each) => each.lot === lot.lot) };
  }
  return before;
}

/**
 * After a long pause the page locks: it goes on showing weights, but orders, lots and the ledger's head are left out.
 */
function isLocked({ event, data }: { event: string; data: string }): boolean {
  return event === 'state' && (JSON.parse(data) as SeenState).ledger.epoch === '';
}

/**
 * Keeps the event stream open until the person leaves; a lost connection is opened again and starts with the whole
 * state.
 */
async function watch(
  session: Session,
  options: PageOptions,
  onEvent: (event: { event: string; data: string }) => void,
): Promise<void> {
  while (!options.stop.aborted) {
    try {
      for await (const event of eventsOf(await session.events())) {
        if (isLocked(event)) break;
        onEvent(event);
      }
    } catch (error) {
      if (error instanceof NotAdmitted) return;
      // The agent is away, or has forgotten this session.
    }
    await pause(options.clock, RECONNECT_MS);
  }
}

async function ask(session: Session, options: PageOptions, wish: Wish): Promise<Answer> {
  const id = randomUUID();
  const { status, body } = await session.insist('POST', '/api/commands', { id, ...wish });
  if (status !== 200 && status !== 409) throw new Error(`${wish.kind} is a wrong request: ${JSON.stringify(body)}`);
  const answer: Answer =
    status === 200
      ? { kind: 'done', result: (body['result'] ?? {}) as Record<string, unknown> }
      : { kind: 'refused', code: String(body['code']), message: String(body['message']) };
  options.onAnswer?.(id, wish, answer);
  return answer;
}

export function openPage(options: PageOptions): Page {
  const session = openSession(options);
  let seen: SeenState | null = null;
  let waiting: (() => void)[] = [];
  void watch(session, options, (event) => {
    seen = foldEvent(seen, event);
    const told = waiting;
    waiting = [];
    for (const resolve of told) resolve();
  });
  return {
    state: () => seen,
    changed: (limitMs) =>
      new Promise((resolve) => {
        const cancel = options.clock.after(limitMs, resolve);
        waiting.push(() => {
          cancel();
          resolve();
        });
      }),
    ask: (wish) => ask(session, options, wish),
    read: async (path) => (await session.insist('GET', path)).body,
  };
}
