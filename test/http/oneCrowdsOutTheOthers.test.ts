// Somebody on the network takes all there is of something: streams, connections, checks of a PIN, sessions. Whoever works
// here, at another address, must still be served. Every address 127.x.y.z of a machine is a different one.
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Authenticator } from '../../agent/services/agentApi.ts';
import type { SignInOutcome } from '../../agent/register/pinSignIn.ts';
import { startServer, type RunningServer } from '../../agent/http/server.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

const CROWD = '127.0.0.66';
const TABLET = '127.0.0.2';

let server: RunningServer;
const sockets: Socket[] = [];
/** Ends the checks of PINs that are under way. */
let endChecks: (() => void)[] = [];

beforeEach(async () => {
  endChecks = [];
  const slow: Authenticator = {
    ...authenticator,
    // An invented badge costs as much as a real one.
    signIn: ({ badge, pin }) =>
      badge.startsWith('X-')
        ? new Promise<SignInOutcome>((resolve) =>
            endChecks.push(() => resolve({ kind: 'refused', retryAfterSeconds: 0 })),
          )
        : authenticator.signIn({ badge, pin }),
  };
  server = await startServer({
    settings,
    agent: new PlausibleBase(),
    authenticator: slow,
    log: new LinesOfLog(),
    clock: realClock,
    random,
  });
});
afterEach(async () => {
  for (const end of endChecks) end();
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

/** Sends these bytes from the crowd's address and leaves the connection open; resolves once it is, or was refused. */
function hold(bytes: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), localAddress: CROWD });
  sockets.push(socket);
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('connect', () => socket.write(bytes, () => resolve(socket)));
    socket.once('close', () => resolve(socket));
  });
}

const host = (): string => new URL(server.url).host;
const post = (path: string, body: string, length = body.length): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${host()}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

interface Call {
  method?: string;
  path: string;
  body?: string;
  token?: string;
}

/** The status of an answer to an address, once its head is here; 0: the connection was cut. */
function status(localAddress: string, { method = 'GET', path, body, token }: Call): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const call = request(`${server.url}${path}`, { localAddress, method, headers, agent: false }, (reply) => {
      resolve(reply.statusCode ?? 0);
      reply.destroy();
    });
    call.on('error', () => resolve(0));
    call.end(body);
  });
}

const ANN = '{"badge":"B-1001","pin":"4711"}';
const KENJI = '{"badge":"B-2001","pin":"2222"}';

async function annsToken(): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${server.url}/api/session`, { method: 'POST', headers, body: ANN });
  return ((await reply.json()) as { token: string }).token;
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 300) throw new Error('in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('without a crowd', () => {
  it('a tablet is served, signs in and gets its stream', async () => {
    expect(await status(TABLET, { path: '/healthz' })).toBe(200);
    expect(await status(TABLET, { method: 'POST', path: '/api/session', body: KENJI })).toBe(200);
    expect(await status(TABLET, { path: '/api/events', token: await annsToken() })).toBe(200);
  });
});

describe('the crowd', () => {
  it.fails('holds 64 streams without signing in: who is signed in gets his', async () => {
    const token = await annsToken();
    const held = await Promise.all(
      Array.from({ length: 64 }, () => hold(`GET /api/events HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)),
    );
    let settled = 0;
    for (const socket of held) for (const event of ['data', 'close']) socket.once(event, () => (settled += 1));
    await until(() => settled >= 64);
    expect(await status(TABLET, { path: '/api/events', token })).toBe(200);
  });

  it.fails('holds 300 connections with half a request each: the next tablet is answered', async () => {
    await Promise.all(Array.from({ length: 300 }, () => hold(post('/api/session', '{"badge":', 100))));
    expect(await status(TABLET, { path: '/healthz' })).toBe(200);
  });

  it.fails('has twelve invented badges checked at once: a colleague’s right PIN is checked too', async () => {
    for (let badge = 1; badge <= 12; badge += 1) {
      const body = `{"badge":"X-${badge}","pin":"0000"}`;
      void status(CROWD, { method: 'POST', path: '/api/session', body });
    }
    await until(() => endChecks.length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await status(TABLET, { method: 'POST', path: '/api/session', body: KENJI })).toBe(200);
  });

  it.fails('opens a hundred sessions of one person: another person signs in', async () => {
    for (let session = 0; session < 100; session += 1)
      await status(CROWD, { method: 'POST', path: '/api/session', body: ANN });
    expect(await status(TABLET, { method: 'POST', path: '/api/session', body: KENJI })).toBe(200);
  });
});
