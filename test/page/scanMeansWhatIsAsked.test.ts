// A scan that means something else than the sentence asks names the wrong package, counts what is not there, or does nothing while
// the person waits.
import { describe, expect, it, test } from 'vitest';
import type { CommandBody } from '../../agent/core/command.ts';
import type { StationView } from '../../agent/core/shown/view.ts';
import { mayBeTakenUp, scanMeaning, takeBack, type Meaning, type Scanned } from '../../agent/screen/jobs/scanMeaning.ts';
import { base, job, load, says, station } from './stationSeen.ts';

const scan = (code: string, at: StationView | null, different: Partial<Scanned> = {}): Meaning => scanMeaning({ code, station: at, state: base(), roles: ['operator'], operator: 'aiko', foreign: false, ...different });
const ask = (body: CommandBody): Meaning => ({ do: 'ask', body });
const say = (text: string): unknown => ({ do: 'say', text });

const idle = station();
const settling = station({ job: job('intake'), ...says('hold-still') });
const placing = station({ job: job('intake'), ...says('place-package', { left: 2 }) });
const unnamed = station({ job: job('intake'), load: load({ package: null, mark: null }), ...says('scan-package') });
const named = station({ job: job('intake'), load: load(), ...says('recorded-remove') });
const untagged = station({ job: job('intake'), ...says('attach-tag', { package: 'LOT-1-02', mark: 'DRUM 2' }) });
const picking = station({ job: job('release', { order: 'order-2' }), ...says('pick-package', { left: 1 }) });
const staged = station({ job: job('release', { order: 'order-2' }), ...says('all-staged') });
const asked = station({ job: job('release', { order: 'order-2' }), ...says('second-closes', { operator: 'aiko' }) });
const counting = station({ job: job('stocktake', { order: 'order-3' }), ...says('count-goods') });
const vehicle = { visit: 'v-1', plates: 'A 12-34', passes: 1, unloaded: [] };
const unloading = station({ job: job('intake'), visit: vehicle, visits: [vehicle], ...says('unload') });

const TABLE: [string, string, StationView, unknown][] = [
  ['an order takes it up', 'order-1', idle, ask({ kind: 'open-job', order: 'order-1', station: 'dock-1' })],
  ['a lot takes its delivery up', 'LOT-1', idle, ask({ kind: 'open-job', order: 'order-1', station: 'dock-1' })],
  ['a mark takes its delivery up', 'DRUM 1', idle, ask({ kind: 'open-job', order: 'order-1', station: 'dock-1' })],
  ['a package to fetch takes its release up', 'OLD 1', idle, ask({ kind: 'open-job', order: 'order-2', station: 'dock-1' })],
  ['a count is one person’s', 'ST-1', idle, null],
  ['what nobody knows means nothing', 'XYZ-1', idle, null],
  ['a mark names the load', 'DRUM 1', unnamed, ask({ kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: 'w-1' })],
  ['blanks around a code are none', ' DRUM 1 ', unnamed, ask({ kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: 'w-1' })],
  ['what is named is known', 'DRUM 1', named, { do: 'known' }],
  ['its tag too', '3114257bf400264cb0000000', named, { do: 'known' }],
  ['settling: it waits', 'DRUM 2', settling, { do: 'wait' }],
  ['nothing lies there', 'DRUM 2', placing, say('scan.place-first')],
  ['a tag for the package without one', '3114257bf400264cb1000000', untagged, ask({ kind: 'attach-tag', package: 'LOT-1-02', epcHex: '3114257BF400264CB1000000' })],
  ['its mark again is no tag', 'DRUM 2', untagged, { do: 'known' }],
  ['another mark is no tag', 'DRUM 3', untagged, say('scan.not-a-tag')],
  ['fetched', 'OLD 1', picking, ask({ kind: 'pick', job: 'job-1', code: 'OLD 1' })],
  ['counted', 'OLD 2', counting, ask({ kind: 'count', stocktake: 'ST-1', codes: ['OLD 2'], how: 'scan' })],
  ['counted, although nobody expects it', 'GHOST', counting, ask({ kind: 'count', stocktake: 'ST-1', codes: ['GHOST'], how: 'scan' })],
  ['drawn: comes on the scale next', 'OLD 3', counting, ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'sample', package: 'LOT-0-03' } })],
  ['it came off the vehicle', 'DRUM 2', unloading, ask({ kind: 'vehicle-unloaded', visit: 'v-1', lot: 'LOT-1', codes: ['DRUM 2'], scanned: true })],
  ['check', 'HAKARI-CHECK', idle, ask({ kind: 'start-check', station: 'dock-1' })],
  ['yes: check', 'HAKARI-YES', station(says('check-start')), ask({ kind: 'start-check', station: 'dock-1' })],
  ['yes: close', 'HAKARI-YES', station({ job: job('intake'), ...says('all-weighed') }), ask({ kind: 'close-job', job: 'job-1' })],
  ['yes: weigh the vehicle', 'HAKARI-YES', station({ visit: vehicle, visits: [vehicle], ...says('announce-pass') }), ask({ kind: 'announce-pass', visit: 'v-1', axlesOn: true })],
  ['yes: split', 'HAKARI-YES', station({ job: job('intake'), ...says('split-group', { number: 7, group: 'g-1' }) }), ask({ kind: 'split-group', group: 'g-1' })],
  ['yes to nothing', 'HAKARI-YES', placing, say('scan.no-question')],
  ['no to nothing', 'HAKARI-NO', placing, say('scan.no-question')],
  ['no: takes back', 'HAKARI-NO', station({ intent: { kind: 'recount', package: 'LOT-0-03' }, ...says('place-named') }), ask({ kind: 'announce-load', station: 'dock-1', load: null })],
  ['not ours', 'HAKARI-FOREIGN', unnamed, { do: 'foreign', next: true }],
  ['not ours, but nothing lies there', 'HAKARI-FOREIGN', placing, say('scan.no-foreign')],
  ['close', 'HAKARI-CLOSE', placing, ask({ kind: 'close-job', job: 'job-1' })],
  ['close nothing', 'HAKARI-CLOSE', idle, say('scan.no-job')],
  ['ask for closing', 'HAKARI-CLOSE', staged, ask({ kind: 'close-job', job: 'job-1' })],
  ['whoever asked needs a second person', 'HAKARI-CLOSE', asked, { do: 'second' }],
  ['lock is not the station’s', 'HAKARI-LOCK', idle, null],
];

