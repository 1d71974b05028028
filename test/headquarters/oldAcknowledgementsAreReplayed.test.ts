// Whoever reads the line can say headquarters' old words again. While 20,000 entries are on their way, 10,000 old
// acknowledgements come in between: the base asks at most as often as its pauses allow, and sends no entry twice for them.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { DEFAULT_LINK_SETTINGS } from '../../agent/link/linkSettings.ts';
import type { ConnectTransport, MessageTransportEvents } from '../../agent/link/mqttTransport.ts';
import { directLine } from './directLine.ts';
import { openLinkRig, type LinkRig, type RunningHeadquarters, until } from './linkRig.ts';

const BACKLOG = 20_000;
const REPLAYED = 10_000;
/** So many entries a transaction: of one alone an envelope would end nowhere else. */
const TOGETHER = 100;
/** Small messages, so that the drain takes hundreds of them. */
const MAX_MESSAGE_BYTES = 4_000;

let rig: LinkRig;
let running: RunningHeadquarters;
beforeEach(() => {
  rig = openLinkRig();
  running = rig.openHeadquarters();
});
afterEach(() => rig.close());

interface Drain {
  /** Messages of the base, hellos among them. */
  sent: number;
  hellos: number;
  replayed: number;
  ignored: number;
}

/** What headquarters said in a conversation that is over. */
async function overhear(): Promise<string[]> {
  const heard: string[] = [];
  const connect: ConnectTransport = (events) =>
    directLine(running.context)({
      ...events,
      received: (message) => {
        heard.push(message);
        return events.received(message);
      },
    });
  const link = open(connect);
  for (let round = 0; round < 20; round += 1) {
    rig.record(1);
    await untilDrained(link);
  }
  await link.close();
  return heard;
}

async function drain(old: readonly string[]): Promise<Drain> {
  for (let count = 0; count < BACKLOG; count += TOGETHER)
    rig.record(TOGETHER, { together: true, text: 'x'.repeat(20) });
  const hellosBefore = hellos();
  const count = { sent: 0, replayed: 0 };
  const connect: ConnectTransport = (events) => {
    const line = directLine(running.context)({
      ...events,
      opened: () => events.opened({ maxMessageBytes: MAX_MESSAGE_BYTES }),
    });
    return {
      ...line,
      publish: (text) => {
        count.sent += 1;
        replay(events);
        return line.publish(text);
      },
    };
  };
  const replay = (events: MessageTransportEvents): void => {
    for (let number = 0; number < 80 && count.replayed < REPLAYED && old.length > 0; number += 1) {
      const word = old[count.replayed % old.length];
      count.replayed += 1;
      if (word !== undefined) void events.received(word);
    }
  };
  const link = open(connect);
  const ignoredBefore = link.view().ignored;
  await untilDrained(link);
  const { ignored } = link.view();
  await link.close();
  return { ...count, hellos: hellos() - hellosBefore, ignored: ignored - ignoredBefore };
}

const open = (connect: ConnectTransport): HeadquartersLink =>
  rig.openLink('mqtt://127.0.0.1:1', { settings: DEFAULT_LINK_SETTINGS, connect: () => connect });
const untilDrained = (link: HeadquartersLink): Promise<void> =>
  until(
    () => link.view().state === 'open' && link.view().waiting === 0,
    () => link.view(),
    120_000,
  );
const hellos = (): number => running.link.listStreams().reduce((sum, stream) => sum + stream.hellos, 0);

it('ten thousand old words cost no entry a second way and at most ten hellos', { timeout: 300_000 }, async () => {
  const old = await overhear();
  expect(old.length).toBeGreaterThan(20);
  const quiet = await drain([]);
  const disturbed = await drain(old);
  expect(disturbed.replayed).toBe(REPLAYED);
  // Each was read and refused: as many as came, but for those that are sealed to another conversation's order.
  expect(disturbed.ignored).toBeGreaterThan(REPLAYED / 2);
  expect(disturbed.hellos).toBeLessThanOrEqual(10);
  expect(quiet.hellos).toBeLessThanOrEqual(2);
  expect(disturbed.sent - disturbed.hellos).toBeLessThanOrEqual((quiet.sent - quiet.hellos) * 1.1);
  expect(quiet.sent).toBeGreaterThan(100);
  running.bookkeeper.catchUp();
  expect(running.book.listRejections()).toEqual([]);
});
