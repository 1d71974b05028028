// The second sign of a load that its tag alone had named: the tag leaves with it. Must decide nothing: it only says that
// a tag stayed.
import type { WeighingId } from '../core/model/ids.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import { type TagField, tagsPresent } from '../core/weight/tagField.ts';
import type { StationLoad } from './loadRecords.ts';

/** A tag that is still read so long after its load was gone was not the load's. */
const LEAVES_WITHIN_MS = 5_000;
/** A weak tag is not read in every moment: it is looked for so long after its load was gone. */
const WATCHED_MS = 10_000;

/** Watches the tag of the load that left last. */
export class LeavingTag {
  readonly #recorder: DecisionRecorder;
  readonly #isWaiting: (load: StationLoad) => boolean;
  #watched: { load: StationLoad; sinceMs: number; stayed: Set<string>; name?: string | null } | null = null;

  /** `isWaiting`: whether something of a load is not recorded yet. */
  constructor(recorder: DecisionRecorder, isWaiting: (load: StationLoad) => boolean) {
    this.#recorder = recorder;
    this.#isWaiting = isWaiting;
  }

  /** A load is gone. */
  watch(load: StationLoad, sinceMs: number): void {
    this.#watched = { load, sinceMs, stayed: new Set() };
  }

  /**
   * The weighing whose tag is still there after its time; null: none, or not yet. Tells of each once. `roseAtMs`: when
   * what lies there now rose; it may be the same package again, whose tag comes back with it.
   */
  findStayed(field: TagField, { nowMs, roseAtMs }: { nowMs: number; roseAtMs: number | null }): WeighingId | null {
    const watched = this.#watched;
    if (watched === null) return null;
    const goneMs = nowMs - watched.sinceMs;
    if (goneMs < LEAVES_WITHIN_MS) return null;
    const isNext = roseAtMs !== null && roseAtMs - watched.sinceMs >= LEAVES_WITHIN_MS;
    const isLooking = !isNext && goneMs <= WATCHED_MS;
    // A weak tag is silent now and then: whatever is read in this time has stayed.
    if (isLooking) for (const { epcHex } of tagsPresent(field, nowMs, null)) watched.stayed.add(epcHex);
    if (isLooking && watched.stayed.size === 0) return null;
    // What its weighing was named by is known when that is recorded.
    if (this.#recorder.storageFailure() !== '' || this.#isWaiting(watched.load)) return null;
    const { weighing } = watched.load;
    watched.name ??= weighing === null ? null : this.#nameGivenByTag(weighing);
    const hasStayed = watched.name !== null && watched.stayed.has(watched.name);
    if (hasStayed || !isLooking || watched.name === null) this.#watched = null;
    return hasStayed ? weighing : null;
  }

  /** The EPC that alone named a weighing. One that a person named needs no second sign. */
  #nameGivenByTag(weighing: WeighingId): string | null {
    const book = this.#recorder.displayBook;
    const record = book.get('weighing', weighing);
    if (record?.state !== 'bound' || record.boundBy !== 'tag' || record.package === null) return null;
    return book.get('package', record.package)?.epcHex ?? null;
  }
}
