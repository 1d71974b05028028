// A return: what left comes back and is compared with what we ourselves measured when it was here.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

/** Three drums came, measured 268.2 kg each; two left. */
function released(): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice([drum(1), drum(2), drum(3)]));
  base.open();
  for (const n of [1, 2, 3]) base.place(268.2, { tags: [epcOf(n)] });
  base.lift();
  base.close();
  base.releaseAtOnce(['CO-1-1', 'CO-1-2']);
  return base;
}

function giveBack(base: MultiStationBase, packages: string[], order = 'return-1'): unknown {
  return base.order({ kind: 'return-notice', lot: 'CO-1', packages }, { order });
}

describe('a return', () => {
  it('is an intake of its own, compared with our own earlier weighing', () => {
    const base = released();
    expect(base.states()).toEqual(['released', 'released', 'stored']);
    giveBack(base, ['CO-1-1', 'CO-1-2']);
    const job = base.openAt('dock-1', 'return-1');
    for (const n of [1, 2]) base.place(268.2, { tags: [epcOf(n)] });
    base.lift();
    expect(base.closeAt(job)).toMatchObject({ verdict: 'verified' });
    expect(base.packages()[0]?.comparison).toMatchObject({
      declaredMg: 268_200_000,
      differenceMg: 0,
      otherRoundingMg: 0,
    });
    expect(base.bodies('verdict').at(-1)).toMatchObject({ order: 'return-1', announced: 2, found: 2 });
    expect(base.states()).toEqual(['stored', 'stored', 'stored']);
  });

  it('lighter than it left is a finding', () => {
    const base = released();
    giveBack(base, ['CO-1-1']);
    base.openAt('dock-1', 'return-1');
    base.place(265, { tags: [epcOf(1)] });
    expect(base.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
  });

  it('that is cancelled leaves its packages where they were: gone, and able to come back another time', () => {
    const base = released();
    giveBack(base, ['CO-1-1']);
    base.openAt('dock-1', 'return-1');
    base.order({ kind: 'cancellation', cancels: 'return-1' });
    expect([base.states(), base.book.get('lot', 'CO-1')?.state]).toEqual([
      ['released', 'released', 'stored'],
      'verified',
    ]);
    expect(giveBack(base, ['CO-1-1'], 'return-2')).toMatchObject({ accepted: true });
    base.openAt('dock-1', 'return-2');
    base.place(268.2, { tags: [epcOf(1)] });
    expect(base.packages()[0]).toMatchObject({ state: 'present', earlier: { grossMg: 268_200_000 } });
  });

  it.each([
    ['of nothing', 'CO-1', [], 'a return holds 1 to 2000 packages, this one 0'],
    ['of an unknown lot', 'CO-9', ['CO-1-1'], 'lot CO-9 is unknown'],
    ['of what is still here', 'CO-1', ['CO-1-3'], 'package CO-1-3 is stored: only released packages come back'],
    ['of a stranger', 'CO-1', ['X'], 'package X is none of lot CO-1'],
    ['of one twice', 'CO-1', ['CO-1-1', 'CO-1-1'], 'package CO-1-1 is named twice'],
  ])('is refused in words: %s', (_what, lot, packages, reason) => {
    const base = released();
    base.order({ kind: 'return-notice', lot, packages }, { order: 'return-1' });
    expect(base.bodies('order-refused').map((refused) => refused.reason)).toEqual([reason]);
  });

  it('waits until another delivery of its lot is over', () => {
    const base = released();
    giveBack(base, ['CO-1-1']);
    giveBack(base, ['CO-1-2'], 'return-2');
    expect(base.bodies('order-refused').map(({ reason }) => reason)).toEqual([
      'order return-1 for lot CO-1 is still open',
    ]);
  });

  it('is measured once, and its mass counts once', () => {
    const base = released();
    giveBack(base, ['CO-1-1']);
    base.openAt('dock-1', 'return-1');
    base.place(268.2, { tags: [epcOf(1)] });
    expect(
      base
        .packages()
        .filter(({ state }) => state !== 'released')
        .reduce((sum, { netMg }) => sum + (netMg ?? 0), 0),
    ).toBe(2 * 250_200_000);
    expect(250.2 * KG).toBe(250_200_000);
  });
});
