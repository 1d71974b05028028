// From an entry to the book's changes: the only way the book ever changes. Pure, so the same entries always give the same
// book, bit by bit; a change here that alters any record must raise FOLD_VERSION (the ledger then folds anew).
import type { Book, BookChange, BookRecords, Fold, LotRecord, PackageRecord, RecordKind } from '../book.ts';
import type { Entry, EntryBodies, EntryKind } from '../entry.ts';
import { foreignId } from '../intake/identify.ts';
import { compareWeighing, lotOf, weighingRecord } from '../intake/weighing.ts';

export const FOLD_VERSION = 1;

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

export const fold: Fold = (entry, _hash, book) => {
  switch (entry.kind) {
    case 'epoch-opened':
      // Orders are counted and chained anew in each epoch.
      return [put('site', { id: 'site', run: book.get('site', 'site')?.run ?? '', orderCounter: 0, orderHash: '0'.repeat(64) })];
    case 'agent-started':
      return [put('site', { ...need(book, 'site', 'site'), run: entry.body.run })];
    case 'order-received':
      return orderReceived(entry.body, book);
    case 'order-refused':
      return [counted(book, entry.body.counter, entry.body.signedHash)];
    case 'job-opened':
      return jobOpened(entry.body, book);
    case 'job-closed':
      return jobClosed(entry.body, book);
    case 'check-weighing':
      return [checked(entry, book)];
    case 'weighing':
      return weighed(entry, book);
    case 'weighing-bound':
      return bound(entry.body, book);
    case 'weighing-reversed':
      return reversed(entry.body, book);
    case 'tag-attached':
      return [put('package', { ...need(book, 'package', entry.body.package), epcHex: entry.body.epcHex })];
    case 'package-missing':
      return [put('package', { ...need(book, 'package', entry.body.package), state: 'missing' })];
    case 'package-foreign':
      return foreign(entry.body, book);
    case 'finding':
      return found(entry, book);
    case 'verdict':
      return judged(entry.body, book);
    case 'checkpoint':
    case 'register-changed':
      return [];
  }
};

function put<K extends RecordKind>(kind: K, record: BookRecords[K]): BookChange {
  return { kind, record } as BookChange;
}

/** A record that an earlier entry must have made; its absence means the ledger and the fold do not fit. */
function need<K extends RecordKind>(book: Book, kind: K, id: string): BookRecords[K] {
  const record = book.get(kind, id);
  if (!record) throw new Error(`fold: the book holds no ${kind} ${id}`);
  return record;
}

function counted(book: Book, orderCounter: number, orderHash: string): BookChange {
  return put('site', { ...need(book, 'site', 'site'), orderCounter, orderHash });
}

function orderReceived({ order, signedHash }: EntryBodies['order-received'], book: Book): BookChange[] {
  const notice = order.body;
  const lot: LotRecord = {
    id: notice.lot,
    order: order.order,
    commodity: notice.commodity,
    form: notice.form,
    element: notice.element,
    ownership: notice.ownership,
    consignor: notice.consignor,
    certificate: notice.certificate,
    weighed: notice.weighed,
    totalGrossMg: notice.totalGrossMg,
    state: 'announced',
    announced: notice.packages.length,
    verdict: null,
  };
  const packages = notice.packages.map((announced): BookChange => {
    const record: PackageRecord = {
      id: announced.package,
      lot: notice.lot,
      order: order.order,
      state: 'expected',
      held: false,
      epcHex: announced.epcHex,
      mark: announced.mark,
      announced,
      weighing: null,
      grossMg: null,
      tareMg: null,
      netMg: null,
      comparison: null,
    };
    return put('package', record);
  });
  const record = { id: order.order, counter: order.counter, kind: notice.kind, lot: notice.lot, state: 'open' as const };
  return [put('order', record), put('lot', lot), ...packages, counted(book, order.counter, signedHash)];
}

function jobOpened(body: EntryBodies['job-opened'], book: Book): BookChange[] {
  return [
    put('job', { id: body.job, order: body.order, lot: body.lot, station: body.station, state: 'open', operator: body.operator }),
    put('station', { ...stationOf(book, body.station), job: body.job }),
    put('order', { ...need(book, 'order', body.order), state: 'working' }),
    put('lot', { ...need(book, 'lot', body.lot), state: 'arriving' }),
  ];
}

function stationOf(book: Book, id: string): BookRecords['station'] {
  return book.get('station', id) ?? { id, job: null, weighing: null };
}

