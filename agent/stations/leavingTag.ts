// The second sign of a load that its tag alone had named: the tag leaves with it. Must decide nothing: it only says that
// a tag stayed.
import type { WeighingId } from '../core/model/ids.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import { type TagField, tagsPresent } from '../core/weight/tagField.ts';
import type { StationLoad } from './loadRecords.ts';

/** A tag that is still read so long after its load was gone was not the load's. */
const LEAVES_WITHIN_MS = 5_000;

/** Watches the tag of the load that left last. */
export class LeavingTag {
  readonly #recorder: DecisionRecorder;
  readonly #isWaiting: (load: StationLoad) => boolean;
  #watched: { load: StationLoad; sinceMs: number; stayed: readonly string[] | null } | null = null;

  /** `isWaiting`: whether something of a load is not recorded yet. */
  constructor(recorder: DecisionRecorder, isWaiting: (load: StationLoad) => boolean) {
    this.#recorder = recorder;
    this.#isWaiting = isWaiting;
  }

  /** A load is gone. */
  watch(load: StationLoad, sinceMs: number): void {
    this.#watched = { load, sinceMs, stayed: null };
  }

  /** The weighing whose tag is still there after its time; null: none, or not yet. Tells of each once. */
  findStayed(field: TagField, nowMs: number): WeighingId | null {
    const watched = this.#watched;
    if (watched === null || nowMs - watched.sinceMs < LEAVES_WITHIN_MS) return null;
    // Which tags stayed is seen now; what its weighing was named by is known when that is recorded.
    watched.stayed ??= tagsPresent(field, nowMs, null).map(({ epcHex }) => epcHex);
    if (watched.stayed.length > 0 && (this.#recorder.storageFailure() !== '' || this.#isWaiting(watched.load)))
      return null;
    this.#watched = null;
    const { weighing } = watched.load;
    const epcHex = weighing === null ? null : this.#nameGivenByTag(weighing);
    return epcHex !== null && watched.stayed.includes(epcHex) ? weighing : null;
  }

  /** The EPC that alone named a weighing. One that a person named needs no second sign. */
  #nameGivenByTag(weighing: WeighingId): string | null {
    const book = this.#recorder.displayBook;
    const record = book.get('weighing', weighing);
    if (record?.state !== 'bound' || record.boundBy !== 'tag' || record.package === null) return null;
    return book.get('package', record.package)?.epcHex ?? null;
  }
}
