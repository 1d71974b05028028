// One person's commands are never sent in another's name: they wait until that person signs in again, nobody else is
// held up by them, and after a week they are dropped and that is said.
import { beforeEach, expect, test } from 'vitest';
import { COMMAND_TTL_MS, ADOPTION_INTERVAL_MS, MAX_QUEUED_COMMANDS } from '../../agent/screen/wire/outbox.ts';
import { declined, done, move, watch, withAiko, type Page, type Tablet } from './tablet.ts';

let tablet: Tablet;
let page: Page;
beforeEach(async () => {
  ({ tablet, page } = await withAiko());
});

test('they wait for their person, and the next one works on', async () => {
  tablet.reply = () => declined('unreachable');
  const hers = watch(page.outbox.enqueue(move('P-1')));
  await page.pass(0);
  await page.person('kenji');
  // Her button must not stay grey under his hands.
  expect([hers.now, page.outbox.queuedCount(), page.outbox.queuedCountOfOthers()]).toEqual([
    'queued-for-sign-in',
    0,
    1,
  ]);
  tablet.reply = () => done;
  const his = watch(page.outbox.enqueue(move('P-2')));
  await page.pass(60_000);
  expect(his.now).toBe('done');
  expect(tablet.tries.slice(1)).toEqual(['kenji relocate#2']);
  await page.person(null);
  await page.person('aiko');
  expect(tablet.tries.slice(2)).toEqual(['aiko relocate#1']);
  expect([page.late, page.outbox.queuedCountOfOthers()]).toEqual([['relocate done'], 0]);
});

test('nobody is signed in: nothing is sent, nothing can be asked', async () => {
  await page.person(null);
  const asked = watch(page.outbox.enqueue(move('P-1')));
  await page.pass(60_000);
  expect([asked.now, tablet.tries]).toEqual(['not-signed-in', []]);
});

test('as many as can wait of one person take no place of another', async () => {
  tablet.reply = () => declined('unreachable');
  for (let index = 0; index < MAX_QUEUED_COMMANDS; index += 1) void page.outbox.enqueue(move(`P-${index}`));
  await page.person('kenji');
  const his = watch(page.outbox.enqueue(move('P-K')));
  await page.pass(0);
  expect(his.now).toBe('waits');
});

test('after a week they are dropped, and it is said whose they were', async () => {
  tablet.reply = () => declined('unreachable');
  void page.outbox.enqueue(move('P-1'));
  await page.person('kenji');
  await page.pass(COMMAND_TTL_MS);
  expect(page.expired).toEqual([]);
  await page.pass(ADOPTION_INTERVAL_MS);
  expect(page.expired.map(({ operator, command }) => [operator, command.kind])).toEqual([['aiko', 'relocate']]);
  expect([page.outbox.queuedCountOfOthers(), tablet.storage.length]).toEqual([0, 0]);
  tablet.reply = () => done;
  await page.person('aiko');
  expect(page.outbox.queuedCount()).toBe(0);
});
