// Which pages of this browser are open, and a message among them when somebody signs in or out: they share one
// session. A page holds a lock while it lives, so that one that crashed does not count as open.
const LOCK_PREFIX = 'hakari-page/';
const CHANNEL = 'hakari-session';

/** Held until the page is gone. */
export function holdPageLock(page: string): void {
  // Only where the browser trusts the address. Elsewhere every other page counts as closed: a command may then be sent
  // twice, which its id makes harmless.
  if (!('locks' in navigator)) return;
  void navigator.locks.request(LOCK_PREFIX + page, () => new Promise(() => undefined)).catch(() => undefined);
}

export async function listOpenPages(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK_PREFIX) ? [name.slice(LOCK_PREFIX.length)] : [])));
}

export interface SessionChannel {
  /** Tells the other pages that the session is another one now. */
  notify(): void;
  close(): void;
}

export function openSessionChannel(onChange: () => void): SessionChannel {
  if (!('BroadcastChannel' in globalThis)) return { notify: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = onChange;
  return { notify: () => channel.postMessage(null), close: () => channel.close() };
}
