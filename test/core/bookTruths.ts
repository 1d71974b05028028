// What must be true of a book and its ledger at every moment, computed from the entries without the fold.
import { expect } from 'vitest';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import type { Entry, EntryBodies } from '../../agent/core/model/entry.ts';
import { reversalRequests } from '../../agent/core/model/bookQueries.ts';
import { STATES_AT_BASE } from '../../agent/core/model/states.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import { compareExpected } from '../../agent/core/weight/comparisons.ts';
import { withinTolerance } from '../../agent/core/weight/tolerance.ts';
import type { MemoryLedger } from './memoryLedger.ts';

const LOTS = ['L1', 'L2', 'L3'];

type BodyOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>['body'];

export function bodies<K extends Entry['kind']>(entries: readonly Entry[], kind: K): BodyOf<K>[] {
  return entries.flatMap((entry) => (entry.kind === kind ? [entry.body as BodyOf<K>] : []));
}

export function packagesOf(ledger: MemoryLedger): PackageRecord[] {
  return LOTS.flatMap((lot) => ledger.book.where('package', 'lot', lot));
}

export function massOf(ledger: MemoryLedger): number {
  return packagesOf(ledger)
    .filter(({ state }) => STATES_AT_BASE.includes(state))
    .reduce((sum, { netMg }) => sum + (netMg ?? 0), 0);
}

/** Entries that may change what the base holds; nothing else does. */
const CHANGING: ReadonlySet<Entry['kind']> = new Set([
  'weighing',
  'weighing-bound',
  'weighing-reversed',
  'weight-typed',
  'vehicle-weighed',
  'order-received',
  'release-closed',
]);

/** The mass moved only as the new entries say. */
export function massMovedAsSaid(ledger: MemoryLedger, step: { before: number; fresh: readonly Entry[] }): void {
  const moved = massOf(ledger) - step.before;
  if (!step.fresh.some(({ kind }) => CHANGING.has(kind))) expect(moved).toBe(0);
  for (const body of bodies(step.fresh, 'release-closed')) expect(moved).toBe(0 - body.netMg);
  for (const { order } of bodies(step.fresh, 'order-received')) {
    if (!['intake-notice', 'decision', 'booking'].includes(order.body.kind))
      expect([order.body.kind, moved]).toEqual([order.body.kind, 0]);
    if (order.body.kind !== 'booking') continue;
    const packagesHere = order.body.removals.filter((id) =>
      STATES_AT_BASE.includes(
        ledger.book.get('package', ledger.book.get('removal', id)?.package ?? '')?.state ?? 'released',
      ),
    );
    expect(moved).toBe(0 - packagesHere.reduce((sum, id) => sum + (ledger.book.get('removal', id)?.massMg ?? 0), 0));
  }
  const alone = step.fresh.filter(({ kind }) => CHANGING.has(kind));
  for (const body of bodies(alone, 'weighing')) {
    if (alone.length === 1 && ['dispatch', 'sample', 'removal', 'pass'].includes(body.purpose))
      expect([body.purpose, moved]).toEqual([body.purpose, 0]);
    if (alone.length === 1 && body.purpose === 'intake' && body.package !== null) {
      expect(moved).toBe(body.netMg + (ledger.book.get('package', body.package)?.removedMg ?? 0));
    }
  }
}