function jobClosed(body: EntryBodies['job-closed'], book: Book): BookChange[] {
  const job = need(book, 'job', body.job);
  return [
    put('job', { ...job, state: 'closed' }),
    put('station', { ...stationOf(book, job.station), job: null }),
    put('order', { ...need(book, 'order', job.order), state: 'done' }),
  ];
}

function scaleOf(book: Book, id: string): BookRecords['scale'] {
  return book.get('scale', id) ?? { id, lastNumber: 0, check: null };
}

function checked({ body, at }: EntryOf<'check-weighing'>, book: Book): BookChange {
  const check = {
    passed: body.passed,
    wallMs: at.wallMs,
    monotonicMs: at.monotonicMs,
    boot: at.boot,
    run: need(book, 'site', 'site').run,
    biasMg: body.shownMg - body.referenceMg,
  };
  return put('scale', { ...scaleOf(book, body.scale.instrument), check });
}

function weighed({ body, seq }: EntryOf<'weighing'>, book: Book): BookChange[] {
  const record = { ...weighingRecord(body), seq };
  const changes = [
    put('weighing', record),
    put('scale', { ...scaleOf(book, record.scale), lastNumber: record.number }),
    put('station', { ...stationOf(book, record.station), weighing: record.id }),
  ];
  return body.package === null ? changes : [...changes, ...weighPackage(book, record, body.package)];
}

/** The package enters the book at its measured gross less the declared tare. */
function weighPackage(book: Book, record: BookRecords['weighing'], id: string): BookChange[] {
  const before = need(book, 'package', id);
  const lot = lotOf(book, before.lot);
  const { tareMg } = before.announced;
  const after: PackageRecord = {
    ...before,
    state: 'present',
    weighing: record.id,
    grossMg: record.grossMg,
    tareMg,
    netMg: record.grossMg - tareMg,
    comparison: compareWeighing(record, { announced: before.announced, lot }),
  };
  const changes = [put('package', after)];
  return lot.state === 'arriving' ? [...changes, put('lot', { ...lot, state: 'verifying' })] : changes;
}

function bound(body: EntryBodies['weighing-bound'], book: Book): BookChange[] {
  const record = { ...need(book, 'weighing', body.weighing), package: body.package, boundBy: body.boundBy, state: 'bound' as const };
  return [put('weighing', record), ...weighPackage(book, record, body.package)];
}

/** A reversed weighing counts for nothing: its package is expected again, and findings that rest on it are void. */
function reversed(body: EntryBodies['weighing-reversed'], book: Book): BookChange[] {
  const record = need(book, 'weighing', body.weighing);
  const changes: BookChange[] = [put('weighing', { ...record, state: 'reversed' })];
  for (const finding of book.where('finding', 'weighing', record.id)) changes.push(put('finding', { ...finding, state: 'void' }));
  if (record.package === null) return changes;
  const held = false;
  const empty = { weighing: null, grossMg: null, tareMg: null, netMg: null, comparison: null };
  return [...changes, put('package', { ...need(book, 'package', record.package), ...empty, state: 'expected', held })];
}

function foreign(body: EntryBodies['package-foreign'], book: Book): BookChange[] {
  const record = { id: foreignId(body.job, body.identity), job: body.job, weighing: body.weighing, epcHex: body.epcHex };
  const changes = [put('foreign', record)];
  if (body.weighing === null) return changes;
  return [...changes, put('weighing', { ...need(book, 'weighing', body.weighing), state: 'foreign' })];
}

function found({ body, seq }: EntryOf<'finding'>, book: Book): BookChange[] {
  const { finding, code, lot, job, weighing, comparison } = body;
  const changes = [put('finding', { id: finding, seq, code, lot, job, package: body.package, weighing, comparison, state: 'open' })];
  const concerned = body.package === null ? undefined : book.get('package', body.package);
  return concerned?.lot === lot ? [...changes, put('package', { ...concerned, held: true })] : changes;
}

/** A verified lot is stored; the packages of a discrepant one stay where they are until headquarters decides. */
function judged(body: EntryBodies['verdict'], book: Book): BookChange[] {
  const lot = put('lot', { ...need(book, 'lot', body.lot), state: body.verdict, verdict: body });
  if (body.verdict === 'discrepant') return [lot];
  const stored = book
    .where('package', 'lot', body.lot)
    .filter((record) => record.state === 'present')
    .map((record) => put('package', { ...record, state: 'stored' }));
  return [lot, ...stored];
}
