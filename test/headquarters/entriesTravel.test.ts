// The plain case on every broker: what the base records arrives at headquarters once, in order, byte for byte.
import { afterEach, describe, expect, it } from 'vitest';
import { BROKERS, type TestBroker } from './brokers.ts';
import { PATIENT } from './hand.ts';
import { notice, openScene, sameEntries, type Scene, settled, until } from './scene.ts';

let scene: Scene;
let broker: TestBroker;

afterEach(async () => {
  await scene.close();
  await broker.close();
});

describe.each(BROKERS)('over $name', ({ open, mqttVersion, missing }) => {
  it.skipIf(missing !== '')(`moves a backlog and then single entries ${missing}`, async () => {
    broker = await open();
    scene = openScene();
    scene.record(700, { together: true });
    const house = scene.openHouse();
    await house.serve(broker.url, mqttVersion);
    const link = scene.openLink(broker.url, { mqttVersion, settings: PATIENT });
    await settled(scene, house, link);
    for (let round = 0; round < 10; round += 1) {
      scene.record(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await settled(scene, house, link);
    expect(sameEntries(scene, house)).toBe(true);
    expect(house.report()).toMatchObject({ applied: 711, duplicates: 0, gaps: 0, rejected: 0, refused: 0 });
    expect(link.view()).toMatchObject({ state: 'open', trouble: '', waiting: 0, ignored: 0 });
  });

  it.skipIf(missing !== '')(`brings an order down and its entry up ${missing}`, async () => {
    broker = await open();
    scene = openScene();
    const house = scene.openHouse();
    await house.serve(broker.url, mqttVersion);
    const link = scene.openLink(broker.url, { mqttVersion, settings: PATIENT });
    await settled(scene, house, link);
    house.queue(notice('LOT-1'), 'order-1');
    await until(
      () => scene.ledger.book.get('order', 'order-1') !== undefined,
      () => link.view(),
    );
    await settled(scene, house, link);
    expect(house.report().orders).toEqual([
      { base: 'test-base', order: 'order-1', kind: 'intake-notice', lot: 'LOT-1', counter: 1, answer: 'received' },
    ]);
  });
});