export function packagesAreSound(ledger: MemoryLedger): void {
  const epcs = new Set<string>();
  for (const record of packagesOf(ledger)) {
    const name = `${record.id} ${record.state}`;
    const isHere = STATES_AT_BASE.includes(record.state);
    // What weighs less than its tare is held or doubtful.
    if (isHere)
      expect([
        name,
        Number.isSafeInteger(record.netMg) &&
          Number.isSafeInteger(record.grossMg) &&
          ((record.netMg ?? -1) >= 0 || record.held || record.doubtful),
      ]).toEqual([name, true]);
    if (record.state === 'expected' || record.state === 'missing')
      expect([name, record.netMg, record.weighing]).toEqual([name, null, null]);
    if (record.epcHex !== null) {
      expect(epcs.has(record.epcHex), `${name}: tag on two packages`).toBe(false);
      epcs.add(record.epcHex);
    }
    if (record.state === 'quarantined') expect(record.quarantine, name).not.toBeNull();
    if (record.state === 'counting')
      expect(ledger.book.get('stocktake', record.stocktake ?? '')?.state, name).toBe('open');
    if (['allocated', 'picked', 'staged'].includes(record.state))
      expect(ledger.book.get('release', record.release ?? '')?.packages, name).toContain(record.id);
    const open = ledger.book
      .where('finding', 'package', record.id)
      .filter(({ state }) => state === 'open' || state === 'recounted');
    const isParked = reversalRequests(ledger.book, record.id).length > 0;
    expect([name, record.held]).toEqual([name, isParked || open.some(({ lot }) => lot === record.lot)]);
    const removed = ledger.book
      .where('removal', 'package', record.id)
      .filter(({ state }) => state === 'open')
      .reduce((sum, { massMg }) => sum + massMg, 0);
    if (isHere) expect([name, record.removedMg]).toEqual([name, removed]);
  }
}

/** One load is the weight of one package, unless it was a group or a vehicle. */
export function noLoadCountsTwice(ledger: MemoryLedger): void {
  const loadsSeen = new Set<string>();
  for (const { weighing, basis, state, doubtful } of packagesOf(ledger)) {
    if (weighing === null || (basis !== 'single' && basis !== 'manual') || !STATES_AT_BASE.includes(state)) continue;
    // A figure whose load rose after the package had gone on is doubtful until it is weighed again.
    if (!doubtful) expect(ledger.book.get('weighing', weighing)?.state ?? 'bound', weighing).toBe('bound');
    expect(loadsSeen.has(weighing), weighing).toBe(false);
    loadsSeen.add(weighing);
  }
}

/** Who found, weighed or recounted has a hand in the case. */
function handsIn(finding: string, entries: readonly Entry[]): Set<string> {
  const hands = new Set<string>();
  const persons = bodies(entries, 'finding').find((body) => body.finding === finding);
  if (persons?.operator != null) hands.add(persons.operator);
  const weigher = bodies(entries, 'weighing').find(({ weighing }) => weighing === persons?.weighing)?.operator;
  if (weigher != null) hands.add(weigher);
  for (const body of bodies(entries, 'finding-recounted')) if (body.finding === finding) hands.add(body.operator);
  return hands;
}

/** Two where two are asked; `entries` up to and with each act. */
export function twoPersonsActed(entries: readonly Entry[], fresh: readonly Entry[]): void {
  for (const entry of fresh) {
    const earlierEntries = entries.slice(0, entry.seq - 1);
    if (entry.kind === 'finding-approved') {
      const hands = handsIn(entry.body.finding, earlierEntries);
      expect(hands.size, 'a recount by another person').toBeGreaterThanOrEqual(1);
      expect([...hands]).not.toContain(entry.body.operator);
      if (entry.body.deputyFor !== null) expect([...hands]).not.toContain(entry.body.deputyFor);
    }
    if (entry.kind === 'finding-recounted') {
      const earlier = [
        ...handsIn(
          entry.body.finding,
          earlierEntries.filter(({ cause }) => cause !== entry.cause),
        ),
      ];
      const risen = bodies(fresh, 'weighing-reversed').some(({ reason }) => reason === 'load-rose');
      if (!risen) expect(earlier).not.toContain(entry.body.operator);
    }
    if (entry.kind === 'quarantine-lifted' || entry.kind === 'sealed-order-opened')
      expect(entry.body.askedBy).not.toBe(entry.body.operator);
    if (entry.kind === 'release-closed') expect(entry.body.approvedBy).not.toBe(entry.body.operator);
  }
}

