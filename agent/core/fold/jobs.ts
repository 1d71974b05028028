// Jobs, check weighings and announced loads in the book.
import type { Book, BookChange } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { type EntryOf, need, put, scaleOf, stationOf, stepLot } from './change.ts';

export function jobOpened({ body, seq }: EntryOf<'job-opened'>, book: Book): BookChange[] {
  const { job, work, order, lot, stocktake, station, operator } = body;
  const changes = [
    put('job', { id: job, work, order, lot, stocktake, station, state: 'open', operator, openedSeq: seq }),
    put('station', { ...stationOf(book, station), job }),
  ];
  if (order !== null) changes.push(put('order', { ...need(book, 'order', order), state: 'working' }));
  if (lot === null) return changes;
  // A second station joins a lot that is being verified already.
  return need(book, 'lot', lot).state === 'verifying' ? changes : [...changes, stepLot(book, lot, 'arrive')];
}

export function jobClosed(body: EntryBodies['job-closed'], book: Book): BookChange[] {
  const job = need(book, 'job', body.job);
  const station = stationOf(book, job.station);
  const changes = [put('job', { ...job, state: 'closed' })];
  if (station.job === job.id) changes.push(put('station', { ...station, job: null }));
  if (job.order === null) return changes;
  const order = need(book, 'order', job.order);
  if (order.state === 'cancelled') return changes;
  const others = book.where('job', 'state', 'open').some((other) => other.id !== job.id && other.order === order.id);
  return [...changes, put('order', { ...order, state: body.outcome === 'done' ? 'done' : others ? 'working' : 'open' })];
}

export function jobMoved(body: EntryBodies['job-moved'], book: Book): BookChange[] {
  return [
    put('job', { ...need(book, 'job', body.job), station: body.to }),
    put('station', { ...stationOf(book, body.from), job: null, intent: null, announcedBy: null }),
    put('station', { ...stationOf(book, body.to), job: body.job }),
  ];
}

export function jobHandedOver(body: EntryBodies['job-handed-over'], book: Book): BookChange[] {
  return [put('job', { ...need(book, 'job', body.job), operator: body.to })];
}

export function loadAnnounced(body: EntryBodies['load-announced'], book: Book): BookChange[] {
  return [put('station', { ...stationOf(book, body.station), intent: body.intent, announcedBy: body.intent === null ? null : body.operator })];
}

export function checked({ body, at }: EntryOf<'check-weighing'>, book: Book): BookChange[] {
  const scale = scaleOf(book, body.scale.instrument);
  const check = {
    passed: body.passed,
    wallMs: at.wallMs,
    monotonicMs: at.monotonicMs,
    boot: at.boot,
    run: need(book, 'site', 'site').run,
    biasMg: body.shownMg - body.referenceMg,
  };
  return [put('scale', { ...scale, check, era: body.passed ? scale.era + 1 : scale.era })];
}
