// The agent dies between a capture and the scan that names it; when it is back, the scale is empty.
import { afterEach, expect, it } from 'vitest';
import { Dock, drum, notice } from '../core/intakeScenes.ts';
import { OneDock } from './oneDock.ts';

const open: OneDock[] = [];
afterEach(async () => {
  for (const dock of open.splice(0)) await dock.close();
});

function killed(): { dock: Dock; weighing: string } {
  const dock = new Dock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open().weigh(268);
  return { dock, weighing: dock.onScale ?? '' };
}

function restarted({ ledger }: Dock): OneDock {
  const station = new OneDock(ledger);
  open.push(station);
  return station;
}

it('nobody saw what became of it: the weighing counts for nothing, and the load is unexplained', () => {
  const { dock, weighing } = killed();
  const station = restarted(dock);
  expect(station.bodies('weighing-reversed')).toEqual([
    { weighing, reason: 'load-lost', operator: null, askedBy: null },
  ]);
  expect(station.bodies('load-unexplained')).toMatchObject([{ highestMg: 268_000_000, presentBefore: true }]);
  expect(station.view().guidance.key).toBe('place-package');
});

it('it is said once, however often the agent dies', () => {
  const { dock } = killed();
  restarted(dock);
  const twice = restarted(dock);
  twice.shows(0);
  twice.shows(0);
  expect(twice.bodies('load-unexplained')).toHaveLength(1);
});

it('what was named before stands', () => {
  const { dock } = killed();
  dock.identify('CO-1-1');
  const station = restarted(dock);
  expect(station.bodies('weighing-reversed')).toEqual([]);
  expect(station.bodies('load-unexplained')).toEqual([]);
});

it('what this agent saw leaving without a name is asked for at once', () => {
  const dock = new Dock();
  dock.order(notice([drum(1), drum(2)]));
  const station = restarted(dock.open());
  station.shows(268);
  const weighing = station.view().load?.weighing ?? '';
  expect(station.ask('ann', { kind: 'name-weighing', weighing, code: 'CO-1-1', foreign: false })).toBe(
    'load-still-here',
  );
  station.shows(0);
  expect(station.view().guidance).toMatchObject({ key: 'name-weighing', params: { weighing, grossKg: '268' } });
  expect(station.ask('ann', { kind: 'name-weighing', weighing, code: 'CO-1-1', foreign: false })).toBe('done');
  expect(station.view().guidance.key).not.toBe('name-weighing');
});
