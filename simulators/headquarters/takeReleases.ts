// Releases: what was set aside, picked and left, and whether that follows from the order. CONTRACT.md 9.6.
import type { Order } from '../../agent/headquarters/contract/order.ts';
import { type BaseBook, isOpen, list } from './baseBook.ts';
import { canonical } from './canonical.ts';
import type { PackageRow, ReleaseRow } from './rows.ts';
import { after } from './steps.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';
import { openRelease, received, setFree } from './takeOrders.ts';

type Selection = Extract<Order['body'], { kind: 'release-order' }>['selection'];

export function sealedOpened({ book }: Taking, { body }: EntryOf<'sealed-order-opened'>): Taken {
  if (body.askedBy === body.operator) return 'one person opened a deposit that takes two';
  const known = book.store
    .prepare<[string, string], { release: string; order_id: string | null }>(
      'SELECT release, order_id FROM deposits WHERE base = ? AND sealed = ?',
    )
    .get(book.base, body.sealed);
  if (known?.order_id !== body.order || received(book, body.order)?.kind !== 'sealed-order')
    return `deposit ${body.sealed} is unknown`;
  if (known.release !== '' && known.release !== canonical(body.release))
    return 'it is not the release that was deposited';
  book.store.prepare("UPDATE deposits SET state = 'opened' WHERE base = ? AND sealed = ?").run(book.base, body.sealed);
  return openRelease(book, body.order, body.release);
}

export function allocated({ book }: Taking, { body }: EntryOf<'packages-allocated'>): Taken {
  const release = book.get('releases', body.order);
  if (release?.state !== 'open') return `release of order ${body.order} is not open`;
  const members = book.packages(body.packages);
  if (typeof members === 'string') return members;
  const { selection } = JSON.parse(release.body) as { selection: Selection };
  const together = [...list(release.allocated), ...body.packages];
  const fault = selectionFault(book, selection, { members, together: together.length });
  if (fault !== null) return fault;
  book.save('releases', { ...release, allocated: JSON.stringify(together) });
  for (const row of members) {
    const step = book.step(row, 'allocate', { release_order: body.order });
    if (step !== null) return step;
  }
  return null;
}

/** Whether the order allows every one of these; which of several it takes is the base's choice. */
function selectionFault(
  book: BaseBook,
  selection: Selection,
  of: { members: readonly PackageRow[]; together: number },
): Taken {
  const most = selection.kind === 'by-lot' || selection.kind === 'oldest-first' ? selection.count : null;
  if (most !== null && of.together > most) return `the order allows ${most} packages`;
  const odd = of.members.find((row) => !allows(book, selection, row));
  return odd ? `the order does not allow package ${odd.package}` : null;
}

function allows(book: BaseBook, selection: Selection, row: PackageRow): boolean {
  if (selection.kind === 'by-packages') return selection.packages.includes(row.package);
  if (selection.kind === 'by-lot') return selection.lot === row.lot;
  const lot = book.get('lots', row.lot);
  return lot?.commodity === selection.commodity && lot.form === selection.form && lot.ownership === selection.ownership;
}

export function picked({ book }: Taking, { body }: EntryOf<'package-picked'>): Taken {
  const row = book.get('packages', body.package);
  if (row?.release_order !== body.order) return `package ${body.package} is not set aside for order ${body.order}`;
  return book.step(row, 'pick');
}

export interface ReleaseResult {
  released: string[];
  short: string[];
  netMg: number;
}

export function releaseClosed({ book }: Taking, { body }: EntryOf<'release-closed'>): Taken {
  if (body.approvedBy === body.operator) return 'one person closed a release that takes two';
  const release = book.get('releases', body.order);
  if (release?.state !== 'open') return `release of order ${body.order} is not open`;
  const own = resultOf(book, release);
  const differing = [
    ...(sorted(own.released) === sorted(body.released) ? [] : ['released']),
    ...(sorted(own.short) === sorted(body.short) ? [] : ['short']),
    ...(own.netMg === body.netMg ? [] : ['netMg']),
  ];
  book.save('releases', {
    ...release,
    state: 'closed',
    claimed: JSON.stringify(body),
    own: JSON.stringify(own),
    differences: differing.join(' '),
  });
  leave(
    book,
    body.released.filter((id) => own.released.includes(id)),
  );
  setFree(book, body.short, body.order);
  return null;
}

function leave(book: BaseBook, packages: readonly string[]): void {
  const lots = new Set<string>();
  for (const id of packages) {
    const row = book.get('packages', id);
    if (!row || after(row.state, 'leave') === null) continue;
    book.step(row, 'leave', { area: null });
    lots.add(row.lot);
  }
  for (const lot of lots) if (book.isEmpty(lot)) book.lotState(lot, 'closed');
}

function sorted(ids: readonly string[]): string {
  return JSON.stringify([...ids].sort());
}

/** Staged, undisputed and not doubtful packages of the order leave, at their book figure. */
function resultOf(book: BaseBook, release: ReleaseRow): ReleaseResult {
  const leaving = list(release.allocated)
    .map((id) => book.get('packages', id))
    .filter((row) => row !== undefined)
    .filter(
      (row) =>
        row.release_order === release.order_id && row.state === 'staged' && row.doubtful === 0 && !isHeld(book, row),
    );
  const released = leaving.map((row) => row.package);
  const short = list(release.allocated).filter((id) => !released.includes(id));
  return { released, short, netMg: leaving.reduce((sum, row) => sum + (row.net_mg ?? 0), 0) };
}

function isHeld(book: BaseBook, row: PackageRow): boolean {
  return book.where('findings', 'package', row.package).some(isOpen);
}