export function nothingLeftWithoutOrder(ledger: MemoryLedger, fresh: readonly Entry[]): void {
  for (const body of bodies(fresh, 'release-closed')) {
    const ordered = bodies(ledger.entries, 'order-received').some(
      ({ order }) => order.order === body.order && ['release-order', 'sealed-order'].includes(order.body.kind),
    );
    expect(ordered, body.order).toBe(true);
    const allocated = bodies(ledger.entries, 'packages-allocated')
      .filter(({ order }) => order === body.order)
      .flatMap(({ packages }) => packages);
    for (const id of body.released) expect(allocated).toContain(id);
  }
  const leftPackages = new Set(bodies(ledger.entries, 'release-closed').flatMap(({ released }) => released));
  for (const { id, state } of packagesOf(ledger)) if (state === 'released') expect(leftPackages.has(id), id).toBe(true);
}

/** What is written has the form that headquarters reads. */
export function entriesAreWellFormed(fresh: readonly Entry[]): void {
  for (const { kind, body } of fresh) {
    const parsed = entryBodySchemas[kind].safeParse(body);
    expect([kind, parsed.error?.message]).toEqual([kind, undefined]);
  }
}

/** Every package of a delivery is in one part of its verdict, and in no other. */
function accountsForAll(ledger: MemoryLedger, body: EntryBodies['verdict']): void {
  const { announced, found, missing, toCome, ended } = body;
  expect(found + missing.length + toCome.length).toBe(announced);
  const named = [...missing, ...toCome, ...ended];
  expect(new Set(named).size).toBe(named.length);
  const delivered = ledger.book
    .where('package', 'lot', body.lot)
    .filter(({ order, state }) => order === body.order && state !== 'dropped');
  expect(delivered).toHaveLength(announced + ended.length);
  const others = delivered.filter(({ id }) => !named.includes(id));
  expect(others.filter(({ basis }) => basis !== null)).toHaveLength(found);
}

export function verdictsAreSound(ledger: MemoryLedger, fresh: readonly Entry[]): void {
  for (const body of bodies(fresh, 'verdict')) {
    accountsForAll(ledger, body);
    if (body.verdict !== 'verified') continue;
    const open = [...ledger.book.where('finding', 'lot', body.lot)].filter(
      ({ state }) => state === 'open' || state === 'recounted',
    );
    expect([body.lot, open.length]).toEqual([body.lot, 0]);
    const doubtful = ledger.book
      .where('package', 'lot', body.lot)
      .filter((record) => record.doubtful && record.order === body.order && STATES_AT_BASE.includes(record.state));
    expect(doubtful).toEqual([]);
  }
}

/** Ids of the findings that a weight was off which nobody has settled. */
export function standingWeightFindings(ledger: MemoryLedger): string[] {
  return (['open', 'recounted'] as const).flatMap((state) =>
    ledger.book.where('finding', 'state', state).flatMap(({ id, code }) => (/^(WEIGHT|JOINT)_/.test(code) ? [id] : [])),
  );
}

/**
 * Of those that stood before, each stands still, or is settled by the load itself, by an approval, by headquarters, or,
 * of several weighed together, by weighing each alone.
 */
export function weightFindingsStay(ledger: MemoryLedger, standing: readonly string[], fresh: readonly Entry[]): void {
  for (const id of standing) {
    const finding = ledger.book.get('finding', id);
    if (finding === undefined || finding.state === 'open' || finding.state === 'recounted') continue;
    const isDecided = bodies(fresh, 'order-received').some(({ order }) => order.body.kind === 'decision');
    const isApproved = bodies(fresh, 'finding-approved').some((body) => body.finding === id);
    const isShown = bodies(fresh, 'weighing-reversed').some(
      ({ weighing, reason }) =>
        weighing === finding.weighing && (reason === 'load-rose' || reason === 'load-disturbed'),
    );
    const isSplit = ledger.book.get('weighing', finding.weighing ?? '')?.state === 'reversed';
    const areAlone =
      finding.package === null &&
      isSplit &&
      finding.together.every((member) => {
        const record = ledger.book.get('package', member);
        return record?.state !== 'expected' && record?.basis !== 'group' && record?.basis !== 'vehicle';
      });
    expect([finding.code, isDecided || isApproved || isShown || areAlone]).toEqual([finding.code, true]);
  }
}

