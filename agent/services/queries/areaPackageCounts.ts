// Keeps the count of packages in each area: all of them once, in pieces, when somebody first looks; after that only the
// lots of which a transaction changed a package. 100,000 packages are read once in the life of the process, not at each
// look.
import type { BookChange } from '../../core/model/book.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { PackageRecord } from '../../core/model/records.ts';
import { countPackage, type LotCounts } from '../../core/views/areaView.ts';
import { STATES_AT_BASE } from '../../core/model/states.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';

const PIECE = 100;
/** While people weigh, lots change as fast as they are counted: a look is then content with what it has. */
const ROUNDS = 5;

export class AreaPackageCounter {
  readonly #lots = new Map<string, LotCounts>();
  readonly #changed = new Set<string>();
  readonly #ledger: TimeSlicedLedger;
  #complete = false;
  /** The count under way: others who look wait for it too. */
  #counting: Promise<void> | null = null;

  constructor(parts: TimeSlicedLedger, ledger: Pick<Ledger, 'onFolded'>) {
    this.#ledger = parts;
    ledger.onFolded((changes) => this.#noteChanges(changes));
  }

  /** Counts of each lot that has a package here. Throws StorageAway. */
  async readCounts(): Promise<ReadonlyMap<string, LotCounts>> {
    this.#counting ??= this.#count().finally(() => (this.#counting = null));
    await this.#counting;
    return this.#lots;
  }

  #noteChanges(changes: readonly BookChange[] | null): void {
    if (changes === null) this.#complete = false;
    for (const change of changes ?? []) if (change.kind === 'package') this.#changed.add(change.record.lot);
  }

  async #count(): Promise<void> {
    if (!this.#complete) await this.#countAll();
    for (let round = 0; round < ROUNDS && this.#changed.size > 0; round += 1) {
      for (const lot of [...this.#changed]) await this.#recount(lot);
    }
  }

  /** What changes meanwhile is noted, and its lot counted anew. */
  async #countAll(): Promise<void> {
    this.#complete = true;
    this.#lots.clear();
    this.#changed.clear();
    try {
      for (const state of STATES_AT_BASE) {
        for await (const packages of this.#readPackagePages('state', state))
          for (const record of packages) this.#add(record);
      }
    } catch (error) {
      this.#complete = false;
      throw error;
    }
  }

  async #recount(lot: string): Promise<void> {
    // Before reading: what changes from now on is another change.
    this.#changed.delete(lot);
    const counts: LotCounts = new Map();
    try {
      for await (const packages of this.#readPackagePages('lot', lot))
        for (const record of packages) countPackage(counts, record);
    } catch (error) {
      this.#changed.add(lot);
      throw error;
    }
    if (counts.size === 0) this.#lots.delete(lot);
    else this.#lots.set(lot, counts);
  }

  #add(record: PackageRecord): void {
    const counts = this.#lots.get(record.lot) ?? (new Map() as LotCounts);
    countPackage(counts, record);
    this.#lots.set(record.lot, counts);
  }

  async *#readPackagePages(index: 'state' | 'lot', value: string): AsyncGenerator<PackageRecord[]> {
    for (let after = ''; ;) {
      const packages = this.#ledger.readSlice((ledger) =>
        ledger.recordsAfter('package', { index, value, after, limit: PIECE }),
      );
      yield packages;
      await this.#ledger.yieldToOthers();
      const last = packages.at(-1);
      if (packages.length < PIECE || !last) return;
      after = last.id;
    }
  }
}
