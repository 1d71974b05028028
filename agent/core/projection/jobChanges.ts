// Jobs, check weighings and announced loads in the book.
import type { JobId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { StationRecord } from '../model/records.ts';
import type { GroupRecord } from '../model/workRecords.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import {
  NO_ANNOUNCEMENT,
  putAnnouncement,
  putRecord,
  requireRecord,
  scaleRecord,
  stationRecord,
  stepLot,
} from './bookChanges.ts';

/** Opens a job at its station; its order is being worked, and its lot is arriving. */
export function applyJobOpened({ body, seq }: EntryOf<'job-opened'>, book: Book): BookChange[] {
  const { job, work, order, lot, stocktake, station, operator } = body;
  const changes = [
    putRecord('job', {
      ...{ id: job, work, order, lot, stocktake, station, operator },
      state: 'open',
      openedSeq: seq,
      touched: [],
    }),
    putRecord('station', { ...stationRecord(book, station), job }),
  ];
  if (order !== null) changes.push(putRecord('order', { ...requireRecord(book, 'order', order), state: 'working' }));
  // A count that rested goes on in another job.
  const resumed = stocktake === null ? undefined : book.get('stocktake', stocktake);
  if (resumed?.state === 'open') changes.push(putRecord('stocktake', { ...resumed, job }));
  if (lot === null) return changes;
  // A second station joins a lot that is being verified already.
  return requireRecord(book, 'lot', lot).state === 'verifying' ? changes : [...changes, stepLot(book, lot, 'arrive')];
}

/** Closes a job, splits its open groups, and frees its station. */
export function applyJobClosed(body: EntryBodies['job-closed'], book: Book): BookChange[] {
  const job = requireRecord(book, 'job', body.job);
  const others = book.where('job', 'state', 'open').filter((otherJob) => otherJob.id !== job.id);
  const groups = openGroups(book, job.id);
  const changes = [
    putRecord('job', { ...job, state: 'closed' }),
    ...groups.map((group) => putRecord('group', { ...group, state: 'split' as const })),
  ];
  const station = stationRecord(book, job.station);
  const intent = isGroupIntent(station, groups) ? null : station.intent;
  // At a weighbridge the lots of one vehicle have a job each: an older one is the station's job again.
  const next =
    others
      .filter((otherJob) => otherJob.station === station.id)
      .map(({ id }) => id)
      .sort()[0] ?? null;
  if (station.job === job.id || intent !== station.intent)
    changes.push(putRecord('station', { ...station, job: station.job === job.id ? next : station.job, intent }));
  if (job.order === null) return changes;
  const order = requireRecord(book, 'order', job.order);
  if (order.state === 'cancelled' || order.state === 'suspended') return changes;
  const shared = others.some((otherJob) => otherJob.order === order.id);
  return [
    ...changes,
    putRecord('order', { ...order, state: body.outcome === 'done' ? 'done' : shared ? 'working' : 'open' }),
  ];
}

function openGroups(book: Book, job: JobId): GroupRecord[] {
  return book.where('group', 'job', job).filter(({ state }) => state === 'open');
}

function isGroupIntent({ intent }: StationRecord, groups: readonly GroupRecord[]): boolean {
  return intent?.kind === 'group' && groups.some(({ id }) => id === intent.group);
}

/**
 * Moves a job. A group that waits to be weighed goes along; an announced pass stays with its bridge; other
 * announcements are made again.
 */
export function applyJobMoved({ job, from, to }: EntryBodies['job-moved'], book: Book): BookChange[] {
  const stationBefore = stationRecord(book, from);
  const stationAfter = stationRecord(book, to);
  const groups = openGroups(book, job);
  const others = book
    .where('job', 'state', 'open')
    .filter((otherJob) => otherJob.id !== job && otherJob.station === from)
    .map(({ id }) => id)
    .sort();
  const remainingJob = stationBefore.job === job ? (others[0] ?? null) : stationBefore.job;
  return [
    putRecord('job', { ...requireRecord(book, 'job', job), station: to }),
    putRecord('station', {
      ...stationBefore,
      job: remainingJob,
      ...(stationBefore.intent?.kind === 'pass' ? {} : NO_ANNOUNCEMENT),
    }),
    putRecord('station', {
      ...stationAfter,
      job,
      ...(isGroupIntent(stationBefore, groups)
        ? {
            intent: stationBefore.intent,
            announces: stationBefore.announces,
            announcedBy: stationBefore.announcedBy,
            announcedAt: stationBefore.announcedAt,
            announcedJob: stationBefore.announcedJob,
          }
        : {}),
    }),
    ...groups.map((group) => putRecord('group', { ...group, station: to })),
  ];
}

/** Gives a job to another operator. */
export function applyJobHandedOver(body: EntryBodies['job-handed-over'], book: Book): BookChange[] {
  return [putRecord('job', { ...requireRecord(book, 'job', body.job), operator: body.to })];
}

/** Remembers what the next load at a station was announced to be. */
export function applyLoadAnnounced({ body, at }: EntryOf<'load-announced'>, book: Book): BookChange[] {
  const { station, intent, operator } = body;
  const record = stationRecord(book, station);
  return [
    intent === null
      ? putRecord('station', { ...record, ...NO_ANNOUNCEMENT })
      : putAnnouncement(record, { intent, operator, at }),
  ];
}

/** Records a check weighing. A passed one begins a new era of its scale. */
export function applyCheckWeighing({ body, at: stamp }: EntryOf<'check-weighing'>, book: Book): BookChange[] {
  const scale = scaleRecord(book, body.scale.instrument);
  const check = {
    passed: body.passed,
    wallMs: stamp.wallMs,
    monotonicMs: stamp.monotonicMs,
    boot: stamp.boot,
    run: requireRecord(book, 'site', 'site').run,
    biasMg: asMassMg(body.shownMg - body.referenceMg),
    scale: body.scale,
  };
  const lastLoad = { load: body.load, shownMg: [body.shownMg] };
  const spoken = putRecord('station', { ...stationRecord(book, body.station), lastLoad });
  if (body.passed)
    return [putRecord('scale', { ...scale, check, failures: 0, strangers: 0, era: scale.era + 1 }), spoken];
  // What was no check weight says nothing of the scale.
  return body.recognised
    ? [putRecord('scale', { ...scale, check, failures: scale.failures + 1 }), spoken]
    : [putRecord('scale', { ...scale, strangers: scale.strangers + 1 }), spoken];
}

/** A scale that was out of service is checked again. */
export function applyScaleReturned(body: EntryBodies['scale-returned'], book: Book): BookChange[] {
  return [putRecord('scale', { ...scaleRecord(book, body.scale), failures: 0, strangers: 0 })];
}