/**
 * What is left in a package is what the weighing of its figure showed, or headquarters' latest adjusted figure, less what
 * was taken out after it and stands: neither a booking nor a reversal changes that.
 */
export function leftIsWhatWasWeighed(ledger: MemoryLedger): void {
  const { book, entries } = ledger;
  for (const { id, state, weighing, basis, doubtful, netMg, removedMg, tareMg } of packagesOf(ledger)) {
    if (!STATES_AT_BASE.includes(state) || doubtful || basis !== 'single' || weighing === null) continue;
    const figure = book.get('weighing', weighing);
    if (figure === undefined) continue;
    const bound = entries.find(({ kind, body }) => kind === 'weighing-bound' && body.weighing === weighing);
    const taken = book.where('removal', 'package', id).filter((removal) => removal.state !== 'void');
    const takenAfter = (seq: number): number =>
      taken.filter((removal) => removal.seq > seq).reduce((sum, { massMg }) => sum + massMg, 0);
    const weighedSeq = bound?.seq ?? figure.seq;
    const adjusted = entries.findLast((entry) => entry.seq > weighedSeq && adjustsPackage(entry, id));
    if (adjusted !== undefined) continue;
    expect([id, (netMg ?? 0) - removedMg]).toEqual([id, figure.grossMg - (tareMg ?? 0) - takenAfter(weighedSeq)]);
  }
}

function adjustsPackage(entry: Entry, id: string): boolean {
  if (entry.kind !== 'order-received' || entry.body.order.body.kind !== 'decision') return false;
  return entry.body.order.body.adjust.some((adjustment) => adjustment.package === id);
}

/** Net of each package here, by what headquarters signed last on it. */
export type SignedNets = Map<string, number>;

/**
 * What headquarters adjusted stands until it says another word, or the package is weighed for a new figure.
 */
export function signedNetsStand(ledger: MemoryLedger, fresh: readonly Entry[], signed: SignedNets): void {
  for (const { order } of bodies(fresh, 'order-received')) {
    if (order.body.kind !== 'decision' && order.body.kind !== 'booking') continue;
    for (const record of packagesOf(ledger)) if (order.body.kind === 'booking') signed.delete(record.id);
    if (order.body.kind === 'decision')
      for (const { package: id, netMg } of order.body.adjust)
        if (ledger.book.get('package', id)?.netMg === netMg) signed.set(id, netMg);
  }
  for (const [id, netMg] of signed) {
    const record = ledger.book.get('package', id);
    const isWeighed = fresh.some(
      ({ kind, body }) => (kind === 'weighing' || kind === 'weighing-bound') && body.weighing === record?.weighing,
    );
    if (!record || isWeighed || !STATES_AT_BASE.includes(record.state)) signed.delete(id);
    else expect([id, record.netMg]).toEqual([id, netMg]);
  }
}

/**
 * What stands on its way out was weighed, and what is left in it is what that weighing still agrees with; or it is held, and
 * an open finding on that weighing says that it was off.
 */
export function stagedStillAgrees(ledger: MemoryLedger): void {
  const { book } = ledger;
  for (const record of packagesOf(ledger)) {
    if (record.state !== 'staged' || record.doubtful) continue;
    const weighed = book
      .where('weighing', 'package', record.id)
      .filter(({ purpose, state }) => state === 'bound' && purpose !== 'removal')
      .sort((one, other) => one.boundSeq - other.boundSeq)
      .at(-1);
    if (weighed === undefined || (record.decidedSeq ?? 0) > weighed.boundSeq) continue;
    const isSaid = book
      .where('finding', 'weighing', weighed.id)
      .some(
        ({ code, state }) =>
          (code === 'WEIGHT_LOW' || code === 'WEIGHT_HIGH') && state !== 'closed' && state !== 'void',
      );
    if (record.held && isSaid) continue;
    const comparison = compareExpected(book, { record: weighed, package: record });
    expect([record.id, weighed.purpose, withinTolerance(comparison)]).toEqual([record.id, weighed.purpose, true]);
  }
}
