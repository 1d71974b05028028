// The network is away: commands wait, in order, each with its id, and are sent once it is back.
import { beforeEach, expect, test } from 'vitest';
import type { Command } from '../../agent/core/model/command.ts';
import { MAX_QUEUED_COMMANDS } from '../../agent/screen/wire/outbox.ts';
import { declined, done, watch, withAiko, type Page, type Tablet } from './tablet.ts';

let tablet: Tablet;
let page: Page;
beforeEach(async () => {
  ({ tablet, page } = await withAiko());
});

const pick = (code: string) => ({ kind: 'pick', job: 'job-1', code, how: 'scanned' }) as const;

test('in order and under the same ids, once the network is back', async () => {
  const ids: string[] = [];
  tablet.reply = (command: Command) => {
    ids.push(command.id);
    return declined('unreachable');
  };
  const [first, second] = [watch(page.outbox.enqueue(pick('A'))), watch(page.outbox.enqueue(pick('B')))];
  await page.pass(0);
  expect([first.now, second.now, page.outbox.queuedCount()]).toEqual(['waits', 'waits', 2]);
  // Tried after 1, 2, 4 and then every 8 seconds; the second is never tried before the first is answered.
  for (const ms of [999, 1, 2000, 4000, 8000, 8000]) await page.pass(ms);
  expect(tablet.tries).toEqual(Array.from({ length: 6 }, () => 'aiko pick#1'));
  expect(new Set(ids).size).toBe(1);

  tablet.reply = () => done;
  page.outbox.retryNow();
  await page.pass(0);
  expect(tablet.tries.slice(6)).toEqual(['aiko pick#1', 'aiko pick#2']);
  expect([first.now, second.now, page.outbox.queuedCount()]).toEqual(['done', 'done', 0]);
  await page.pass(60_000);
  expect(tablet.tries).toHaveLength(8);
});

test('too many cannot wait', async () => {
  tablet.reply = () => declined('unreachable');
  for (let index = 0; index < MAX_QUEUED_COMMANDS; index += 1) void page.outbox.enqueue(pick(`C-${index}`));
  const more = watch(page.outbox.enqueue(pick('one more')));
  await page.pass(0);
  expect([more.now, page.outbox.queuedCount()]).toEqual(['outbox-full', MAX_QUEUED_COMMANDS]);
});

test('a full storage: sent all the same, and said that it cannot be kept', async () => {
  tablet.storage.most = 0;
  tablet.reply = () => declined('unreachable');
  const answer = watch(page.outbox.enqueue(pick('A')));
  await page.pass(0);
  expect([page.outbox.queuedCount(), page.outbox.isPersisted(), tablet.storage.length]).toEqual([1, false, 0]);
  tablet.reply = () => done;
  await page.pass(1000);
  expect([answer.now, page.outbox.isPersisted()]).toEqual(['done', true]);
});
