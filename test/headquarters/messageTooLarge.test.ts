// Sizes are checked before publishing: a broker that takes little gets small envelopes; what fits nowhere stops the
// stream visibly.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FRAME_SIZES, sealedMessageLength } from '../../agent/link/contract/envelope.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { hashAt, openScriptedHeadquarters, PATIENT } from './scriptedHeadquarters.ts';
import { openLinkRig, hasSameEntries, type LinkRig, waitUntilSettled, until } from './linkRig.ts';

let rig: LinkRig;
let broker: TestBroker;

beforeEach(async () => {
  broker = await openAedes();
  rig = openLinkRig();
});

afterEach(async () => {
  await rig.close();
  await broker.close();
});

it('splits a backlog to what the broker takes', async () => {
  for (let index = 0; index < 60; index += 1) rig.record(1, { text: randomBytes(90).toString('hex') });
  const headquarters = rig.openHeadquarters();
  await headquarters.serve(broker.url);
  const sizes: number[] = [];
  const link = rig.openLink(broker.url, {
    maxMessageBytes: sealedMessageLength(2_048),
    connect: (real) => (events) => {
      const carrier = real(events);
      return {
        publish: (text) => {
          sizes.push(text.length);
          return carrier.publish(text);
        },
        close: () => carrier.close(),
      };
    },
  });
  await waitUntilSettled(rig, headquarters, link);
  expect(hasSameEntries(rig, headquarters)).toBe(true);
  expect(new Set(sizes)).toEqual(new Set([sealedMessageLength(2_048)]));
});

it('fills the largest frame from a backlog of many entries', async () => {
  rig.record(12_000, { together: true });
  const headquarters = rig.openHeadquarters();
  await headquarters.serve(broker.url);
  const link = rig.openLink(broker.url);
  await waitUntilSettled(rig, headquarters, link);
  expect(headquarters.report()).toMatchObject({ applied: 12_001, duplicates: 0, gaps: 0 });
});

it('stops, and says which entry, when one entry is larger than any message', async () => {
  // Random digits do not compress below half: 400 kB of them fit no frame.
  rig.record(1, { text: randomBytes(300_000).toString('base64') });
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url, { settings: PATIENT });
  await scriptedHeadquarters.welcome({ seq: 0, hash: hashAt(rig, 0) });
  await until(
    () => link.view().acknowledgedSeq === 0 && scriptedHeadquarters.received.some((one) => one.kind === 'entries'),
    () => link.view(),
  );
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toBe('entry 2 is larger than a message may be');
  await scriptedHeadquarters.close();
});

it('stops when the broker takes less than the smallest message', async () => {
  const headquarters = rig.openHeadquarters();
  await headquarters.serve(broker.url);
  const smallest = sealedMessageLength(FRAME_SIZES[0]);
  const link = rig.openLink(broker.url, { maxMessageBytes: smallest - 1 });
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toContain(String(smallest));
});
