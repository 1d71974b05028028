// What nobody asks: when a package was last proved, whether a lorry's empty weight is like its earlier ones, who read a
// name on what was unloaded.
import { beforeAll, describe, expect, it } from 'vitest';
import { viewLot, viewOrder } from '../../agent/core/views/stationView.ts';
import { CaseDock } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

/** One lot of ten bags of 1,020 kg comes on a lorry; the answer of closing its job. */
function bagsOnALorry(base: MultiStationBase, lot: string, by: { tareKg: number; scanned: boolean }): unknown {
  const bags = Array.from({ length: 10 }, (_, index) =>
    drum(0, {
      package: `${lot}-${index}`,
      mark: `${lot} BAG ${index}`,
      epcHex: `AA0000000000000000${lot.slice(-2)}00${String(index).padStart(2, '0')}`,
      grossMg: 1_020 * KG,
      tareMg: 2 * KG,
    }),
  );
  base.order(notice(bags, { lot, commodity: 'Mn', form: 'ferro-manganese', packaging: 'big-bag' }));
  const visit = base.arrive('TK 1');
  base.pass(visit, by.tareKg + 10_200);
  const marks = by.scanned ? bags.map(({ mark }) => mark) : [];
  const unloaded = base.unload(visit, lot, marks);
  base.pass(visit, by.tareKg);
  return base.closeAt('job' in unloaded ? String(unloaded['job']) : '');
}

describe('a package', () => {
  it('says when and how it was last proved to be here', () => {
    const { book } = CaseDock.judged(268).ledger;
    const lot = book.get('lot', 'CO-1');
    const [shown] = lot ? viewLot(book, lot).packages : [];
    expect(Object.keys(shown ?? {})).toContainEqual(expect.stringMatching(/prove/i));
  });
});

describe('an order that nobody has taken up', () => {
  it('says since when it is open', () => {
    const dock = new CaseDock();
    dock.order(notice([drum(1)]));
    const order = dock.ledger.book.get('order', 'order-CO-1');
    expect(order && Object.keys(viewOrder(order)).join(' ')).toMatch(/since|age|wallMs/i);
  });
});

describe('a lorry that came three times at 12,000 kg empty', () => {
  let base: MultiStationBase;

  beforeAll(() => {
    base = new MultiStationBase();
    for (const lot of ['MN-01', 'MN-02', 'MN-03'])
      expect(bagsOnALorry(base, lot, { tareKg: 12_000, scanned: true })).toMatchObject({ verdict: 'verified' });
    bagsOnALorry(base, 'MN-04', { tareKg: 12_900, scanned: true });
  });

  it('comes once more, 900 kg heavier', () => {
    expect(base.bodies('weighing').at(-1)?.grossMg).toBe(12_900 * KG);
  });

  it('and that is a finding', () => {
    expect(base.bodies('finding')).toMatchObject([{ code: 'EMPTY_WEIGHT_UNUSUAL', lot: 'MN-04', package: null }]);
  });
});

describe('bags of which nobody read a mark or a tag', () => {
  const judged = (scanned: boolean): unknown => {
    const base = new MultiStationBase();
    bagsOnALorry(base, 'MN-01', { tareKg: 12_000, scanned });
    return base.bodies('verdict')[0];
  };

  it('are weighed and judged', () => {
    expect(judged(false)).toMatchObject({ verdict: 'verified', found: 10 });
  });

  it('are not judged as those that were read', () => {
    expect(judged(false)).toMatchObject({ identitiesRead: 0 });
    expect(judged(true)).toMatchObject({ identitiesRead: 10 });
  });
});
