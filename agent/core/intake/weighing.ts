// From a capture to entries: the weighing itself, the package it belongs to, and what disagrees. Must not know stability
// (load.ts has decided that) nor storage.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book, JobRecord, LotRecord, PackageRecord, WeighingRecord } from '../book.ts';
import { type Decision, type Refusal, refuse } from '../decision.ts';
import type { BoundBy, Comparison, Finding, NewEntry, ScaleFacts, TagSeen } from '../entry.ts';
import type { Capture } from '../weight/load.ts';
import { compareGross, inServiceBoundMg, withinTolerance } from '../weight/tolerance.ts';

/** Everything a decision needs that is not in the book; ids are random and made by the caller, so that a retry has the same. */
export interface CaptureEvent {
  station: string;
  capture: Capture;
  scale: ScaleFacts;
  weighing: string;
  /** Two are enough: a weight finding and an unverified scale. */
  findingIds: readonly [string, string];
  tagFindingId: string;
  software: string;
  configHash: string;
}

export function openJobAt(book: Book, station: string): JobRecord | undefined {
  const open = book.get('station', station)?.job;
  return open == null ? undefined : book.get('job', open);
}

/** One load gives one weighing; a higher plateau of the same load reverses the one before in the same transaction. */
export function decideCapture(event: CaptureEvent, book: Book): Decision | Refusal {
  const job = openJobAt(book, event.station);
  if (!job) return refuse('no-job', { station: event.station });
  const entries: NewEntry[] = [];
  const replaced = event.capture.replaces === null ? undefined : latestAt(book, event.station);
  if (replaced && replaced.state !== 'reversed') {
    entries.push({ kind: 'weighing-reversed', body: { weighing: replaced.id, reason: 'load-rose', operator: null } });
  }
  const bound = boundByTag(book, { job, tags: event.capture.tags, replaced });
  const weighing = weighingEntry(event, { book, job, bound: bound?.package, boundBy: bound?.boundBy ?? null });
  entries.push(weighing);
  const twin = twinTag(event.capture.tags);
  if (twin !== null) entries.push(twinFinding(event, { book, job, epcHex: twin }));
  if (bound) entries.push(...weightFindings(book, { job, record: recordOf(weighing.body), package: bound.package, findingIds: event.findingIds }));
  return {
    entries,
    effects: [],
    result: { weighing: event.weighing, number: weighing.body.number, package: bound?.package.id ?? null },
  };
}

/** The check weight after power-up and every day: within the in-service bound of the load, plus rounding. */
export function decideCheck(event: CaptureEvent & { referenceMg: MassMg; operator: string }): Decision {
  const range = event.scale.ranges[event.capture.range];
  if (!range) throw new Error(`capture names range ${event.capture.range} of ${event.scale.ranges.length}`);
  const toleranceMg = inServiceBoundMg({ class: event.scale.class, intervalMg: range.intervalMg }, event.referenceMg) + range.intervalMg / 2;
  const passed = Math.abs(event.capture.grossMg - event.referenceMg) <= toleranceMg;
  const body = {
    station: event.station,
    scale: event.scale,
    referenceMg: event.referenceMg,
    shownMg: event.capture.grossMg,
    toleranceMg,
    passed,
    window: event.capture.window,
    operator: event.operator,
  };
  return { entries: [{ kind: 'check-weighing', body }], effects: [], result: { passed } };
}

type WeighingEntry = Extract<NewEntry, { kind: 'weighing' }>;

function weighingEntry(
  event: CaptureEvent,
  context: { book: Book; job: JobRecord; bound: PackageRecord | undefined; boundBy: BoundBy | null },
): WeighingEntry {
  const { capture } = event;
  const tareMg = context.bound?.announced.tareMg ?? 0;
  return {
    kind: 'weighing',
    body: {
      weighing: event.weighing,
      number: (context.book.get('scale', event.scale.instrument)?.lastNumber ?? 0) + 1,
      station: event.station,
      scale: event.scale,
      range: capture.range,
      grossMg: capture.grossMg,
      tareMg,
      tareKind: context.bound ? 'declared' : 'none',
      netMg: capture.grossMg - tareMg,
      basis: 'single',
      window: capture.window,
      tags: capture.tags,
      package: context.bound?.id ?? null,
      boundBy: context.boundBy,
      job: context.job.id,
      order: context.job.order,
      lot: context.job.lot,
      operator: context.job.operator,
      readAtMonotonicMs: Math.round(capture.readAtMs),
      software: event.software,
      configHash: event.configHash,
    },
  };
}

