// A scan that says what lies on the scale now is not sent half a minute later: another load may lie there. What had
// been tried may have been done, and the page says so.
import { expect, test } from 'vitest';
import { SHORT_LIVED_COMMAND_TTL_MS } from '../../agent/screen/wire/outbox.ts';
import { declined, done, Tablet, watch } from './tablet.ts';

const identify = { kind: 'identify', station: 'dock-1', code: 'NK-8813', typed: false, weighing: null } as const;

test('tried without an answer: nobody knows whether it was done', async () => {
  const tablet = new Tablet();
  const page = tablet.page('one');
  await page.person('aiko');
  tablet.reply = () => declined('unreachable');
  const [scan, move] = [
    watch(page.outbox.enqueue(identify)),
    watch(page.outbox.enqueue({ kind: 'relocate', codes: [{ code: 'P-1', how: 'typed' }], area: 'hall-1' })),
  ];
  await page.pass(SHORT_LIVED_COMMAND_TTL_MS);
  expect(scan.now).toBe('waits');
  await page.pass(8000);
  expect([scan.now, move.now]).toEqual(['command-outcome-unknown', 'waits']);
  // What is true later too is still sent.
  tablet.reply = () => done;
  page.outbox.retryNow();
  await page.pass(0);
  expect([move.now, tablet.tries.at(-1)]).toEqual(['done', 'aiko relocate#2']);
});

test('never tried: it was not done', async () => {
  const tablet = new Tablet();
  const page = tablet.page('one');
  await page.person('aiko');
  tablet.reply = () => declined('unreachable');
  void page.outbox.enqueue({ kind: 'relocate', codes: [{ code: 'P-1', how: 'typed' }], area: 'hall-1' });
  const scan = watch(page.outbox.enqueue(identify));
  await page.pass(SHORT_LIVED_COMMAND_TTL_MS + 1);
  tablet.reply = () => done;
  page.outbox.retryNow();
  await page.pass(0);
  expect(scan.now).toBe('command-too-old');
  expect(new Set(tablet.tries)).toEqual(new Set(['aiko relocate#1']));
});