test.each(TABLE)('%s: %s', (_what, code, at, meaning) => {
  expect(scan(code, at)).toEqual(meaning);
});

it('the second person at a tablet of their own closes', () => {
  expect(scan('HAKARI-CLOSE', asked, { operator: 'kenji', roles: ['supervisor'] })).toEqual(ask({ kind: 'close-job', job: 'job-1' }));
});

it('after "not ours" the next scan is what can be read on it, or after all not', () => {
  expect(scan('XK-1', unnamed, { foreign: true })).toEqual(ask({ kind: 'hold-foreign', station: 'dock-1', identity: 'XK-1', weighing: 'w-1' }));
  expect(scan('HAKARI-NO', unnamed, { foreign: true })).toEqual({ do: 'foreign', next: false });
});

it('of several stations a scan belongs to none', () => {
  expect(scan('DRUM 1', null)).toEqual(say('scan.choose-station'));
});

it('a technician checks scales and names no goods; an auditor does neither', () => {
  expect(scan('HAKARI-CHECK', idle, { roles: ['technician'] })).toEqual(ask({ kind: 'start-check', station: 'dock-1' }));
  expect(scan('DRUM 1', unnamed, { roles: ['technician'] })).toEqual(say('scan.not-yours'));
  expect(scan('DRUM 1', unnamed, { roles: ['auditor'] })).toEqual(say('scan.not-yours'));
});

describe('orders of one code', () => {
  const notice = { order: 'order-1', kind: 'intake-notice', subject: 'LOT-1', lot: 'LOT-1', state: 'working' };
  it('a delivery that another station works on can be joined', () => {
    expect(scan('LOT-1', idle, { state: base({ orders: [notice] }) })).toEqual(ask({ kind: 'open-job', order: 'order-1', station: 'dock-1' }));
  });
  it('one that nobody works on goes first', () => {
    expect(scan('LOT-1', idle, { state: base({ orders: [notice, { ...notice, order: 'order-9', state: 'open' }] }) })).toEqual(ask({ kind: 'open-job', order: 'order-9', station: 'dock-1' }));
  });
  it('of two a person chooses', () => {
    expect(scan('LOT-1', idle, { state: base({ orders: [{ ...notice, state: 'open' }, { ...notice, order: 'order-9', state: 'open' }] }) })).toEqual(say('scan.several-orders'));
  });
  it.each([
    ['intake-notice', 'working', true],
    ['return-notice', 'working', true],
    ['release-order', 'working', false],
    ['stocktake-order', 'working', false],
    ['release-order', 'open', true],
    ['intake-notice', 'done', false],
  ])('%s, %s: may be taken up: %s', (kind, state, may) => {
    expect(mayBeTakenUp({ ...notice, kind, state })).toBe(may);
  });
});

it('an announced pallet is taken back by splitting it, and only where its name is known', () => {
  expect(takeBack(station({ intent: { kind: 'group', package: null }, ...says('place-group', { count: 2, group: 'g-1' }) }))).toEqual({ kind: 'split-group', group: 'g-1' });
  expect(takeBack(station({ intent: { kind: 'group', package: null }, ...says('hold-still') }))).toBeNull();
  expect(takeBack(station())).toBeNull();
});
