// Stations in headquarters' book: the job at each, and what the next load there was announced to be. CONTRACT.md 9.1.
import type { BaseBook } from './baseBook.ts';
import type { BookGroupRow, BookJobRow } from './bookRows.ts';
import type { BookStationRow } from './bookStationRow.ts';
import type { BookContext, ContractEntryOf, RejectionReason } from './bookContext.ts';

function findStation(book: BaseBook, station: string): BookStationRow {
  const row = book.store
    .prepare<[string, string], BookStationRow>('SELECT * FROM stations WHERE base = ? AND station = ?')
    .get(book.base, station);
  return row ?? { base: book.base, station, intent: null, job: null };
}

/** What the next load at a station was announced to be, as JSON; null if nothing was. */
export function readLoadIntent(book: BaseBook, station: string): string | null {
  return findStation(book, station).intent;
}

/** What the next load at a station is announced to be, as JSON; null: nothing. */
export function saveLoadIntent(book: BaseBook, station: string, intent: string | null): void {
  book.saveRow('stations', { ...findStation(book, station), intent });
}

/** A job that was opened is its station's job. */
export function saveJobOpened(book: BaseBook, row: BookJobRow): void {
  book.saveRow('jobs', row);
  book.saveRow('stations', { ...findStation(book, row.station), job: row.job });
}

/** Books the end of a job: its open groups are split, and an older job of the station is the station's again. */
export function bookJobClosed({ book }: BookContext, { body }: ContractEntryOf<'job-closed'>): RejectionReason {
  const job = book.findRow('jobs', body.job);
  if (!job) return `job ${body.job} is unknown`;
  const unnamed = findUnnamedWeighing(book, job.job);
  if (unnamed !== undefined) return `weighing ${unnamed} of job ${job.job} has no name`;
  book.saveRow('jobs', { ...job, closed: 1 });
  for (const group of listOpenGroups(book, job.job)) {
    book.saveRow('groups_weighed', { ...group, state: 'split' });
    endAnnouncement(book, group.station, { kind: 'group', id: group.group_id });
  }
  const station = findStation(book, job.station);
  if (station.job === job.job) book.saveRow('stations', { ...station, job: findOldestJob(book, job.station) });
  return null;
}

function findUnnamedWeighing(book: BaseBook, job: string): string | undefined {
  return book.store
    .prepare<[string, string], string>(
      "SELECT weighing FROM weighings WHERE base = ? AND job = ? AND state = 'unbound' LIMIT 1",
    )
    .pluck()
    .get(book.base, job);
}

/** Books that a job goes on at another station: a group that waits goes along, an announced pass stays. */
export function bookJobMoved({ book }: BookContext, { body }: ContractEntryOf<'job-moved'>): RejectionReason {
  const job = book.findRow('jobs', body.job);
  if (!job) return `job ${body.job} is unknown`;
  book.saveRow('jobs', { ...job, station: body.to });
  const before = findStation(book, body.from);
  const said = JSON.parse(before.intent ?? 'null') as { kind: string; group?: string } | null;
  const groups = listOpenGroups(book, job.job);
  const goesAlong = said?.kind === 'group' && groups.some((group) => group.group_id === said.group);
  book.saveRow('stations', {
    ...before,
    intent: said?.kind === 'pass' ? before.intent : null,
    job: before.job === job.job ? findOldestJob(book, body.from) : before.job,
  });
  const after = findStation(book, body.to);
  book.saveRow('stations', { ...after, job: job.job, intent: goesAlong ? before.intent : after.intent });
  for (const group of groups) book.saveRow('groups_weighed', { ...group, station: body.to });
  return null;
}

/** Books packages that are to be weighed together. */
export function bookGroupFormed({ book }: BookContext, { body }: ContractEntryOf<'group-formed'>): RejectionReason {
  if (book.findRow('groups_weighed', body.group)) return `group ${body.group} was formed before`;
  if (body.named.length !== body.packages.length) return `group ${body.group} does not say how each was named`;
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  book.saveRow('groups_weighed', {
    base: book.base,
    group_id: body.group,
    packages: JSON.stringify(body.packages),
    unscanned: JSON.stringify(body.packages.filter((_id, index) => body.named[index] !== 'scanned')),
    pallet_mg: body.palletTareMg,
    pallet_kind: body.palletTareKind,
    comparison: null,
    job: body.job,
    station: body.station,
    state: 'open',
  });
  saveLoadIntent(book, body.station, JSON.stringify({ kind: 'group', group: body.group }));
  return null;
}

/** Books that a group is weighed one by one: nothing waits for it any more. */
export function bookGroupSplit({ book }: BookContext, { body }: ContractEntryOf<'group-split'>): RejectionReason {
  const group = book.findRow('groups_weighed', body.group);
  if (!group) return `group ${body.group} is unknown`;
  book.saveRow('groups_weighed', { ...group, state: 'split' });
  endAnnouncement(book, group.station, { kind: 'group', id: group.group_id });
  return null;
}

/** A group whose weighing a person took back is the next load, while its job is its station's and nothing is announced. */
export function announceGroupAgain(book: BaseBook, group: BookGroupRow): void {
  const station = findStation(book, group.station);
  if (station.job !== group.job || station.intent !== null) return;
  saveLoadIntent(book, group.station, JSON.stringify({ kind: 'group', group: group.group_id }));
}

/** Vehicles with these plates are here no more, or anew: no pass of an earlier visit is waited for. */
export function endPassesOf(book: BaseBook, plates: string): void {
  const visits = book.store
    .prepare<[string, string], string>('SELECT visit FROM visits WHERE base = ? AND plates = ?')
    .pluck()
    .all(book.base, plates);
  const rows = book.store
    .prepare<[string], BookStationRow>('SELECT * FROM stations WHERE base = ? AND intent IS NOT NULL')
    .all(book.base);
  for (const row of rows) for (const id of visits) endAnnouncement(book, row.station, { kind: 'pass', id });
}

function endAnnouncement(book: BaseBook, station: string, { kind, id }: { kind: 'group' | 'pass'; id: string }): void {
  const said = JSON.parse(readLoadIntent(book, station) ?? 'null') as Record<string, unknown> | null;
  const subject = kind === 'group' ? said?.['group'] : said?.['visit'];
  if (said?.['kind'] === kind && subject === id) saveLoadIntent(book, station, null);
}

/** Of several at a weighbridge, by id. */
function findOldestJob(book: BaseBook, station: string): string | null {
  return (
    book.store
      .prepare<[string, string], string | null>(
        'SELECT min(job) FROM jobs WHERE base = ? AND station = ? AND closed = 0',
      )
      .pluck()
      .get(book.base, station) ?? null
  );
}

function listOpenGroups(book: BaseBook, job: string): BookGroupRow[] {
  return book.store
    .prepare<[string, string], BookGroupRow>(
      "SELECT * FROM groups_weighed WHERE base = ? AND job = ? AND state = 'open'",
    )
    .all(book.base, job);
}
