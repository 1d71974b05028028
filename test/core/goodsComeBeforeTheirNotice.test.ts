// Goods that nobody announced are weighed and held; when their notice comes they are its packages, with what the scale
// said then.
import { describe, expect, it } from 'vitest';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

function held(
  grossKg: number,
  identity: string,
  load: { tags?: string[]; scale?: typeof SCALE } = {},
): MultiStationBase {
  const base = new MultiStationBase();
  const job = base.unannounced();
  base.place(grossKg, load);
  base.hold(identity);
  base.lift();
  base.closeAt(job);
  return base;
}

const heldFor = (base: MultiStationBase): string[][] =>
  base.book.where('finding', 'state', 'open').map(({ code, package: name }) => [code, name ?? '']);

describe('goods without a notice', () => {
  it('are weighed and held, and no lot knows them', () => {
    const base = held(268, 'DRUM 1');
    expect(heldFor(base)).toEqual([['UNANNOUNCED', 'DRUM 1']]);
    expect(base.bodies('weighing')[0]).toMatchObject({ purpose: 'unannounced', lot: null, package: null });
    expect(base.book.where('foreign', 'identity', 'DRUM 1')).toMatchObject([{ state: 'held', lot: null }]);
  });

  it('cannot leave their job unnamed', () => {
    const base = new MultiStationBase();
    const job = base.unannounced();
    base.place(268);
    expect(base.closeAt(job)).toMatchObject({ refusal: 'load-unidentified' });
  });
});

describe('the notice comes', () => {
  it.each([
    ['DRUM 1', 'typed'],
    ['CO-1-1', 'typed'],
    [epcOf(1), 'tag'],
  ])('and names what was held as %s', (identity, boundBy) => {
    const base = held(268, identity);
    base.order(notice([drum(1), drum(2)]));
    expect(base.ledger.kinds().slice(-2)).toEqual(['order-received', 'weighing-bound']);
    expect(base.bodies('weighing-bound')[0]).toMatchObject({ package: 'CO-1-1', boundBy, operator: 'ann' });
    expect(base.packages().map(({ state, grossMg }) => [state, grossMg])).toEqual([
      ['present', 268 * KG],
      ['expected', null],
    ]);
    expect(base.book.get('lot', 'CO-1')?.state).toBe('verifying');
    expect(heldFor(base)).toEqual([]);
    base.open();
    base.place(268, { tags: [epcOf(2)] });
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'verified' });
  });

  it('and the tag that was on it is enough, whatever a person read', () => {
    const base = held(268, 'rusty drum', { tags: [epcOf(1)] });
    base.order(notice([drum(1)]));
    expect(base.bodies('weighing-bound')[0]).toMatchObject({ package: 'CO-1-1', boundBy: 'tag' });
    expect(heldFor(base)).toEqual([]);
  });

  it('and the drum is lighter than it says', () => {
    const base = held(256, 'DRUM 1');
    base.order(notice([drum(1)]));
    expect(base.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
    expect(base.bodies('finding').at(-1)?.comparison).toEqual(base.packages()[0]?.comparison);
    expect(base.packages()[0]?.held).toBe(true);
  });

  it('and the scale that weighed it was not verified', () => {
    const base = held(268, 'DRUM 1', { scale: { ...SCALE, verified: false } });
    base.order(notice([drum(1)]));
    expect(base.findings()).toEqual([['SCALE_UNVERIFIED', 'CO-1-1']]);
  });

  it('and two held drums bear one mark: neither is taken for it', () => {
    const base = held(268, 'DRUM 1');
    const job = base.unannounced();
    base.place(270);
    base.hold('DRUM 1');
    base.lift();
    base.closeAt(job);
    base.order(notice([drum(1)]));
    expect(base.states()).toEqual(['expected']);
    expect(heldFor(base)).toHaveLength(2);
  });

  it('and the mark is right but the tag is another: it is not taken for it', () => {
    const base = held(268, 'DRUM 1', { tags: ['E20000000000000000000042'] });
    base.order(notice([drum(1)]));
    expect(base.states()).toEqual(['expected']);
  });

  it('and its weighing had been taken back: it is weighed as all others', () => {
    const base = new MultiStationBase();
    base.unannounced();
    const { weighing } = base.place(268) as { weighing: string };
    base.hold('DRUM 1');
    base.lift();
    base.reverse(weighing);
    base.order(notice([drum(1)]));
    expect(base.states()).toEqual(['expected']);
  });
});
