// The network fails in every way; headquarters still applies each entry once and in order.
import { afterEach, describe, expect, it } from 'vitest';
import { BROKERS, type TestBroker } from './brokers.ts';
import { openScene, sameEntries, type Scene, settled, until } from './scene.ts';

let scene: Scene;
let broker: TestBroker;

afterEach(async () => {
  await scene.close();
  await broker.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(BROKERS)('over $name', ({ open, mqttVersion, missing }) => {
  it.skipIf(missing !== '')(`survives brokers that die and come back ${missing}`, async () => {
    broker = await open();
    scene = openScene();
    const house = scene.openHouse();
    await house.serve(broker.url, mqttVersion);
    const link = scene.openLink(broker.url, { mqttVersion });
    for (let round = 0; round < 3; round += 1) {
      scene.record(300, { together: true });
      await pause(round * 25);
      await broker.kill();
      scene.record(20);
      await until(
        () => link.view().state === 'connecting',
        () => link.view(),
      );
      await broker.restart();
    }
    await settled(scene, house, link);
    expect(sameEntries(scene, house)).toBe(true);
    expect(house.report()).toMatchObject({ applied: scene.ledger.head().seq, rejected: 0, refused: 0 });
  });

  it.skipIf(missing !== '')(`survives connections cut in the middle of a window ${missing}`, async () => {
    broker = await open();
    scene = openScene();
    const house = scene.openHouse();
    await house.serve(broker.url, mqttVersion);
    const link = scene.openLink(broker.url, { mqttVersion, maxMessageBytes: 25_000 });
    for (let round = 0; round < 6; round += 1) {
      scene.record(400, { together: true, text: String(Math.random()) });
      await pause(5 + 12 * round);
      broker.cutAll();
    }
    await settled(scene, house, link);
    expect(sameEntries(scene, house)).toBe(true);
  });

  it.skipIf(missing !== '')(`waits for a broker that is not there yet ${missing}`, async () => {
    broker = await open();
    scene = openScene();
    await broker.kill();
    const link = scene.openLink(broker.url, { mqttVersion });
    scene.record(3);
    await until(
      () => link.view().state === 'connecting' && link.view().trouble !== 'connecting for the first time',
      () => link.view(),
    );
    expect(link.view()).toMatchObject({ acknowledgedSeq: 0, waiting: 4 });
    await broker.restart();
    const house = scene.openHouse();
    await house.serve(broker.url, mqttVersion);
    await settled(scene, house, link);
    expect(house.report()).toMatchObject({ applied: 4, gaps: 0 });
  });
});
