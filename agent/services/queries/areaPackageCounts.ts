// Keeps the count of packages in each area: all packages are read once, in slices, for the first query; after that only
// lots of which a transaction changed a package. 100,000 packages are read once in the life of the process, not for
// each query. Must not know who asks.
import type { LotId } from '../../core/model/ids.ts';
import type { BookChange } from '../../core/model/book.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { PackageRecord } from '../../core/model/records.ts';
import { countPackage, type LotCounts } from '../../core/views/areaView.ts';
import { STATES_AT_BASE } from '../../core/model/states.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';

const PACKAGES_PER_SLICE = 100;
/** While people weigh, lots change as fast as they are counted: after these rounds the answer may be that old. */
const MAX_ROUNDS = 5;

/** Counts the packages of each lot by area and state, and keeps the counts. */
export class AreaPackageCounter {
  readonly #lots = new Map<LotId, LotCounts>();
  readonly #changed = new Set<LotId>();
  readonly #ledger: TimeSlicedLedger;
  #isComplete = false;
  /** The count under way, which every query of the time shares; null if none runs. */
  #counting: Promise<void> | null = null;

  constructor(slicedLedger: TimeSlicedLedger, ledger: Pick<Ledger, 'onFolded'>) {
    this.#ledger = slicedLedger;
    ledger.onFolded((changes) => this.#noteChanges(changes));
  }

  /**
   * Counts of each lot that has a package at the base.
   *
   * @throws {StorageUnavailableError} when the storage does not answer
   */
  async readCounts(): Promise<ReadonlyMap<LotId, LotCounts>> {
    this.#counting ??= this.#count().finally(() => (this.#counting = null));
    await this.#counting;
    return this.#lots;
  }

  #noteChanges(changes: readonly BookChange[] | null): void {
    if (changes === null) this.#isComplete = false;
    for (const change of changes ?? []) if (change.kind === 'package') this.#changed.add(change.record.lot);
  }

  async #count(): Promise<void> {
    if (!this.#isComplete) await this.#countAll();
    for (let round = 0; round < MAX_ROUNDS && this.#changed.size > 0; round += 1) {
      for (const lot of [...this.#changed]) await this.#recount(lot);
    }
  }

  /** Lots that change meanwhile are counted again afterwards. */
  async #countAll(): Promise<void> {
    this.#isComplete = true;
    this.#lots.clear();
    this.#changed.clear();
    try {
      for (const state of STATES_AT_BASE) {
        for await (const packages of this.#readPackagePages('state', state))
          for (const record of packages) this.#add(record);
      }
    } catch (error) {
      this.#isComplete = false;
      throw error;
    }
  }

  async #recount(lot: LotId): Promise<void> {
    // Before reading: a change from now on marks the lot again.
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
        ledger.recordsAfter('package', { index, value, after, limit: PACKAGES_PER_SLICE }),
      );
      yield packages;
      await this.#ledger.yieldToOthers();
      const last = packages.at(-1);
      if (packages.length < PACKAGES_PER_SLICE || !last) return;
      after = last.id;
    }
  }
}
