// When cases are looked at again that no scale in service may be able to settle any more: at the start, after a change of
// scales or of their marks, every hour (a mark runs out by date), and with an order that binds held goods to packages.
import type { Clock, Random } from '../../drivers/contract/clock.ts';
import { decideEscalateOpenCases, withEscalations } from '../core/loads/escalateCases.ts';
import { decideOrder } from '../core/orders/acceptOrder.ts';
import type { DesignatedKinds } from '../core/model/designatedKinds.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import type { OrderDecider } from '../link/inbox.ts';

const SWEEP_EVERY_MS = 3_600_000;

/** The stations, as far as questions of fitness ask for them. */
export interface ScaleOwner {
  /** Of every station that is in service. */
  stationScales(): readonly StationScale[];
}

/** Takes cases to headquarters that the base cannot settle. */
export interface CaseEscalation {
  /** Records the escalation of every open case that needs it; nothing if none does. */
  sweep(): void;
  /** Sweeps now and every hour; returns the function that ends it. */
  start(): () => void;
  /** The core's decision on an order, with what its findings ask for. */
  decideOrder: OrderDecider;
}

/** An escalation over the scales of all stations. */
export function createCaseEscalation(parts: {
  recorder: DecisionRecorder;
  clock: Clock;
  random: Random;
  stations: ScaleOwner;
  /** What a notice may name. */
  kinds: DesignatedKinds;
}): CaseEscalation {
  const { recorder, clock, random, stations, kinds } = parts;
  const sweep = (): void => {
    const scales = stations.stationScales();
    if (decideEscalateOpenCases(scales, recorder.displayBook).entries.length === 0) return;
    recorder.record(`escalate:${random.id()}`, (book) => decideEscalateOpenCases(scales, book));
  };
  let cancelNext = (): void => undefined;
  const sweepHourly = (): void => {
    sweep();
    cancelNext = clock.after(SWEEP_EVERY_MS, sweepHourly);
  };
  return {
    sweep,
    start: () => {
      sweepHourly();
      return () => cancelNext();
    },
    decideOrder: (event, book, at) =>
      withEscalations(
        (now) => decideOrder({ ...event, kinds }, now),
        () => stations.stationScales(),
      )(book, at),
  };
}
