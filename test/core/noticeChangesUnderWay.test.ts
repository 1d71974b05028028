// Headquarters amends or cancels a notice while its goods are at the dock: what is weighed stays, and nothing is
// forgotten.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

function begun(): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice([drum(1), drum(2), drum(3)], { totalGrossMg: 3 * 268 * KG }));
  base.open();
  base.place(268, { tags: [epcOf(1)] });
  base.lift();
  return base;
}

function amend(
  base: MultiStationBase,
  change: { add?: ReturnType<typeof drum>[]; drop?: string[]; totalGrossMg?: number | null; lot?: string },
): unknown {
  const { add = [], drop = [], totalGrossMg = null, lot = 'CO-1' } = change;
  return base.order({ kind: 'intake-amendment', lot, add, drop, totalGrossMg }, { order: base.id() });
}

const refusals = (base: MultiStationBase): string[] => base.bodies('order-refused').map(({ reason }) => reason);

describe('an amendment', () => {
  it('adds and drops packages, and the lot is judged by what it then announces', () => {
    const base = begun();
    expect(amend(base, { add: [drum(4)], drop: ['CO-1-2'], totalGrossMg: 3 * 268 * KG })).toMatchObject({
      accepted: true,
    });
    expect(base.states()).toEqual(['present', 'dropped', 'expected', 'expected']);
    for (const n of [3, 4]) base.place(268, { tags: [epcOf(n)] });
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'verified' });
    expect(base.verdict()).toMatchObject({ announced: 3, found: 3 });
  });

  it('that drops a missing package takes back that it is missing', () => {
    const base = begun();
    base.missing('CO-1-2');
    amend(base, { drop: ['CO-1-2', 'CO-1-3'] });
    expect(base.findings()).toEqual([]);
    expect(base.close()).toMatchObject({ verdict: 'verified' });
  });

  it('that announces what was found too much makes it a package of the lot', () => {
    const base = begun();
    base.place(268, { tags: [epcOf(4)] });
    base.hold('DRUM 4');
    base.lift();
    expect(base.findings()).toEqual([['EXTRA_PACKAGE', 'DRUM 4']]);
    amend(base, { add: [drum(4)], drop: ['CO-1-2', 'CO-1-3'] });
    expect(base.findings()).toEqual([]);
    expect(base.close()).toMatchObject({ verdict: 'verified' });
    expect(base.verdict()).toMatchObject({ announced: 2, found: 2 });
  });

  it.each([
    ['of an unknown lot', { lot: 'X' }, 'lot X is unknown'],
    ['dropping what has come', { drop: ['CO-1-1'] }, 'package CO-1-1 is present: it has come already'],
    ['dropping a stranger', { drop: ['CO-9-1'] }, 'package CO-9-1 is none of this notice'],
    ['dropping one twice', { drop: ['CO-1-2', 'CO-1-2'] }, 'package CO-1-2 is dropped twice'],
    [
      'adding one that is announced',
      { add: [drum(2)] },
      'package CO-1-2 is in the book already: it is expected, of lot CO-1',
    ],
    [
      'adding a mark that is used',
      { add: [drum(5, { mark: 'DRUM 3' })] },
      'mark DRUM 3 is that of package CO-1-3 of lot CO-1 already',
    ],
    [
      'adding a tag that is used',
      { add: [drum(5, { epcHex: epcOf(1) })] },
      `tag ${epcOf(1)} is that of package CO-1-1, which is present, of lot CO-1`,
    ],
    ['adding one without contents', { add: [drum(5, { tareMg: 268 * KG })] }, 'package CO-1-5: gross must exceed tare'],
  ])('is refused in words: %s', (_what, change, reason) => {
    const base = begun();
    expect(amend(base, change)).toMatchObject({ accepted: false });
    expect(refusals(base)).toEqual([reason]);
  });

  it('is refused if nothing would be left, or for what waits on a pallet; what is judged takes a further delivery', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1), drum(2)]));
    base.open();
    amend(base, { drop: ['CO-1-1', 'CO-1-2'] });
    base.form(['DRUM 1', 'DRUM 2']);
    amend(base, { drop: ['CO-1-2'] });
    base.place(556);
    base.lift();
    base.close();
    expect(amend(base, { add: [drum(3)], drop: ['CO-1-1'] })).toMatchObject({ accepted: false });
    expect(amend(base, { add: [drum(3)] })).toMatchObject({ accepted: true });
    expect(refusals(base)).toEqual([
      'a notice holds 1 to 2000 packages, this one would hold 0',
      'package CO-1-2 is being weighed with others',
      'the notice of lot CO-1 is done',
    ]);
    expect(base.book.get('order', 'order-CO-1')?.state).toBe('open');
    base.open();
    base.place(268);
    base.identify('DRUM 3');
    base.lift();
    expect(base.close()).toMatchObject({ verdict: 'verified' });
    expect(base.verdict()).toMatchObject({ found: 3 });
  });
});

