// Somebody says what the next load is and goes away: he signs out, works at another station, or does nothing for a quarter
// of an hour; or the work it belonged to has ended. The next load is not that one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { CaseDock } from '../core/caseScenes.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;
let recount: CommandBody;

/** Two drums in store, of which the second was too light; a second dock. */
beforeEach(() => {
  const { ledger } = CaseDock.judged(268, 260);
  const finding = ledger.book.where('finding', 'package', 'CO-1-2')[0]?.id ?? '';
  recount = { kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } };
  dock = new OneDock(ledger, SCALE, ['dock-2']);
});
afterEach(() => dock.close());

const announced = (): string | null => dock.view().intent?.kind ?? null;
const lastWord = (): unknown => dock.bodies('load-announced').at(-1);

describe('bob announces that a drum is weighed again', () => {
  beforeEach(() => {
    expect(dock.ask('bob', recount)).toBe('done');
    dock.idle(5_000);
    expect(announced()).toBe('recount');
  });

  it('and signs out: it ends', () => {
    dock.signOut('bob');
    expect(announced()).toBeNull();
    expect(lastWord()).toEqual({ station: 'dock-1', intent: null, operator: null });
  });

  it('and gives a command at another station, even one that is refused: it ends', () => {
    expect(dock.ask('bob', { kind: 'open-job', order: 'none', station: 'dock-2' })).toBe('order-unknown');
    expect(announced()).toBeNull();
  });

  it('and others sign out or work elsewhere: it stands', () => {
    dock.signOut('ann');
    dock.ask('ann', { kind: 'open-unannounced', station: 'dock-2' });
    dock.ask('bob', { kind: 'report-finding', code: 'MOISTURE', package: 'CO-1-1', note: '' });
    expect(announced()).toBe('recount');
  });

  it('and comes back after he had signed out: what he announces then stands', () => {
    dock.signOut('bob');
    dock.idle(5_000);
    expect(dock.ask('bob', recount)).toBe('done');
    dock.idle(60_000);
    expect(announced()).toBe('recount');
  });
});

describe('a site lets announcements hold for an hour', () => {
  beforeEach(async () => {
    await dock.close();
    const { ledger } = CaseDock.judged(268, 260);
    dock = new OneDock(ledger, SCALE, ['dock-2'], 3_600_000);
    expect(dock.ask('bob', recount)).toBe('done');
  });

  it('it ends when its person gave no command for a quarter of an hour', () => {
    dock.idle(890_000);
    expect(announced()).toBe('recount');
    dock.idle(15_000);
    expect(announced()).toBeNull();
  });

  it('any command of his that concerns no other station keeps it', () => {
    dock.idle(600_000);
    dock.ask('bob', { kind: 'report-finding', code: 'MOISTURE', package: 'CO-1-1', note: '' });
    dock.idle(600_000);
    expect(announced()).toBe('recount');
  });
});

it('it ends with the job it was announced in', () => {
  expect(dock.ask('bob', { kind: 'open-unannounced', station: 'dock-1' })).toBe('done');
  expect(dock.ask('bob', recount)).toBe('done');
  const job = dock.bodies('job-opened').at(-1)?.job ?? '';
  expect(dock.ask('bob', { kind: 'close-job', job })).toBe('done');
  dock.shows(0);
  expect(announced()).toBeNull();
});
