// How a load ends that gave no standing weighing, and what a load that was disturbed takes with it. Each load above its
// station's threshold has exactly one outcome in the ledger.
import type { LoadId, WeighingId } from '../model/ids.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { Decided } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { WeighingRecord } from '../model/records.ts';
import { jobsOfWeighing, latestWeighingAt, openJobAt } from '../model/bookQueries.ts';
import type { LoadEnd, StoodWeight } from '../weight/loadState.ts';
import { stockTagFindings } from '../weight/loadTags.ts';
import { doubtEntries } from './doubtWeighings.ts';

/** What every statement about a load names. */
export interface LoadSubject {
  load: LoadId;
  station: StationId;
  scale: InstrumentId;
  /** The load's last recorded weighing; null: none was recorded. */
  weighing: WeighingId | null;
}

/** A load that is gone. */
export interface LoadEndEvent extends LoadSubject {
  end: LoadEnd;
  /** Code of the refusal of its weighing; null: none was refused. */
  refusal: string | null;
  /** A check weighing of it was recorded. */
  checked: boolean;
  /** It lay there when the agent began: what was spoken of last may be that very load. */
  fromBeforeStart: boolean;
  /** e at its mass, in mg. */
  intervalMg: MassMg;
  /** From this mass on a load needs an outcome, in mg. */
  thresholdMg: MassMg;
}

/**
 * Decides that the tag which had named a load stayed where it was when the load left: it was not the load's tag. The
 * weighing counts for nothing; one on which a closed job rests is doubtful instead.
 */
export function decideTagStayed(event: { weighing: WeighingId }, book: Book): Decided {
  const record = book.get('weighing', event.weighing);
  const isNamedByTag = record?.state === 'bound' && record.boundBy === 'tag' && record.package !== null;
  const entries = isNamedByTag ? setAside(record, { book, reason: 'tag-stayed' }) : [];
  return { entries, effects: [], result: { weighing: event.weighing } };
}

/** A load that was gone sooner is counted with the small ones. */
export const LOAD_STANDS_MS = 2_000;

/**
 * Decides that a load stood at another weight after it was weighed: its weighing counts for nothing any more. One on
 * which a closed job rests is doubtful instead, and its lots are open again.
 */
export function decideLoadDisturbed(event: LoadSubject & { plateaus: StoodWeight[] }, book: Book): Decided {
  const { load, station, scale, weighing, plateaus } = event;
  const record = weighing === null ? undefined : book.get('weighing', weighing);
  const disturbed: NewEntry = {
    kind: 'load-disturbed',
    body: { load, station, scale, weighing: record?.id ?? null, plateaus: plateaus.slice(0, 8) },
  };
  return {
    entries: [...setAside(record, { book, reason: 'load-disturbed' }), disturbed],
    effects: [],
    result: { load },
  };
}

function setAside(
  record: WeighingRecord | undefined,
  { book, reason }: { book: Book; reason: 'load-disturbed' | 'tag-stayed' },
): NewEntry[] {
  if (!record || record.state === 'reversed') return [];
  const isUsed = jobsOfWeighing(book, record).some((job) => book.get('job', job)?.state === 'closed');
  if (isUsed) return doubtEntries(book, { scale: record.scale as InstrumentId, weighings: [record], reason });
  const body = { weighing: record.id, reason, askedBy: null, operator: null };
  return [{ kind: 'weighing-reversed', body }];
}

/**
 * Decides what became of a load that is gone. Nothing, if a weighing, a check weighing or its disturbance tells it
 * already, or if it was too small or too short to need an outcome.
 */
export function decideLoadEnded(event: LoadEndEvent, book: Book): Decided {
  const entries = outcomeEntries(event, book);
  const isUnweighed = entries.some(({ kind }) => kind === 'load-refused' || kind === 'load-unexplained');
  const stock = isUnweighed ? unweighedStockFindings(event, book) : [];
  return { entries: [...entries, ...stock], effects: [], result: { load: event.load } };
}

/** That a tag of the stock came with goods that are taken in is not forgotten because the load was not weighed. */
function unweighedStockFindings({ load, station, end: { trace } }: LoadEndEvent, book: Book): NewEntry[] {
  const job = openJobAt(book, station);
  if (!job || (job.work !== 'intake' && job.work !== 'unannounced')) return [];
  return stockTagFindings({ tags: trace.tags, seed: load, weighing: null, operator: null }, { book, job });
}

