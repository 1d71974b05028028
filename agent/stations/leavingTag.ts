// The second sign of a load that its tag alone had named: the tag leaves with it. Must decide nothing: it only says that
// a tag stayed.
import type { WeighingId } from '../core/model/ids.ts';
import type { Book } from '../core/model/book.ts';
import { type TagField, tagsPresent } from '../core/weight/tagField.ts';

/** A tag that is still read so long after its load was gone was not the load's. */
const LEAVES_WITHIN_MS = 5_000;
/** A weak tag is not read in every moment: it is looked for so long after its load was gone. */
const WATCHED_MS = 10_000;

/** Watches the tag of the load that left last. */
export class LeavingTag {
  readonly #book: Book;
  #watched: { weighing: WeighingId; epcHex: string; sinceMs: number } | null = null;

  constructor(book: Book) {
    this.#book = book;
  }

  /** A load is gone; `weighing` null: it had none. One that a person named needs no second sign. */
  watch(weighing: WeighingId | null, sinceMs: number): void {
    const record = weighing === null ? undefined : this.#book.get('weighing', weighing);
    const named = record?.package == null ? undefined : this.#book.get('package', record.package);
    const isByTag = record?.state === 'bound' && record.boundBy === 'tag';
    this.#watched = isByTag && named?.epcHex != null ? { weighing: record.id, epcHex: named.epcHex, sinceMs } : null;
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
    const stayed = tagsPresent(field, nowMs, null).some(({ epcHex }) => epcHex === watched.epcHex);
    const isNext = roseAtMs !== null && roseAtMs - watched.sinceMs >= LEAVES_WITHIN_MS;
    if (stayed || isNext || goneMs > WATCHED_MS) this.#watched = null;
    return stayed && !isNext ? watched.weighing : null;
  }
}
