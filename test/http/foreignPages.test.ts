// A page of another server in somebody's browser cannot read or change anything here; nor can a name that an attacker's
// DNS points at this address. And every answer carries its protecting headers.
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

let app: HttpApp;
let close: () => Promise<void>;
beforeAll(async () => {
  const screenFolder = mkdtempSync(join(tmpdir(), 'hakari-page-'));
  mkdirSync(join(screenFolder, 'assets'));
  writeFileSync(join(screenFolder, 'index.html'), '<!doctype html><title>Hakari</title>');
  writeFileSync(join(screenFolder, 'assets', 'main-abc.js'), '1');
  const server = await buildServer({
    settings: { ...settings, screenFolder },
    agent: new PlausibleBase(),
    authenticator,
    log: new LinesOfLog(),
    clock: realClock,
    random,
  });
  app = server.app;
  close = () => server.close();
});
afterAll(() => close());

const status = async (headers: Record<string, string>): Promise<number> =>
  (await app.inject({ url: '/api/state', headers })).statusCode;

test.each(['localhost', 'LOCALHOST:8080', '127.0.0.1:8080', '[::1]:8080', 'hakari.test:443'])(
  'reached as %s',
  async (host) => expect(await status({ host })).toBe(200),
);
test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.nip.io:8080',
  '10.0.0.1',
  'localhost@evil.example',
  'localhost/x',
  'a b',
])('refused as "%s"', async (host) => expect(await status({ host })).toBe(421));

test.each([
  ['http://localhost:8080', 200],
  ['http://localhost:9090', 403],
  ['http://evil.example', 403],
  ['null', 403],
  ['http://127.0.0.1:8080', 403],
])('from a page of %s: %i', async (origin, expected) => {
  expect(await status({ host: 'localhost:8080', origin })).toBe(expected);
  const reply = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost:8080', origin },
    payload: { badge: 'B-1001', pin: '4711' },
  });
  expect(reply.statusCode).toBe(expected);
});

test('cross-site fetches are refused, opening the page by a link is not', async () => {
  expect(await status({ host: 'localhost', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
  expect(await status({ host: 'localhost', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(200);
  const page = await app.inject({
    url: '/',
    headers: { host: 'localhost', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  });
  expect(page.statusCode).toBe(200);
});

test('headers of the page, of the API, of errors', async () => {
  for (const url of ['/', '/api/state', '/api/orders', '/no-such-page', '/healthz']) {
    const { headers } = await app.inject({ url, headers: { host: 'localhost' } });
    const policy = String(headers['content-security-policy']);
    expect(policy, url).toContain("default-src 'none'");
    expect(policy, url).toContain("script-src 'self'");
    expect(policy, url).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options'], url).toBe('nosniff');
    expect(headers['access-control-allow-origin'], url).toBeUndefined();
  }
  const cache = async (url: string): Promise<unknown> =>
    (await app.inject({ url, headers: { host: 'localhost' } })).headers['cache-control'];
  expect(await cache('/api/state')).toBe('no-store');
  expect(await cache('/healthz')).toBe('no-store');
  expect(await cache('/')).toBe('no-cache');
  expect(await cache('/assets/main-abc.js')).toBe('public, max-age=31536000, immutable');
});

test('what is not there, and what lies outside the page', async () => {
  expect((await app.inject({ url: '/api/secret', headers: { host: 'localhost' } })).json()).toMatchObject({
    code: 'not-found',
  });
  for (const url of ['/../../etc/passwd', '/assets/..%2f..%2fetc%2fpasswd', '/%2e%2e/package.json'])
    expect((await app.inject({ url, headers: { host: 'localhost' } })).statusCode, url).toBe(404);
});

test('healthz says little', async () => {
  const reply = await app.inject({ url: '/healthz', headers: { host: 'localhost' } });
  expect(reply.json()).toEqual({ ok: true, base: 'demo', software: 'hakari 0.1.0', alarms: 0 });
});
