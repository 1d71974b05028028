// Somebody on the depot's network who never signed in and whose tablet nobody paired. From what he is sent he must not be
// able to add up what comes and goes, or learn which devices there are and where.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../agent/http/server.ts';
import { random, dock, authenticator, LinesOfLog, PlausibleBase, realClock, settings } from './plausibleBase.ts';

const TROUBLE = 'port-absent: 127.0.0.1:43621: connect ECONNREFUSED';

let server: RunningServer;
let base: PlausibleBase;
let state = '';
let events = '';

beforeAll(async () => {
  base = new PlausibleBase();
  const second = dock('dock-2');
  base.show({ ...second, scale: { ...second.scale, state: 'closed', trouble: TROUBLE } });
  server = await startServer({ settings, agent: base, authenticator, log: new LinesOfLog(), clock: realClock, random });
  state = await (await fetch(`${server.url}/api/state`)).text();
  events = await watched();
});
afterAll(() => server.close());

/** The live feed from a drum's weighing to its leaving. */
async function watched(): Promise<string> {
  const stop = new AbortController();
  const { body } = await fetch(`${server.url}/api/events`, { signal: stop.signal });
  let text = '';
  const kept = new WritableStream<string>({ write: (chunk) => void (text += chunk) });
  const read = body?.pipeThrough(new TextDecoderStream()).pipeTo(kept);
  const shows = async (key: 'hold-still' | 'recorded-remove' | 'place-package', value: string): Promise<void> => {
    const before = dock('dock-1');
    base.show({ ...before, guidance: { key, params: {} }, reading: before.reading && { ...before.reading, value } });
    // Who is shown less may be sent nothing.
    for (const endMs = performance.now() + 1_000; !text.includes(key) && performance.now() < endMs;)
      await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await shows('hold-still', '251.2');
  await shows('recorded-remove', '251.2');
  await shows('place-package', '0.0');
  stop.abort();
  await read?.catch(() => undefined);
  return text;
}

it('he is shown that there is a base, and its docks', () => {
  expect(JSON.parse(state)).toMatchObject({ base: 'demo', stations: [{ station: 'dock-1' }, { station: 'dock-2' }] });
  expect(events).toContain('event: state');
});

describe('he is not shown', () => {
  it.fails('what lies on a scale', () => {
    expect(state).not.toContain('268.4');
  });

  it.fails('what lay on a scale, in the live feed', () => {
    expect(events).not.toContain('251.2');
  });

  it.fails('that a weighing was just recorded', () => {
    expect(events).not.toContain('recorded-remove');
  });

  it.fails('the address of a device', () => {
    expect(state).not.toContain('127.0.0.1:43621');
  });
});
