// A tag is read at two docks at once: on which scale its drum lies nobody can tell, so that it names no load; a scan does.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum, Dock, notice, SCALE } from '../core/intakeScenes.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;
const EPC = drum(1).epcHex ?? '';

beforeEach(() => {
  const scene = new Dock();
  scene.order(notice([drum(1), drum(2)]));
  dock = new OneDock(scene.ledger, SCALE, ['dock-2']);
  expect(dock.ask('ann', { kind: 'open-job', order: 'order-CO-1', station: 'dock-1' })).toBe('done');
});
afterEach(() => dock.close());

const last = (): unknown[] => {
  const weighing = dock.bodies('weighing').at(-1);
  return [weighing?.package, weighing?.boundBy, weighing?.tags.map(({ elsewhere }) => elsewhere)];
};

it('read here alone it names the load', () => {
  dock.shows(268, [EPC]);
  expect(last()).toEqual(['CO-1-1', 'tag', [false]]);
});

it('read at the other dock too it names nothing, and the entry says why; the scan does', () => {
  dock.shows(268, [EPC], [EPC]);
  expect(last()).toEqual([null, null, [true]]);
  expect(dock.view().guidance.key).toBe('scan-package');
  expect(dock.ask('ann', { kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: null })).toBe(
    'done',
  );
  expect(dock.view().load?.package).toBe('CO-1-1');
});

it('what the other dock reads besides is no matter', () => {
  dock.shows(268, [EPC], [drum(2).epcHex ?? '']);
  expect(last()).toEqual(['CO-1-1', 'tag', [false]]);
});

it('nor what it read before', () => {
  dock.shows(0, [], [EPC]);
  dock.shows(0);
  dock.shows(0);
  dock.shows(268, [EPC]);
  expect(last()).toEqual(['CO-1-1', 'tag', [false]]);
});
