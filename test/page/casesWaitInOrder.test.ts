// What waits for a person must not sink below what waits for headquarters, nor be offered to whoever had a hand in it.
import { expect, test } from 'vitest';
import {
  canTakeNextStep,
  filterCasesByCode,
  listRecountStations,
  sortCasesByUrgency,
  findNextCaseStep,
} from '../../agent/screen/rooms/cases/caseSteps.ts';
import { caseOf, lotOf, packageOf, who } from './casePlay.ts';
import { findCaseOfGateAlarm } from '../../agent/screen/frame/gateAlarmCase.ts';

const headquarters = caseOf({ finding: 'hq', code: 'LOT_TOTAL', package: null, atWallMs: 1 });
const recountByOthers = caseOf({ finding: 'others', can: ['recount', 'photo'], touched: ['aiko'], atWallMs: 2 });
const recountByMe = caseOf({ finding: 'mine', can: ['recount', 'photo'], touched: ['ben'], atWallMs: 9 });
const olderByMe = caseOf({ finding: 'older', can: ['recount'], touched: ['ben'], atWallMs: 3 });
const approval = caseOf({
  finding: 'approval',
  state: 'recounted',
  can: ['approve'],
  touched: ['ben', 'tomo'],
  atWallMs: 50,
});
const decided = caseOf({ finding: 'decided', state: 'closed', can: [] });

test('what this person can do comes first, then what others must do, then headquarters’', () => {
  const shown = sortCasesByUrgency(
    [headquarters, decided, recountByOthers, recountByMe, olderByMe, approval],
    who('aiko', 'operator'),
  );
  expect(shown.map(({ finding }) => finding)).toEqual(['approval', 'older', 'mine', 'others', 'hq', 'decided']);
});

test('nobody is offered a case in which they had a hand', () => {
  expect(canTakeNextStep(recountByOthers, who('aiko', 'supervisor'))).toBe(false);
  expect(canTakeNextStep(recountByOthers, who('ben', 'operator'))).toBe(true);
  expect(canTakeNextStep(approval, who('tomo', 'supervisor'))).toBe(false);
});

test('a recount is offered only where the scale can settle it, the tablet’s own station first', () => {
  const state = { stations: [{ station: 'dock-1' }, { station: 'bridge' }, { station: 'dock-2' }] };
  const caseView = caseOf({ can: ['recount'], recountAt: ['dock-1', 'dock-2'] });
  const offered = (tablet: string | null): string[] =>
    listRecountStations(state, caseView, tablet).map(({ station }) => station);
  expect([offered(null), offered('dock-2'), offered('bridge')]).toEqual([
    ['dock-1', 'dock-2'],
    ['dock-2', 'dock-1'],
    ['dock-1', 'dock-2'],
  ]);
});

test('an auditor and a technician are offered nothing', () => {
  for (const role of ['auditor', 'technician'] as const)
    expect(canTakeNextStep(approval, who('kenji', role))).toBe(false);
});

test('a quarantine that somebody asked to lift waits for another supervisor', () => {
  const asked = caseOf({ state: 'closed', quarantined: true, can: ['lift-quarantine'], askedBy: 'kenji' });
  expect(findNextCaseStep(asked)).toBe('lift');
  expect(canTakeNextStep(asked, who('kenji', 'supervisor'))).toBe(false);
  expect(canTakeNextStep(asked, who('mika', 'supervisor'))).toBe(true);
  expect(canTakeNextStep(asked, who('aiko', 'operator'))).toBe(false);
});

test('a scan finds the cases of its package by id, mark or tag, in any letters', () => {
  const lots = [lotOf({ packages: [packageOf({ package: 'P-1', mark: 'NK-1', epcHex: '30AA' })] })];
  const cases = [
    caseOf({ finding: 'a' }),
    caseOf({ finding: 'b', package: 'P-2', mark: 'NK-2' }),
    caseOf({ finding: 'c', package: 'XK-8085', mark: 'XK-8085', lot: null }),
  ];
  const found = (code: string): string[] => filterCasesByCode(cases, code, { lots }).map(({ finding }) => finding);
  expect([found('30aa'), found('NK-1'), found(' P-1 '), found('xk-8085'), found('NK-9')]).toEqual([
    ['a'],
    ['a'],
    ['a'],
    ['c'],
    [],
  ]);
});

test('a gate’s alarm leads to its own case, of a lot or of none', () => {
  const finding = (id: string, about: string, lot: string | null) => ({
    finding: id,
    code: 'NOT_ORDERED',
    lot,
    package: about,
    state: 'open',
    recounts: 0,
  });
  const state = {
    cases: [finding('strange', '30BB', null)],
    lots: [
      lotOf({
        findings: [{ ...finding('light', 'P-1', 'LOT-1'), code: 'WEIGHT_LOW' }, finding('gone', 'P-1', 'LOT-1')],
      }),
    ],
  };
  expect(findCaseOfGateAlarm(state, { package: 'P-1', epcHex: '30AA' })).toBe('gone');
  expect(findCaseOfGateAlarm(state, { package: null, epcHex: '30BB' })).toBe('strange');
  expect(findCaseOfGateAlarm(state, { package: 'P-7', epcHex: '30CC' })).toBeUndefined();
});
