// A package got a new tag and still bears the old one: every command that reads or replaces an old tag says so in its
// answer, and the page says it in one place; so does a gate.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandBody } from '../../agent/core/model/command.ts';
import { readOldTags } from '../../agent/screen/wire/oldTags.ts';
import { drum } from '../core/intakeScenes.ts';
import { EPC, ReleaseDock, releaseOrder } from '../core/releaseScenes.ts';
import { viewGate } from '../../agent/core/views/stockView.ts';
import { BareStation } from './bareStation.ts';

const NEW_TAG = 'AAAABBBB';
let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1), drum(2)]).open();
  for (const n of [1, 2]) station.show(268, 2_000, { tags: [drum(n).epcHex] }).show(0, 1_000);
  station.close();
});
afterEach(() => station.end());

/** What the page says of old tags after a command. */
function said(body: CommandBody): string | null {
  const outcome = station.command(body);
  expect(outcome.kind).toBe('done');
  return outcome.kind === 'done' ? readOldTags({ ok: true, value: { result: outcome.result } }) : null;
}

const attach = (epcHex: string): CommandBody => ({ kind: 'attach-tag', package: 'CO-1-1', epcHex });

it('when it is replaced, and when it is replaced again; not when the first one is put on', () => {
  expect(said(attach(NEW_TAG))).toBe('DRUM 1');
  expect(said(attach('CCCCDDDD'))).toBe('DRUM 1');
});

it('when a count reads it; not when it reads the new one, or another package', () => {
  station.command(attach(NEW_TAG));
  station.command({ kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } });
  const stocktake = station.bodies('stocktake-opened').at(-1)?.stocktake ?? '';
  const count = (codes: string[], how: 'tag' | 'scan'): CommandBody => ({ kind: 'count', stocktake, codes, how });
  expect(said(count([EPC(2)], 'tag'))).toBeNull();
  expect(said(count([EPC(1), EPC(2)], 'tag'))).toBe('DRUM 1');
  expect(said(count([NEW_TAG], 'scan'))).toBeNull();
});

it('when a release fetches the package by it', () => {
  station.command(attach(NEW_TAG));
  station.order('rel-1', releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }));
  station.command({ kind: 'open-job', order: 'rel-1', station: 'dock-1' });
  const job = station.bodies('job-opened').at(-1)?.job ?? '';
  expect(said({ kind: 'pick', job, code: EPC(1), how: 'scanned' })).toBe('DRUM 1');
});

it('when it goes out through a gate without an order', () => {
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
  dock.attachTag('CO-1-3', NEW_TAG);
  dock.goesOut(EPC(2));
  expect(viewGate(dock.ledger.book, 'gate-1').alarm).toMatchObject({ package: 'CO-1-2', oldTag: false });
  dock.goesOut(EPC(3));
  expect(viewGate(dock.ledger.book, 'gate-1').alarm).toMatchObject({ package: 'CO-1-3', oldTag: true });
});
