// Server-sent events over a real socket: the state first, then changes; rights that come and go; a screen that stops
// reading; too many screens.
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventFeed, EVENT_FEED_LIMITS, type FeedSink } from '../../agent/http/shared/eventFeed.ts';
import { startServer, type RunningServer } from '../../agent/http/server.ts';
import {
  random,
  dock,
  authenticator,
  HandClock,
  LinesOfLog,
  lot,
  PlausibleBase,
  realClock,
  settings,
} from './plausibleBase.ts';

let server: RunningServer;
let base: PlausibleBase;
const sockets: Socket[] = [];

beforeEach(async () => {
  base = new PlausibleBase();
  server = await startServer({ settings, agent: base, authenticator, log: new LinesOfLog(), clock: realClock, random });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

interface Listening {
  socket: Socket;
  text(): string;
  events(): { event: string; data: Record<string, unknown> }[];
  until(found: () => boolean): Promise<void>;
}

function listen(headers = ''): Listening {
  const { port, host } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  socket.write(`GET /api/events HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`);
  return {
    socket,
    text: () => text,
    events: () =>
      [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map((match) => ({
        event: match[1] ?? '',
        data: JSON.parse(match[2] ?? '{}') as Record<string, unknown>,
      })),
    until: async (found) => {
      for (let tries = 0; !found(); tries += 1) {
        if (tries > 300) throw new Error(`never came; so far: ${text.slice(-2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

async function signIn(): Promise<string> {
  const reply = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"badge":"B-1001","pin":"4711"}',
  });
  return ((await reply.json()) as { token: string }).token;
}

test('state first, then each change with a growing id', async () => {
  const token = await signIn();
  const page = listen(`Cookie: other=1; hakari-session=${token}\r\n`);
  await page.until(() => page.events().length === 1);
  expect(page.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(page.text()).toMatch(/content-type: text\/event-stream/);
  expect(page.text()).toMatch(/cache-control: no-store/);
  expect(page.text()).toMatch(/content-security-policy: default-src 'none'/);
  expect(page.events()[0]).toMatchObject({ event: 'state', data: { base: 'demo', lots: [{ lot: 'CO-2026-014' }] } });

  base.show({ ...dock('dock-1'), reading: null, noReading: 'silent' });
  await page.until(() => page.events().length === 2);
  base.tell({ kind: 'lot', lot: { ...lot, state: 'verifying' } });
  await page.until(() => page.events().length === 3);
  base.tell({ kind: 'state' });
  await page.until(() => page.events().length === 4);
  expect(page.events().slice(1)).toMatchObject([
    { event: 'station', data: { noReading: 'silent' } },
    { event: 'lot', data: { state: 'verifying' } },
    { event: 'state', data: { base: 'demo' } },
  ]);
  const ids = [...page.text().matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

test('without a session the stock is never in the stream; signing out takes it away', async () => {
  const stranger = listen();
  const token = await signIn();
  const page = listen(`Authorization: Bearer ${token}\r\n`);
  await stranger.until(() => stranger.events().length === 1 && page.events().length === 1);
  base.tell({ kind: 'lot', lot });
  base.show(dock('dock-2'));
  await stranger.until(() => stranger.events().some(({ event }) => event === 'station'));
  expect(stranger.text()).toContain('268.4');
  expect(stranger.text()).not.toMatch(/CO-|NK-|3034257B/);

  await page.until(() => page.events().length === 3);
  await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  await page.until(() => page.events().length === 4);
  expect(page.events()[3]).toMatchObject({ event: 'state', data: { lots: [], orders: [] } });
});

test('a screen that goes away is forgotten, and closing the server ends the rest', async () => {
  const first = listen();
  const second = listen();
  await second.until(() => first.events().length === 1 && second.events().length === 1);
  const ended = new Promise((resolve) => second.socket.on('close', resolve));
  first.socket.destroy();
  await server.close();
  await ended;
  expect(base.listeners()).toBe(0);
});

test('a screen that stops reading is closed, the others go on', async () => {
  await server.close();
  const clock = new HandClock();
  server = await startServer({ settings, agent: base, authenticator, log: new LinesOfLog(), clock, random });
  const token = await signIn();
  const good = listen(`Authorization: Bearer ${token}\r\n`);
  const stuck = listen(`Authorization: Bearer ${token}\r\n`);
  await good.until(() => good.events().length === 1 && stuck.events().length === 1);
  let closed = false;
  stuck.socket.on('close', () => (closed = true));
  stuck.socket.pause();
  // Several megabytes a message, so that the kernel's buffers fill at once.
  const heavy = {
    ...lot,
    findings: Array.from({ length: 60_000 }, (_, index) => ({
      finding: `f${index}`.padEnd(60, 'x'),
      code: 'WEIGHT_LOW',
      lot: null,
      package: null,
      state: 'open',
      recounts: 0,
    })),
  };
  for (let second = 1; second <= 20; second += 1) {
    base.tell({ kind: 'lot', lot: second === 1 ? heavy : lot });
    clock.pass(1000);
    await good.until(() => good.events().filter(({ event }) => event === 'lot').length >= second);
  }
  const received = stuck.text().length;
  stuck.socket.resume();
  await good.until(() => closed);
  // What came after the resume was in the kernel already; the agent had given up on the rest.
  expect(stuck.text().length - received).toBeLessThan(JSON.stringify(heavy).length);
  base.show({ ...dock('dock-1'), noReading: 'overload' });
  clock.pass(100);
  await good.until(() => good.text().includes('"noReading":"overload"'));
});

// The rules of the feed by hand-set time, where waiting for real seconds would make a slow test.

function sink(full = false): FeedSink & { texts: string[]; destroyed: boolean; full: boolean } {
  const line = {
    texts: [] as string[],
    destroyed: false,
    full,
    write(text: string) {
      line.texts.push(text);
      return !line.full;
    },
    destroy() {
      line.destroyed = true;
    },
  };
  return line;
}

test('changes within a tick are sent once, as the newest', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const screen = sink();
  feed.open(screen, () => true);
  clock.pass(100);
  for (const value of ['1', '2', '3']) base.show({ ...dock('dock-1'), noReading: value });
  clock.pass(0);
  for (const value of ['4', '5', '6']) base.show({ ...dock('dock-1'), noReading: value });
  clock.pass(EVENT_FEED_LIMITS.tickMs - 1);
  expect(screen.texts.map((text) => /"noReading":"(\d)"/.exec(text)?.[1])).toEqual([undefined, '3']);
  clock.pass(1);
  expect(screen.texts.map((text) => /"noReading":"(\d)"/.exec(text)?.[1])).toEqual([undefined, '3', '6']);
  feed.close();
});

test('a screen that is behind gets the whole state once its line is free, and is dropped after 15 s', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const slow = sink(true);
  const line = feed.open(slow, () => true);
  base.show(dock('dock-1'));
  clock.pass(1000);
  expect(slow.texts).toHaveLength(1);
  slow.full = false;
  line.onDrained();
  clock.pass(EVENT_FEED_LIMITS.stateMs);
  expect(slow.texts).toHaveLength(2);
  expect(slow.texts[1]).toMatch(/event: state/);
  slow.full = true;
  base.show(dock('dock-1'));
  clock.pass(EVENT_FEED_LIMITS.behindMs + EVENT_FEED_LIMITS.aliveMs);
  expect(slow.destroyed).toBe(true);
  feed.close();
});

test('a state larger than the socket’s own mark, which drains at once, does not chase itself', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const large = sink(true);
  const line = feed.open(large, () => true);
  for (let turn = 0; turn < 50; turn += 1) line.onDrained();
  expect(large.texts).toHaveLength(1);
  base.show(dock('dock-1'));
  clock.pass(EVENT_FEED_LIMITS.tickMs);
  expect(large.texts).toHaveLength(2);
  expect(large.texts[1]).toMatch(/event: station/);
  feed.close();
});

test('a reading after a quiet moment goes out at once, and never waits longer than a tick', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const screen = sink();
  feed.open(screen, () => true);
  const arrivals: number[] = [];
  const write = screen.write.bind(screen);
  screen.write = (text) => {
    arrivals.push(clock.nowMs);
    return write(text);
  };
  clock.pass(1000);
  base.show({ ...dock('dock-1'), noReading: '1' });
  clock.pass(1);
  base.show({ ...dock('dock-2'), noReading: '2' });
  clock.pass(200);
  expect(arrivals).toEqual([1000, 1000 + EVENT_FEED_LIMITS.tickMs]);
  expect(EVENT_FEED_LIMITS.tickMs).toBeLessThan(40);
  feed.close();
});

test('a station that looks as before is not sent again; a screen that saw it otherwise meanwhile gets it', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const first = sink();
  feed.open(first, () => true);
  const looks = (value: string): void => {
    base.show({ ...dock('dock-1'), noReading: value });
    clock.pass(EVENT_FEED_LIMITS.tickMs);
  };
  looks('a');
  looks('a');
  looks('b');
  expect(first.texts.map((text) => /"noReading":"(\w)"/.exec(text)?.[1])).toEqual([undefined, 'a', 'b']);
  // It changes and changes back within a tick, and a second screen opens between.
  base.show({ ...dock('dock-1'), noReading: 'c' });
  const second = sink();
  feed.open(second, () => true);
  looks('b');
  expect(second.texts.map((text) => /"noReading":"(\w)"/.exec(text)?.[1])).toEqual(['c', 'b']);
  feed.close();
});

test('the whole state goes out at most four times a second, the scales go on between', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  const screen = sink();
  feed.open(screen, () => true);
  for (let ms = 0; ms < 1000; ms += 10) {
    base.tell({ kind: 'state' });
    base.show({ ...dock('dock-1'), noReading: String(ms) });
    clock.pass(10);
  }
  const kinds = screen.texts.slice(1).map((text) => /event: (\w+)/.exec(text)?.[1]);
  // At 0, 250, 500, 750 and 1000 ms.
  expect(kinds.filter((kind) => kind === 'state')).toHaveLength(5);
  expect(kinds.filter((kind) => kind === 'station').length).toBeGreaterThanOrEqual(20);
  feed.close();
});

test('a quiet screen hears a heartbeat, and a session that locks takes the stock away by itself', () => {
  const clock = new HandClock();
  const feed = new EventFeed(base, clock);
  let signedIn = true;
  const screen = sink();
  feed.open(screen, () => signedIn);
  clock.pass(EVENT_FEED_LIMITS.aliveMs);
  expect(screen.texts.at(-1)).toMatch(/^: heartbeat\nid: \d+\nevent: alive\n/);
  signedIn = false;
  clock.pass(EVENT_FEED_LIMITS.aliveMs);
  expect(screen.texts.at(-2)).toMatch(/event: state\ndata: .*"lots":\[\]/);
  feed.close();
});

test('no more than 64 screens', async () => {
  const pages = Array.from({ length: EVENT_FEED_LIMITS.screens }, () => listen());
  await pages[0]?.until(() => pages.every((page) => page.events().length === 1));
  const reply = await fetch(`${server.url}/api/events`);
  expect([reply.status, await reply.json()]).toMatchObject([503, { code: 'too-many-screens' }]);
});
