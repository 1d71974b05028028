// Weighings in the book: which package or group a load was, what it counts for, and what a reversal takes back.
import type { Book, BookChange, FindingRecord, ForeignRecord, PackageRecord, WeighingRecord } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { weighingRecord } from '../intake/weighing.ts';
import { compareExpected, compareGroup, shareGroup } from '../weight/compare.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { type EntryOf, need, put, scaleOf, stationOf, stepLot, stepped, UNWEIGHED } from './change.ts';

export function weighed({ body, seq, at }: EntryOf<'weighing'>, book: Book): BookChange[] {
  const scale = scaleOf(book, body.scale.instrument);
  const record: WeighingRecord = { ...weighingRecord(body, scale.era), seq };
  const changes = [
    put('weighing', record),
    put('scale', { ...scale, lastNumber: record.number }),
    put('station', { ...stationOf(book, record.station), weighing: record.id, intent: null }),
  ];
  if (record.group !== null) return [...changes, ...groupWeighed(record, book)];
  if (record.visit !== null) return [...changes, passed(record, { wallMs: at.wallMs, book })];
  return record.package === null ? changes : [...changes, ...packageWeighed(record, { id: record.package, book })];
}

/** How far an indication of our own may be off: its bound and its rounding. */
function ownLimitMg(comparison: { scaleBoundMg: number; roundingMg: number }): number {
  return comparison.scaleBoundMg + comparison.roundingMg;
}

export function packageWeighed(record: WeighingRecord, { id, book }: { id: string; book: Book }): BookChange[] {
  const before = need(book, 'package', id);
  const comparison = compareExpected(book, { record, package: before });
  switch (record.purpose) {
    case 'dispatch':
      // It leaves at its book figure; what the scale says now is compared and reported.
      return withinTolerance(comparison) && before.state === 'picked' ? [stepped(before, 'stage')] : [];
    case 'sample':
      return [counted(book, { package: before, comparison })];
    case 'removal':
    case 'pass':
      return [];
    case 'recount':
      if (before.state !== 'present') return [];
      return [put('package', { ...before, ...figures(record, { before, comparison }) })];
    case 'reweigh':
      return [put('package', { ...before, ...figures(record, { before, comparison }), doubtful: false })];
    case 'intake':
    case 'unannounced': {
      const present = stepped(before, 'weigh', { ...figures(record, { before, comparison }), arrivedSeq: record.seq });
      return [present, ...foundAfterAll(before, book), ...lotBegun(book, before.lot)];
    }
  }
}

function figures(record: WeighingRecord, of: { before: PackageRecord; comparison: NonNullable<PackageRecord['comparison']> }): Partial<PackageRecord> {
  const { tareMg } = of.before.announced;
  return {
    weighing: record.id,
    grossMg: record.grossMg,
    tareMg,
    netMg: record.grossMg - tareMg,
    comparison: of.comparison,
    basis: record.basis,
    limitMg: ownLimitMg(of.comparison),
  };
}

function counted(book: Book, of: { package: PackageRecord; comparison: NonNullable<PackageRecord['comparison']> }): BookChange {
  const { stocktake, id } = of.package;
  const key = `${stocktake ?? ''}/${id}`;
  const before = book.get('count', key) ?? { id: key, stocktake: stocktake ?? '', package: id, identity: id, rounds: [], comparison: null };
  return put('count', { ...before, comparison: of.comparison });
}

/** A package that was declared missing and is weighed was not missing: what said so counts for nothing. */
export function foundAfterAll(before: PackageRecord, book: Book): BookChange[] {
  if (before.state !== 'missing') return [];
  const said = book.where('finding', 'package', before.id).filter(({ code, state }) => code === 'MISSING_PACKAGE' && (state === 'open' || state === 'recounted'));
  return said.map((finding) => put('finding', { ...finding, state: 'void' }));
}

