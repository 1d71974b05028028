// The service worker's cache: the page loads while the agent is gone. Only the page's files are cached, never what the
// agent says: stock is a secret. Built as one file beside index.html; the build writes the list of files and its hash.
declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorkerGlobalScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', action: (event: ExtendableEvent) => void): void;
  addEventListener(kind: 'fetch', action: (event: FetchEvent) => void): void;
}

const CACHE = `hakari-${__VERSION__}`;
/** After this the cached page is shown. */
const NETWORK_MS = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    self.caches
      .open(CACHE)
      .then((cache) => cache.addAll(['/', ...__FILES__]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const dropOthers = self.caches
    .keys()
    .then((names) =>
      Promise.all(
        names.filter((name) => name.startsWith('hakari-') && name !== CACHE).map((name) => self.caches.delete(name)),
      ),
    );
  event.waitUntil(dropOthers.then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (
    event.request.method !== 'GET' ||
    origin !== self.location.origin ||
    pathname.startsWith('/api/') ||
    pathname.startsWith('/healthz')
  )
    return;
  if (event.request.mode === 'navigate') event.respondWith(respondWithPage(event.request));
  else if (__FILES__.includes(pathname)) event.respondWith(respondFromCache(event.request));
});

/** A cached file is current: its name holds a hash of its content, or the whole cache is of this version. */
async function respondFromCache(request: Request): Promise<Response> {
  return (await self.caches.match(request)) ?? fetch(request);
}

/** The agent's page where it answers in time; the cached one otherwise. */
async function respondWithPage(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(NETWORK_MS) });
    if (fresh.ok) return fresh;
  } catch {
    // Gone, or too slow.
  }
  return (await self.caches.match('/')) ?? Response.error();
}
