// Findings and what people do about them, verdicts, doubt and drift in the book.
import type { Book, BookChange, FindingRecord } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { driftSums } from '../intake/drifting.ts';
import { FRESH_DRIFT } from '../weight/drift.ts';
import { type EntryOf, need, put, stepLot, stepped } from './change.ts';

export function found({ body, seq }: EntryOf<'finding'>, { hash, book }: { hash: string; book: Book }): BookChange[] {
  const { finding, code, lot, job, weighing, comparison, operator, note } = body;
  const weigher = weighing === null ? null : (book.get('weighing', weighing)?.operator ?? null);
  const touched = [...new Set([operator, weigher, ...countersOf(job, book)].filter((one) => one !== null))];
  const record: FindingRecord = {
    id: finding, seq, hash, code, lot, job, package: body.package, weighing, comparison, note, state: 'open', touched, recounts: 0,
  };
  const concerned = body.package === null ? undefined : book.get('package', body.package);
  return concerned?.lot === lot ? [put('finding', record), put('package', { ...concerned, held: true })] : [put('finding', record)];
}

/** Everybody who counted has had a hand in what the count found. */
function countersOf(job: string | null, book: Book): string[] {
  const id = job === null ? null : (book.get('job', job)?.stocktake ?? null);
  const stocktake = id === null ? undefined : book.get('stocktake', id);
  return stocktake ? [...stocktake.countersBefore, ...stocktake.counters] : [];
}

function touch(finding: FindingRecord, operator: string): FindingRecord {
  return finding.touched.includes(operator) ? finding : { ...finding, touched: [...finding.touched, operator] };
}

export function recounted(body: EntryBodies['finding-recounted'], book: Book): BookChange[] {
  const before = touch(need(book, 'finding', body.finding), body.operator);
  return [put('finding', { ...before, state: body.agrees ? 'recounted' : 'open', recounts: before.recounts + 1 })];
}

export function approved(body: EntryBodies['finding-approved'], book: Book): BookChange[] {
  const finding = need(book, 'finding', body.finding);
  const changes = [put('finding', { ...touch(finding, body.operator), state: 'void' as const })];
  const concerned = finding.package === null ? undefined : book.get('package', finding.package);
  if (!concerned) return changes;
  const others = book.where('finding', 'package', concerned.id).some((other) => other.id !== finding.id && (other.state === 'open' || other.state === 'recounted'));
  return others ? changes : [...changes, put('package', { ...concerned, held: false })];
}

export function quarantined(body: EntryBodies['package-quarantined'], book: Book): BookChange[] {
  return [stepped(need(book, 'package', body.package), 'quarantine')];
}

export function lifted(body: EntryBodies['quarantine-lifted'], book: Book): BookChange[] {
  return [stepped(need(book, 'package', body.package), 'lift')];
}

export function deputyNamed({ deputy, supervisor, untilWallMs }: EntryBodies['deputy-named']): BookChange[] {
  return [put('deputy', { id: deputy, supervisor, untilWallMs })];
}

export function secondAsked({ body, seq }: EntryOf<'second-person-asked'>): BookChange[] {
  return [put('asked', { id: `${body.act}/${body.subject}`, operator: body.operator, seq })];
}

export function doubted(body: EntryBodies['weighings-doubted'], book: Book): BookChange[] {
  return [
    ...body.packages.map((id) => put('package', { ...need(book, 'package', id), doubtful: true })),
    ...body.lots.map((lot) => stepLot(book, lot, 'reopen')),
  ];
}

/** A verified lot is stored; the packages of a discrepant one stay where they are until headquarters decides. */
export function judged(body: EntryBodies['verdict'], book: Book): BookChange[] {
  const step = body.verdict === 'verified' ? 'verify' : 'disagree';
  const lot = need(book, 'lot', body.lot);
  const packages = book.where('package', 'lot', body.lot).filter((record) => record.order === body.order);
  const next = stepLot(book, body.lot, step) as Extract<BookChange, { kind: 'lot' }>;
  const changes: BookChange[] = [put('lot', { ...next.record, verdict: body }), ...driftSums(book, { packages, consignor: lot.consignor }).map((record) => put('drift', record))];
  if (body.verdict === 'discrepant') return changes;
  return [...changes, ...packages.filter(({ state }) => state === 'present').map((record) => stepped(record, 'verify'))];
}

/** After an alarm the sums begin anew, so that the next one is news again. */
export function driftAlarmed({ subject, name }: EntryBodies['drift-alarm']): BookChange[] {
  return [put('drift', { id: `${subject}/${name}`, ...FRESH_DRIFT })];
}
