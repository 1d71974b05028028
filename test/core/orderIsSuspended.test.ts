// Headquarters lets work rest and go on: any order, a stocktake of the base's own plan too, at any point of it.
import { describe, expect, it } from 'vitest';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { CaseDock } from './caseScenes.ts';
import { drum, notice, Dock } from './intakeScenes.ts';
import { ORDER, ReleaseDock } from './releaseScenes.ts';
import { BASE, names, type Outcome, Store, valueOf } from './stocktakeScenes.ts';

const rest = (order: string, suspended = true) => ({ kind: 'suspension' as const, order, suspended });
/** Ann takes an order up at dock-1, in a job of its own. */
function open(dock: Dock, order: string): Outcome {
  dock.job = dock.id();
  const event = { job: dock.job, order, station: 'dock-1', stationKnown: true, operator: 'ann' };
  return dock.act((book, at) => decideOpenJob(event, book, at));
}
const isTaken = (outcome: Outcome): unknown => valueOf(outcome, 'accepted');

describe('a delivery', () => {
  function half(): Dock {
    const dock = new Dock();
    dock.order(notice([drum(1), drum(2)]), { order: 'in' });
    open(dock, 'in');
    dock.weigh(268, [drum(1).epcHex ?? '']);
    dock.onScale = null;
    return dock;
  }

  it('ends its job, keeps what was weighed, and takes no more until it is resumed', () => {
    const dock = half();
    expect(isTaken(dock.order(rest('in'), { order: 'stop' }))).toBe(true);
    expect(dock.ledger.book.get('job', dock.job)?.state).toBe('closed');
    expect(dock.ledger.book.get('package', 'CO-1-1')?.state).toBe('present');
    expect(open(dock, 'in')).toMatchObject({ refusal: 'order-not-open', params: { state: 'suspended' } });
    expect(isTaken(dock.order(rest('in', false), { order: 'go' }))).toBe(true);
    open(dock, 'in');
    dock.weigh(268, [drum(2).epcHex ?? '']);
    dock.onScale = null;
    dock.close();
    expect(dock.ledger.book.get('lot', 'CO-1')?.state).toBe('verified');
  });

  it('can be cancelled while it rests', () => {
    const dock = half();
    dock.order(rest('in'), { order: 'stop' });
    expect(isTaken(dock.order({ kind: 'cancellation', cancels: 'in' }, { order: 'end' }))).toBe(true);
    expect(dock.ledger.book.get('order', 'in')?.state).toBe('cancelled');
  });

  it('is not suspended twice, nor resumed while it is worked, nor when it is done', () => {
    const dock = half();
    expect(isTaken(dock.order(rest('in', false), { order: 'a' }))).toBe(false);
    dock.order(rest('in'), { order: 'b' });
    expect(isTaken(dock.order(rest('in'), { order: 'c' }))).toBe(false);
    expect(isTaken(dock.order(rest('nothing'), { order: 'd' }))).toBe(false);
    const done = CaseDock.judged(268);
    expect(isTaken(done.order(rest('order-CO-1'), { order: 'e' }))).toBe(false);
  });
});

describe('a release', () => {
  it('lets nothing leave while it rests, and what was staged leaves after it', () => {
    const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] }, 3);
    dock.weigh(268, [drum(1).epcHex ?? '']);
    dock.onScale = null;
    expect(isTaken(dock.order(rest(ORDER), { order: 'stop' }))).toBe(true);
    for (const person of ['ann', 'sue']) expect(dock.closeBy(person)).toMatchObject({ refusal: 'job-closed' });
    expect(dock.states()).toEqual(['staged', 'allocated', 'stored']);
    dock.goesOut(drum(1).epcHex ?? '');
    expect(dock.openCodes()).toEqual(['NOT_ORDERED']);
    dock.order(rest(ORDER, false), { order: 'go' });
    expect(open(dock, ORDER)).toMatchObject({ job: dock.job });
  });
});

describe('a count', () => {
  it('of the base’s own plan rests frozen, and goes on at another station', () => {
    const store = new Store(3);
    store.planned(BASE);
    store.count('scan', names(1));
    expect(isTaken(store.dock.order(rest(store.stocktake), { order: 'stop' }))).toBe(true);
    expect(names(1, 2, 3).map((name) => store.package(name)?.state)).toEqual(['counting', 'counting', 'counting']);
    expect(open(store.dock, store.stocktake)).toMatchObject({ refusal: 'order-not-open' });
    store.dock.order(rest(store.stocktake, false), { order: 'go' });
    expect(open(store.dock, store.stocktake)).toMatchObject({ stocktake: store.stocktake });
    expect(store.record()?.job).toBe(store.dock.job);
    store.job = store.dock.job;
    store.count('scan', names(2, 3));
    expect(valueOf(store.close(), 'agrees')).toBe(true);
  });
});

describe('an order with an end', () => {
  it('is not taken after it, and no job of it is opened after it', () => {
    const dock = new Dock();
    const nowMs = dock.ledger.now().wallMs;
    expect(isTaken(dock.order(notice([drum(1)]), { order: 'late', validUntilMs: nowMs - 1 }))).toBe(false);
    expect(isTaken(dock.order(notice([drum(1)]), { order: 'in', validUntilMs: nowMs + 60_000 }))).toBe(true);
    dock.ledger.aheadMs += 120_000;
    expect(open(dock, 'in')).toMatchObject({ refusal: 'order-expired' });
  });
});
