// Goods that nobody announced are weighed and held; when their notice comes they are its packages, with what the scale
// said then.
import { describe, expect, it } from 'vitest';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { Yard } from './yard.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

function held(grossKg: number, identity: string, load: { tags?: string[]; scale?: typeof SCALE } = {}): Yard {
  const yard = new Yard();
  const job = yard.unannounced();
  yard.place(grossKg, load);
  yard.hold(identity);
  yard.lift();
  yard.closeAt(job);
  return yard;
}

const heldFor = (yard: Yard): string[][] =>
  yard.book.where('finding', 'state', 'open').map(({ code, package: name }) => [code, name ?? '']);

describe('goods without a notice', () => {
  it('are weighed and held, and no lot knows them', () => {
    const yard = held(268, 'DRUM 1');
    expect(heldFor(yard)).toEqual([['UNANNOUNCED', 'DRUM 1']]);
    expect(yard.bodies('weighing')[0]).toMatchObject({ purpose: 'unannounced', lot: null, package: null });
    expect(yard.book.where('foreign', 'identity', 'DRUM 1')).toMatchObject([{ state: 'held', lot: null }]);
  });

  it('cannot leave their job unnamed', () => {
    const yard = new Yard();
    const job = yard.unannounced();
    yard.place(268);
    expect(yard.closeAt(job)).toMatchObject({ refusal: 'load-unidentified' });
  });
});

describe('the notice comes', () => {
  it.each([
    ['DRUM 1', 'typed'],
    ['CO-1-1', 'typed'],
    [epcOf(1), 'tag'],
  ])('and names what was held as %s', (identity, boundBy) => {
    const yard = held(268, identity);
    yard.order(notice([drum(1), drum(2)]));
    expect(yard.ledger.kinds().slice(-2)).toEqual(['order-received', 'weighing-bound']);
    expect(yard.bodies('weighing-bound')[0]).toMatchObject({ package: 'CO-1-1', boundBy, operator: 'ann' });
    expect(yard.packages().map(({ state, grossMg }) => [state, grossMg])).toEqual([
      ['present', 268 * KG],
      ['expected', null],
    ]);
    expect(yard.book.get('lot', 'CO-1')?.state).toBe('verifying');
    expect(heldFor(yard)).toEqual([]);
    yard.open();
    yard.place(268, { tags: [epcOf(2)] });
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'verified' });
  });

  it('and the tag that was on it is enough, whatever a person read', () => {
    const yard = held(268, 'rusty drum', { tags: [epcOf(1)] });
    yard.order(notice([drum(1)]));
    expect(yard.bodies('weighing-bound')[0]).toMatchObject({ package: 'CO-1-1', boundBy: 'tag' });
    expect(heldFor(yard)).toEqual([]);
  });

  it('and the drum is lighter than it says', () => {
    const yard = held(256, 'DRUM 1');
    yard.order(notice([drum(1)]));
    expect(yard.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
    expect(yard.bodies('finding').at(-1)?.comparison).toEqual(yard.packages()[0]?.comparison);
    expect(yard.packages()[0]?.held).toBe(true);
  });

  it('and the scale that weighed it was not verified', () => {
    const yard = held(268, 'DRUM 1', { scale: { ...SCALE, verified: false } });
    yard.order(notice([drum(1)]));
    expect(yard.findings()).toEqual([['SCALE_UNVERIFIED', 'CO-1-1']]);
  });

  it('and two held drums bear one mark: neither is taken for it', () => {
    const yard = held(268, 'DRUM 1');
    const job = yard.unannounced();
    yard.place(270);
    yard.hold('DRUM 1');
    yard.lift();
    yard.closeAt(job);
    yard.order(notice([drum(1)]));
    expect(yard.states()).toEqual(['expected']);
    expect(heldFor(yard)).toHaveLength(2);
  });

  it('and the mark is right but the tag is another: it is not taken for it', () => {
    const yard = held(268, 'DRUM 1', { tags: ['E20000000000000000000042'] });
    yard.order(notice([drum(1)]));
    expect(yard.states()).toEqual(['expected']);
  });

  it('and its weighing had been taken back: it is weighed as all others', () => {
    const yard = new Yard();
    yard.unannounced();
    const { weighing } = yard.place(268) as { weighing: string };
    yard.hold('DRUM 1');
    yard.lift();
    yard.reverse(weighing);
    yard.order(notice([drum(1)]));
    expect(yard.states()).toEqual(['expected']);
  });
});
