// Headquarters' book of one base: look up and keep. The SQL of the book is here and in the files that judge; what
// entries mean is not.
import type { BookDepositRow } from './bookDepositRow.ts';
import type { BookDisturbedRow } from './bookDisturbedRow.ts';
import type { BookGivenUpRow } from './bookGivenUpRow.ts';
import type { BookRequestRow } from './bookRequestRow.ts';
import type { BookStationRow } from './bookStationRow.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import type {
  BookAlarmRow,
  BookCheckedScaleRow,
  BookClockRow,
  BookCountRow,
  BookDeputyRow,
  BookFindingRow,
  BookForeignRow,
  BookRetiredTagRow,
  BookGroupRow,
  BookJointRow,
  BookJobRow,
  BookLotRow,
  BookPackageRow,
  BookPassPairRow,
  BookPassRow,
  BookPersonRow,
  BookReceivedOrderRow,
  BookReleaseRow,
  BookShareRow,
  BookStocktakeRow,
  BookSuspensionRow,
  BookTouchRow,
  BookUnloadRow,
  BookVisitRow,
  BookWeighingRow,
  PackageFigureColumns,
} from './bookRows.ts';
import type { BookConsentRow, BookRemovalRow } from './bookRemovalRow.ts';
import { stateAfterStep, BOOK_STATES_AT_BASE, type BookStep } from './packageSteps.ts';

interface BookTables {
  lots: BookLotRow;
  packages: BookPackageRow;
  jobs: BookJobRow;
  stations: BookStationRow;
  weighings: BookWeighingRow;
  groups_weighed: BookGroupRow;
  visits: BookVisitRow;
  unloads: BookUnloadRow;
  passes: BookPassRow;
  pairs: BookPassPairRow;
  joints: BookJointRow;
  shares: BookShareRow;
  foreign_packages: BookForeignRow;
  retired_tags: BookRetiredTagRow;
  findings: BookFindingRow;
  removals: BookRemovalRow;
  consents: BookConsentRow;
  requests: BookRequestRow;
  photos: { base: string; photo: string; finding: string };
  releases: BookReleaseRow;
  stocktakes: BookStocktakeRow;
  counts: BookCountRow;
  received_orders: BookReceivedOrderRow;
  alarms: BookAlarmRow;
  given_up_records: BookGivenUpRow;
  disturbed_findings: BookDisturbedRow;
  clocks: BookClockRow;
  checked_scales: BookCheckedScaleRow;
  touches: BookTouchRow;
  persons: BookPersonRow;
  deputies: BookDeputyRow;
  suspensions: BookSuspensionRow;
  deposits: BookDepositRow;
}

/** Tables whose key is the base and one id. */
const KEY_COLUMNS = {
  lots: 'lot',
  packages: 'package',
  jobs: 'job',
  weighings: 'weighing',
  passes: 'weighing',
  findings: 'finding',
  groups_weighed: 'group_id',
  joints: 'joint',
  shares: 'package',
  removals: 'removal',
  consents: 'package',
  requests: 'request',
  photos: 'photo',
  releases: 'order_id',
  stocktakes: 'stocktake',
  checked_scales: 'scale',
  touches: 'thing',
  persons: 'person',
  deputies: 'deputy',
  suspensions: 'subject',
  deposits: 'sealed',
  retired_tags: 'epc',
} as const satisfies { [T in keyof BookTables]?: keyof BookTables[T] };
type KeyedTable = keyof typeof KEY_COLUMNS;

/** Columns by which rows are looked for; each has an index. */
interface SearchColumns {
  packages: 'seal' | 'lot' | 'epc' | 'release_order' | 'stocktake';
  findings: 'lot' | 'package' | 'weighing';
  foreign_packages: 'weighing';
  removals: 'package' | 'operator';
  requests: 'act';
  weighings: 'load' | 'package';
}

/** What nobody said or weighed. */
const UNSAID_COUNT = { words: '[]', weighing: null, disagrees: null, was_off: 0, spelling: null } as const;

/**
 * The book of one base in headquarters' store: finds, saves and steps its rows. A new epoch goes on with the same
 * book.
 */
export class BaseBook {
  readonly store: HeadquartersBook;
  readonly base: string;

  constructor(store: HeadquartersBook, base: string) {
    this.store = store;
    this.base = base;
  }

  findRow<T extends KeyedTable>(table: T, id: string | null): BookTables[T] | undefined {
    if (id === null) return undefined;
    return this.store
      .prepare<[string, string], BookTables[T]>(`SELECT * FROM ${table} WHERE base = ? AND ${KEY_COLUMNS[table]} = ?`)
      .get(this.base, id);
  }

  findRows<T extends keyof SearchColumns>(table: T, column: SearchColumns[T], value: string): BookTables[T][] {
    return this.store
      .prepare<[string, string], BookTables[T]>(`SELECT * FROM ${table} WHERE base = ? AND ${column} = ?`)
      .all(this.base, value);
  }

  saveRow<T extends keyof BookTables>(table: T, row: BookTables[T]): void {
    this.store.saveRow(table, row);
  }

  findForeign(job: string, identity: string): BookForeignRow | undefined {
    return this.store
      .prepare<[string, string, string], BookForeignRow>(
        'SELECT * FROM foreign_packages WHERE base = ? AND job = ? AND identity = ?',
      )
      .get(this.base, job, identity);
  }

