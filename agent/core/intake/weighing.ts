// From a capture to a weighing's entry, and what a weight says against what was expected. Must not know stability
// (load.ts has decided that), storage, or the many purposes of a load (capture.ts).
import type { Book } from '../book.ts';
import type { JobRecord, LotRecord, PackageRecord, WeighingRecord } from '../records.ts';
import { idsOf } from '../decision.ts';
import type { Finding, FindingCode, NewEntry, Purpose } from '../entry.ts';
import type { Basis, BoundBy, Comparison, ScaleFacts, TagSeen, TareKind } from '../evidence.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import { compareExpected } from '../weight/compare.ts';
import type { Capture } from '../weight/load.ts';
import { withinTolerance } from '../weight/tolerance.ts';

/**
 * Everything a decision needs that is not in the book; ids are random and made by the caller, so that a retry has the
 * same.
 */
export interface CaptureEvent {
  station: string;
  capture: Capture;
  scale: ScaleFacts;
  /** Random; the ids of its findings are made of it. */
  weighing: string;
  software: string;
  configHash: string;
  wallMs: number;
}

export function openJobAt(book: Book, station: string): JobRecord | undefined {
  const open = book.get('station', station)?.job;
  return open == null ? undefined : book.get('job', open);
}

/** A job that receives an announced lot. */
export type IntakeJob = JobRecord & { order: string; lot: string };

export function isIntake(job: JobRecord): job is IntakeJob {
  return job.work === 'intake' && job.lot !== null && job.order !== null;
}

export function intakeAt(book: Book, station: string): IntakeJob | undefined {
  const job = openJobAt(book, station);
  return job && isIntake(job) ? job : undefined;
}

/** What a load is, besides what its capture says. */
export interface LoadMeaning {
  purpose: Purpose;
  basis: Basis;
  operator: string | null;
  job?: JobRecord | undefined;
  lot?: string | null;
  package?: PackageRecord | undefined;
  boundBy?: BoundBy | null;
  group?: string;
  visit?: string;
  tare?: { massMg: MassMg; kind: TareKind };
}

export type WeighingEntry = Extract<NewEntry, { kind: 'weighing' }>;

export function weighingEntry(event: CaptureEvent, book: Book, meaning: LoadMeaning): WeighingEntry {
  const { capture, scale } = event;
  const { purpose, basis, operator, job } = meaning;
  const known = book.get('scale', scale.instrument);
  const tare =
    meaning.tare ??
    (meaning.package
      ? { massMg: meaning.package.announced.tareMg, kind: 'declared' as const }
      : { massMg: 0, kind: 'none' as const });
  return {
    kind: 'weighing',
    body: {
      weighing: event.weighing,
      number: (known?.lastNumber ?? 0) + 1,
      station: event.station,
      scale,
      range: capture.range,
      grossMg: capture.grossMg,
      tareMg: tare.massMg,
      tareKind: tare.kind,
      netMg: capture.grossMg - tare.massMg,
      basis,
      purpose,
      group: meaning.group ?? null,
      visit: meaning.visit ?? null,
      checkBiasMg: known?.check?.passed === true ? known.check.biasMg : null,
      zeroAtMonotonicMs: Math.round(capture.zeroAtMs),
      window: capture.window,
      tags: capture.tags,
      package: meaning.package?.id ?? null,
      boundBy: meaning.boundBy ?? null,
      job: job?.id ?? null,
      order: job?.order ?? null,
      lot: meaning.lot ?? job?.lot ?? meaning.package?.lot ?? null,
      operator,
      readAtMonotonicMs: Math.round(capture.readAtMs),
      software: event.software,
      configHash: event.configHash,
    },
  };
}

/** The book's record of a weighing that is about to be appended (its seq is not known yet and not needed). */
export function recordOf(body: WeighingEntry['body'], book: Book): WeighingRecord {
  return { ...weighingRecord(body, book.get('scale', body.scale.instrument)?.era ?? 0), seq: 0 };
}

