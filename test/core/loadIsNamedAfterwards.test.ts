// A load was weighed and taken off, and nobody said what it was.
import { expect, it } from 'vitest';
import { decideNameWeighing } from '../../agent/core/loads/identifyLoad.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import { Dock, drum, notice } from './intakeScenes.ts';

const TWO = notice([drum(1), drum(2)]);

function unnamed(): { dock: Dock; weighing: string } {
  const dock = new Dock();
  dock.order(TWO);
  dock.open().weigh(268);
  const weighing = dock.onScale ?? '';
  dock.onScale = null;
  return { dock, weighing };
}

function name(
  dock: Dock,
  { weighing, code, ...extra }: { weighing: string; code: string; isForeign?: boolean; isLoadGone?: boolean },
): Record<string, unknown> | Refusal {
  const event = { weighing, code, isForeign: false, isLoadGone: true, operator: 'ann', findingId: dock.id(), ...extra };
  return dock.act((book) => decideNameWeighing(event, book));
}

it('closing waits until somebody says what it was; the record tells that it was said afterwards', () => {
  const { dock, weighing } = unnamed();
  dock.weigh(268);
  dock.identify('CO-1-2');
  dock.onScale = null;
  dock.missing('CO-1-1');
  expect(dock.close()).toMatchObject({ refusal: 'weighing-unnamed' });
  expect(name(dock, { weighing, code: 'CO-1-1' })).toMatchObject({ package: 'CO-1-1' });
  expect(dock.ledger.entries.at(-1)).toMatchObject({ kind: 'weighing-bound', body: { boundBy: 'afterwards' } });
  expect(dock.close()).not.toHaveProperty('refusal');
});

it('it may be held as not of this lot, or taken back by a supervisor', () => {
  const held = unnamed();
  expect(name(held.dock, { weighing: held.weighing, code: 'blue drum', isForeign: true })).toMatchObject({
    code: 'EXTRA_PACKAGE',
  });
  const reversed = unnamed();
  expect(reversed.dock.reverse(reversed.weighing)).not.toHaveProperty('refusal');
  expect(name(reversed.dock, { weighing: reversed.weighing, code: 'CO-1-1' })).toMatchObject({
    refusal: 'weighing-reversed',
  });
});

it('while it may still lie there, the load is scanned and not its weighing named', () => {
  const { dock, weighing } = unnamed();
  expect(name(dock, { weighing, code: 'CO-1-1', isLoadGone: false })).toMatchObject({ refusal: 'load-still-here' });
});

it('a name that another weighing has, or that its tags contradict, is refused', () => {
  const dock = new Dock();
  dock.order(TWO);
  const other = 'E28011700000000000000001';
  dock.open().weigh(268, [drum(2).epcHex, other]);
  const weighing = dock.onScale ?? '';
  dock.weigh(268, [drum(2).epcHex]);
  expect(name(dock, { weighing, code: 'CO-1-2' })).toMatchObject({ refusal: 'package-already-weighed' });
  expect(name(dock, { weighing, code: 'CO-1-1' })).toMatchObject({ refusal: 'tag-names-other-package' });
  expect(name(dock, { weighing: 'none', code: 'CO-1-1' })).toMatchObject({ refusal: 'weighing-unknown' });
});
