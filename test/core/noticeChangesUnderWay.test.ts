// Headquarters amends or cancels a notice while its goods are at the dock: what is weighed stays, and nothing is
// forgotten.
import { describe, expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { Yard } from './yard.ts';

const epcOf = (n: number): string => drum(n).epcHex ?? '';

function begun(): Yard {
  const yard = new Yard();
  yard.order(notice([drum(1), drum(2), drum(3)], { totalGrossMg: 3 * 268 * KG }));
  yard.open();
  yard.place(268, { tags: [epcOf(1)] });
  yard.lift();
  return yard;
}

function amend(
  yard: Yard,
  change: { add?: ReturnType<typeof drum>[]; drop?: string[]; totalGrossMg?: number | null; lot?: string },
): unknown {
  const { add = [], drop = [], totalGrossMg = null, lot = 'CO-1' } = change;
  return yard.order({ kind: 'intake-amendment', lot, add, drop, totalGrossMg }, { order: yard.id() });
}

const refusals = (yard: Yard): string[] => yard.bodies('order-refused').map(({ reason }) => reason);

describe('an amendment', () => {
  it('adds and drops packages, and the lot is judged by what it then announces', () => {
    const yard = begun();
    expect(amend(yard, { add: [drum(4)], drop: ['CO-1-2'], totalGrossMg: 3 * 268 * KG })).toMatchObject({
      accepted: true,
    });
    expect(yard.states()).toEqual(['present', 'dropped', 'expected', 'expected']);
    for (const n of [3, 4]) yard.place(268, { tags: [epcOf(n)] });
    yard.lift();
    expect(yard.close()).toMatchObject({ verdict: 'verified' });
    expect(yard.verdict()).toMatchObject({ announced: 3, found: 3 });
  });

  it('that drops a missing package takes back that it is missing', () => {
    const yard = begun();
    yard.missing('CO-1-2');
    amend(yard, { drop: ['CO-1-2', 'CO-1-3'] });
    expect(yard.findings()).toEqual([]);
    expect(yard.close()).toMatchObject({ verdict: 'verified' });
  });

  it('that announces what was found too much makes it a package of the lot', () => {
    const yard = begun();
    yard.place(268, { tags: [epcOf(4)] });
    yard.hold('DRUM 4');
    yard.lift();
    expect(yard.findings()).toEqual([['EXTRA_PACKAGE', 'DRUM 4']]);
    amend(yard, { add: [drum(4)], drop: ['CO-1-2', 'CO-1-3'] });
    expect(yard.findings()).toEqual([]);
    expect(yard.close()).toMatchObject({ verdict: 'verified' });
    expect(yard.verdict()).toMatchObject({ announced: 2, found: 2 });
  });

  it.each([
    ['of an unknown lot', { lot: 'X' }, 'lot X is unknown'],
    ['dropping what has come', { drop: ['CO-1-1'] }, 'package CO-1-1 is present: it has come already'],
    ['dropping a stranger', { drop: ['CO-9-1'] }, 'package CO-9-1 is none of this notice'],
    ['dropping one twice', { drop: ['CO-1-2', 'CO-1-2'] }, 'package CO-1-2 is dropped twice'],
    ['adding one that is announced', { add: [drum(2)] }, 'package CO-1-2 is announced twice'],
    ['adding a mark that is used', { add: [drum(5, { mark: 'DRUM 3' })] }, 'mark DRUM 3 is used twice'],
    ['adding a tag that is used', { add: [drum(5, { epcHex: epcOf(1) })] }, `tag ${epcOf(1)} is already in use`],
    ['adding one without contents', { add: [drum(5, { tareMg: 268 * KG })] }, 'package CO-1-5: gross must exceed tare'],
  ])('is refused in words: %s', (_what, change, reason) => {
    const yard = begun();
    expect(amend(yard, change)).toMatchObject({ accepted: false });
    expect(refusals(yard)).toEqual([reason]);
  });

  it('is refused if nothing would be left, if the lot is judged, or for what waits on a pallet', () => {
    const yard = new Yard();
    yard.order(notice([drum(1), drum(2)]));
    yard.open();
    amend(yard, { drop: ['CO-1-1', 'CO-1-2'] });
    yard.form(['DRUM 1', 'DRUM 2']);
    amend(yard, { drop: ['CO-1-2'] });
    yard.place(556);
    yard.lift();
    yard.close();
    amend(yard, { add: [drum(3)] });
    expect(refusals(yard)).toEqual([
      'a notice holds 1 to 2000 packages, this one would hold 0',
      'package CO-1-2 is being weighed with others',
      'the notice of lot CO-1 is done',
    ]);
  });
});

describe('a cancellation', () => {
  it('ends the jobs, drops what has not come, and holds what is here until it is decided', () => {
    const yard = begun();
    const other = yard.openAt('dock-2', 'order-CO-1');
    yard.form(['DRUM 2', 'DRUM 3'], { station: 'dock-2' });
    yard.order({ kind: 'cancellation', cancels: 'order-CO-1' });
    expect(yard.states()).toEqual(['present', 'dropped', 'dropped']);
    expect([yard.job, other].map((job) => yard.book.get('job', job)?.state)).toEqual(['closed', 'closed']);
    expect(yard.bodies('job-closed').map(({ outcome, operator }) => [outcome, operator])).toEqual([
      ['cancelled', null],
      ['cancelled', null],
    ]);
    expect(yard.book.get('station', 'dock-2')).toMatchObject({ job: null, intent: null });
    expect(yard.findings()).toEqual([['NOTICE_CANCELLED', 'CO-1-1']]);
    expect(yard.book.get('lot', 'CO-1')?.state).toBe('discrepant');
    const { hash, seq } = yard.book.where('finding', 'lot', 'CO-1')[0] ?? { hash: '', seq: 0 };
    yard.order({
      kind: 'decision',
      findings: [{ epoch: 'e1', seq, hash }],
      decision: 'return',
      adjust: [],
      adopt: null,
      note: 'back to the consignor',
    });
    expect(yard.states()).toEqual(['returned', 'dropped', 'dropped']);
    expect(yard.book.get('lot', 'CO-1')?.state).toBe('closed');
  });

  it('of a notice whose goods have not come closes its lot', () => {
    const yard = new Yard();
    yard.order(notice([drum(1)]));
    yard.order({ kind: 'cancellation', cancels: 'order-CO-1' });
    expect([yard.states(), yard.book.get('lot', 'CO-1')?.state]).toEqual([['dropped'], 'closed']);
    expect(yard.place(268, { tags: [epcOf(1)] })).toMatchObject({ refusal: 'no-job' });
  });

  it('is refused in words for an order that is unknown, done, or cancelled already', () => {
    const yard = new Yard();
    yard.order(notice([drum(1)]));
    yard.open();
    yard.place(268, { tags: [epcOf(1)] });
    yard.lift();
    yard.close();
    yard.order(notice([drum(2)], { lot: 'CO-2' }));
    for (const cancels of ['order-x', 'order-CO-1', 'order-CO-2', 'order-CO-2'])
      yard.order({ kind: 'cancellation', cancels });
    expect(refusals(yard)).toEqual([
      'order order-x is unknown',
      'order order-CO-1 is done',
      'order order-CO-2 is cancelled',
    ]);
  });

  it('of a deposited release keeps it shut', () => {
    const yard = new Yard();
    yard.order({ kind: 'sealed-order', sealed: 'S-1', salt: 'a', nonce: 'b', ciphertext: 'c' }, { order: 'deposit-1' });
    yard.order({ kind: 'cancellation', cancels: 'deposit-1' });
    expect(yard.book.get('deposit', 'S-1')?.state).toBe('cancelled');
    yard.order({ kind: 'cancellation', cancels: 'deposit-1' });
    expect(refusals(yard)).toEqual(['order deposit-1 is cancelled']);
  });
});