describe('a cancellation', () => {
  it('ends the jobs, drops what has not come, and holds what is here until it is decided', () => {
    const base = begun();
    const other = base.openAt('dock-2', 'order-CO-1');
    base.form(['DRUM 2', 'DRUM 3'], { station: 'dock-2' });
    base.order({ kind: 'cancellation', cancels: 'order-CO-1' });
    expect(base.states()).toEqual(['present', 'dropped', 'dropped']);
    expect([base.job, other].map((job) => base.book.get('job', job)?.state)).toEqual(['closed', 'closed']);
    expect(base.bodies('job-closed').map(({ outcome, operator }) => [outcome, operator])).toEqual([
      ['cancelled', null],
      ['cancelled', null],
    ]);
    expect(base.book.get('station', 'dock-2')).toMatchObject({ job: null, intent: null });
    expect(base.findings()).toEqual([['NOTICE_CANCELLED', 'CO-1-1']]);
    expect(base.book.get('lot', 'CO-1')?.state).toBe('discrepant');
    const { hash, seq } = base.book.where('finding', 'lot', 'CO-1')[0] ?? { hash: '', seq: 0 };
    base.order({
      kind: 'decision',
      findings: [{ epoch: 'e1', seq, hash }],
      decision: 'return',
      adjust: [],
      adopt: null,
      recognise: null,
      note: 'back to the consignor',
    });
    expect(base.states()).toEqual(['returned', 'dropped', 'dropped']);
    expect(base.book.get('lot', 'CO-1')?.state).toBe('closed');
  });

  it('of a notice whose goods have not come closes its lot', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1)]));
    base.order({ kind: 'cancellation', cancels: 'order-CO-1' });
    expect([base.states(), base.book.get('lot', 'CO-1')?.state]).toEqual([['dropped'], 'closed']);
    expect(base.place(268, { tags: [epcOf(1)] })).toMatchObject({ refusal: 'no-job' });
  });

  it('is refused in words for an order that is unknown, done, or cancelled already', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1)]));
    base.open();
    base.place(268, { tags: [epcOf(1)] });
    base.lift();
    base.close();
    base.order(notice([drum(2)], { lot: 'CO-2' }));
    for (const cancels of ['order-x', 'order-CO-1', 'order-CO-2', 'order-CO-2'])
      base.order({ kind: 'cancellation', cancels });
    expect(refusals(base)).toEqual([
      'order order-x is unknown',
      'order order-CO-1 is done',
      'order order-CO-2 is cancelled',
    ]);
  });

  it('of a deposited release keeps it shut', () => {
    const base = new MultiStationBase();
    base.order({ kind: 'sealed-order', sealed: 'S-1', salt: 'a', nonce: 'b', ciphertext: 'c' }, { order: 'deposit-1' });
    base.order({ kind: 'cancellation', cancels: 'deposit-1' });
    expect(base.book.get('deposit', 'S-1')?.state).toBe('cancelled');
    base.order({ kind: 'cancellation', cancels: 'deposit-1' });
    expect(refusals(base)).toEqual(['order deposit-1 is cancelled']);
  });
});
