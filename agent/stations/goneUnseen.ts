// What lay on a scale when the last process ended, and was gone before this one saw it empty. Asked once.
import type { Random } from '../../drivers/contract/clock.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import type { Decide } from '../core/model/decide.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import { decideLoadGoneUnseen } from '../core/loads/loadOutcome.ts';

/** Tells of one station's load whose end nobody saw. */
export class GoneUnseen {
  readonly #parts: { recorder: DecisionRecorder; random: Random };
  #isAsked = false;

  constructor(parts: { recorder: DecisionRecorder; random: Random }) {
    this.#parts = parts;
  }

  /** The scale shows zero. While the storage fails it is asked again. */
  handleZero(station: StationId): void {
    const { recorder, random } = this.#parts;
    if (this.#isAsked || recorder.storageFailure() !== '') return;
    const decide: Decide = (book) => decideLoadGoneUnseen({ station }, book);
    const isNeeded = decideLoadGoneUnseen({ station }, recorder.displayBook).entries.length > 0;
    this.#isAsked = !isNeeded || recorder.record(`gone-unseen:${random.id()}`, decide) !== null;
  }
}
