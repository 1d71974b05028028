// Two windows of one browser share one session: what a person asked in the one is not done in the name of whoever
// signed in in the other since.
import { afterEach, expect, test } from 'vitest';
import { buildServer } from '../../agent/http/server.ts';
import { random, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

test('declined as not hers, and done in her name once she is back', async () => {
  const base = new PlausibleBase();
  const server = await buildServer({
    settings,
    agent: base,
    authenticator,
    log: new LinesOfLog(),
    clock: realClock,
    random,
  });
  close = () => server.close();
  const signIn = async (badge: string, pin: string): Promise<string> => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost' },
      payload: { badge, pin },
    });
    return String(reply.headers['set-cookie']).split(';')[0] ?? '';
  };
  const send = async (cookie: string, operator: string): Promise<[number, unknown]> => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/commands',
      headers: { host: 'localhost', cookie, 'hakari-operator': operator },
      payload: { kind: 'start-check', id: 'command-1', station: 'dock-1' },
    });
    return [reply.statusCode, reply.json<{ code?: string }>().code];
  };
  const his = await signIn('B-2001', '2222');
  expect(await send(his, 'aiko')).toEqual([401, 'other-person']);
  expect(base.commands).toEqual([]);
  const hers = await signIn('B-1001', '4711');
  expect(await send(hers, 'aiko')).toEqual([200, undefined]);
  expect(base.commands.map(({ actor }) => actor.operator)).toEqual(['aiko']);
});