function outcomeEntries(event: LoadEndEvent, book: Book): NewEntry[] {
  const { end, refusal, checked } = event;
  if (checked || end.phase === 'disturbed') return [];
  const isContinued = event.weighing === null && isSpokenOf(event, book);
  const latest = isContinued ? latestOfLastLoad(event, book) : undefined;
  // It was disturbed, or the check weight.
  if (isContinued && !latest) return [];
  const record = isContinued ? latest : event.weighing === null ? undefined : book.get('weighing', event.weighing);
  if (record && record.state !== 'reversed') {
    const isLost = record.state === 'unbound' && (end.phase === 'unknown' || end.phase === 'unproven');
    if (!isLost) return [];
    const body = { weighing: record.id, reason: 'load-lost' as const, askedBy: null, operator: null };
    return [{ kind: 'weighing-reversed', body }, unexplained(event)];
  }
  if (record && refusal === null) return [];
  if (refusal !== null && !isUnclaimed(refusal)) return [refused(event, refusal)];
  return needsOutcome(event) ? [unexplained(event)] : [];
}

/**
 * Decides what became of a load that nobody had named and whose end nobody saw: it lay there when the agent ended, and
 * after its start the platform is empty. Its weighing counts for nothing.
 */
export function decideLoadGoneUnseen({ station }: { station: StationId }, book: Book): Decided {
  const record = latestWeighingAt(book, station);
  if (record?.state !== 'unbound') return { entries: [], effects: [], result: { load: null } };
  const { id: weighing, load, grossMg } = record;
  const body = {
    load,
    station,
    scale: record.scale as InstrumentId,
    highestMg: grossMg,
    lastStableMg: grossMg,
    durationMs: 0,
    // The weighing names them.
    tags: [],
    presentBefore: true,
  };
  return {
    entries: [
      {
        kind: 'weighing-reversed',
        body: { weighing, reason: 'load-lost', askedBy: null, operator: null },
      },
      { kind: 'load-unexplained', body },
    ],
    effects: [],
    result: { load },
  };
}

/** Refusals that say only that nobody had work for the load. */
export function isUnclaimed(refusal: string): boolean {
  return refusal === 'no-job' || refusal === 'load-not-announced';
}

/** Whether a load that nobody claimed is large enough, and lay there long enough, to be named by itself. */
export function needsOutcome({ end: { trace }, thresholdMg }: Pick<LoadEndEvent, 'end' | 'thresholdMg'>): boolean {
  const stood = trace.stoodUnseen || trace.lastMs - trace.sinceMs >= LOAD_STANDS_MS;
  return trace.highestMg >= thresholdMg && stood;
}

/** What lay there at a start and shows a mass of the load that was spoken of last is that load still. */
function isSpokenOf({ end: { trace }, station, intervalMg, fromBeforeStart }: LoadEndEvent, book: Book): boolean {
  const spoken = fromBeforeStart ? book.get('station', station)?.lastLoad : null;
  // As it lay there at the start: what is put beside it afterwards makes it no other.
  const { firstStableMg, firstTareMg } = trace;
  if (spoken == null || firstStableMg === null) return false;
  // A pallet that was tared when it was spoken of lies under it still.
  const mayBe = [firstStableMg, firstStableMg - firstTareMg];
  return spoken.shownMg.some((spokenMg) => mayBe.some((massMg) => Math.abs(massMg - spokenMg) <= intervalMg));
}

/** Undefined: it was never weighed, or it is the check weight. */
function latestOfLastLoad({ station }: LoadEndEvent, book: Book): WeighingRecord | undefined {
  const latest = latestWeighingAt(book, station);
  return latest && latest.load === book.get('station', station)?.lastLoad?.load ? latest : undefined;
}

function seen({ load, station, scale, end: { trace } }: LoadEndEvent) {
  return {
    load,
    station,
    scale,
    highestMg: trace.highestMg,
    lastStableMg: trace.lastStableMg,
    durationMs: Math.max(0, Math.round(trace.lastMs - trace.sinceMs)),
  };
}

function refused(event: LoadEndEvent, reason: string): NewEntry {
  return { kind: 'load-refused', body: { ...seen(event), reason, tags: [...event.end.trace.tags] } };
}

function unexplained(event: LoadEndEvent): NewEntry {
  const { tags, presentBefore } = event.end.trace;
  return { kind: 'load-unexplained', body: { ...seen(event), tags: [...tags], presentBefore } };
}
