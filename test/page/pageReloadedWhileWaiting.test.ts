// The page is loaded anew, or closed beside another one, while commands wait: what it kept is taken over once, in
// order, and two pages of one tablet never write over each other's.
import { beforeEach, expect, test } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { ADOPTION_INTERVAL_MS } from '../../agent/screen/wire/outbox.ts';
import { declined, done, Tablet, watch } from './tablet.ts';

const move = (name: string): CommandBody => ({
  kind: 'relocate',
  codes: [{ code: name, how: 'typed' }],
  area: 'hall-1',
});
let tablet: Tablet;
beforeEach(() => {
  tablet = new Tablet();
});

test('loaded anew: sent by the new page, and what is declined is said late', async () => {
  const before = tablet.page('before');
  await before.person('aiko');
  tablet.reply = () => declined('unreachable');
  void before.outbox.enqueue(move('P-1'));
  void before.outbox.enqueue(move('P-2'));
  await before.pass(0);
  before.closed();

  tablet.reply = (command) =>
    command.kind === 'relocate' && command.codes[0]?.code === 'P-1' ? declined('package-unknown') : done;
  const after = tablet.page('after');
  await after.person('aiko');
  expect(tablet.tries.slice(1)).toEqual(['aiko relocate#1', 'aiko relocate#2']);
  expect([after.late, after.outbox.queuedCount(), tablet.storage.length]).toEqual([
    ['relocate package-unknown', 'relocate done'],
    0,
    0,
  ]);
});

test('two pages side by side: each sends its own, none is lost and none doubled', async () => {
  const [left, right] = [tablet.page('left'), tablet.page('right')];
  await left.person('aiko');
  await right.person('aiko');
  tablet.reply = () => declined('unreachable');
  const answers = [
    left.outbox.enqueue(move('L-1')),
    right.outbox.enqueue(move('R-1')),
    left.outbox.enqueue(move('L-2')),
  ].map(watch);
  await left.pass(ADOPTION_INTERVAL_MS);
  expect([left.outbox.queuedCount(), right.outbox.queuedCount(), tablet.storage.length]).toEqual([2, 1, 3]);
  tablet.tries.length = 0;
  tablet.reply = () => done;
  await left.pass(8000);
  expect(answers.map(({ now }) => now)).toEqual(['done', 'done', 'done']);
  expect(tablet.tries).toHaveLength(3);
  expect([left.late, right.late, tablet.storage.length]).toEqual([[], [], 0]);
});

test('one of two pages is closed: the other takes over what it left', async () => {
  const [left, right] = [tablet.page('left'), tablet.page('right')];
  await left.person('aiko');
  await right.person('aiko');
  tablet.reply = () => declined('unreachable');
  void left.outbox.enqueue(move('L-1'));
  await left.pass(0);
  left.closed();
  expect(right.outbox.queuedCount()).toBe(0);
  tablet.reply = () => done;
  await right.pass(ADOPTION_INTERVAL_MS);
  expect([right.late, tablet.storage.length]).toEqual([['relocate done'], 0]);
});

test('what another version of the page kept and this one cannot read holds up nothing', async () => {
  tablet.storage.setItem('hakari-outbox/old', '{"command":7}');
  tablet.storage.setItem('hakari-outbox/torn', '{"comm');
  const page = tablet.page('one');
  await page.person('aiko');
  const asked = watch(page.outbox.enqueue(move('P-1')));
  await page.pass(0);
  expect([asked.now, page.outbox.queuedCount()]).toEqual(['done', 0]);
});