export function weighingRecord(body: WeighingEntry['body'], era: number): Omit<WeighingRecord, 'seq'> {
  const range = body.scale.ranges[body.range];
  if (!range) throw new Error(`weighing ${body.weighing} names range ${body.range} of ${body.scale.ranges.length}`);
  return {
    id: body.weighing,
    number: body.number,
    scale: body.scale.instrument,
    station: body.station,
    job: body.job,
    lot: body.lot,
    purpose: body.purpose,
    basis: body.basis,
    package: body.package,
    group: body.group,
    visit: body.visit,
    boundBy: body.boundBy,
    state: body.package === null && body.group === null && body.visit === null ? 'unbound' : 'bound',
    grossMg: body.grossMg,
    intervalMg: range.intervalMg,
    class: body.scale.class,
    verified: body.scale.verified,
    checkBiasMg: body.checkBiasMg,
    era: `${body.scale.instrument}/${era}`,
    operator: body.operator,
    tags: body.tags.filter((tag) => !tag.background).map((tag) => tag.epcHex),
    intent: null,
    doubted: false,
  };
}

/** What a weighing of one package says against what was expected: at most a weight finding and an unverified scale. */
export function weightFindings(
  book: Book,
  context: { record: WeighingRecord; package: PackageRecord; job: JobRecord | undefined },
): NewEntry[] {
  const { record } = context;
  const comparison = compareExpected(book, { record, package: context.package });
  return comparedFindings(record, {
    comparison,
    lot: context.package.lot,
    job: context.job?.id ?? null,
    package: context.package.id,
  });
}

/** `newId` where one weighing speaks of several lots. */
export function comparedFindings(
  record: WeighingRecord,
  of: { comparison: Comparison; lot: string | null; job: string | null; package: string | null; newId?: () => string },
): NewEntry[] {
  const newId = of.newId ?? idsOf(record.id);
  const base = {
    lot: of.lot,
    job: of.job,
    package: of.package,
    weighing: record.id,
    operator: record.operator,
    note: null,
  };
  const findings: Finding[] = [];
  if (!withinTolerance(of.comparison)) {
    const code: FindingCode = of.comparison.differenceMg < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH';
    findings.push({ finding: newId(), code, ...base, comparison: of.comparison });
  }
  if (!record.verified) findings.push({ finding: newId(), code: 'SCALE_UNVERIFIED', ...base, comparison: null });
  return findings.map((body) => ({ kind: 'finding', body }));
}

export function lotOf(book: Book, id: string): LotRecord {
  const lot = book.get('lot', id);
  if (!lot) throw new Error(`the book names lot ${id} but does not hold it`);
  return lot;
}

/** The jobs that a weighing belongs to: its own, or for a pass of a vehicle those of what came off before it. */
export function jobsOf(book: Book, record: WeighingRecord): string[] {
  const pairs =
    record.visit === null ? [] : book.where('pair', 'after', record.id).filter(({ state }) => state === 'standing');
  return [...(record.job === null ? [] : [record.job]), ...pairs.map(({ job }) => job)];
}

/** The latest weighing at a station, reversed or not. */
export function latestAt(book: Book, station: string): WeighingRecord | undefined {
  const latest = book.get('station', station)?.weighing;
  return latest == null ? undefined : book.get('weighing', latest);
}

/** An EPC that two different chips (TID) answer with: one of them is a copy. Null if there is none. */
export function twinTag(tags: readonly TagSeen[]): string | null {
  const chips = new Map<string, string>();
  for (const { epcHex, tidHex } of tags) {
    if (tidHex === null) continue;
    if ((chips.get(epcHex) ?? tidHex) !== tidHex) return epcHex;
    chips.set(epcHex, tidHex);
  }
  return null;
}

/** A copied tag is a finding wherever it is seen. */
export function twinFinding(
  { weighing }: CaptureEvent,
  {
    book,
    epcHex,
    ...of
  }: { book: Book; epcHex: string; lot: string | null; job: string | null; operator: string | null },
): NewEntry {
  const concerned = book.where('package', 'epcHex', epcHex)[0]?.id ?? epcHex;
  return {
    kind: 'finding',
    body: {
      finding: `${weighing}.twin`,
      code: 'DUPLICATE_TAG',
      ...of,
      package: concerned,
      weighing,
      comparison: null,
      note: null,
    },
  };
}

/**
 * The one package whose tag came with the load; undefined if none, several, a copy, or a package that may not be
 * weighed so.
 */
export function aloneByTag(
  book: Book,
  { tags, may }: { tags: readonly TagSeen[]; may: (record: PackageRecord) => boolean },
): PackageRecord | undefined {
  const arrived = new Set(tags.filter((tag) => !tag.background).map((tag) => tag.epcHex));
  const [only] = arrived;
  if (only === undefined || arrived.size !== 1 || twinTag(tags) !== null) return undefined;
  const owner = book.where('package', 'epcHex', only)[0];
  return owner && may(owner) ? owner : undefined;
}
