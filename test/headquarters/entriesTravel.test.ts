// The plain case on every broker: what the base records arrives at headquarters once, in order, byte for byte.
import { afterEach, describe, expect, it } from 'vitest';
import { BROKERS, type TestBroker } from './brokers.ts';
import { PATIENT } from './scriptedHeadquarters.ts';
import { notice, openLinkRig, hasSameEntries, type LinkRig, waitUntilSettled, until } from './linkRig.ts';

let rig: LinkRig;
let broker: TestBroker;

afterEach(async () => {
  await rig.close();
  await broker.close();
});

describe.each(BROKERS)('over $name', ({ open, mqttVersion, missing }) => {
  it.skipIf(missing !== '')(`moves a backlog and then single entries ${missing}`, async () => {
    broker = await open();
    rig = openLinkRig();
    rig.record(700, { together: true });
    const headquarters = rig.openHeadquarters();
    await headquarters.serve(broker.url, mqttVersion);
    const link = rig.openLink(broker.url, { mqttVersion, settings: PATIENT });
    await waitUntilSettled(rig, headquarters, link);
    for (let round = 0; round < 10; round += 1) {
      rig.record(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await waitUntilSettled(rig, headquarters, link);
    expect(hasSameEntries(rig, headquarters)).toBe(true);
    expect(headquarters.report()).toMatchObject({ applied: 711, duplicates: 0, gaps: 0, rejected: 0, refused: 0 });
    expect(link.view()).toMatchObject({ state: 'open', trouble: '', waiting: 0, ignored: 0 });
  });

  it.skipIf(missing !== '')(`brings an order down and its entry up ${missing}`, async () => {
    broker = await open();
    rig = openLinkRig();
    const headquarters = rig.openHeadquarters();
    await headquarters.serve(broker.url, mqttVersion);
    const link = rig.openLink(broker.url, { mqttVersion, settings: PATIENT });
    await waitUntilSettled(rig, headquarters, link);
    headquarters.queue(notice('LOT-1'), 'order-1');
    await until(
      () => rig.ledger.book.get('order', 'order-1') !== undefined,
      () => link.view(),
    );
    await waitUntilSettled(rig, headquarters, link);
    expect(headquarters.report().orders).toMatchObject([
      { base: 'test-base', order: 'order-1', kind: 'intake-notice', lot: 'LOT-1', counter: 1, answer: 'received' },
    ]);
  });
});
