// A reader that will not, cannot or does no longer talk: each way is a session's end with its reason, or a fault in
// clear words.
import { describe, expect, it } from 'vitest';
import { clock, pause, until } from '../rig.ts';
import { bench } from './bench.ts';
import { TYPE, attempt, healthy, message, parameter, readerEvent, report, status, tagReport } from './llrpReader.ts';

describe('the connection attempt', () => {
  it.each([
    [1, 'opened itself'],
    [2, 'another client is connected'],
    [3, 'without a reason'],
    [4, 'another client tried'],
    [9, 'code 9'],
  ])('refused with %i', async (code, words) => {
    const { reader, ended, faults } = await bench({ greeting: attempt(code) });
    expect(await ended).toMatch(new RegExp(`^reader-error: .*${words}`));
    expect(faults()).toHaveLength(1);
    expect(reader.asked).toEqual([]);
  });

  it('is not taken for granted: events before it start nothing', async () => {
    const { reader } = await bench({ greeting: readerEvent(parameter(255, [1, 0, 2])) });
    await pause(100);
    expect(reader.asked).toEqual([]);
    reader.send(attempt(0));
    await until('asked', () => reader.asked.length > 0);
  });
});

describe('setting up', () => {
  it('a refused ADD_ROSPEC ends the session with the reader’s words', async () => {
    const { ended, reader } = await bench({
      react: (asked) =>
        asked.type === TYPE.addRospec ? message(30, asked.id, status(100, 'AISpec not supported')) : healthy(asked),
    });
    expect(await ended).toBe('reply-refused: ADD_ROSPEC: status 100: AISpec not supported');
    expect(reader.heard(TYPE.enableRospec)).toEqual([]);
  });

  it('so does an ERROR_MESSAGE', async () => {
    const { ended } = await bench({
      react: (asked) =>
        asked.type === TYPE.setConfig ? message(TYPE.error, asked.id, status(109, 'no')) : healthy(asked),
    });
    expect(await ended).toBe('reply-refused: SET_READER_CONFIG: status 109: no');
  });

  it('nothing to delete, and events it does not have, are no trouble', async () => {
    let configs = 0;
    const { reader } = await bench({
      react: (asked) => {
        if (asked.type === TYPE.setConfig) configs += 1;
        return asked.type === TYPE.deleteRospec || (asked.type === TYPE.setConfig && configs === 2)
          ? message(asked.type + 10, asked.id, status(100))
          : healthy(asked);
      },
    });
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
  });

  it('a reader that obeys another country’s rules is not started', async () => {
    const { ended, reader } = await bench({ region: 'US' });
    expect(await ended).toBe('reply-refused: the reader obeys the radio rules of country 392, not of US');
    expect(reader.heard(TYPE.addRospec)).toEqual([]);
  });

  it('a question without an answer ends the session', async () => {
    const { ended } = await bench({ react: (asked) => (asked.type === TYPE.enableRospec ? null : healthy(asked)) });
    expect(await ended).toMatch(/^no-reply: ENABLE_ROSPEC/);
  }, 10_000);
});

describe('while reading', () => {
  it('keep-alives keep it open; two periods without a byte end it', async () => {
    const keepaliveMs = 150;
    const { reader, ended, faults } = await bench({ keepaliveMs });
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
    for (let id = 1; id <= 6; id += 1) {
      await pause(100);
      reader.send(message(TYPE.keepalive, id));
    }
    await until('all answered', () => reader.heard(TYPE.keepaliveAck).length === 6);
    const silentFrom = clock.monotonicMs();
    expect(await ended).toMatch(/^silent: /);
    const silentMs = clock.monotonicMs() - silentFrom;
    expect(silentMs).toBeGreaterThan(keepaliveMs);
    expect(faults().at(-1)).toMatchObject({ fault: 'silent' });
    await until('hung up', () => reader.hungUp);
  });

  it('an antenna that comes off and an exception are told; reading goes on', async () => {
    const { reader, faults, tags } = await bench();
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
    reader.send(
      Buffer.concat([
        readerEvent(parameter(255, [0, 0, 2])),
        readerEvent(parameter(252, [0, 3, ...Buffer.from('hot')])),
        readerEvent(parameter(255, [1, 0, 2])),
        report(tagReport('E2801160')),
      ]),
    );
    await until('the tag', () => tags().length === 1);
    expect(faults().map(({ fault, detail }) => `${fault}: ${detail}`)).toEqual([
      'reader-error: antenna 2 is disconnected',
      'reader-error: hot',
    ]);
  });

  it('a reader that announces its end ends the session; what follows is not heard', async () => {
    const { reader, ended, tags } = await bench();
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
    reader.send(Buffer.concat([readerEvent(parameter(257, [])), report(tagReport('E2801160'))]));
    expect(await ended).toMatch(/^port-closed: the reader ends/);
    expect(tags()).toEqual([]);
  });

  it('a connection that breaks ends the session', async () => {
    const { reader, ended } = await bench();
    await until('enabled', () => reader.heard(TYPE.enableRospec).length === 1);
    await reader.end();
    expect(await ended).toMatch(/^port-closed/);
  });
});
