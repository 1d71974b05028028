// What the simulated staff do with what the screen says; above all after an interruption, when hands and screen
// disagree.
import { describe, expect, test } from 'vitest';
import { chooseNextAction, type HandsState, type StaffSituation } from '../../simulators/staff/nextAction.ts';
import type { PageLot, PagePackage } from '../../simulators/staff/pageDocuments.ts';

const drum = { item: 'item-1', mark: 'NCR-101-01' };
const empty: HandsState = { onPlatform: null, waiting: [], takenOff: null, isMarkUnknown: false, attachedTag: null };
const packages: PagePackage[] = [
  { package: 'P1', mark: drum.mark, state: 'present', weighed: true },
  { package: 'P2', mark: 'NCR-101-02', state: 'expected', weighed: false },
];

function sight(
  key: string,
  more: { params?: Record<string, string>; packages?: PagePackage[]; job?: boolean } = {},
): StaffSituation {
  const lot: PageLot = {
    lot: 'L',
    order: 'O',
    commodity: 'Co',
    form: 'cobalt-metal',
    ownership: 'national',
    state: 'arriving',
    announced: 2,
    packages: more.packages ?? packages,
    findings: [],
    verdict: null,
  };
  const station = {
    station: 'dock-1',
    guidance: { key, params: more.params ?? {} },
    reading: null,
    job:
      more.job === false
        ? null
        : { job: 'J', work: 'intake', order: 'O', lot: 'L', announced: 2, weighed: 1, missing: 0 },
    visit: null,
    load: null,
  };
  const state = {
    base: 'demo',
    stations: [station],
    orders: [{ order: 'O', kind: 'intake-notice', subject: 'L', lot: 'L', state: 'open' }],
    releases: [],
    stocktakes: [],
    lots: [lot],
    ledger: { epoch: 'e', entries: 1, headHash: '', acknowledged: 0 },
    link: { state: 'open', trouble: '', waiting: 0 },
    alarms: [],
  };
  return { state, station, lot: 'L' };
}

describe('placing and taking away', () => {
  test('the next thing is placed only by empty hands', () => {
    const hands = { ...empty, waiting: [drum] };
    expect(chooseNextAction(sight('place-package'), hands)).toEqual({ do: 'place', goods: drum });
    expect(chooseNextAction(sight('place-package'), { ...hands, onPlatform: drum })).toEqual({ do: 'wait' });
  });

  test('a recorded load is done with', () => {
    expect(chooseNextAction(sight('recorded-remove'), { ...empty, onPlatform: drum })).toEqual({
      do: 'take-away',
      goesBack: false,
    });
  });

  test('after a restart an unrecorded load is lifted and weighed again, a recorded one is not', () => {
    const unweighed = { item: 'item-2', mark: 'NCR-101-02' };
    expect(chooseNextAction(sight('clear-platform'), { ...empty, onPlatform: unweighed })).toEqual({
      do: 'take-away',
      goesBack: true,
    });
    expect(chooseNextAction(sight('clear-platform'), { ...empty, onPlatform: drum })).toEqual({
      do: 'take-away',
      goesBack: false,
    });
  });

  test('a thing that no list knows is weighed again: whether it was set aside cannot be seen', () => {
    expect(chooseNextAction(sight('clear-platform'), { ...empty, onPlatform: { item: 'x', mark: 'XK-1' } })).toEqual({
      do: 'take-away',
      goesBack: true,
    });
  });
});

describe('the end of a job', () => {
  test('nothing is declared missing while something still waits', () => {
    expect(chooseNextAction(sight('all-weighed'), { ...empty, waiting: [drum] })).toEqual({ do: 'place', goods: drum });
  });

  test('what nobody found is declared missing, then the job is closed', () => {
    expect(chooseNextAction(sight('place-package'), empty)).toEqual({ do: 'declare-missing', job: 'J', package: 'P2' });
    const looked = packages.map((each) => ({ ...each, state: each.weighed ? each.state : 'missing' }));
    expect(chooseNextAction(sight('all-weighed', { packages: looked }), empty)).toEqual({ do: 'close-job', job: 'J' });
  });

  test('the person leaves only when the lot has its verdict', () => {
    const before = sight('choose-job', { job: false });
    expect(chooseNextAction(before, empty)).toEqual({ do: 'open-job', order: 'O' });
    const lots = before.state.lots.map((lot) => ({
      ...lot,
      verdict: { verdict: 'verified', found: 2, netKg: '1', toleranceKg: '1', findings: [] },
    }));
    expect(chooseNextAction({ ...before, state: { ...before.state, lots } }, empty)).toEqual({ do: 'leave' });
  });
});

describe('scanning and tagging', () => {
  test('the mark is scanned first; only when the lot does not know it is it held as foreign', () => {
    expect(chooseNextAction(sight('scan-package'), { ...empty, onPlatform: drum })).toEqual({
      do: 'identify',
      code: drum.mark,
      weighing: null,
    });
    expect(chooseNextAction(sight('scan-package'), { ...empty, onPlatform: drum, isMarkUnknown: true })).toEqual({
      do: 'hold-foreign',
      identity: drum.mark,
      weighing: null,
    });
  });

  test('what was taken off without a name is named by whoever took it off', () => {
    const asked = sight('name-weighing', { params: { weighing: 'W' } });
    expect(chooseNextAction(asked, empty)).toEqual({ do: 'wait' });
    expect(chooseNextAction(asked, { ...empty, takenOff: drum })).toEqual({
      do: 'name-weighing',
      weighing: 'W',
      item: drum,
      foreign: false,
    });
  });

  test('a tag is fixed once; after a lost answer the same tag is scanned again', () => {
    const asked = sight('attach-tag', { params: { package: 'P1', mark: drum.mark } });
    expect(chooseNextAction(asked, { ...empty, onPlatform: drum })).toEqual({
      do: 'fix-tag',
      package: 'P1',
      mark: drum.mark,
    });
    const fixed = { ...empty, attachedTag: { package: 'P1', epcHex: '30AA' } };
    expect(chooseNextAction(asked, fixed)).toEqual({ do: 'attach-tag', package: 'P1', epcHex: '30AA' });
  });
});
