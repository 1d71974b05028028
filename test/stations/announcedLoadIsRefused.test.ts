// What was announced and what lies there do not fit, or nobody has said what lies there: the station says why, and how
// to go on.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;
let finding = '';

beforeEach(() => {
  // Three drums in store, of which the second was too light.
  const { ledger } = CaseDock.judged(268, 260, 268);
  finding = ledger.book.where('finding', 'package', 'CO-1-2')[0]?.id ?? '';
  dock = new OneDock(ledger);
});
afterEach(() => dock.close());

const ask = (body: CommandBody): string => dock.ask('bob', body);
const says = (): unknown[] => {
  const { guidance, refusal, intent, load } = dock.view();
  return [guidance.key, refusal?.code ?? null, intent?.kind ?? null, load?.package ?? null];
};

it('another package is on the scale than was announced: the screen says why, and taking the announcement back frees the scale', () => {
  expect(ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } })).toBe('done');
  dock.shows(268, [epcOf(3)]);
  expect(says()).toEqual(['load-refused', 'tag-names-other-package', 'recount', null]);
  expect(dock.view().refusal?.params).toEqual({ package: 'CO-1-2', other: 'CO-1-3' });
  expect(ask({ kind: 'announce-load', station: 'dock-1', load: null })).toBe('done');
  // Nobody has announced it, and no job is open: that is the next reason.
  expect(says()).toEqual(['choose-job', 'no-job', null, null]);
  dock.shows(0);
  expect(says()).toEqual(['choose-job', null, null, null]);
});

it('the wrong package is taken off and the right one put on: the announcement still stands', () => {
  ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } });
  dock.shows(268, [epcOf(3)]);
  dock.shows(0);
  expect(says()).toEqual(['place-named', null, 'recount', null]);
  // The tag of the wrong one has aged out of the field by now.
  dock.shows(0);
  dock.shows(260, [epcOf(2)]);
  expect(says()).toEqual(['recorded-remove', null, null, 'CO-1-2']);
});

it('a refused load that rises is no failure of the disk', () => {
  ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } });
  dock.shows(250, [epcOf(3)]);
  dock.shows(268, [epcOf(3)]);
  expect(says()).toEqual(['load-refused', 'tag-names-other-package', 'recount', null]);
});

it('a stocktake weighs only what is announced: the screen asks what it is, and records it once it is said', () => {
  expect(ask({ kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } })).toBe('done');
  dock.shows(260);
  expect(says()).toEqual(['announce-load', 'load-not-announced', null, null]);
  // Bob worked the job while the load was put on: somebody else weighs it again.
  const recount: CommandBody = { kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } };
  expect(ask(recount)).toBe('case-touched');
  expect(dock.ask('cho', recount)).toBe('done');
  expect(says()).toEqual(['recorded-remove', null, null, 'CO-1-2']);
});