  findPassPair(weighing: string, lot: string): BookPassPairRow | undefined {
    return this.store
      .prepare<[string, string, string], BookPassPairRow>(
        'SELECT * FROM pairs WHERE base = ? AND after = ? AND lot = ?',
      )
      .get(this.base, weighing, lot);
  }

  /** The passes before a later one, whose pairs it ends; empty for any other weighing. */
  findPassesBefore(after: string): string[] {
    return this.store
      .prepare<[string, string], string>('SELECT DISTINCT before FROM pairs WHERE base = ? AND after = ?')
      .pluck()
      .all(this.base, after);
  }

  /** Ends the pairs of a later pass; the packages that came off before it. */
  deletePassPairs(weighing: string): string[] {
    const packages = this.store
      .prepare<[string, string], string>('SELECT packages FROM pairs WHERE base = ? AND after = ? LIMIT 1')
      .pluck()
      .get(this.base, weighing);
    this.store.prepare('DELETE FROM pairs WHERE base = ? AND after = ?').run(this.base, weighing);
    return parseIdList(packages ?? '[]');
  }

  /** What came off a vehicle before this pass. */
  listPairPackages(after: string): string[] {
    return this.store
      .prepare<[string, string], string>('SELECT packages FROM pairs WHERE base = ? AND after = ?')
      .pluck()
      .all(this.base, after)
      .flatMap(parseIdList);
  }

  /** Every package, wherever it is. */
  listPackages(): BookPackageRow[] {
    return this.store
      .prepare<[string], BookPackageRow>('SELECT * FROM packages WHERE base = ? ORDER BY package')
      .all(this.base);
  }

  listCounts(stocktake: string): BookCountRow[] {
    return this.store
      .prepare<[string, string], BookCountRow>(
        'SELECT * FROM counts WHERE base = ? AND stocktake = ? ORDER BY identity, round',
      )
      .all(this.base, stocktake);
  }

  findCount(key: { stocktake: string; identity: string; round: number }): BookCountRow {
    const known = this.store
      .prepare<[string, string, string, number], BookCountRow>(
        'SELECT * FROM counts WHERE base = ? AND stocktake = ? AND identity = ? AND round = ?',
      )
      .get(this.base, key.stocktake, key.identity, key.round);
    return known ?? { base: this.base, ...key, ...UNSAID_COUNT };
  }

  /** Whether headquarters lets an order, or a stocktake of the base's own plan, rest. */
  isSuspended(subject: string): boolean {
    return this.findRow('suspensions', subject)?.suspended === 1;
  }

  /** What a stocktake found besides under this spelling. */
  findCountSpelled(key: { stocktake: string; spelling: string }): BookCountRow | undefined {
    return this.store
      .prepare<[string, string, string], BookCountRow>(
        'SELECT * FROM counts WHERE base = ? AND stocktake = ? AND spelling = ? LIMIT 1',
      )
      .get(this.base, key.stocktake, key.spelling);
  }

  /** The package with more said of it; a text if the step is not possible. */
  stepPackage(row: BookPackageRow, step: BookStep, changes: Partial<BookPackageRow> = {}): string | null {
    const state = stateAfterStep(row.state, step);
    if (state === null) return `package ${row.package} is ${row.state}: ${step} is no step from there`;
    this.saveRow('packages', { ...row, ...changes, state });
    return null;
  }

  /** Every package named, or which of them is unknown. */
  findPackages(ids: readonly string[]): BookPackageRow[] | string {
    const rows: BookPackageRow[] = [];
    for (const id of ids) {
      const row = this.findRow('packages', id);
      if (!row) return `package ${id} is unknown`;
      rows.push(row);
    }
    return rows;
  }

  setLotState(lot: string, state: BookLotRow['state']): void {
    this.store.prepare('UPDATE lots SET state = ? WHERE base = ? AND lot = ?').run(state, this.base, lot);
  }

  /** Findings on a package, or on what can be read on a foreign one, that count for nothing any more. */
  voidFindings(packageOrIdentity: string, isToBeVoided: (row: BookFindingRow) => boolean): void {
    for (const row of this.findRows('findings', 'package', packageOrIdentity))
      if (row.state !== 'void' && isToBeVoided(row)) this.saveRow('findings', { ...row, state: 'void' });
  }

  /** With its first package weighed a lot is being verified. */
  markLotVerifying(lot: string): void {
    this.store
      .prepare("UPDATE lots SET state = 'verifying' WHERE base = ? AND lot = ? AND state IN ('announced', 'arriving')")
      .run(this.base, lot);
  }

  /** True if nothing of the lot is at the base or expected any more. */
  isLotEmpty(lot: string): boolean {
    return !this.findRows('packages', 'lot', lot).some(
      ({ state }) => state === 'expected' || BOOK_STATES_AT_BASE.includes(state),
    );
  }
}

/** True for a finding that still waits for a decision. */
export function isOpenFindingRow({ state }: Pick<BookFindingRow, 'state'>): boolean {
  return state === 'open' || state === 'recounted';
}

/** What a package is without a weighing. */
export const UNWEIGHED_FIGURE: PackageFigureColumns & Pick<BookPackageRow, 'replaced' | 'unread'> = {
  weighing: null,
  gross_mg: null,
  tare_mg: null,
  net_mg: null,
  basis: null,
  comparison: null,
  limit_mg: null,
  doubtful: 0,
  replaced: null,
  unread: 0,
};

/** Ids of a JSON column. */
export function parseIdList(json: string): string[] {
  return JSON.parse(json) as string[];
}