/**
 * Without a touch a load is bound only if exactly one tag came with it and that tag is an expected package of the job,
 * or the load was bound before and has only risen.
 */
function boundByTag(
  book: Book,
  { job, tags, replaced }: { job: JobRecord; tags: readonly TagSeen[]; replaced: WeighingRecord | undefined },
): { package: PackageRecord; boundBy: BoundBy } | undefined {
  if (replaced?.package != null && replaced.state === 'bound') {
    const same = book.get('package', replaced.package);
    return same ? { package: same, boundBy: replaced.boundBy ?? 'tag' } : undefined;
  }
  const arrived = new Set(tags.filter((tag) => !tag.background).map((tag) => tag.epcHex));
  const [only] = arrived;
  if (only === undefined || arrived.size !== 1 || twinTag(tags) !== null) return undefined;
  const owner = book.where('package', 'epcHex', only)[0];
  return owner && owner.lot === job.lot && owner.state === 'expected' ? { package: owner, boundBy: 'tag' } : undefined;
}

/** An EPC that two different chips (TID) answer with: one of them is a copy. Null if there is none. */
function twinTag(tags: readonly TagSeen[]): string | null {
  const chips = new Map<string, string>();
  for (const { epcHex, tidHex } of tags) {
    if (tidHex === null) continue;
    if ((chips.get(epcHex) ?? tidHex) !== tidHex) return epcHex;
    chips.set(epcHex, tidHex);
  }
  return null;
}

function twinFinding(event: CaptureEvent, { book, job, epcHex }: { book: Book; job: JobRecord; epcHex: string }): NewEntry {
  const concerned = book.where('package', 'epcHex', epcHex)[0]?.id ?? epcHex;
  const base = { finding: event.tagFindingId, code: 'DUPLICATE_TAG' as const, lot: job.lot, job: job.id };
  return { kind: 'finding', body: { ...base, package: concerned, weighing: event.weighing, comparison: null } };
}

/** What a weighing says against the notice: at most a weight finding and an unverified scale. */
export function weightFindings(
  book: Book,
  context: { job: JobRecord; record: WeighingRecord; package: PackageRecord; findingIds: readonly [string, string] },
): NewEntry[] {
  const { job, record, findingIds } = context;
  const lot = lotOf(book, job.lot);
  const base = { lot: job.lot, job: job.id, package: context.package.id, weighing: record.id };
  const comparison = compareWeighing(record, { announced: context.package.announced, lot });
  const findings: Finding[] = [];
  if (!withinTolerance(comparison)) {
    const code = comparison.differenceMg < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH';
    findings.push({ finding: findingIds[0], code, ...base, comparison });
  }
  if (!record.verified) findings.push({ finding: findingIds[1], code: 'SCALE_UNVERIFIED', ...base, comparison: null });
  return findings.map((body) => ({ kind: 'finding', body }));
}

export function compareWeighing(
  record: Pick<WeighingRecord, 'grossMg' | 'class' | 'intervalMg'>,
  { announced, lot }: { announced: PackageRecord['announced']; lot: LotRecord },
): Comparison {
  return compareGross(record, { grossMg: announced.grossMg, weighed: lot.weighed });
}

export function lotOf(book: Book, id: string): LotRecord {
  const lot = book.get('lot', id);
  if (!lot) throw new Error(`the book names lot ${id} but does not hold it`);
  return lot;
}

/** The latest weighing at a station, reversed or not. */
export function latestAt(book: Book, station: string): WeighingRecord | undefined {
  const latest = book.get('station', station)?.weighing;
  return latest == null ? undefined : book.get('weighing', latest);
}

/** The book's record of a weighing that is about to be appended (its seq is not known yet and not needed). */
function recordOf(body: WeighingEntry['body']): WeighingRecord {
  return { ...weighingRecord(body), seq: 0 };
}

export function weighingRecord(body: WeighingEntry['body']): Omit<WeighingRecord, 'seq'> {
  const range = body.scale.ranges[body.range];
  if (!range) throw new Error(`weighing ${body.weighing} names range ${body.range} of ${body.scale.ranges.length}`);
  return {
    id: body.weighing,
    number: body.number,
    scale: body.scale.instrument,
    station: body.station,
    job: body.job,
    package: body.package,
    boundBy: body.boundBy,
    state: body.package === null ? 'unbound' : 'bound',
    grossMg: body.grossMg,
    intervalMg: range.intervalMg,
    class: body.scale.class,
    verified: body.scale.verified,
    tags: body.tags.filter((tag) => !tag.background).map((tag) => tag.epcHex),
  };
}
