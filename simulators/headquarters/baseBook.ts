// Headquarters' book of one base: look up and keep. The SQL of the book is here and in the files that judge; what
// entries mean is not.
import type { Store } from './store.ts';
import type {
  CountRow,
  FindingRow,
  ForeignRow,
  GroupRow,
  JobRow,
  LotRow,
  PackageRow,
  PairRow,
  ReleaseRow,
  RemovalRow,
  StocktakeRow,
  WeighingRow,
} from './rows.ts';
import { after, AT_THE_BASE, type Step } from './steps.ts';

interface Keyed {
  lots: [LotRow, 'lot'];
  packages: [PackageRow, 'package'];
  jobs: [JobRow, 'job'];
  weighings: [WeighingRow, 'weighing'];
  findings: [FindingRow, 'finding'];
  groups_weighed: [GroupRow, 'group_id'];
  removals: [RemovalRow, 'removal'];
  releases: [ReleaseRow, 'order_id'];
  stocktakes: [StocktakeRow, 'stocktake'];
}
type Table = keyof Keyed;

const KEY: { [T in Table]: Keyed[T][1] } = {
  lots: 'lot',
  packages: 'package',
  jobs: 'job',
  weighings: 'weighing',
  findings: 'finding',
  groups_weighed: 'group_id',
  removals: 'removal',
  releases: 'order_id',
  stocktakes: 'stocktake',
};

/** Columns by which rows are looked for; each has an index. */
interface By {
  packages: 'lot' | 'mark' | 'epc' | 'release_order' | 'stocktake';
  findings: 'lot' | 'package' | 'weighing';
  foreigns: 'weighing';
  removals: 'package';
}
interface Found {
  packages: PackageRow;
  findings: FindingRow;
  foreigns: ForeignRow;
  removals: RemovalRow;
}

export class BaseBook {
  readonly store: Store;
  readonly base: string;

  constructor(store: Store, base: string) {
    this.store = store;
    this.base = base;
  }

  get<T extends Table>(table: T, id: string | null): Keyed[T][0] | undefined {
    if (id === null) return undefined;
    return this.store
      .prepare<[string, string], Keyed[T][0]>(`SELECT * FROM ${table} WHERE base = ? AND ${KEY[table]} = ?`)
      .get(this.base, id);
  }

  where<T extends keyof Found>(table: T, column: By[T], value: string): Found[T][] {
    return this.store
      .prepare<[string, string], Found[T]>(`SELECT * FROM ${table} WHERE base = ? AND ${column} = ?`)
      .all(this.base, value);
  }

  save<T extends Table>(table: T, row: Keyed[T][0]): void {
    this.store.save(table, row);
  }

  foreign(job: string, identity: string): ForeignRow | undefined {
    return this.store
      .prepare<[string, string, string], ForeignRow>(
        'SELECT * FROM foreigns WHERE base = ? AND job = ? AND identity = ?',
      )
      .get(this.base, job, identity);
  }

  pair(weighing: string, lot: string): PairRow | undefined {
    return this.store
      .prepare<[string, string, string], PairRow>('SELECT * FROM pairs WHERE base = ? AND after = ? AND lot = ?')
      .get(this.base, weighing, lot);
  }

  /** Ends the pairs of a later pass; the packages that came off before it. */
  endPairs(weighing: string): string[] {
    const packages = this.store
      .prepare<[string, string], string>('SELECT packages FROM pairs WHERE base = ? AND after = ? LIMIT 1')
      .pluck()
      .get(this.base, weighing);
    this.store.prepare('DELETE FROM pairs WHERE base = ? AND after = ?').run(this.base, weighing);
    return list(packages ?? '[]');
  }

  counts(stocktake: string): CountRow[] {
    return this.store
      .prepare<[string, string], CountRow>(
        'SELECT * FROM counts WHERE base = ? AND stocktake = ? ORDER BY identity, round',
      )
      .all(this.base, stocktake);
  }

  count(of: { stocktake: string; identity: string; round: number }): CountRow {
    const known = this.store
      .prepare<[string, string, string, number], CountRow>(
        'SELECT * FROM counts WHERE base = ? AND stocktake = ? AND identity = ? AND round = ?',
      )
      .get(this.base, of.stocktake, of.identity, of.round);
    return known ?? { base: this.base, ...of, how: null, operator: null, weighing: null, is_off: null };
  }

  /** The package with more said of it; a text if the step is not possible. */
  step(row: PackageRow, step: Step, more: Partial<PackageRow> = {}): string | null {
    const state = after(row.state, step);
    if (state === null) return `package ${row.package} is ${row.state}: ${step} is no step from there`;
    this.save('packages', { ...row, ...more, state });
    return null;
  }

  /** Every package named, or which of them is unknown. */
  packages(ids: readonly string[]): PackageRow[] | string {
    const rows: PackageRow[] = [];
    for (const id of ids) {
      const row = this.get('packages', id);
      if (!row) return `package ${id} is unknown`;
      rows.push(row);
    }
    return rows;
  }

  lotState(lot: string, state: LotRow['state']): void {
    this.store.prepare('UPDATE lots SET state = ? WHERE base = ? AND lot = ?').run(state, this.base, lot);
  }

  /** Findings on a package, or on what can be read on a foreign one, that count for nothing any more. */
  voidFindings(concerned: string, which: (row: FindingRow) => boolean): void {
    for (const row of this.where('findings', 'package', concerned))
      if (row.state !== 'void' && which(row)) this.save('findings', { ...row, state: 'void' });
  }

  /** With its first package weighed a lot is being verified. */
  arrived(lot: string): void {
    this.store
      .prepare("UPDATE lots SET state = 'verifying' WHERE base = ? AND lot = ? AND state IN ('announced', 'arriving')")
      .run(this.base, lot);
  }

  /** True if nothing of the lot is at the base or expected any more. */
  isEmpty(lot: string): boolean {
    return !this.where('packages', 'lot', lot).some(({ state }) => state === 'expected' || AT_THE_BASE.includes(state));
  }
}

export function isOpen({ state }: Pick<FindingRow, 'state'>): boolean {
  return state === 'open' || state === 'recounted';
}

/** What a package is without a weighing. */
export const NO_FIGURE = {
  weighing: null,
  gross_mg: null,
  tare_mg: null,
  net_mg: null,
  basis: null,
  comparison: null,
  limit_mg: null,
  doubtful: 0,
  replaced: null,
} as const;

export function list(json: string): string[] {
  return JSON.parse(json) as string[];
}
