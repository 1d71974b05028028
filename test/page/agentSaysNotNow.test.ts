// Answers that are about the moment and not about the command: tried again. Answers about the command end it, so that
// one the agent cannot understand, or breaks on, holds up nothing behind it.
import { beforeEach, expect, test } from 'vitest';
import { MAX_INTERNAL_ERROR_TRIES } from '../../agent/screen/wire/outbox.ts';
import { declined, done, move, watch, withAiko, type Page, type Tablet } from './tablet.ts';

let tablet: Tablet;
let page: Page;
beforeEach(async () => {
  ({ tablet, page } = await withAiko());
});

test.each(['unreachable', 'busy', 'not-recorded', 'internal', 'other-person'])(
  '%s: sent again until there is an answer',
  async (code) => {
    tablet.reply = () => declined(code);
    const asked = watch(page.outbox.enqueue(move('P-1')));
    await page.pass(0);
    await page.pass(1000);
    expect([asked.now, tablet.tries.length]).toEqual(['waits', 2]);
    tablet.reply = () => done;
    await page.pass(2000);
    expect(asked.now).toBe('done');
  },
);

test('a command of a newer page that this agent does not know is declined once, and the next one goes out', async () => {
  tablet.reply = (command) =>
    command.kind === 'relocate' && command.codes[0]?.code === 'P-1' ? declined('request-malformed') : done;
  const [first, second] = [watch(page.outbox.enqueue(move('P-1'))), watch(page.outbox.enqueue(move('P-2')))];
  await page.pass(0);
  expect([first.now, second.now, page.outbox.queuedCount()]).toEqual(['request-malformed', 'done', 0]);
});

test('a command on which the agent breaks again and again does not hold up the others for ever', async () => {
  tablet.reply = (command) =>
    command.kind === 'relocate' && command.codes[0]?.code === 'P-1' ? declined('internal') : done;
  const [first, second] = [watch(page.outbox.enqueue(move('P-1'))), watch(page.outbox.enqueue(move('P-2')))];
  await page.pass(0);
  for (let tries = 1; tries < MAX_INTERNAL_ERROR_TRIES; tries += 1) {
    expect(second.now).toBe('waits');
    await page.pass(8000);
  }
  expect([first.now, second.now]).toEqual(['internal', 'done']);
});

test('locked in the middle: kept, and sent when the same person unlocks', async () => {
  tablet.reply = () => declined('not-signed-in');
  const asked = watch(page.outbox.enqueue(move('P-1')));
  await page.pass(0);
  expect(asked.now).toBe('waits');
  await page.person(null);
  expect(asked.now).toBe('queued-for-sign-in');
  const tries = tablet.tries.length;
  await page.pass(60_000);
  expect(tablet.tries).toHaveLength(tries);
  tablet.reply = () => done;
  await page.person('aiko');
  expect([page.late, tablet.tries.at(-1), tablet.storage.length]).toEqual([['relocate done'], 'aiko relocate#1', 0]);
});
