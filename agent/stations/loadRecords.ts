// What a station has to record of its loads, in order: it waits for the disk, and what the core refuses waits for a
// command that puts it right, as long as the load lies there. Must not know what is recorded.
import type { LoadId, WeighingId } from '../core/model/ids.ts';
import type { Decide, Refusal } from '../core/model/decide.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { InstrumentId, StationId } from '../../drivers/contract/siteIds.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { NewEntry } from '../core/model/entry.ts';
import type { StationSituation } from '../core/views/guidance.ts';

/** One load, from its rise on. */
export interface StationLoad {
  id: LoadId;
  /** Its last recorded weighing. */
  weighing: WeighingId | null;
  /** Why its weight was not recorded. */
  refusal: string | null;
  checked: boolean;
  /** It is gone, or nobody can say any more what lies there: a weight that was refused is given up. */
  isOver: boolean;
}

/** Something to be recorded of a load, in order. */
export interface WaitingRecord {
  what: 'capture' | 'check' | 'disturbed' | 'ended';
  load: StationLoad;
  cause: string;
  /** The heaviest that its load was until now. */
  highestMg: MassMg;
  decide: Decide;
  onRecorded?(result: Record<string, unknown>): void;
  /** The core's refusal; null: it was not tried yet, or the disk did not take it. */
  refusal: Refusal | null;
}

/** Records that wait while the disk takes nothing; what comes beyond is counted, and the count is recorded. */
export const MAX_WAITING_RECORDS = 32;

/** What could not wait, counted. */
interface GivenUp {
  cause: string;
  body: Extract<NewEntry, { kind: 'load-records-given-up' }>['body'];
  /** Its entry may have reached the disk: what comes later is counted anew. */
  isTried: boolean;
}

interface LoadRecordsParts {
  recorder: DecisionRecorder;
  clock: Clock;
  /** Whose loads these are, now. */
  place: () => { id: StationId; scale: InstrumentId };
}

/** The queue of one station. */
export class LoadRecords {
  readonly #recorder: DecisionRecorder;
  readonly #parts: LoadRecordsParts;
  #waiting: WaitingRecord[] = [];
  #givenUp: GivenUp[] = [];
  #givenUpRecords = 0;

  constructor(parts: LoadRecordsParts) {
    this.#parts = parts;
    this.#recorder = parts.recorder;
  }

  /** How many records could not wait since the start; each is counted in an entry once the disk takes it. */
  givenUpRecords(): number {
    return this.#givenUpRecords;
  }

  /** Adds one at the end and records what can be recorded. */
  add(waiting: Omit<WaitingRecord, 'refusal'>): void {
    if (this.#waiting.length < MAX_WAITING_RECORDS) this.#waiting.push({ ...waiting, refusal: null });
    else this.#giveUp(waiting);
    this.recordWaiting();
  }

  #giveUp({ cause, highestMg }: Pick<WaitingRecord, 'cause' | 'highestMg'>): void {
    this.#givenUpRecords += 1;
    const last = this.#givenUp.at(-1)?.isTried === false ? this.#givenUp.pop() : undefined;
    const { id, scale } = this.#parts.place();
    const body = {
      station: id,
      scale,
      records: (last?.body.records ?? 0) + 1,
      highestMg: asMassMg(Math.max(last?.body.highestMg ?? 0, highestMg)),
      sinceWallMs: last?.body.sinceWallMs ?? this.#parts.clock.timestamp().wallMs,
    };
    this.#givenUp.push({ cause: last?.cause ?? `given-up:${cause}`, body, isTried: false });
  }

  #recordGivenUp(): void {
    for (let next = this.#givenUp[0]; next; next = this.#givenUp[0]) {
      const { cause, body } = next;
      next.isTried = true;
      const entries: NewEntry[] = [{ kind: 'load-records-given-up', body }];
      if (this.#recorder.record(cause, () => ({ entries, effects: [], result: {} })) === null) return;
      this.#givenUp.shift();
    }
  }

  /** Records in order, up to the first that the disk or the core does not take. */
  recordWaiting(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0];
      if (!next || !this.#record(next)) break;
      this.#waiting.shift();
    }
    if (this.#recorder.storageFailure() === '') this.#recordGivenUp();
  }

  #record(waiting: WaitingRecord): boolean {
    const outcome = this.#recorder.record(waiting.cause, waiting.decide);
    waiting.refusal = outcome?.kind === 'refused' ? outcome.refusal : null;
    if (outcome?.kind === 'refused' && waiting.load.isOver) {
      waiting.load.refusal = outcome.refusal.refusal;
      return true;
    }
    if (outcome === null || outcome.kind === 'refused') return false;
    waiting.onRecorded?.(outcome.result);
    return true;
  }

  /** Gives up what `isGivenUp` names. */
  drop(isGivenUp: (waiting: WaitingRecord) => boolean): void {
    this.#waiting = this.#waiting.filter((waiting) => !isGivenUp(waiting));
  }

  /** The load is over: its refused weight is given up, and so is what the core refuses of it from now on. */
  endLoad(load: StationLoad): void {
    load.isOver = true;
    const refused = this.#waiting.find((waiting) => waiting.load === load && waiting.refusal !== null);
    if (!refused) return;
    load.refusal = refused.refusal?.refusal ?? load.refusal;
    this.drop((waiting) => waiting === refused);
    this.recordWaiting();
  }

  /** Whether something of this load is not recorded yet. */
  isWaiting(load: StationLoad): boolean {
    return this.#waiting.some((waiting) => waiting.load === load);
  }

  /**
   * What the guidance is told. While the storage fails the book cannot be read either, so that no other guidance is
   * possible.
   */
  situation(): Pick<StationSituation, 'recording' | 'refusal'> {
    const [next] = this.#waiting;
    const isStuck = this.#recorder.storageFailure() !== '' || next?.refusal === null;
    const refusal = isStuck || !next?.refusal ? null : { code: next.refusal.refusal, params: next.refusal.params };
    return { recording: isStuck ? 'not-recorded' : refusal ? 'refused' : 'none', refusal };
  }
}
