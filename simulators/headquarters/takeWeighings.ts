// Weighings in headquarters' book: what a load was compared with, and what it gives its packages. CONTRACT.md 9.1 and
// 9.3.
import { agrees, type Comparison, toleranceMg } from './bounds.ts';
import { type BaseBook, isOpen, list } from './baseBook.ts';
import { raise, raiseWeights } from './dues.ts';
import { compareGroup, comparePair, compareRecount, compareSingle, indicationOf, sharesMg } from './expectations.ts';
import type { FigureColumns, ForeignRow, PackageRow, WeighingRow } from './rows.ts';
import type { Body, EntryOf, Taken, Taking } from './taking.ts';
import { sampled } from './takeStocktakes.ts';

export function weighed({ book }: Taking, { body, seq }: EntryOf<'weighing'>): Taken {
  const range = body.scale.ranges[body.range];
  if (!range) return 'the weighing names a range that its scale does not have';
  if (body.grossMg - body.tareMg !== body.netMg) return 'gross, tare and net do not add up';
  if (book.get('weighings', body.weighing)) return `weighing ${body.weighing} was reported before`;
  const row: WeighingRow = {
    base: book.base,
    weighing: body.weighing,
    seq,
    station: body.station,
    scale: body.scale.instrument,
    purpose: body.purpose,
    basis: body.basis,
    group_id: body.group,
    visit: body.visit,
    package: body.package,
    operator: body.operator,
    gross_mg: body.grossMg,
    interval_mg: range.intervalMg,
    class: body.scale.class,
    verified: body.scale.verified ? 1 : 0,
    bias_mg: body.checkBiasMg,
    state: body.package === null && body.group === null && body.visit === null ? 'unbound' : 'bound',
    intent: intentAt(book, body.station),
    doubted: 0,
    comparison: null,
  };
  book.save('weighings', row);
  announce(book, body.station, null);
  if (row.group_id !== null) return groupWeighed(book, row);
  if (row.visit !== null) return visitKnown(book, row.visit);
  return row.package === null ? null : packageWeighed(book, row, row.package);
}

export function intentAt(book: BaseBook, station: string): string | null {
  return (
    book.store
      .prepare<[string, string], string | null>('SELECT intent FROM stations WHERE base = ? AND station = ?')
      .pluck()
      .get(book.base, station) ?? null
  );
}

/** What the next load at a station is. */
export function announce(book: BaseBook, station: string, intent: string | null): void {
  book.store.save('stations', { base: book.base, station, intent });
}

function visitKnown(book: BaseBook, visit: string): Taken {
  return book.store.prepare('SELECT 1 FROM visits WHERE base = ? AND visit = ?').get(book.base, visit)
    ? null
    : `visit ${visit} is unknown`;
}

export function bound({ book }: Taking, { body }: EntryOf<'weighing-bound'>): Taken {
  const before = book.get('weighings', body.weighing);
  if (!before) return `weighing ${body.weighing} is unknown`;
  if (before.state === 'reversed' || before.state === 'bound')
    return `weighing ${before.weighing} is ${before.state} already`;
  const row: WeighingRow = { ...before, package: body.package, state: 'bound' };
  book.save('weighings', row);
  for (const foreign of book.where('foreigns', 'weighing', row.weighing))
    if (foreign.state === 'held') announcedAfterAll(book, foreign);
  return packageWeighed(book, row, body.package);
}

/** What was held because nobody had announced it is announced now: what said so counts for nothing. */
function announcedAfterAll(book: BaseBook, foreign: ForeignRow): void {
  book.store.save('foreigns', { ...foreign, state: 'matched' });
  book.voidFindings(
    foreign.identity,
    ({ code, job, state }) => job === foreign.job && HELD_FOR.includes(code) && state !== 'closed',
  );
}

const HELD_FOR = ['UNANNOUNCED', 'EXTRA_PACKAGE', 'WRONG_LOT'];

