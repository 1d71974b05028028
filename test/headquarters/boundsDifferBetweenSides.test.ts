// Base and headquarters compute bounds with code of their own: the same figures come out, whatever goes in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMassMg } from '../../drivers/contract/mass.ts';
import type { AccuracyClass } from '../../agent/core/model/weighingEvidence.ts';
import { honestSpreadMg, inServiceBoundMg } from '../../agent/core/weight/tolerance.ts';
import { honestSumLimitMg, permissibleErrorMg } from '../../agent/headquarters/book/scaleBounds.ts';

describe('both sides compute', () => {
  const accuracy = fc.constantFrom<AccuracyClass>('II', 'III', 'IIII');

  it('the same in-service bound', () => {
    fc.assert(
      fc.property(
        accuracy,
        fc.integer({ min: 1, max: 500_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: -1, max: 1 }),
        (of, halfMg, intervals, step) => {
          const intervalMg = 2 * halfMg;
          const loadMg = Math.max(0, intervals * intervalMg + step);
          expect(permissibleErrorMg(of, intervalMg, loadMg)).toBe(inServiceBoundMg({ class: of, intervalMg }, loadMg));
        },
      ),
    );
  });

  it('the same narrow bound', () => {
    const weighed = fc.record({
      scale: fc.constantFrom('dock', 'bridge', 'consignor'),
      boundMg: fc.integer({ min: 0, max: 3_000_000_000 }),
      roundingMg: fc.integer({ min: 0, max: 5_000_000 }),
      parts: fc.integer({ min: 1, max: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(weighed, { maxLength: 50 }), (all) => {
        const ours = all.map(({ scale, boundMg, roundingMg, parts }) => ({
          scale,
          limitMg: asMassMg(boundMg),
          roundingMg: asMassMg(roundingMg),
          weighings: parts,
        }));
        expect(honestSumLimitMg(all.map(({ scale, ...sum }) => ({ ...sum, scaleName: scale })))).toBe(
          honestSpreadMg(ours),
        );
      }),
    );
  });

  it('the bounds of R 76-1 Table 6, doubled', () => {
    const g = 1_000;
    expect([500 * g, 500 * g + 1, 2_000 * g, 2_000 * g + 1].map((load) => permissibleErrorMg('III', g, load))).toEqual([
      g,
      2 * g,
      2 * g,
      3 * g,
    ]);
    expect([5_000 * g, 5_000 * g + 1, 20_000 * g + 1].map((load) => permissibleErrorMg('II', g, load))).toEqual([
      g,
      2 * g,
      3 * g,
    ]);
    expect([50 * g, 50 * g + 1, 200 * g + 1].map((load) => permissibleErrorMg('IIII', g, load))).toEqual([
      g,
      2 * g,
      3 * g,
    ]);
  });
});
