// Orders arriving, jobs opening and closing. Must not know how an order travelled or where it is stored.
import type { Book, JobRecord } from '../book.ts';
import { type Decision, type Refusal, refuse } from '../decision.ts';
import type { Finding, NewEntry } from '../entry.ts';
import type { IntakeNotice, Order } from '../order.ts';
import { judgeLot } from './verdict.ts';
import { latestAt, openJobAt } from './weighing.ts';

export const INTAKE_LIMITS = { packages: 2_000, textLength: 200 } as const;

/**
 * An order whose signature and form headquarters/ has checked. Out of turn: refused without an entry. In turn but
 * impossible to carry out: an entry says so, because the counter must go on and headquarters must learn it.
 */
export function decideOrder(event: { order: Order; signed: string; signedHash: string; base: string; epoch: string }, book: Book): Decision | Refusal {
  const { order, signed, signedHash } = event;
  if (order.base !== event.base || order.epoch !== event.epoch) return refuse('order-for-other-base', { base: order.base });
  const site = book.get('site', 'site');
  const expected = (site?.orderCounter ?? 0) + 1;
  if (order.counter !== expected || order.previous !== (site?.orderHash ?? '0'.repeat(64))) {
    return refuse('order-out-of-turn', { counter: order.counter, expected });
  }
  const fault = noticeFault(order.body, book);
  const result = { order: order.order, accepted: fault === null };
  if (fault !== null) {
    const body = { order: order.order, counter: order.counter, reason: fault, signed, signedHash };
    return { entries: [{ kind: 'order-refused', body }], effects: [], result };
  }
  return { entries: [{ kind: 'order-received', body: { order, signed, signedHash } }], effects: [], result };
}

/** Why a notice cannot be worked, in words; null if it can. */
function noticeFault(notice: IntakeNotice, book: Book): string | null {
  if (book.get('lot', notice.lot)) return `lot ${notice.lot} is already in the book`;
  if (notice.packages.length === 0 || notice.packages.length > INTAKE_LIMITS.packages) {
    return `a notice holds 1 to ${INTAKE_LIMITS.packages} packages, this one ${notice.packages.length}`;
  }
  const { intervalMg, limitMg, lastDigitMg } = notice.weighed;
  if (intervalMg <= 0 || intervalMg % 2 !== 0 || lastDigitMg % 2 !== 0 || (limitMg !== null && limitMg < 0)) {
    return 'the consignor’s scale interval and last digit must be even numbers of milligrams';
  }
  const seen = new Set<string>();
  for (const announced of notice.packages) {
    const name = announced.package;
    if (announced.tareMg < 0 || announced.grossMg <= announced.tareMg) return `package ${name}: gross must exceed tare`;
    if (seen.has(name) || book.get('package', name)) return `package ${name} is announced twice`;
    if (seen.has(`mark ${announced.mark}`)) return `mark ${announced.mark} is used twice`;
    seen.add(name).add(`mark ${announced.mark}`);
    if (announced.epcHex === null) continue;
    if (seen.has(announced.epcHex) || book.where('package', 'epcHex', announced.epcHex).length > 0) return `tag ${announced.epcHex} is already in use`;
    seen.add(announced.epcHex);
  }
  return null;
}

export function decideOpenJob(
  event: { job: string; order: string; station: string; stationKnown: boolean; operator: string },
  book: Book,
): Decision | Refusal {
  if (!event.stationKnown) return refuse('station-unknown', { station: event.station });
  const order = book.get('order', event.order);
  if (!order) return refuse('order-unknown', { order: event.order });
  if (order.state !== 'open') return refuse('order-not-open', { order: order.id, state: order.state });
  const busy = openJobAt(book, event.station);
  if (busy) return refuse('station-busy', { station: event.station, lot: busy.lot });
  const body = { job: event.job, order: order.id, lot: order.lot, station: event.station, operator: event.operator };
  return { entries: [{ kind: 'job-opened', body }], effects: [], result: { job: event.job, lot: order.lot } };
}

/** Closes a job and judges its lot, in one transaction. */
export function decideCloseJob(
  event: { job: string; operator: string; loadOnScale: string | null; findingId: string },
  book: Book,
): Decision | Refusal {
  const job = book.get('job', event.job);
  if (!job) return refuse('job-unknown', { job: event.job });
  if (job.state !== 'open') return refuse('job-closed', { job: job.id });
  const obstacle = closingObstacle(book, job, event.loadOnScale);
  if (obstacle) return obstacle;
  const judged = judgeLot(book, { job, findingId: event.findingId });
  const entries: NewEntry[] = judged.totalFinding ? [asFinding(judged.totalFinding)] : [];
  entries.push({ kind: 'verdict', body: judged.verdict }, { kind: 'job-closed', body: { job: job.id, operator: event.operator } });
  return { entries, effects: [], result: { verdict: judged.verdict.verdict, lot: job.lot } };
}

function closingObstacle(book: Book, job: JobRecord, loadOnScale: string | null): Refusal | null {
  const packages = book.where('package', 'lot', job.lot);
  const open = packages.filter((record) => record.state === 'expected').length;
  if (open > 0) return refuse('packages-open', { count: open });
  const untagged = packages.find((record) => record.state !== 'missing' && record.epcHex === null);
  if (untagged) return refuse('tag-missing', { package: untagged.id });
  const latest = loadOnScale === null ? undefined : latestAt(book, job.station);
  return latest && latest.id === loadOnScale && latest.state === 'unbound' ? refuse('load-unidentified') : null;
}

function asFinding(body: Finding): NewEntry {
  return { kind: 'finding', body };
}

export function decideReverse(event: { weighing: string; operator: string }, book: Book): Decision | Refusal {
  const record = book.get('weighing', event.weighing);
  if (!record) return refuse('weighing-unknown', { weighing: event.weighing });
  if (record.state === 'reversed') return refuse('weighing-reversed', { weighing: record.id });
  const job = record.job === null ? undefined : book.get('job', record.job);
  if (job?.state === 'closed') return refuse('job-closed', { job: job.id });
  const body = { weighing: record.id, reason: 'operator' as const, operator: event.operator };
  return { entries: [{ kind: 'weighing-reversed', body }], effects: [], result: { weighing: record.id } };
}