function packageWeighed(book: BaseBook, row: WeighingRow, id: string): Taken {
  const before = book.get('packages', id);
  if (!before) return `package ${id} is unknown`;
  const comparison = compareSingle(book, { weighing: row, package: before });
  if (row.purpose === 'removal' || row.purpose === 'pass') return null;
  const said = row.purpose === 'recount' ? answers(book, row, before) : comparison;
  book.save('weighings', { ...row, comparison: JSON.stringify(said) });
  const required = row.purpose === 'intake' || row.purpose === 'unannounced';
  if (row.purpose !== 'recount') raiseWeights(book, row, { comparison, lot: before.lot, package: id, required });
  switch (row.purpose) {
    case 'dispatch':
      return agrees(comparison) && before.state === 'picked' ? book.step(before, 'stage') : null;
    case 'sample':
      return sampled(book, row, { package: before, comparison });
    case 'recount':
      if (isAboutFigure(book, row, before)) book.save('packages', replacing(row, before, comparison));
      return null;
    case 'reweigh':
      settleDoubt(book, id);
      book.save('packages', replacing(row, before, comparison));
      return null;
    default:
      // It was declared missing and is weighed: what said so counts for nothing.
      if (before.state === 'missing')
        book.voidFindings(id, ({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
      book.arrived(before.lot);
      return book.step(before, 'weigh', { ...figure(row, before, comparison), arrived_seq: row.seq });
  }
}

/** What a recount says of each open finding on the package, before it gives the package a new figure. */
function answers(book: BaseBook, row: WeighingRow, before: PackageRow): Record<string, boolean> {
  const open = book.where('findings', 'package', before.package).filter(isOpen);
  return Object.fromEntries(
    open.map((finding) => [
      finding.finding,
      row.verified === 1 && agrees(compareRecount(book, { weighing: row, package: before, finding })),
    ]),
  );
}

/** A recount of a sample or of a dispatch weighing leaves the book alone. */
function isAboutFigure(book: BaseBook, row: WeighingRow, before: PackageRow): boolean {
  const intent = JSON.parse(row.intent ?? 'null') as { kind: string; finding?: string } | null;
  const finding = intent?.kind === 'recount' ? book.get('findings', intent.finding ?? null) : undefined;
  if (finding?.code === 'MANUAL_ENTRY' && before.basis === 'manual') return true;
  return (
    finding !== undefined &&
    before.weighing !== null &&
    (before.weighing === finding.weighing || before.weighing === finding.recount)
  );
}

function settleDoubt(book: BaseBook, id: string): void {
  book.voidFindings(id, ({ code, state }) => code === 'SCALE_FAULT' && state !== 'closed');
}

function figure(row: WeighingRow, before: PackageRow, comparison: Comparison): FigureColumns {
  const grossMg = row.gross_mg + before.removed_mg;
  return {
    weighing: row.weighing,
    gross_mg: grossMg,
    tare_mg: before.announced_tare_mg,
    net_mg: grossMg - before.announced_tare_mg,
    basis: row.basis,
    comparison: JSON.stringify(comparison),
    limit_mg: comparison.scaleMg + comparison.roundingMg,
    doubtful: before.doubtful,
  };
}

function replacing(row: WeighingRow, before: PackageRow, comparison: Comparison): PackageRow {
  const { weighing, gross_mg, tare_mg, net_mg, basis, comparison: earlier, limit_mg, doubtful } = before;
  const replaced: FigureColumns = {
    weighing,
    gross_mg,
    tare_mg,
    net_mg,
    basis,
    comparison: earlier,
    limit_mg,
    doubtful,
  };
  return { ...before, ...figure(row, before, comparison), doubtful: 0, replaced: JSON.stringify(replaced) };
}

/** Gives every member its share; a text if one of them cannot be weighed now. */
function share(
  book: BaseBook,
  members: readonly PackageRow[],
  of: { massMg: number; weighing: string; basis: string; limitMg: number; seq: number },
): Taken {
  const shares = sharesMg(of.massMg, members);
  for (const [index, before] of members.entries()) {
    const grossMg = shares[index] ?? 0;
    const tareMg = before.announced_tare_mg;
    const masses = { gross_mg: grossMg, tare_mg: tareMg, net_mg: grossMg - tareMg, limit_mg: of.limitMg };
    const fault = book.step(before, 'weigh', {
      ...masses,
      weighing: of.weighing,
      basis: of.basis,
      arrived_seq: of.seq,
    });
    if (fault !== null) return fault;
    book.arrived(before.lot);
  }
  return null;
}

export function groupFormed({ book }: Taking, { body }: EntryOf<'group-formed'>): Taken {
  if (book.get('groups_weighed', body.group)) return `group ${body.group} was formed before`;
  const members = book.packages(body.packages);
  if (typeof members === 'string') return members;
  book.save('groups_weighed', {
    base: book.base,
    group_id: body.group,
    packages: JSON.stringify(body.packages),
    pallet_mg: body.palletTareMg,
    comparison: null,
  });
  announce(book, body.station, JSON.stringify({ kind: 'group', group: body.group }));
  return null;
}

function groupWeighed(book: BaseBook, row: WeighingRow): Taken {
  const group = book.get('groups_weighed', row.group_id);
  if (!group) return `group ${row.group_id ?? ''} is unknown`;
  const members = book.packages(list(group.packages));
  if (typeof members === 'string') return members;
  const comparison = compareGroup(book, { shown: indicationOf(row), palletMg: group.pallet_mg, members });
  book.save('groups_weighed', { ...group, comparison: JSON.stringify(comparison) });
  raiseWeights(book, row, { comparison, lot: members[0]?.lot ?? null, package: null, required: true });
  return share(book, members, {
    massMg: row.gross_mg - group.pallet_mg,
    weighing: row.weighing,
    basis: 'group',
    limitMg: toleranceMg(comparison),
    seq: row.seq,
  });
}

export function typed({ book }: Taking, { body, seq }: EntryOf<'weight-typed'>): Taken {
  const before = book.get('packages', body.package);
  if (!before) return `package ${body.package} is unknown`;
  raise(book, {
    code: 'MANUAL_ENTRY',
    lot: before.lot,
    package: before.package,
    weighing: body.weighing,
    required: true,
  });
  book.arrived(before.lot);
  const tareMg = before.announced_tare_mg;
  const masses = { gross_mg: body.grossMg, tare_mg: tareMg, net_mg: body.grossMg - tareMg, limit_mg: null };
  return book.step(before, 'weigh', { ...masses, weighing: body.weighing, basis: 'manual', arrived_seq: seq });
}

export function arrivedVehicle({ book }: Taking, { body }: EntryOf<'vehicle-arrived'>): Taken {
  if (visitKnown(book, body.visit) === null) return `visit ${body.visit} was reported before`;
  book.store.save('visits', { base: book.base, visit: body.visit, plates: body.plates });
  return null;
}

export function unloaded({ book }: Taking, { body, seq }: EntryOf<'vehicle-unloaded'>): Taken {
  const members = book.packages(body.packages);
  if (typeof members === 'string') return members;
  if (!book.get('lots', body.lot)) return `lot ${body.lot} is unknown`;
  book.store.save('unloads', {
    base: book.base,
    visit: body.visit,
    seq,
    lot: body.lot,
    packages: JSON.stringify(body.packages),
    scanned: body.scanned ? 1 : 0,
  });
  return visitKnown(book, body.visit);
}

export function vehicleWeighed({ book }: Taking, { body, seq }: EntryOf<'vehicle-weighed'>): Taken {
  const [before, after] = [book.get('weighings', body.before), book.get('weighings', body.after)];
  for (const pass of [before, after])
    if (!pass || pass.state === 'reversed' || pass.visit !== body.visit)
      return 'a pass is unknown, reversed or of another visit';
  if (!before || !after || body.massMg !== before.gross_mg - after.gross_mg)
    return 'the mass is not what lies between the passes';
  const members = book.packages(body.packages);
  if (typeof members === 'string') return members;
  const comparison = comparePair(book, { before: indicationOf(before), after: indicationOf(after), members });
  const verifies = believed(book, body, { members, limitMg: toleranceMg(comparison) });
  const verified = before.verified === 1 && after.verified === 1 ? 1 : 0;
  for (const lot of body.lots) {
    book.store.save('pairs', {
      base: book.base,
      after: body.after,
      lot,
      before: body.before,
      packages: JSON.stringify(body.packages),
      comparison: JSON.stringify(comparison),
      verifies,
    });
    raiseWeights(book, { weighing: after.weighing, verified }, { comparison, lot, package: null, required: true });
  }
  return share(book, members, {
    massMg: body.massMg,
    weighing: body.after,
    basis: 'vehicle',
    limitMg: toleranceMg(comparison),
    seq,
  });
}

/** A pair proves the packages of one lot if one more or less would show. */
function believed(
  book: BaseBook,
  body: Body<'vehicle-weighed'>,
  of: { members: readonly PackageRow[]; limitMg: number },
): 'packages' | 'sum' | 'nothing' {
  if (body.verifies !== 'packages') return body.verifies;
  if (body.lots.length > 1) return 'sum';
  const unloads = book.store
    .prepare<[string, string], { packages: string; scanned: number }>(
      'SELECT packages, scanned FROM unloads WHERE base = ? AND visit = ?',
    )
    .all(book.base, body.visit);
  const scanned = new Set(unloads.filter((one) => one.scanned === 1).flatMap((one) => list(one.packages)));
  const lightestMg = Math.min(...of.members.map((member) => member.announced_gross_mg));
  return lightestMg > 2 * of.limitMg || of.members.every((member) => scanned.has(member.package))
    ? 'packages'
    : 'nothing';
}
