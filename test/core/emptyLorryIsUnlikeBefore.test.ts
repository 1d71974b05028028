// A lorry comes empty at another weight than at all its empty passes of the last twelve months: water left behind, another
// trailer, somebody aboard.
import { describe, expect, it } from 'vitest';
import { bags } from './vehicleScenes.ts';
import { HOUR_MS, MultiStationBase } from './multiStationBase.ts';

describe('the empty pass of a lorry that was empty three times at 12,000 to 12,100 kg', () => {
  const history = [12_000, 12_100, 12_050];

  /** Findings of the last visit of a lorry that came empty at these weights. */
  function found(emptyKg: readonly number[], agoHours = 0): string[] {
    const base = new MultiStationBase();
    emptyKg.forEach((kg, index) => {
      if (index === emptyKg.length - 1) base.ledger.aheadMs += agoHours * HOUR_MS;
      const lot = `MN-${index + 1}`;
      const { packages, ...rest } = bags(lot, 10);
      base.order({ ...rest, packages: packages.map((bag) => ({ ...bag, epcHex: null })) });
      const visit = base.arrive('TK 1');
      base.pass(visit, kg + 10_200);
      const { job } = base.unload(
        visit,
        lot,
        Array.from({ length: 10 }, (_, n) => `${lot} BAG ${n + 1}`),
      ) as { job: string };
      base.pass(visit, kg);
      base.closeAt(job);
    });
    return base.bodies('finding').map(({ code }) => code);
  }

  // 1 % of 12,000 and of 12,100 kg; 5 e are 50 kg.
  it.each([
    [11_880, []],
    [11_870, ['EMPTY_WEIGHT_UNUSUAL']],
    [12_220, []],
    [12_230, ['EMPTY_WEIGHT_UNUSUAL']],
  ])('at %i kg: %j', (kg, codes) => {
    expect(found([...history, kg])).toEqual(codes);
  });

  it('is compared with nothing after two passes, or when they are more than twelve months old', () => {
    expect(found([12_000, 12_100, 13_000])).toEqual([]);
    expect(found([...history, 13_000], 366 * 24)).toEqual([]);
    expect(found([...history, 13_000], 364 * 24)).toEqual(['EMPTY_WEIGHT_UNUSUAL']);
  });
});