/** Pro rata of what was announced, marked as the share of a group; the last takes what rounding left. */
function groupWeighed(record: WeighingRecord, book: Book): BookChange[] {
  const group = need(book, 'group', record.group ?? '');
  const members = group.packages.map((id) => need(book, 'package', id));
  const comparison = compareGroup(book, { record, group, members });
  const shares = shareGroup(record.grossMg - group.palletTareMg, members);
  const changes = members.map((before, index) => {
    const grossMg = shares[index] ?? 0;
    const { tareMg } = before.announced;
    return stepped(before, 'weigh', {
      weighing: record.id, grossMg, tareMg, netMg: grossMg - tareMg, basis: 'group', arrivedSeq: record.seq,
      // A share may be off by all that the group may be off, and by what the announcement itself may be off.
      limitMg: comparison.toleranceMg,
    });
  });
  const lot = members[0]?.lot;
  return [...changes, ...(lot === undefined ? [] : lotBegun(book, lot)), put('group', { ...group, state: 'weighed', weighing: record.id, comparison })];
}

/** With the first package of a lot weighed, goods that came before their notice included, it is being verified. */
export function lotBegun(book: Book, lot: string): BookChange[] {
  const { state } = need(book, 'lot', lot);
  return state === 'arriving' || state === 'announced' ? [stepLot(book, lot, 'weigh')] : [];
}

/** What came off since the pass before belongs to this one; before a first pass nothing can have come off. */
function passed(record: WeighingRecord, { wallMs, book }: { wallMs: number; book: Book }): BookChange {
  const visit = need(book, 'visit', record.visit ?? '');
  const first = visit.passes.length === 0;
  const pass = { weighing: record.id, grossMg: record.grossMg, wallMs, unloaded: first ? [] : visit.unloaded };
  return put('visit', { ...visit, passes: [...visit.passes, pass], unloaded: first ? visit.unloaded : [] });
}

export function bound(body: EntryBodies['weighing-bound'], book: Book): BookChange[] {
  const record: WeighingRecord = { ...need(book, 'weighing', body.weighing), package: body.package, boundBy: body.boundBy, state: 'bound' };
  const foreign = book.where('foreign', 'weighing', record.id).filter(({ state }) => state === 'held');
  return [
    put('weighing', record),
    ...foreign.flatMap((one) => [put('foreign', { ...one, state: 'matched' as const }), ...announcedAfterAll(one, book)]),
    ...packageWeighed(record, { id: body.package, book }),
  ];
}

/** What was held because nobody had announced it is announced now: the findings that said so count for nothing. */
function announcedAfterAll({ job, identity }: ForeignRecord, book: Book): BookChange[] {
  const said = book.where('finding', 'package', identity).filter((finding) => finding.job === job && HELD_FOR.includes(finding.code));
  return said.filter(({ state }) => state === 'open' || state === 'recounted').map((finding) => put('finding', { ...finding, state: 'void' }));
}

/** Codes with which foreign goods are held. */
const HELD_FOR: readonly FindingRecord['code'][] = ['UNANNOUNCED', 'EXTRA_PACKAGE', 'WRONG_LOT'];

/** A reversed weighing counts for nothing: what it measured is unmeasured again, and findings that rest on it are void. */
export function reversed(body: EntryBodies['weighing-reversed'], book: Book): BookChange[] {
  const record = need(book, 'weighing', body.weighing);
  const changes: BookChange[] = [put('weighing', { ...record, state: 'reversed' })];
  for (const finding of book.where('finding', 'weighing', record.id)) if (finding.state !== 'closed') changes.push(put('finding', { ...finding, state: 'void' }));
  if (record.group !== null) return [...changes, ...groupReversed(record, book)];
  if (record.visit !== null) return [...changes, ...passTakenBack(record, book)];
  return record.package === null ? changes : [...changes, ...packageReversed(record, { id: record.package, book })];
}

