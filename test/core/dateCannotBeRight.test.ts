// The clock is wrong, set back, ahead, or nobody has proved the time for months: a date that cannot be right verifies
// nothing and ends nothing, and a word that proves the time makes everything work again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  believableDay,
  dateFloorMs,
  doubtOnDate,
  elapsedSinceMs,
  isVerifiedOn,
  localDayOf,
  momentOf,
  timeRecord,
} from '../../agent/core/model/believableDate.ts';
import { decideConfirmDate } from '../../agent/core/cases/confirmDate.ts';
import { ClockedBase, type ClockStep, clockSteps, DAY_MS, HOUR_MS, MINUTE_MS } from './clockScenes.ts';

const doubt = (base: ClockedBase): string | null => doubtOnDate(timeRecord(base.ledger.book), base.now());

/** A base whose clock a time service disciplines. */
function synchronised(): ClockedBase {
  const base = new ClockedBase();
  base.synchronise();
  return base;
}

/** The same after a boot without the time service. */
function alone(offMs: number | null = 0): ClockedBase {
  const base = synchronised();
  base.boot(offMs);
  return base;
}

function confirm(base: ClockedBase, operator: string, wallMs = base.wallMs): unknown {
  return base.ledger.do(`by-${operator}-${base.ledger.entries.length}-${wallMs}`, (book, at) =>
    decideConfirmDate({ id: 'x', operator, wallMs }, { book, at }),
  );
}

describe('a date', () => {
  it('is believed from the first word on', () => {
    const base = new ClockedBase();
    expect(doubt(base)).toBe('unproven');
    base.order(0);
    expect(doubt(base)).toBeNull();
  });

  it('of 1970, or of a month ago, lies below the floor', () => {
    expect(doubt(alone(null))).toBe('below-floor');
    expect(doubt(alone(-30 * DAY_MS))).toBe('below-floor');
  });

  it('is not believed after the clock was set back, however little', () => {
    const base = alone();
    base.wait(DAY_MS);
    base.set(-5_000);
    expect(doubt(base)).toBe('stepped-back');
    base.set(5_000);
    expect(doubt(base)).toBe('stepped-back');
    base.synchronise();
    expect(doubt(base)).toBeNull();
  });

  it('is believed for 90 days without a word, and not for 91', () => {
    const base = alone();
    base.wait(89 * DAY_MS);
    base.boot(0);
    expect(doubt(base)).toBeNull();
    base.wait(2 * DAY_MS);
    expect(doubt(base)).toBe('unproven');
  });

  it('of a clock that ran ahead binds neither a time service nor headquarters', () => {
    for (const prove of [(base: ClockedBase) => base.synchronise(), (base: ClockedBase) => base.order(0)]) {
      const base = alone(80 * DAY_MS);
      base.entry();
      base.boot(-80 * DAY_MS);
      expect(doubt(base)).toBe('below-floor');
      prove(base);
      expect(doubt(base)).toBeNull();
      expect(dateFloorMs(timeRecord(base.ledger.book))).toBeLessThanOrEqual(base.trueMs);
    }
  });

  it('is not lowered by an order that was under way for long', () => {
    const base = alone();
    base.wait(40 * DAY_MS);
    const floorMs = dateFloorMs(timeRecord(base.ledger.book));
    base.order(30 * DAY_MS);
    expect(dateFloorMs(timeRecord(base.ledger.book))).toBe(floorMs);
  });
});

describe('two persons', () => {
  it('confirm date and time for this boot', () => {
    const base = alone();
    base.wait(100 * DAY_MS);
    expect(confirm(base, 'ann')).toEqual({ confirmed: false });
    expect(confirm(base, 'ann')).toMatchObject({ refusal: 'second-person-needed' });
    expect(confirm(base, 'bob')).toEqual({ confirmed: true });
    expect(base.ledger.entries.at(-1)).toMatchObject({
      kind: 'date-confirmed',
      body: { operator: 'ann', approvedBy: 'bob' },
    });
    expect(doubt(base)).toBeNull();
    expect(confirm(base, 'cho')).toMatchObject({ refusal: 'date-not-in-doubt' });
    base.boot(0);
    expect(doubt(base)).toBe('unproven');
  });

  it('lower a floor that is too high', () => {
    const base = alone(80 * DAY_MS);
    base.boot(-80 * DAY_MS);
    confirm(base, 'ann');
    confirm(base, 'bob');
    base.boot(0);
    expect(doubt(base)).toBeNull();
  });

  it('do not confirm what the clock does not show, or no longer', () => {
    const base = alone();
    base.wait(100 * DAY_MS);
    expect(confirm(base, 'ann', base.wallMs - 11 * MINUTE_MS)).toMatchObject({ refusal: 'date-compared-otherwise' });
    confirm(base, 'ann');
    base.set(HOUR_MS);
    expect(confirm(base, 'bob')).toEqual({ confirmed: false });
    expect(confirm(base, 'cho')).toEqual({ confirmed: true });
    base.set(-MINUTE_MS);
    expect(doubt(base)).toBe('stepped-back');
  });

  it('do not confirm a date before the release of the software', () => {
    expect(confirm(alone(null), 'ann')).toMatchObject({ refusal: 'date-before-release' });
  });
});

