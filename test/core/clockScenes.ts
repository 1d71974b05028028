// The clock of a base through boots, hands that set it, time services, orders and people; with the true time beside it.
import fc from 'fast-check';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import { decideConfirmDate } from '../../agent/core/cases/confirmDate.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { MemoryLedger } from './memoryLedger.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const BEGIN_MS = Date.UTC(2026, 5, 1);

export type ClockStep =
  | { kind: 'wait'; ms: number }
  /** The clock comes up so far from what it showed; null: in 1970. */
  | { kind: 'boot'; offMs: number | null }
  | { kind: 'set'; byMs: number }
  | { kind: 'set-right' }
  | { kind: 'synchronise' }
  /** Headquarters signed it so long ago. */
  | { kind: 'order'; agoMs: number }
  | { kind: 'confirm' }
  | { kind: 'entry' };

const hours = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: from, max: to }).map((many) => many * HOUR_MS);

/** Where the rule changes its mind: an hour of slack, two seconds of step, 90 days, ten minutes of grain. */
const edges = fc.constantFrom(
  ...[HOUR_MS, 2_000, 90 * DAY_MS, 10 * MINUTE_MS].flatMap((ms) => [-ms - 1, -ms, -ms + 1, ms - 1, ms, ms + 1]),
);

export const clockSteps: fc.Arbitrary<ClockStep[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), ms: fc.oneof(hours(0, 12), hours(0, 60 * 24)) }),
    fc.record({
      kind: fc.constant('boot' as const),
      offMs: fc.oneof(fc.constant(0), fc.constant(null), hours(-400 * 24, 400 * 24), edges),
    }),
    fc.record({ kind: fc.constant('set' as const), byMs: fc.oneof(hours(-3, 3), hours(-400 * 24, 400 * 24), edges) }),
    fc.constant({ kind: 'set-right' as const }),
    fc.constant({ kind: 'synchronise' as const }),
    fc.record({ kind: fc.constant('order' as const), agoMs: fc.oneof(fc.constant(0), hours(0, 60 * 24)) }),
    fc.constant({ kind: 'confirm' as const }),
    fc.constant({ kind: 'entry' as const }),
  ),
  { minLength: 1, maxLength: 25 },
);

/** One base, its clock, and the truth. */
export class ClockedBase {
  readonly ledger = new MemoryLedger();
  trueMs = BEGIN_MS;
  wallMs = BEGIN_MS;
  monotonicMs = 0;
  boots = 0;
  isSynchronised = false;
  /** The latest true time that a time service, headquarters or two persons have proved. */
  lastWordMs = 0;
  /** The same without what two persons confirmed. */
  lastProofMs = 0;
  private orders = 0;
  private signedMs = 0;

  constructor() {
    this.ledger.clock = () => this.now();
    this.boot(0);
  }

  now(): Timestamp {
    const trust = this.isSynchronised ? 'synchronised' : 'unsynchronised';
    return { wallMs: this.wallMs, monotonicMs: this.monotonicMs, boot: `boot-${this.boots}`, trust };
  }

  record(...entries: NewEntry[]): void {
    this.ledger.do(`cause-${this.ledger.entries.length}`, () => ({ entries, effects: [], result: {} }));
    if (this.isSynchronised) this.prove(this.trueMs);
  }

  private prove(ms: number): void {
    this.lastWordMs = Math.max(this.lastWordMs, ms);
    this.lastProofMs = Math.max(this.lastProofMs, ms);
  }

  entry(): void {
    this.record({
      kind: 'checkpoint',
      body: { format: 2, seq: 1, size: 1, hash: '0'.repeat(64), root: '0'.repeat(64), signature: 'A'.repeat(86) },
    });
  }

  boot(offMs: number | null): void {
    this.boots += 1;
    this.monotonicMs = 1_000;
    this.isSynchronised = false;
    this.wallMs = Math.max(0, offMs === null ? 5_000 : this.wallMs + offMs);
    const body = { run: `run-${this.boots}`, software: 's', configHash: 'c', releasedWallMs: BEGIN_MS - DAY_MS };
    this.record({ kind: 'agent-started', body });
  }

  wait(ms: number): void {
    this.trueMs += ms;
    this.wallMs += ms;
    this.monotonicMs += ms;
    this.entry();
  }

  set(byMs: number): void {
    this.wallMs = Math.max(0, this.wallMs + byMs);
    this.isSynchronised = false;
    this.entry();
  }

  synchronise(): void {
    this.wallMs = this.trueMs;
    this.isSynchronised = true;
    this.entry();
  }

  order(agoMs: number): void {
    this.orders += 1;
    // Orders come in the order in which they were signed.
    this.signedMs = Math.max(this.signedMs, this.trueMs - agoMs);
    const order = {
      order: `order-${this.orders}`,
      base: 'demo',
      epoch: 'e1',
      counter: this.orders,
      previous: '0'.repeat(64),
      issuedWallMs: this.signedMs,
      body: { kind: 'release-order' as const, release: 'R', regime: 'emergency' as const, recipient: 'x', selection },
    };
    this.record({ kind: 'order-received', body: { order, signed: 'a.b.c', signedHash: '0'.repeat(64) } });
    this.prove(this.signedMs);
  }

  /** Two honest persons: they confirm what their own clocks show too. */
  confirm(): void {
    if (Math.abs(this.wallMs - this.trueMs) > MINUTE_MS) return;
    const answers = ['ann', 'bob'].map((operator) =>
      this.ledger.do(`confirm-${this.ledger.entries.length}-${operator}`, (book, at) =>
        decideConfirmDate({ id: 'x', operator, wallMs: this.trueMs }, { book, at }),
      ),
    );
    if (JSON.stringify(answers[1]) === '{"confirmed":true}') this.lastWordMs = Math.max(this.lastWordMs, this.trueMs);
  }

  take(step: ClockStep): void {
    if (step.kind === 'wait') this.wait(step.ms);
    else if (step.kind === 'boot') this.boot(step.offMs);
    else if (step.kind === 'set') this.set(step.byMs);
    else if (step.kind === 'set-right') this.set(this.trueMs - this.wallMs);
    else if (step.kind === 'synchronise') this.synchronise();
    else if (step.kind === 'order') this.order(step.agoMs);
    else if (step.kind === 'confirm') this.confirm();
    else this.entry();
  }
}

const selection = { kind: 'by-lot' as const, lot: 'L', count: 1 };
