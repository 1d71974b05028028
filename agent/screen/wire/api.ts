// The page's way to the agent: REST calls and the live feed. The session is a cookie that no script sees. Knows no component.
import type { Command, CommandBody, Role } from '../../core/command.ts';
import type { LotView, StateView, StationView } from '../../core/shown/view.ts';

export interface Who {
  operator: string;
  name: string;
  roles: Role[];
}

/** The server's one shape of an error, or `unreachable` where no answer came. */
export interface Trouble {
  code: string;
  message: string;
  params: Record<string, string | number>;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

const UNREACHABLE: Trouble = { code: 'unreachable', message: '', params: {} };
const CALL_TIMEOUT_MS = 10_000;

async function call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const reply = await fetch(path, {
      method,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value: unknown = reply.status === 204 ? null : await reply.json();
    return reply.ok ? { ok: true, value: value as T } : { ok: false, trouble: value as Trouble };
  } catch {
    return { ok: false, trouble: UNREACHABLE };
  }
}

export const signIn = (badge: string, pin: string): Promise<Answer<Who>> => call('POST', '/api/session', { badge, pin });
export const signOut = (): Promise<Answer<null>> => call('DELETE', '/api/session');
export const whoAmI = (): Promise<Answer<Who>> => call('GET', '/api/session');

/** A command gets its id here and keeps it: sending it again is harmless, because the agent knows it. */
export function withId(body: CommandBody): Command {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { ...body, id };
}

const TRIES = 4;
const RETRY_MS = 1000;

/** Sends until there is an answer that means something: "not recorded" and silence are tried again with the same id. */
export async function send(command: Command): Promise<Answer<unknown>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await call('POST', '/api/commands', command);
    const again = !answer.ok && (answer.trouble.code === 'not-recorded' || answer.trouble.code === 'unreachable');
    if (!again || tries === TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

export interface FeedEvents {
  state(state: StateView): void;
  station(station: StationView): void;
  lot(lot: LotView): void;
  /** Something was heard, whatever it was. */
  heard(): void;
  /** What the agent thinks of this page's session. */
  session(signedIn: boolean): void;
}

const REOPEN_MS = 2000;

/** Listens until the returned function is called; comes back by itself. */
export function listen(events: FeedEvents): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    const feed = new EventSource('/api/events');
    source = feed;
    const on = (name: string, action: (data: unknown) => void): void => {
      feed.addEventListener(name, (event: MessageEvent<string>) => {
        events.heard();
        action(JSON.parse(event.data));
      });
    };
    on('state', (data) => events.state(data as StateView));
    on('station', (data) => events.station(data as StationView));
    on('lot', (data) => events.lot(data as LotView));
    on('alive', (data) => events.session((data as { signedIn: boolean }).signedIn));
    feed.onerror = () => {
      // The browser reconnects after a broken line, but gives up after an error answer.
      if (feed.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
