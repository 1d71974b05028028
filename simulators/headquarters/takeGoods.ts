// What happens to packages apart from weighing: jobs, tags, missing and foreign ones, removed material, places.
// CONTRACT.md 9.1, 9.4.
import type { BaseBook } from './baseBook.ts';
import { inServiceMg } from './bounds.ts';
import { raise } from './dues.ts';
import type { PackageRow } from './rows.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';
import { received } from './takeOrders.ts';

export function jobOpened({ book }: Taking, { body }: EntryOf<'job-opened'>): Taken {
  const { job, work, order, lot, stocktake } = body;
  if (book.get('jobs', job)) return `job ${job} was opened before`;
  if (order !== null && !received(book, order)) return `order ${order} is unknown`;
  book.save('jobs', { base: book.base, job, work, order_id: order, lot, stocktake });
  if (lot === null) return null;
  const row = book.get('lots', lot);
  if (!row) return `lot ${lot} is unknown`;
  // A second station joins a lot that is being verified already.
  if (row.state !== 'verifying') book.lotState(lot, 'arriving');
  return null;
}

export function jobNamed({ book }: Taking, job: string): Taken {
  return book.get('jobs', job) ? null : `job ${job} is unknown`;
}

export function packageNamed({ book }: Taking, id: string | null): Taken {
  return id === null || book.get('packages', id) ? null : `package ${id} is unknown`;
}

export function tagged({ book }: Taking, { body }: EntryOf<'tag-attached'>): Taken {
  const row = book.get('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  book.save('packages', { ...row, epc: body.epcHex });
  return null;
}

export function missing({ book }: Taking, { body }: EntryOf<'package-missing'>): Taken {
  const row = book.get('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  raise(book, { code: 'MISSING_PACKAGE', lot: row.lot, package: row.package, weighing: null, required: true });
  return book.step(row, 'miss');
}

export function foreign({ book }: Taking, { body }: EntryOf<'package-foreign'>): Taken {
  const job = book.get('jobs', body.job);
  if (!job) return `job ${body.job} is unknown`;
  const { identity, weighing } = body;
  // The same foreign package weighed again is still one finding.
  if (!book.foreign(job.job, identity))
    raise(book, {
      code: foreignCode(book, { lot: job.lot, identity }),
      lot: job.lot,
      package: identity,
      weighing: null,
      required: true,
    });
  book.store.save('foreigns', { base: book.base, job: job.job, identity, weighing, epc: body.epcHex, state: 'held' });
  if (weighing === null) return null;
  const row = book.get('weighings', weighing);
  if (!row) return `weighing ${weighing} is unknown`;
  book.save('weighings', { ...row, state: 'foreign' });
  return null;
}

function foreignCode(book: BaseBook, { lot, identity }: { lot: string | null; identity: string }): string {
  if (lot === null) return 'UNANNOUNCED';
  const named = namedBy(book, { lot, identity });
  return named !== undefined && named.lot !== lot ? 'WRONG_LOT' : 'EXTRA_PACKAGE';
}

/** By id, by the EPC that it carries now, by a mark of this lot, by a mark of any. */
function namedBy(book: BaseBook, { lot, identity }: { lot: string; identity: string }): PackageRow | undefined {
  const marked = book.where('packages', 'mark', identity);
  return (
    book.get('packages', identity) ??
    book.where('packages', 'epc', identity.toUpperCase())[0] ??
    marked.find((row) => row.lot === lot) ??
    marked[0]
  );
}

export function materialRemoved({ book }: Taking, { body }: EntryOf<'material-removed'>): Taken {
  const row = book.get('packages', body.package);
  const weighing = book.get('weighings', body.weighing);
  if (!row || !weighing) return `package ${body.package} or weighing ${body.weighing} is unknown`;
  if (book.get('removals', body.removal)) return `removal ${body.removal} was reported before`;
  const limitMg = inServiceMg(weighing.class, weighing.interval_mg, body.massMg) + weighing.interval_mg / 2;
  book.save('removals', {
    base: book.base,
    removal: body.removal,
    package: body.package,
    lot: row.lot,
    mass_mg: body.massMg,
    limit_mg: limitMg,
    reason: body.reason,
    weighing: body.weighing,
    state: 'open',
  });
  book.save('packages', {
    ...row,
    removed_mg: row.removed_mg + body.massMg,
    removed_limit_mg: row.removed_limit_mg + limitMg,
  });
  return null;
}

export function relocated({ book }: Taking, { body }: EntryOf<'packages-relocated'>): Taken {
  const rows = book.packages(body.packages);
  if (typeof rows === 'string') return rows;
  for (const row of rows) book.save('packages', { ...row, area: body.area });
  return null;
}