function packageReversed(record: WeighingRecord, { id, book }: { id: string; book: Book }): BookChange[] {
  const before = need(book, 'package', id);
  if (record.purpose === 'dispatch') return before.state === 'staged' ? [stepped(before, 'unstage', { held: false })] : [put('package', { ...before, held: false })];
  if (before.weighing !== record.id) return [];
  const earlier = book
    .where('weighing', 'package', id)
    .filter((other) => other.id !== record.id && other.state === 'bound' && COUNTS.includes(other.purpose))
    .sort((a, b) => b.seq - a.seq)[0];
  if (earlier) return [put('package', { ...before, ...figures(earlier, { before, comparison: compareExpected(book, { record: earlier, package: before }) }) })];
  // A doubtful figure that was replaced cannot be had back: the package of a stored lot stays doubtful and is weighed again.
  if (before.state !== 'present') return [put('package', { ...before, doubtful: true })];
  return [stepped(before, 'reverse', { ...UNWEIGHED, grossMg: null, limitMg: null })];
}

/** Weighings that give a package its figure. */
const COUNTS: readonly WeighingRecord['purpose'][] = ['intake', 'unannounced', 'recount', 'reweigh'];

/** The pallet waits for its weighing again. */
function groupReversed(record: WeighingRecord, book: Book): BookChange[] {
  const group = need(book, 'group', record.group ?? '');
  const station = stationOf(book, group.station);
  const waits = station.job === group.job && station.intent === null;
  return [
    ...unmeasured(group.packages, { record, book }),
    put('group', { ...group, state: 'open', weighing: null, comparison: null }),
    ...(waits ? [put('station', { ...station, intent: { kind: 'group' as const, group: group.id } })] : []),
  ];
}

/** Takes a pass back: what came off before it is expected again, and waits for the next pass. */
function passTakenBack(record: WeighingRecord, book: Book): BookChange[] {
  const visit = need(book, 'visit', record.visit ?? '');
  const taken = visit.passes.find(({ weighing }) => weighing === record.id);
  const pairs = book.where('pair', 'after', record.id).filter(({ state }) => state === 'standing');
  return [
    ...unmeasured(pairs[0]?.packages ?? [], { record, book }),
    ...pairs.map((pair) => put('pair', { ...pair, state: 'reversed' as const })),
    put('visit', { ...visit, passes: visit.passes.filter((pass) => pass !== taken), unloaded: [...(taken?.unloaded ?? []), ...visit.unloaded] }),
  ];
}

/** Packages that got their mass from this weighing have none; what was weighed again by itself since keeps that. */
function unmeasured(packages: readonly string[], { record, book }: { record: WeighingRecord; book: Book }): BookChange[] {
  return packages
    .map((id) => need(book, 'package', id))
    .filter(({ weighing }) => weighing === record.id)
    .map((one) => (one.state === 'present' ? stepped(one, 'reverse', { ...UNWEIGHED, grossMg: null, limitMg: null }) : put('package', { ...one, doubtful: true })));
}

export function groupFormed(body: EntryBodies['group-formed'], book: Book): BookChange[] {
  const { group, job, station, packages, palletTareMg, palletTareKind } = body;
  const record = { id: group, job, station, packages, palletTareMg, palletTareKind, state: 'open' as const, weighing: null, comparison: null };
  return [put('group', record), put('station', { ...stationOf(book, station), intent: { kind: 'group', group } })];
}

export function groupSplit(body: EntryBodies['group-split'], book: Book): BookChange[] {
  const group = need(book, 'group', body.group);
  const station = stationOf(book, group.station);
  const waits = station.intent?.kind === 'group' && station.intent.group === group.id;
  return [put('group', { ...group, state: 'split' }), ...(waits ? [put('station', { ...station, intent: null })] : [])];
}

/** A typed weight has no weighing of a scale behind it; it counts, and its finding keeps the lot from being verified by it. */
export function typed({ body, seq }: EntryOf<'weight-typed'>, book: Book): BookChange[] {
  const before = need(book, 'package', body.package);
  const { tareMg } = before.announced;
  const present = stepped(before, 'weigh', {
    weighing: body.weighing, grossMg: body.grossMg, tareMg, netMg: body.grossMg - tareMg, basis: 'manual', limitMg: null, arrivedSeq: seq,
  });
  return [present, ...lotBegun(book, before.lot)];
}

