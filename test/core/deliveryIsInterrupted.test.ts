// A delivery does not run as planned: the scale breaks, trucks come on several days, several docks work on one notice.
import { describe, expect, it } from 'vitest';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { Yard } from './yard.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';
const SECOND = { ...SCALE, instrument: 'scale-2' };

function ready(count: number): Yard {
  const yard = new Yard();
  yard.order(notice(Array.from({ length: count }, (_, n) => drum(n + 1))));
  return yard.open();
}

describe('a scale that breaks in mid-job', () => {
  it('is replaced by another, and nothing that was weighed is lost', () => {
    const yard = ready(4);
    for (const n of [1, 2]) yard.place(268.2, { tags: [epcOf(n)] });
    yard.missing('CO-1-4');
    const before = yard.packages().map(({ state, weighing, grossMg }) => [state, weighing, grossMg]);
    expect(yard.move(yard.job, 'dock-2')).toMatchObject({ station: 'dock-2' });
    yard.lift();
    expect(yard.packages().map(({ state, weighing, grossMg }) => [state, weighing, grossMg])).toEqual(before);
    expect(yard.place(268, { tags: [epcOf(3)] })).toMatchObject({ refusal: 'no-job' });
    yard.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(3)] });
    yard.lift('dock-2');
    expect(yard.closeAt(yard.job)).toMatchObject({ verdict: 'discrepant' });
    expect(yard.findings()).toEqual([['MISSING_PACKAGE', 'CO-1-4']]);
    expect(yard.bodies('weighing').map(({ scale, number, job }) => [scale.instrument, number, job])).toEqual([
      ['scale-1', 1, yard.job],
      ['scale-1', 2, yard.job],
      ['scale-2', 1, yard.job],
    ]);
  });

  it('its job does not push another aside', () => {
    const yard = ready(1);
    yard.order(notice([drum(9, { package: 'CO-2-1', mark: 'OTHER' })], { lot: 'CO-2' }));
    yard.openAt('dock-2', 'order-CO-2');
    expect(yard.move(yard.job, 'dock-2')).toMatchObject({ refusal: 'station-busy' });
  });

  it('a load that nobody had named lies nowhere afterwards: it is weighed again', () => {
    const yard = ready(1);
    yard.place(268);
    yard.move(yard.job, 'dock-2');
    expect(yard.scan('DRUM 1')).toMatchObject({ refusal: 'no-job' });
    expect(yard.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'nothing-on-scale' });
    expect(yard.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(1)] })).toMatchObject({
      package: 'CO-1-1',
    });
  });
});

describe('a notice that is delivered in parts', () => {
  it('is judged when the last part has come, over all of them', () => {
    const yard = ready(3);
    yard.place(268, { tags: [epcOf(1)] });
    expect(yard.endDelivery(yard.job)).toMatchObject({ lot: 'CO-1' });
    expect([yard.book.get('order', 'order-CO-1')?.state, yard.book.get('lot', 'CO-1')?.state]).toEqual([
      'open',
      'verifying',
    ]);
    const second = yard.openAt('dock-1', 'order-CO-1');
    for (const n of [2, 3]) yard.place(268, { tags: [epcOf(n)] });
    yard.lift();
    expect(yard.closeAt(second)).toMatchObject({ verdict: 'verified' });
    expect(yard.bodies('verdict')).toMatchObject([{ job: second, found: 3 }]);
  });

  it('what was declared missing and comes with a later part was not missing', () => {
    const yard = ready(2);
    yard.place(268, { tags: [epcOf(1)] });
    yard.missing('CO-1-2');
    yard.endDelivery(yard.job);
    const second = yard.openAt('dock-1', 'order-CO-1');
    expect(yard.place(268, { tags: [epcOf(2)] })).toMatchObject({ package: 'CO-1-2' });
    yard.lift();
    expect(yard.findings()).toEqual([]);
    expect(yard.closeAt(second)).toMatchObject({ verdict: 'verified' });
  });

  it('the delivery does not end while a load without a name lies on the scale', () => {
    const yard = ready(2);
    yard.place(268);
    expect(yard.endDelivery(yard.job)).toMatchObject({ refusal: 'load-unidentified' });
  });
});

describe('several docks on one notice', () => {
  it('each package is weighed at one of them, and the last to close judges', () => {
    const yard = ready(4);
    const other = yard.openAt('dock-2', 'order-CO-1', 'bob');
    yard.place(268, { tags: [epcOf(1)] });
    yard.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(2)] });
    expect(yard.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(1)] })).toMatchObject({ package: null });
    expect(yard.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'package-already-weighed' });
    expect(yard.scan('DRUM 3', 'dock-2')).toMatchObject({ refusal: 'tag-names-other-package' });
    yard.lift('dock-2').place(268, { tags: [epcOf(3)] });
    yard.place(268, { tags: [epcOf(4)] });
    yard.lift();
    expect(yard.closeAt(other, 'bob')).toMatchObject({ verdict: null });
    expect(yard.closeAt(yard.job)).toMatchObject({ verdict: 'verified' });
    expect(yard.bodies('verdict')).toHaveLength(1);
  });

  it('an unnamed load at the other dock does not hold up this one, but its own job', () => {
    const yard = ready(2);
    const other = yard.openAt('dock-2', 'order-CO-1');
    yard.place(268, { station: 'dock-2', scale: SECOND });
    expect(yard.closeAt(other)).toMatchObject({ refusal: 'load-unidentified' });
    expect(yard.closeAt(yard.job)).toMatchObject({ verdict: null });
  });
});

describe('a load that rises', () => {
  it('after its package was set apart is weighed, and named by a person', () => {
    const yard = ready(2);
    yard.place(240, { tags: [epcOf(1)] });
    yard.act(() => ({
      entries: [{ kind: 'package-quarantined', body: { package: 'CO-1-1', reason: 'person', operator: 'ann' } }],
      effects: [],
      result: {},
    }));
    expect(yard.place(268, { tags: [epcOf(1)], rises: true })).toMatchObject({ package: null });
    expect(yard.packages()[0]?.state).toBe('quarantined');
  });

  it('after its lot was judged changes nothing', () => {
    const yard = ready(1);
    yard.place(268, { tags: [epcOf(1)] });
    yard.close();
    expect(yard.place(270, { tags: [epcOf(1)], rises: true })).toMatchObject({ refusal: 'job-closed' });
    expect(yard.bodies('weighing-reversed')).toEqual([]);
  });
});
