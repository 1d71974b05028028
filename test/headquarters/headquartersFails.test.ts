// Headquarters is away, dies after its commit, loses its store's end, or meets an old copy of the base.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerMessage } from '../../agent/headquarters/link/messageAnswers.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { baseRow, hashAt, openScriptedHeadquarters, PATIENT } from './scriptedHeadquarters.ts';
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

it('dies between its commit and its acknowledgement: the welcome after its return says so, and nothing is applied twice', async () => {
  rig.record(50, { together: true });
  const first = rig.openHeadquarters();
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url);
  const opened = (): string | undefined =>
    scriptedHeadquarters.raw.find((_, index) => scriptedHeadquarters.received[index]?.kind === 'entries');
  // Every hello is answered: on a slow machine the base says another before it hears the first welcome.
  let answered = 0;
  await until(
    () => {
      for (
        ;
        answered < scriptedHeadquarters.received.length && scriptedHeadquarters.received[answered]?.kind !== 'entries';
        answered += 1
      )
        for (const message of answerMessage(first.context, baseRow(rig), scriptedHeadquarters.raw[answered] ?? '')
          .messages)
          scriptedHeadquarters.send(message);
      return opened() !== undefined;
    },
    () => link.view(),
  );
  // Committed; what it would have said is lost with the process.
  expect(answerMessage(first.context, baseRow(rig), opened() ?? '').messages).toHaveLength(1);
  expect(first.report().applied).toBe(51);
  expect(rig.ledger.cursor().seq).toBe(0);
  await scriptedHeadquarters.close();
  await first.stop();

  const second = rig.openHeadquarters();
  await second.serve(broker.url);
  await waitUntilSettled(rig, second, link);
  expect(second.report().applied).toBe(51);
  expect(hasSameEntries(rig, second)).toBe(true);
});

it('was not there when the base greeted: the hello is said again', async () => {
  const link = rig.openLink(broker.url);
  await until(
    () => link.view().state === 'greeting' && link.view().trouble !== '',
    () => link.view(),
  );
  const headquarters = rig.openHeadquarters();
  await headquarters.serve(broker.url);
  await waitUntilSettled(rig, headquarters, link);
  expect(headquarters.report()).toMatchObject({ applied: 1, duplicates: 0, gaps: 0 });
});

it('stops acknowledging: the base greets again and sends again from the cursor', async () => {
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url, { settings: PATIENT });
  await scriptedHeadquarters.welcome({ seq: 0, hash: hashAt(rig, 0) });
  const again = await scriptedHeadquarters.hello();
  expect(again).toMatchObject({ seq: 1, orderCounter: 0 });
  expect(link.view()).toMatchObject({ state: 'greeting', acknowledgedSeq: 0 });
  scriptedHeadquarters.acknowledge({ seq: 1, hash: hashAt(rig, 1), nonce: again.nonce });
  await until(
    () => link.view().acknowledgedSeq === 1,
    () => link.view(),
  );
  await scriptedHeadquarters.close();
});

it('answers a hello before the latest: that welcome is late, and opens nothing', async () => {
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url);
  const first = await scriptedHeadquarters.hello();
  const second = await scriptedHeadquarters.hello();
  expect(second.nonce).not.toBe(first.nonce);
  scriptedHeadquarters.acknowledge({ seq: 1, hash: hashAt(rig, 1), nonce: first.nonce });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(link.view()).toMatchObject({ state: 'greeting', acknowledgedSeq: 0, ignored: 0 });
  await scriptedHeadquarters.close();
});

it('was restored from an older copy: its welcome moves the cursor back, and the lost entries come again', async () => {
  const store = join(rig.dir, 'headquarters', 'headquarters.sqlite');
  rig.record(10);
  const first = rig.openHeadquarters();
  await first.serve(broker.url);
  const link = rig.openLink(broker.url);
  await waitUntilSettled(rig, first, link);
  await first.stop();
  copyFileSync(store, `${store}.old`);
  const second = rig.openHeadquarters();
  await second.serve(broker.url);
  rig.record(30);
  await waitUntilSettled(rig, second, link);
  await second.stop();
  copyFileSync(`${store}.old`, store);

  const third = rig.openHeadquarters();
  await third.serve(broker.url);
  await waitUntilSettled(rig, third, link);
  expect(hasSameEntries(rig, third)).toBe(true);
  expect(third.report().applied).toBe(41);
  expect(rig.ledger.cursor().incarnation).toBe(third.context.incarnation);
  expect(third.context.incarnation).not.toBe(second.context.incarnation);
});

it('holds more than the base: the base is an old copy and sends nothing', async () => {
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url, { settings: PATIENT });
  await scriptedHeadquarters.welcome({ seq: 7, hash: 'a'.repeat(64) });
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toMatch(/old copy/);
  expect(scriptedHeadquarters.received.some((one) => one.kind === 'entries')).toBe(false);
  await scriptedHeadquarters.close();
});

it('holds another entry under the same number: the base stops, because two copies of it have recorded', async () => {
  rig.record(5);
  const scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  const link = rig.openLink(broker.url, { settings: PATIENT });
  await scriptedHeadquarters.welcome({ seq: 3, hash: 'a'.repeat(64) });
  await until(
    () => link.view().state === 'stopped',
    () => link.view(),
  );
  expect(link.view().trouble).toMatch(/two copies/);
  expect(rig.ledger.cursor().seq).toBe(0);
  await scriptedHeadquarters.close();
});
