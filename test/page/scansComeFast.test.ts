// Scans come faster than they can be dealt with, meet a part of the page that breaks or waits for the network: each is
// dealt with in order, and none is lost.
import { beforeEach, expect, test } from 'vitest';
import { SCAN_HANDLER_TIMEOUT_MS, Scanner, MAX_QUEUED_SCANS } from '../../agent/screen/shared/scanner.ts';
import { HandClock } from '../http/plausibleBase.ts';
import { settled } from './tablet.ts';

let clock: HandClock;
let unwanted: string[];
let scanner: Scanner;
beforeEach(() => {
  clock = new HandClock();
  unwanted = [];
  scanner = new Scanner({ onUnhandled: (code) => void unwanted.push(code), schedule: clock.after });
});

test('one at a time, in order, while the first is still being dealt with', async () => {
  const taken: string[] = [];
  const finish: (() => void)[] = [];
  scanner.register((code) => {
    taken.push(code);
    return new Promise((resolve) => finish.push(() => resolve(true)));
  });
  for (const code of ['A', 'B', 'C']) scanner.submit(code);
  await settled();
  expect(taken).toEqual(['A']);
  finish[0]?.();
  await settled();
  expect(taken).toEqual(['A', 'B']);
  finish[1]?.();
  await settled();
  expect([taken, unwanted]).toEqual([['A', 'B', 'C'], []]);
});

test('what waits for the network does not hold up the next code', async () => {
  const taken: string[] = [];
  scanner.register((code) => {
    taken.push(code);
    return code === 'A' ? new Promise(() => undefined) : true;
  });
  for (const code of ['A', 'B']) scanner.submit(code);
  await settled();
  clock.pass(SCAN_HANDLER_TIMEOUT_MS - 1);
  await settled();
  expect(taken).toEqual(['A']);
  clock.pass(1);
  await settled();
  expect([taken, unwanted]).toEqual([['A', 'B'], []]);
});

test('what is scanned while a session ends is for whoever comes next', async () => {
  const taken: string[] = [];
  const away = scanner.register((code) => taken.push(`station ${code}`) > 0);
  let end: () => void = () => undefined;
  scanner.holdDuring(new Promise<void>((resolve) => (end = resolve)));
  scanner.submit('BADGE');
  await settled();
  expect(taken).toEqual([]);
  away();
  scanner.register((code) => taken.push(`sign-in ${code}`) > 0);
  end();
  await settled();
  expect(taken).toEqual(['sign-in BADGE']);
  // An end that never comes keeps no code for ever, and one that fails keeps none at all.
  scanner.holdDuring(Promise.reject(new Error('no answer')));
  scanner.holdDuring(new Promise(() => undefined));
  scanner.submit('LATER');
  await settled();
  clock.pass(SCAN_HANDLER_TIMEOUT_MS);
  await settled();
  expect(taken).toEqual(['sign-in BADGE', 'sign-in LATER']);
});

test('the part shown last is asked first; what it does not want goes to the one below, and at last is said', async () => {
  const asked: string[] = [];
  scanner.register((code) => asked.push(`below ${code}`) > 0 && code === 'B');
  const away = scanner.register((code) => asked.push(`above ${code}`) > 0 && code === 'A');
  for (const code of ['A', 'B', 'C']) scanner.submit(code);
  await settled();
  expect([asked, unwanted]).toEqual([['above A', 'above B', 'below B', 'above C', 'below C'], ['C']]);
  away();
  scanner.submit('A');
  await settled();
  expect(asked.at(-1)).toBe('below A');
});

test('a part that breaks takes the scanner down with it no more than once', async () => {
  scanner.register((code) => {
    if (code === 'A') throw new Error('broken part');
    return code === 'B' ? Promise.reject(new Error('broken later')) : true;
  });
  for (const code of ['A', 'B', 'C', 'D']) scanner.submit(code);
  await settled();
  expect(unwanted).toEqual(['A', 'B']);
});

test('more than can wait are refused aloud, and the others are not lost', async () => {
  let finish: () => void = () => undefined;
  const taken: string[] = [];
  scanner.register((code) => {
    taken.push(code);
    return taken.length > 1 ? true : new Promise((resolve) => (finish = () => resolve(true)));
  });
  for (let index = 0; index <= MAX_QUEUED_SCANS + 1; index += 1) scanner.submit(`C-${index}`);
  await settled();
  expect(unwanted).toEqual([`C-${MAX_QUEUED_SCANS + 1}`]);
  finish();
  for (let turn = 0; turn < MAX_QUEUED_SCANS; turn += 1) await settled();
  expect([taken.length, taken.at(-1)]).toEqual([MAX_QUEUED_SCANS + 1, `C-${MAX_QUEUED_SCANS}`]);
});
