// A signed-in line to the agent's REST interface. Whatever goes wrong on the way is tried again, also across a restart
// of the agent; only a whole answer counts. Must not know what is asked.
import type { Clock } from '../../drivers/contract/clock.ts';
import { delayBy } from '../runtime/simulatorClock.ts';

export interface StaffSessionOptions {
  /**
   * Where the agent is now, e.g. http://127.0.0.1:8080; asked anew for every request, because it may come back
   * elsewhere.
   */
  address: () => string;
  badge: string;
  pin: string;
  clock: Clock;
  stop: AbortSignal;
}

export interface RestResponse {
  status: number;
  body: Record<string, unknown>;
}

export interface StaffSession {
  /** Tries until there is an answer; rejects only when `stop` fires or badge and PIN are wrong. */
  requestUntilAnswered(method: 'GET' | 'POST', path: string, body?: unknown): Promise<RestResponse>;
  /** Opens the event stream; rejects when the agent is away. */
  openEventStream(): Promise<AsyncIterable<Uint8Array>>;
}

/** Badge or PIN is wrong: trying again would only lock the badge. */
export class SignInRefusedError extends Error {}

const RETRY_MS = 250;
const ANSWER_LIMIT_MS = 10_000;
/** 429 and everything from 500 on means "not now": the same request may be sent again. */
const isRetryStatus = (status: number): boolean => status === 429 || status >= 500;

export function openStaffSession(options: StaffSessionOptions): StaffSession {
  const { clock, stop } = options;
  let token: string | null = null;
  let entering: Promise<void> | null = null;

  const send = async (method: string, path: string, body?: unknown): Promise<RestResponse> => {
    const headers: Record<string, string> = {};
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    const response = await fetch(options.address() + path, {
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  const enter = async (): Promise<void> => {
    const answer = await send('POST', '/api/session', { badge: options.badge, pin: options.pin });
    if (answer.status === 401) throw new SignInRefusedError(String(answer.body['message']));
    const given = answer.body['token'];
    if (typeof given !== 'string') throw new Error(`sign-in answered ${answer.status}`);
    token = given;
  };
  // Whoever needs a session while somebody is at the door waits for the same one.
  const signIn = (): Promise<void> => {
    entering ??= enter().finally(() => {
      entering = null;
    });
    return entering;
  };

  const attempt = async (method: string, path: string, body?: unknown): Promise<RestResponse> => {
    if (token === null) await signIn();
    const answer = await send(method, path, body);
    if (answer.status === 401) token = null;
    if (answer.status === 401 || isRetryStatus(answer.status)) throw new Error(`answered ${answer.status}`);
    return answer;
  };

  return {
    requestUntilAnswered: async (method, path, body) => {
      for (;;) {
        stop.throwIfAborted();
        try {
          return await attempt(method, path, body);
        } catch (error) {
          if (error instanceof SignInRefusedError) throw error;
          // Nothing certain is known: the same request, with the same id in it, may be sent again.
          await delayBy(clock, RETRY_MS);
        }
      }
    },
    openEventStream: async () => {
      // With a forgotten session the stream would open, and show only what anybody may see.
      await attempt('GET', '/api/session');
      const headers = { authorization: `Bearer ${token ?? ''}`, accept: 'text/event-stream' };
      const response = await fetch(`${options.address()}/api/events`, { headers, signal: stop });
      if (!response.ok || !response.body) throw new Error(`events answered ${response.status}`);
      return response.body;
    },
  };
}
