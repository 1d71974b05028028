// A delivery does not run as planned: the scale breaks, trucks come on several days, several docks work on one notice.
import { describe, expect, it } from 'vitest';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { MultiStationBase } from './multiStationBase.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';
const SECOND = { ...SCALE, instrument: 'scale-2' };

function ready(count: number): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice(Array.from({ length: count }, (_, n) => drum(n + 1))));
  return base.open();
}

describe('a scale that breaks in mid-job', () => {
  it('is replaced by another, and nothing that was weighed is lost', () => {
    const base = ready(4);
    for (const n of [1, 2]) base.place(268.2, { tags: [epcOf(n)] });
    base.missing('CO-1-4');
    const before = base.packages().map(({ state, weighing, grossMg }) => [state, weighing, grossMg]);
    expect(base.move(base.job, 'dock-2')).toMatchObject({ station: 'dock-2' });
    base.lift();
    expect(base.packages().map(({ state, weighing, grossMg }) => [state, weighing, grossMg])).toEqual(before);
    expect(base.place(268, { tags: [epcOf(3)] })).toMatchObject({ refusal: 'no-job' });
    base.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(3)] });
    base.lift('dock-2');
    expect(base.closeAt(base.job)).toMatchObject({ verdict: 'discrepant' });
    expect(base.findings()).toEqual([['MISSING_PACKAGE', 'CO-1-4']]);
    expect(base.bodies('weighing').map(({ scale, number, job }) => [scale.instrument, number, job])).toEqual([
      ['scale-1', 1, base.job],
      ['scale-1', 2, base.job],
      ['scale-2', 1, base.job],
    ]);
  });

  it('its job does not push another aside', () => {
    const base = ready(1);
    base.order(notice([drum(9, { package: 'CO-2-1', mark: 'OTHER' })], { lot: 'CO-2' }));
    base.openAt('dock-2', 'order-CO-2');
    expect(base.move(base.job, 'dock-2')).toMatchObject({ refusal: 'station-busy' });
  });

  it('a load that nobody had named lies nowhere afterwards: it is weighed again', () => {
    const base = ready(1);
    base.place(268);
    base.move(base.job, 'dock-2');
    expect(base.scan('DRUM 1')).toMatchObject({ refusal: 'no-job' });
    expect(base.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'nothing-on-scale' });
    expect(base.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(1)] })).toMatchObject({
      package: 'CO-1-1',
    });
  });
});

describe('a notice that is delivered in parts', () => {
  it('is judged when the last part has come, over all of them', () => {
    const base = ready(3);
    base.place(268, { tags: [epcOf(1)] });
    expect(base.endDelivery(base.job)).toMatchObject({ lot: 'CO-1' });
    expect([base.book.get('order', 'order-CO-1')?.state, base.book.get('lot', 'CO-1')?.state]).toEqual([
      'open',
      'verifying',
    ]);
    const second = base.openAt('dock-1', 'order-CO-1');
    for (const n of [2, 3]) base.place(268, { tags: [epcOf(n)] });
    base.lift();
    expect(base.closeAt(second)).toMatchObject({ verdict: 'verified' });
    expect(base.bodies('verdict')).toMatchObject([{ job: second, found: 3 }]);
  });

  it('what was declared missing and comes with a later part was not missing', () => {
    const base = ready(2);
    base.place(268, { tags: [epcOf(1)] });
    base.missing('CO-1-2');
    base.endDelivery(base.job);
    const second = base.openAt('dock-1', 'order-CO-1');
    expect(base.place(268, { tags: [epcOf(2)] })).toMatchObject({ package: 'CO-1-2' });
    base.lift();
    expect(base.findings()).toEqual([]);
    expect(base.closeAt(second)).toMatchObject({ verdict: 'verified' });
  });

  it('the delivery does not end while a load without a name lies on the scale', () => {
    const base = ready(2);
    base.place(268);
    expect(base.endDelivery(base.job)).toMatchObject({ refusal: 'load-unidentified' });
  });
});

describe('several docks on one notice', () => {
  it('each package is weighed at one of them, and the last to close judges', () => {
    const base = ready(4);
    const other = base.openAt('dock-2', 'order-CO-1', 'bob');
    base.place(268, { tags: [epcOf(1)] });
    base.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(2)] });
    expect(base.place(268, { station: 'dock-2', scale: SECOND, tags: [epcOf(1)] })).toMatchObject({ package: null });
    expect(base.scan('DRUM 1', 'dock-2')).toMatchObject({ refusal: 'package-already-weighed' });
    expect(base.scan('DRUM 3', 'dock-2')).toMatchObject({ refusal: 'tag-names-other-package' });
    const [unnamed] = base.ledger.all('weighing').filter(({ state }) => state === 'unbound');
    expect(base.closeAt(other, 'bob')).toMatchObject({ refusal: 'load-unidentified' });
    base.act(() => ({
      entries: [
        {
          kind: 'weighing-reversed',
          body: { askedBy: null, weighing: unnamed?.id ?? '', reason: 'operator', operator: 'bob' },
        },
      ],
      effects: [],
      result: {},
    }));
    base.lift('dock-2').place(268, { tags: [epcOf(3)] });
    base.place(268, { tags: [epcOf(4)] });
    base.lift();
    expect(base.closeAt(other, 'bob')).toMatchObject({ verdict: null });
    expect(base.closeAt(base.job)).toMatchObject({ verdict: 'verified' });
    expect(base.bodies('verdict')).toHaveLength(1);
  });

  it('an unnamed load at the other dock does not hold up this one, but its own job', () => {
    const base = ready(2);
    const other = base.openAt('dock-2', 'order-CO-1');
    base.place(268, { station: 'dock-2', scale: SECOND });
    expect(base.closeAt(other)).toMatchObject({ refusal: 'load-unidentified' });
    expect(base.closeAt(base.job)).toMatchObject({ verdict: null });
  });
});

describe('a load that rises', () => {
  it('after its package was set apart is weighed, and named by a person', () => {
    const base = ready(2);
    base.place(240, { tags: [epcOf(1)] });
    base.act(() => ({
      entries: [{ kind: 'package-quarantined', body: { package: 'CO-1-1', reason: 'person', operator: 'ann' } }],
      effects: [],
      result: {},
    }));
    expect(base.place(268, { tags: [epcOf(1)], rises: true })).toMatchObject({ package: null });
    expect(base.packages()[0]?.state).toBe('quarantined');
  });

  it('after its lot was judged makes the verdict doubtful, and gives nobody the higher weight', () => {
    const base = ready(1);
    base.place(268, { tags: [epcOf(1)] });
    base.close();
    base.place(270, { tags: [epcOf(1)], rises: true });
    expect(base.bodies('weighing-reversed')).toEqual([]);
    expect(base.bodies('load-disturbed')).toHaveLength(1);
    expect(base.bodies('weighing')).toHaveLength(1);
    expect(base.book.get('lot', 'CO-1')?.state).toBe('verifying');
    expect(base.packages()[0]).toMatchObject({ doubtful: true, grossMg: 268_000_000 });
  });
});
