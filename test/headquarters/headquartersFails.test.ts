// Headquarters is away, dies after its commit, loses its store's end, or meets an old copy of the base.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerMessage } from '../../agent/headquarters/link/messageAnswers.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { baseRow, hashAt, openHand, PATIENT } from './hand.ts';
import { openScene, sameEntries, type Scene, settled, until } from './scene.ts';

let scene: Scene;
let broker: TestBroker;

beforeEach(async () => {
  broker = await openAedes();
  scene = openScene();
});

afterEach(async () => {
  await scene.close();
  await broker.close();
});

it('dies between its commit and its acknowledgement: the welcome after its return says so, and nothing is applied twice', async () => {
  scene.record(50, { together: true });
  const first = scene.openHouse();
  const hand = await openHand(scene, broker.url);
  const link = scene.openLink(broker.url);
  const opened = (): string | undefined => hand.raw.find((_, index) => hand.heard[index]?.header.purpose === 'entries');
  // Every hello is answered: on a slow machine the base says another before it hears the first welcome.
  let answered = 0;
  await until(
    () => {
      for (; answered < hand.heard.length && hand.heard[answered]?.header.purpose !== 'entries'; answered += 1)
        for (const message of answerMessage(first.house, baseRow(scene), hand.raw[answered] ?? '').messages)
          hand.send(message);
      return opened() !== undefined;
    },
    () => link.view(),
  );
  // Committed; what it would have said is lost with the process.
  expect(answerMessage(first.house, baseRow(scene), opened() ?? '').messages).toHaveLength(1);
  expect(first.report().applied).toBe(51);
  expect(scene.ledger.cursor().seq).toBe(0);
  await hand.close();
  await first.stop();

  const second = scene.openHouse();
  await second.serve(broker.url);
  await settled(scene, second, link);
  expect(second.report().applied).toBe(51);
  expect(sameEntries(scene, second)).toBe(true);
});

it('was not there when the base greeted: the hello is said again', async () => {
  const link = scene.openLink(broker.url);
  await until(
    () => link.view().state === 'greeting' && link.view().trouble !== '',
    () => link.view(),
  );
  const house = scene.openHouse();
  await house.serve(broker.url);
  await settled(scene, house, link);
  expect(house.report()).toMatchObject({ applied: 1, duplicates: 0, gaps: 0 });
});

it('stops acknowledging: the base greets again and sends again from the cursor', async () => {
  const hand = await openHand(scene, broker.url);
  const link = scene.openLink(broker.url, { settings: PATIENT });
  await hand.welcome({ seq: 0, hash: hashAt(scene, 0) });
  const again = await hand.hello();
  expect(again).toMatchObject({ seq: 1, orderCounter: 0 });
  expect(link.view()).toMatchObject({ state: 'greeting', acknowledgedSeq: 0 });
  hand.acknowledge({ seq: 1, hash: hashAt(scene, 1), nonce: again.nonce });
  await until(
    () => link.view().acknowledgedSeq === 1,
    () => link.view(),
  );
  await hand.close();
});

it('answers a hello before the latest: that welcome is late, and opens nothing', async () => {
  const hand = await openHand(scene, broker.url);
  const link = scene.openLink(broker.url);
  const first = await hand.hello();
  const second = await hand.hello();
  expect(second.nonce).not.toBe(first.nonce);
  hand.acknowledge({ seq: 1, hash: hashAt(scene, 1), nonce: first.nonce });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(link.view()).toMatchObject({ state: 'greeting', acknowledgedSeq: 0, ignored: 0 });
  await hand.close();
});

it('was restored from an older copy: its welcome moves the cursor back, and the lost entries come again', async () => {
  const store = join(scene.dir, 'house', 'headquarters.sqlite');
  scene.record(10);
  const first = scene.openHouse();
  await first.serve(broker.url);
  const link = scene.openLink(broker.url);
  await settled(scene, first, link);
  await first.stop();
  copyFileSync(store, `${store}.old`);
  const second = scene.openHouse();
  await second.serve(broker.url);
  scene.record(30);
  await settled(scene, second, link);
  await second.stop();
  copyFileSync(`${store}.old`, store);

  const third = scene.openHouse();
  // What a restore does: a new incarnation.
  third.store.prepare("UPDATE house SET incarnation = 'restored'").run();
  await third.serve(broker.url);
  await settled(scene, third, link);
  expect(sameEntries(scene, third)).toBe(true);
  expect(third.report().applied).toBe(41);
  expect(scene.ledger.cursor().incarnation).toBe('restored');
});

it('holds more than the base: the base is an old copy and sends nothing', async () => {
  const hand = await openHand(scene, broker.url);
  const link = scene.openLink(broker.url, { settings: PATIENT });
  await hand.welcome({ seq: 7, hash: 'a'.repeat(64) });
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toMatch(/old copy/);
  expect(hand.heard.some((one) => one.header.purpose === 'entries')).toBe(false);
  await hand.close();
});

it('holds another entry under the same number: the base stops, because the ledger has forked', async () => {
  scene.record(5);
  const hand = await openHand(scene, broker.url);
  const link = scene.openLink(broker.url, { settings: PATIENT });
  await hand.welcome({ seq: 3, hash: 'a'.repeat(64) });
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toMatch(/forked/);
  expect(scene.ledger.cursor().seq).toBe(0);
  await hand.close();
});
