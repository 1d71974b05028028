// The clock is set while something runs out by it: a deputy's hours, the time between two passes of a lorry.
import { describe, expect, it } from 'vitest';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import { CaseDock } from './caseScenes.ts';
import { bags, ready } from './vehicleScenes.ts';
import type { MemoryLedger } from './memoryLedger.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const NOW_MS = 1_790_000_000_000;

/** A clock that a test sets; it begins disciplined, so that what follows has a proof before it. */
class SetClock {
  offsetMs = NOW_MS;
  monotonicMs = 0;
  boot = 'boot-1';
  trust: Timestamp['trust'] = 'synchronised';

  constructor(ledger: MemoryLedger) {
    ledger.clock = () => ({
      wallMs: this.offsetMs + this.monotonicMs,
      monotonicMs: this.monotonicMs,
      boot: this.boot,
      trust: this.trust,
    });
  }

  set(byMs: number): void {
    this.offsetMs += byMs;
    this.trust = 'stepped';
  }

  /** Another boot; the clock comes up so far from what it showed. */
  restart(byMs: number): void {
    this.offsetMs += this.monotonicMs + byMs;
    this.monotonicMs = 0;
    this.boot = `${this.boot}+`;
    this.trust = 'unsynchronised';
  }
}

describe('a deputy of eight hours', () => {
  function deputised(): { dock: CaseDock; clock: SetClock; finding: string } {
    const dock = CaseDock.judged(238, 268);
    const clock = new SetClock(dock.ledger);
    const finding = dock.finding('WEIGHT_LOW', 'CO-1-1').id;
    dock.recount(finding, 'bob', 268);
    dock.nameDeputy('sue', 'cho', 8);
    return { dock, clock, finding };
  }
  const OVER = { refusal: 'supervisor-needed' };

  it.each([-3 * YEAR_MS, -HOUR_MS, 3 * YEAR_MS])('is one for eight hours, whoever sets the clock by %i ms', (byMs) => {
    const { dock, clock, finding } = deputised();
    clock.set(byMs);
    clock.monotonicMs += 9 * HOUR_MS;
    expect(dock.approve(finding, 'cho', false)).toMatchObject(OVER);
    clock.monotonicMs -= 2 * HOUR_MS;
    expect(dock.approve(finding, 'cho', false)).toEqual({ finding, verdict: 'verified' });
  });

  it('does not come back when the machine comes up three years ago', () => {
    const { dock, clock, finding } = deputised();
    clock.monotonicMs += 9 * HOUR_MS;
    dock.report('DAMAGED_PACKAGE', 'CO-1-2', 'bob');
    clock.restart(-3 * YEAR_MS);
    expect(dock.approve(finding, 'cho', false)).toMatchObject(OVER);
  });

  it('is still one when the machine comes up in three years: nothing ends by such a date', () => {
    const { dock, clock, finding } = deputised();
    clock.restart(3 * YEAR_MS);
    expect(dock.approve(finding, 'cho', false)).toEqual({ finding, verdict: 'verified' });
  });
});

describe('two passes of a lorry', () => {
  it.each([-YEAR_MS, YEAR_MS])('make a pair although the clock is set by %i ms between them', (byMs) => {
    const base = ready(bags('MN-1', 10));
    const clock = new SetClock(base.ledger);
    const visit = base.arrive('TK 1');
    base.pass(visit, 22_200);
    const { job } = base.unload(visit, 'MN-1') as { job: string };
    clock.set(byMs);
    clock.monotonicMs += HOUR_MS;
    base.pass(visit, 12_000);
    expect(base.closeAt(job)).toMatchObject({ verdict: 'verified' });
  });

  it('make none after 300 hours, although the clock is set back a year', () => {
    const base = ready(bags('MN-1', 10));
    const clock = new SetClock(base.ledger);
    const visit = base.arrive('TK 1');
    base.pass(visit, 22_200);
    base.unload(visit, 'MN-1');
    clock.set(-YEAR_MS);
    clock.monotonicMs += 300 * HOUR_MS;
    expect(base.announcePass(visit)).toMatchObject({ refusal: 'visit-too-old' });
  });
});