/** Runs the steps; `look` is called after each. */
function after(steps: readonly ClockStep[], look: (base: ClockedBase) => void = () => undefined): ClockedBase {
  const base = new ClockedBase();
  for (const step of steps) {
    base.take(step);
    look(base);
  }
  return base;
}

describe('whatever happens to the clock', () => {
  const runs = { numRuns: 500 };

  it('nothing is verified whose inspection ended before the last word, and nothing by an unbelievable date', () => {
    fc.assert(
      fc.property(clockSteps, (steps) => {
        after(steps, (base) => {
          const today = believableDay(base.ledger.book, base.now());
          if (doubt(base) !== null) expect(today).toBeNull();
          const endedAt = localDayOf(base.lastWordMs - DAY_MS - HOUR_MS);
          expect(isVerifiedOn({ verificationMark: 'M', verifiedUntil: endedAt }, today)).toBe(false);
          // Too far ahead of every proof: only a confirmation of this boot makes it believable.
          const isFar = base.wallMs > base.lastProofMs + 90 * DAY_MS;
          if (isFar && today !== null) expect(timeRecord(base.ledger.book).confirmedOffsetMs).not.toBeNull();
        });
      }),
      runs,
    );
  });

  it('nothing ends while the date is in doubt but what the floor, or this boot, has ended', () => {
    fc.assert(
      fc.property(clockSteps, clockSteps, fc.integer({ min: 0, max: 400 * 24 }), (first, second, hours) => {
        const base = after(first);
        const since = momentOf(base.ledger.book, base.now());
        for (const step of second) {
          base.take(step);
          const at = base.now();
          if (doubt(base) === null || since.boot === at.boot) continue;
          const { book } = base.ledger;
          const floorMs = dateFloorMs(timeRecord(book));
          const elapsedMs = elapsedSinceMs(since, { book, at });
          expect(elapsedMs === Infinity ? 0 : elapsedMs).toBeLessThanOrEqual(Math.max(0, floorMs - since.wallMs));
          // The hands of a clock that is not believed move nothing.
          const moved = { ...at, wallMs: Math.max(0, at.wallMs - hours * HOUR_MS) };
          if (doubtOnDate(timeRecord(book), moved) !== null)
            expect(elapsedSinceMs(since, { book, at: moved })).toBe(elapsedMs);
        }
      }),
      runs,
    );
  });

  it('what has ended by a proven time does not begin again when the clock is set back', () => {
    fc.assert(
      fc.property(clockSteps, (steps) => {
        const base = synchronised();
        const since = momentOf(base.ledger.book, base.now());
        const sinceTrueMs = base.trueMs;
        for (const step of steps) {
          base.take(step);
          const provedMs = base.lastProofMs - sinceTrueMs;
          const elapsedMs = elapsedSinceMs(since, { book: base.ledger.book, at: base.now() });
          expect(elapsedMs).toBeGreaterThanOrEqual(provedMs - HOUR_MS - 10 * MINUTE_MS);
        }
      }),
      runs,
    );
  });

  it('a time service makes everything work again, and 89 days without a word change nothing', () => {
    fc.assert(
      fc.property(clockSteps, fc.array(fc.integer({ min: 0, max: 89 * 24 }), { maxLength: 8 }), (steps, waits) => {
        const base = after(steps);
        base.synchronise();
        expect(doubt(base)).toBeNull();
        base.boot(0);
        let leftHours = 89 * 24;
        for (const hours of waits) {
          const waited = Math.min(hours, leftHours);
          leftHours -= waited;
          base.wait(waited * HOUR_MS);
          expect(doubt(base)).toBeNull();
          base.boot(0);
          expect(doubt(base)).toBeNull();
        }
      }),
      runs,
    );
  });
});
