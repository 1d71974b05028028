// What a person hears and sees of each weighing; and what must not be left on the screen for whoever weighs again.
import { expect, it, test } from 'vitest';
import type { StationView } from '../../agent/core/shown/view.ts';
import { NOTHING_SEEN, RECORDED_SHOWN, seeStation, type Seen } from '../../agent/screen/station/recorded.ts';
import { job, load, says, station } from './stationSeen.ts';

const see = (...stations: StationView[]): Seen => stations.reduce(seeStation, NOTHING_SEEN);
const empty = station({ job: job('intake'), ...says('place-package') });
const weighed = (number: number, different: Partial<StationView> = {}): StationView => station({ job: job('intake'), load: load({ weighing: `w-${number}`, number }), ...says('recorded-remove'), ...different });

it('a weighing stands there once, with its number, and sounds once', () => {
  const seen = see(empty, weighed(7), weighed(7), weighed(7));
  expect(seen.list).toEqual([{ weighing: 'w-7', number: 7, mark: 'DRUM 1', kg: '268.5', mood: 'done' }]);
  expect([seen.tones, seen.tone]).toEqual([1, 'done']);
});

it('what lay there when the page was opened makes no sound', () => {
  const seen = see(weighed(7), weighed(7));
  expect([seen.list.length, seen.tones]).toEqual([1, 0]);
  expect(seeStation(seeStation(seen, empty), weighed(8)).tones).toBe(1);
});

it('named after it was weighed: the same row, and another tone', () => {
  const unnamed = weighed(7, { load: load({ weighing: 'w-7', package: null, mark: null }), ...says('scan-package') });
  const seen = see(empty, unnamed, weighed(7));
  expect(seen.list.map(({ mark, mood }) => [mark, mood])).toEqual([['DRUM 1', 'done']]);
  expect([see(empty, unnamed).tone, seen.tone, seen.tones]).toEqual(['look', 'done', 2]);
});

test.each(['recount', 'sample', 'reweigh'])('announced as %s: no weight is kept, also after the announcement is used up', (kind) => {
  const announced = station({ intent: { kind, package: 'LOT-1-01' }, ...says('place-named') });
  const seen = see(empty, announced, weighed(7), weighed(7, says('recorded-remove')));
  expect(seen.list.map(({ kg }) => kg)).toEqual([null]);
  // The next one is nobody's secret.
  expect(seeStation(seeStation(seen, empty), weighed(8)).list.map(({ kg }) => kg)).toEqual(['268.5', null]);
});

it('a count keeps no weight', () => {
  expect(see(empty, weighed(7, { job: job('stocktake') })).list[0]?.kg).toBeNull();
});

it('put aside, it may be weighed again: its weight goes from the list', () => {
  const seen = see(empty, weighed(7), weighed(7, says('park-package')));
  expect(seen.list).toEqual([{ weighing: 'w-7', number: 7, mark: 'DRUM 1', kg: null, mood: 'aside' }]);
  expect(seen.tone).toBe('look');
});

it('the newest first, and no more than can be read', () => {
  const seen = see(...Array.from({ length: 9 }, (_, index) => [empty, weighed(index + 1)]).flat());
  expect(seen.list.map(({ number }) => number)).toEqual([9, 8, 7, 6, 5].slice(0, RECORDED_SHOWN));
});
