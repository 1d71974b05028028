// A weighing makes no tone or two, claims to be done when it is not, or leaves on the page the weight that somebody
// else must find without knowing it.
import { expect, test } from 'vitest';
import type { StationView } from '../../agent/core/views/stateView.ts';
import {
  NO_RECENT_WEIGHINGS,
  MAX_RECENT_WEIGHINGS,
  updateRecentWeighings,
  type RecentWeighingsState,
} from '../../agent/screen/rooms/station/recentWeighingsState.ts';
import { jobOf, loadOf, says, stationOf } from './stationPlay.ts';

const see = (...looks: Partial<StationView>[]): RecentWeighingsState =>
  looks.reduce<RecentWeighingsState>(
    (seen, look) => updateRecentWeighings(seen, stationOf({ job: jobOf('intake'), ...look })),
    NO_RECENT_WEIGHINGS,
  );
const empty = says('place-package');
const unnamed = { load: loadOf({ package: null, mark: null }), ...says('scan-package') };
const done = { load: loadOf(), ...says('recorded-remove') };
const aside = { load: loadOf(), ...says('park-package') };
const row = { weighing: 'w-1', number: 7, mark: 'NK-1', kg: '268.4', status: 'done' };

test('a load is recorded: once, with its number and one tone, however often the station tells it', () => {
  const seen = see(empty, done, done, { ...done, reading: null });
  expect(seen.weighings).toEqual([row]);
  expect([seen.toneCount, seen.lastTone]).toEqual([1, 'done']);
  expect(see(empty, done, empty, empty).weighings).toEqual([row]);
});

test('nothing new is the very same object: nothing is drawn, nothing sounds', () => {
  for (const last of [empty, done]) {
    const before = see(empty, done, last);
    expect(updateRecentWeighings(before, stationOf({ job: jobOf('intake'), ...last }))).toBe(before);
  }
});

test('what lay there when the page opened makes no sound, and its weight is not kept: nobody knows what it was announced to be', () => {
  const seen = see(done);
  expect([seen.toneCount, seen.lastTone]).toEqual([0, null]);
  expect(seen.weighings).toEqual([{ ...row, kg: null }]);
  expect(see(done, empty, { ...done, load: loadOf({ weighing: 'w-2' }) })).toMatchObject({
    toneCount: 1,
    weighings: [{ weighing: 'w-2', kg: '268.4' }, { kg: null }],
  });
});

test('a load named later changes its row and sounds again', () => {
  expect(see(empty, unnamed)).toMatchObject({
    toneCount: 1,
    lastTone: 'attention',
    weighings: [{ mark: null, status: 'unnamed' }],
  });
  const named = see(empty, unnamed, done);
  expect(named.weighings).toEqual([row]);
  expect([named.toneCount, named.lastTone]).toEqual([2, 'done']);
  expect(see(unnamed, done)).toMatchObject({ toneCount: 1, lastTone: 'done' });
});

test('a mark that comes later alone is shown without a tone', () => {
  expect(see(empty, { ...done, load: loadOf({ mark: null }) }, done)).toMatchObject({ toneCount: 1, weighings: [row] });
});

test.each([
  ['park-package', 'parked', 'attention'],
  ['split-group', 'parked', 'attention'],
  ['hold-foreign-done', 'foreign', 'attention'],
  ['scan-package', 'unnamed', 'attention'],
  ['name-goods', 'unnamed', 'attention'],
  ['attach-tag', 'done', 'done'],
  ['group-remove', 'done', 'done'],
  ['drive-off', 'done', 'done'],
] as const)('%s: %s', (key, mood, tone) => {
  const now = { load: loadOf(), ...says(key) };
  expect(see(empty, now)).toMatchObject({ lastTone: tone, weighings: [{ status: mood }] });
  // Whatever was said of it before.
  for (const before of [unnamed, aside, done])
    expect(see(empty, before, now).weighings).toMatchObject([{ status: mood }]);
});

test.each(['scale-trouble', 'scale-absent', 'clear-platform', 'not-recorded', 'hold-still'] as const)(
  '%s says nothing of the load: what is not done does not become done',
  (key) => {
    for (const [look, mood] of [
      [unnamed, 'unnamed'],
      [aside, 'parked'],
      [done, 'done'],
    ] as const) {
      expect(see(empty, look, { ...look, ...says(key) }, look)).toMatchObject({
        toneCount: 1,
        weighings: [{ status: mood }],
      });
    }
  },
);

test('what is put aside will be weighed again by somebody else: its weight goes, and does not come back', () => {
  expect(see(empty, aside).weighings).toEqual([{ ...row, kg: null, status: 'parked' }]);
  expect(see(empty, unnamed, aside).weighings).toEqual([{ ...row, kg: null, status: 'parked' }]);
  expect(see(empty, aside, done, empty).weighings).toEqual([{ ...row, kg: null }]);
});

test.each([
  ['recount', null],
  ['sample', null],
  ['reweigh', null],
  ['removal', '268.4'],
  ['pass', '268.4'],
  ['group', '268.4'],
])('announced as %s: %s', (kind, kg) => {
  const announced = { intent: { kind, package: 'P-1' }, ...says('place-named') };
  const kept = (...looks: Partial<StationView>[]): (string | null)[] =>
    see(empty, announced, ...looks).weighings.map((one) => one.kg);
  // The weighing uses the announcement up in the same moment; or the page sees that a look later.
  expect([kept(done), kept({ ...done, intent: announced.intent }), kept(unnamed, done), kept(done, empty)]).toEqual([
    [kg],
    [kg],
    [kg],
    [kg],
  ]);
  // More weight on the same load is a new weighing under the old announcement.
  expect(kept(done, { ...done, load: loadOf({ weighing: 'w-2' }) })).toEqual([kg, kg]);
  // The next load is its own.
  expect(kept(done, empty, { ...done, load: loadOf({ weighing: 'w-2' }) })).toEqual(['268.4', kg]);
});

test('an announcement that is taken back hides nothing', () => {
  expect(see(empty, { intent: { kind: 'recount', package: 'P-1' } }, empty, done).weighings).toEqual([row]);
});

test('a stocktake keeps no weight at all, also after the count is closed', () => {
  expect(
    see(
      empty,
      { ...done, job: jobOf('stocktake') },
      { ...done, job: null, load: loadOf({ mark: 'NK-1b' }) },
      { ...done, job: null },
    ).weighings,
  ).toEqual([{ ...row, kg: null }]);
});

test('the newest first, and no more than can be looked at', () => {
  const loads = Array.from({ length: MAX_RECENT_WEIGHINGS + 2 }, (_, index) => ({
    ...done,
    load: loadOf({ weighing: `w-${index}`, number: index }),
  }));
  const seen = see(empty, ...loads.flatMap((load) => [load, empty]));
  expect(seen.weighings.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2]);
  expect(seen.toneCount).toBe(MAX_RECENT_WEIGHINGS + 2);
});
