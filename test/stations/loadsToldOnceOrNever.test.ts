// What the property of loads (everyLoadHasOneOutcome.test.ts) found, each as the shortest story that showed it.
import { describe, expect, it } from 'vitest';
import { KG } from '../core/loads.ts';
import { type Act, beginDay, endDay, playActs } from './dockActs.ts';
import { LOT } from './dockFacts.ts';
import { changedLoads, toldOf, wrongFigures, wrongOutcomes } from './loadOracle.ts';
import type { TrueDock } from './trueDock.ts';

const wrong = (dock: TrueDock): string[] => [...wrongOutcomes(dock), ...wrongFigures(dock), ...changedLoads(dock)];
const kinds = (dock: TrueDock): string[] => toldOf(dock).map(({ kind }) => kind);
/** Each act with its two numbers. */
const story = (...acts: [Act['act'], number, number][]): TrueDock =>
  playActs(
    0,
    acts.map(([act, a, b]) => ({ act, a, b })),
  );

describe('told once', () => {
  it('what came in a silence of five seconds and was lifted within two after it', () => {
    expect(wrong(story(['disk fails', 0, 0], ['silence', 50, 22], ['lift', 4, 0]))).toEqual([]);
  });

  it('the same drum, weighed, taken away and put on again in a silence of eleven seconds', () => {
    const dock = story(['work', 0, 0], ['silence', 44, 12], ['rest', 0, 3]);
    expect(wrong(dock)).toEqual([]);
    expect(kinds(dock)).toEqual(['check-weighing', 'weighing', 'load-unexplained']);
  });

  it('a load that was disturbed before the agent was killed, and is there after it', () => {
    const dock = story(['place', 0, 3], ['take goods out', 1, 4], ['kill', 1, 0]);
    expect(wrong(dock)).toEqual([]);
    expect(kinds(dock)).toEqual(['check-weighing', 'load-disturbed']);
  });

  it('a load whose weighing a person took back before the agent was killed', () => {
    const dock = story(['place', 0, 3], ['reverse', 0, 0], ['kill', 2, 0]);
    expect(dock.ledger.all('weighing').map(({ state }) => state)).toEqual(['reversed']);
    expect(wrong(dock)).toEqual([]);
  });

  it('two loads on a scale that shows less than zero', () => {
    const dock = story(
      ['step on', 1, 1],
      ['zero key', 0, 1],
      ['step off', 0, 3],
      ['place', 0, 3],
      ['lift', 0, 3],
      ['place', 2, 3],
      ['lift', 0, 3],
    );
    expect(wrong(dock)).toEqual([]);
  });
});

describe('a pallet that was tared', () => {
  it('and taken off while another load came gives no figure', () => {
    const dock = story(['pallet', 0, 0], ['exchange without zero', 39, 1], ['set down slowly', 55, 0]);
    expect(wrong(dock)).toEqual([]);
    expect(dock.ledger.all('weighing').filter(({ grossMg }) => grossMg < 20 * KG)).toEqual([]);
  });

  it('and exchanged in a silence gives no figure', () => {
    expect(wrong(story(['pallet', 0, 0], ['silence', 26, 53], ['place', 0, 3]))).toEqual([]);
  });

  it('stays while its load is lifted: what is put on it then is unknown', () => {
    expect(
      wrong(story(['place', 0, 1], ['pallet', 0, 0], ['place', 0, 1], ['lift and set down', 0, 0], ['rest', 0, 3])),
    ).toEqual([]);
  });

  it('and taken off with its load: a lighter load is not less than nothing', () => {
    expect(wrong(story(['pallet', 0, 0], ['place', 0, 1], ['lift', 0, 0], ['set down slowly', 47, 0]))).toEqual([]);
  });
});

describe('the disk takes nothing', () => {
  it('while a weighed load leaves, and the agent goes on', () => {
    const acts = [
      ['place', 0, 1],
      ['disk fails', 0, 0],
      ['another person', 0, 0],
      ['lift', 0, 1],
    ] as const;
    expect(wrong(story(...acts.map(([act, a, b]): [Act['act'], number, number] => [act, a, b])))).toEqual([]);
  });

  it('while a person says that the check weight comes: the scale is not ready', () => {
    const dock = story(['disk fails', 0, 0], ['place', 0, 1], ['lift', 0, 1], ['check in blocks', 0, 0]);
    expect(wrong(dock)).toEqual([]);
  });

  it('until the load is gone whose tag stays: its weighing is set aside when it is recorded', () => {
    const dock = beginDay(0);
    dock.neighbours.add(LOT[2]?.epcHex ?? '');
    dock.setDisk('before');
    dock.change({ goods: 255 * KG }, 500);
    dock.rest(1_500);
    dock.change({ goods: 0 }, 500);
    dock.rest(4_000);
    dock.setDisk('no');
    dock.rest(8_000);
    const reversals = dock.entries().filter(({ kind }) => kind === 'weighing-reversed');
    expect(reversals.map(({ body }) => body)).toMatchObject([{ reason: 'tag-stayed' }]);
    expect(wrong(endDay(dock))).toEqual([]);
  });
});

it('a refused weight is not recorded when its load was lost meanwhile', () => {
  const dock = playActs(3, [
    { act: 'place', a: 0, b: 3 },
    { act: 'silence', a: 2, b: 0 },
    { act: 'job', a: 0, b: 3 },
  ]);
  expect(wrong(dock)).toEqual([]);
  expect(dock.ledger.all('weighing')).toEqual([]);
  expect(kinds(dock)).toEqual(['check-weighing', 'load-unexplained']);
});
