// The network fails in every way; headquarters still applies each entry once and in order.
import { afterEach, describe, expect, it } from 'vitest';
import { BROKERS, type TestBroker } from './brokers.ts';
import { openLinkRig, hasSameEntries, type LinkRig, waitUntilSettled, until } from './linkRig.ts';

let rig: LinkRig;
let broker: TestBroker;

afterEach(async () => {
  await rig.close();
  await broker.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(BROKERS)('over $name', ({ open, mqttVersion, missing }) => {
  it.skipIf(missing !== '')(`survives brokers that die and come back ${missing}`, async () => {
    broker = await open();
    rig = openLinkRig();
    const headquarters = rig.openHeadquarters();
    await headquarters.serve(broker.url, mqttVersion);
    const link = rig.openLink(broker.url, { mqttVersion });
    for (let round = 0; round < 3; round += 1) {
      rig.record(300, { together: true });
      await pause(round * 25);
      await broker.kill();
      rig.record(20);
      await until(
        () => link.view().state === 'connecting',
        () => link.view(),
      );
      await broker.restart();
    }
    await waitUntilSettled(rig, headquarters, link);
    expect(hasSameEntries(rig, headquarters)).toBe(true);
    expect(headquarters.report()).toMatchObject({ applied: rig.ledger.head().seq, rejected: 0, refused: 0 });
  });

  it.skipIf(missing !== '')(`survives connections cut in the middle of a window ${missing}`, async () => {
    broker = await open();
    rig = openLinkRig();
    const headquarters = rig.openHeadquarters();
    await headquarters.serve(broker.url, mqttVersion);
    const link = rig.openLink(broker.url, { mqttVersion, maxMessageBytes: 25_000 });
    for (let round = 0; round < 6; round += 1) {
      rig.record(400, { together: true, text: String(Math.random()) });
      await pause(5 + 12 * round);
      broker.cutAll();
    }
    await waitUntilSettled(rig, headquarters, link);
    expect(hasSameEntries(rig, headquarters)).toBe(true);
  });

  it.skipIf(missing !== '')(`waits for a broker that is not there yet ${missing}`, async () => {
    broker = await open();
    rig = openLinkRig();
    await broker.kill();
    const link = rig.openLink(broker.url, { mqttVersion });
    rig.record(3);
    await until(
      () => link.view().state === 'connecting' && link.view().trouble !== 'connecting for the first time',
      () => link.view(),
    );
    expect(link.view()).toMatchObject({ acknowledgedSeq: 0, waiting: 4 });
    await broker.restart();
    const headquarters = rig.openHeadquarters();
    await headquarters.serve(broker.url, mqttVersion);
    await waitUntilSettled(rig, headquarters, link);
    expect(headquarters.report()).toMatchObject({ applied: 4, gaps: 0 });
  });
});
