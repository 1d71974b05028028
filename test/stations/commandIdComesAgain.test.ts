// The id of a command makes sending it twice harmless; it is no ticket for something else, nor for somebody else.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

const OPEN: CommandBody = { kind: 'open-job', order: 'order-CO-1', station: 'dock-1' };
const SCAN: CommandBody = { kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: null };
let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1, { epcHex: null })]);
});
afterEach(() => station.end());

it('is answered with the first result when the same person sends the same again', () => {
  const first = station.command(OPEN, 'ann', { id: 'one' });
  expect(first.kind).toBe('done');
  expect(station.command(OPEN, 'ann', { id: 'one' })).toEqual(first);
});

it('is refused with other content', () => {
  station.command(OPEN, 'ann', { id: 'one' });
  expect(station.command(SCAN, 'ann', { id: 'one' }).kind).toBe('refused');
});

it('is refused from another person', () => {
  station.command(OPEN, 'ann', { id: 'one' });
  expect(station.command(OPEN, 'bob', { id: 'one' }).kind).toBe('refused');
});

it('is refused again when it was refused before, whatever lies on the scale meanwhile', () => {
  station.open().command(SCAN, 'ann', { id: 'one' });
  station.show(268, 2_000).command(SCAN, 'ann', { id: 'one' });
  expect(station.package('CO-1-1').grossMg).toBeNull();
});

it.each<[string, CommandBody]>([
  ['a check that is not recorded', { kind: 'start-check', station: 'dock-1' }],
  ['a platform that is said to be empty', { kind: 'confirm-empty', station: 'dock-1' }],
])('is refused when it was that of %s', (_what, body) => {
  station.show(0, 800).command(body, 'ann', { id: 'one' });
  expect(station.command(OPEN, 'ann', { id: 'one' }).kind).toBe('refused');
  expect(station.command(body, 'bob', { id: 'one' })).toEqual({
    kind: 'refused',
    code: 'command-said-differently',
    params: {},
  });
});

it('is refused after a restart as before it', () => {
  station.open().command(SCAN, 'ann', { id: 'one' });
  station.restart().show(0, 1_000).show(268, 2_000);
  expect(station.command(SCAN, 'ann', { id: 'one' }).kind).toBe('refused');
});

it('is refused at first while nothing lies on the scale, and a new one done later', () => {
  expect(station.open().command(SCAN).kind).toBe('refused');
  expect(station.show(268, 2_000).command(SCAN).kind).toBe('done');
});
