// What the reversal of a weighing takes back, and what a failed check weighing makes doubtful. CONTRACT.md 9.1.
import { type BaseBook, isOpen, list, NO_FIGURE } from './baseBook.ts';
import { withdraw } from './dues.ts';
import type { FigureColumns, PackageRow, WeighingRow } from './rows.ts';
import { after } from './steps.ts';
import { sampleTakenBack } from './takeStocktakes.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';
import { announce } from './takeWeighings.ts';

export function reversed({ book }: Taking, { body }: EntryOf<'weighing-reversed'>): Taken {
  const row = book.get('weighings', body.weighing);
  if (!row) return `weighing ${body.weighing} is unknown`;
  if (row.state === 'reversed') return `weighing ${row.weighing} is reversed already`;
  book.save('weighings', { ...row, state: 'reversed' });
  withdraw(book, row.weighing);
  for (const finding of book.where('findings', 'weighing', row.weighing))
    if (finding.state !== 'closed') book.save('findings', { ...finding, state: 'void' });
  // A load that has risen is still the load that was announced.
  if (body.reason === 'load-rose' && row.intent !== null) announce(book, row.station, row.intent);
  if (row.group_id !== null) return groupTakenBack(book, row, row.group_id);
  if (row.visit !== null) return allTakenBack(book, row, book.endPairs(row.weighing));
  const before = book.get('packages', row.package);
  return before ? packageTakenBack(book, { row, before, operator: body.operator }) : null;
}

function groupTakenBack(book: BaseBook, row: WeighingRow, id: string): Taken {
  const group = book.get('groups_weighed', id);
  if (!group) return `group ${id} is unknown`;
  book.save('groups_weighed', { ...group, comparison: null });
  return allTakenBack(book, row, list(group.packages));
}

function allTakenBack(book: BaseBook, row: WeighingRow, packages: readonly string[]): Taken {
  const members = book.packages(packages);
  if (typeof members === 'string') return members;
  for (const member of members) book.save('packages', unweighed(row, member));
  return null;
}

interface TakingBack {
  row: WeighingRow;
  before: PackageRow;
  operator: string | null;
}

function packageTakenBack(book: BaseBook, of: TakingBack): Taken {
  const { row, before } = of;
  switch (row.purpose) {
    case 'dispatch':
      return before.state === 'staged' ? book.step(before, 'unstage') : null;
    case 'sample':
      sampleTakenBack(book, row);
      return null;
    case 'removal':
      removalTakenBack(book, of);
      return null;
    case 'recount':
      return recountTakenBack(book, of);
    case 'reweigh':
      book.save('packages', figureBefore(row, before));
      return null;
    default:
      book.save('packages', unweighed(row, before));
      return null;
  }
}

/** A package whose first figure is gone is expected again; one that has gone on keeps it, and is doubtful. */
function unweighed(row: WeighingRow, before: PackageRow): PackageRow {
  const replaced = before.replaced === null ? null : (JSON.parse(before.replaced) as FigureColumns);
  if (replaced?.weighing === row.weighing) return { ...before, replaced: null };
  if (before.weighing !== row.weighing) return before;
  const state = after(before.state, 'unweigh');
  return state === null ? { ...before, doubtful: 1 } : { ...before, ...NO_FIGURE, state };
}

function figureBefore(row: WeighingRow, before: PackageRow): PackageRow {
  if (before.weighing !== row.weighing) return before;
  if (before.replaced === null) return { ...before, doubtful: 1 };
  return { ...before, ...(JSON.parse(before.replaced) as FigureColumns), replaced: null };
}

/** Its findings are open again, and a quarantine by it ends. */
function recountTakenBack(book: BaseBook, { row, before, operator }: TakingBack): Taken {
  const recounted = book
    .where('findings', 'package', before.package)
    .filter((finding) => finding.recount === row.weighing && isOpen(finding));
  for (const finding of recounted) {
    const touched = new Set(list(finding.touched));
    if (operator !== null) touched.add(operator);
    book.save('findings', {
      ...finding,
      state: 'open',
      recount: null,
      recounts: finding.recounts - 1,
      touched: JSON.stringify([...touched]),
    });
  }
  const figure = figureBefore(row, before);
  book.save('packages', figure);
  if (figure.state !== 'quarantined' || figure.set_apart !== 'second-disagreement' || recounted.length === 0)
    return null;
  const lot = book.get('lots', figure.lot);
  const stored = lot?.state === 'verified' || lot?.state === 'closed';
  return book.step(figure, stored ? 'lift' : 'setBack', { set_apart: null, release_order: null });
}

function removalTakenBack(book: BaseBook, { row, before }: TakingBack): void {
  const removal = book
    .where('removals', 'package', before.package)
    .find((one) => one.weighing === row.weighing && one.state === 'open');
  if (!removal) return;
  const { mass_mg, limit_mg } = removal;
  book.save('packages', {
    ...before,
    removed_mg: before.removed_mg - mass_mg,
    removed_limit_mg: before.removed_limit_mg - limit_mg,
  });
  book.save('removals', { ...removal, state: 'void' });
}

export function doubted({ book }: Taking, { body }: EntryOf<'weighings-doubted'>): Taken {
  for (const id of body.packages) {
    const row = book.get('packages', id);
    if (!row) return `package ${id} is unknown`;
    book.save('packages', { ...row, doubtful: 1 });
  }
  for (const id of body.weighings) {
    const row = book.get('weighings', id);
    if (!row) return `weighing ${id} is unknown`;
    book.save('weighings', { ...row, doubted: 1 });
    doubtsOf(book, row);
  }
  for (const lot of body.lots) {
    if (!book.get('lots', lot)) return `lot ${lot} is unknown`;
    book.lotState(lot, 'verifying');
  }
  return null;
}

/** What a doubtful weighing let through is open again. */
function doubtsOf(book: BaseBook, row: WeighingRow): void {
  const concerned = book.get('packages', row.package);
  if (!concerned) return;
  if (row.purpose === 'dispatch' && concerned.state === 'staged') book.step(concerned, 'unstage');
  if (row.purpose === 'sample') sampleTakenBack(book, row);
  if (row.purpose !== 'recount') return;
  for (const finding of book.where('findings', 'package', concerned.package)) {
    if (finding.recount === row.weighing && finding.state === 'recounted')
      book.save('findings', { ...finding, state: 'open' });
  }
}
