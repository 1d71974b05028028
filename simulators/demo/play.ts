// Plays lots on a raised stage: headquarters announces, lorries stand at the docks, staff work, both sides agree. Must
// not know command lines or how the stage was raised.
import { pause, simulatorClock } from '../clock.ts';
import { runErrand, type Errand, type PersonParts } from '../staff/person.ts';
import type { Lot } from './lots.ts';
import type { Shown } from './displays.ts';
import { readOutcome, type Outcome } from './outcome.ts';
import type { Stage } from './stage.ts';

const AGREE_LIMIT_MS = 30_000;
const ASK_AGAIN_MS = 300;
const PATIENCE_MS = 45_000;

export interface Play {
  stage: Stage;
  lots: readonly Lot[];
  /** What displays showed so far. */
  shown: readonly Shown[];
  speed: number;
  tell: (line: string) => void;
}

export function personParts({ stage, speed }: Play, name: string): PersonParts {
  const { page, world, seed, stop } = stage;
  return { page, world, clock: simulatorClock(), chance: seed.split(name), speed, stop, patienceMs: PATIENCE_MS };
}

export const errandFor = (lot: Lot, station: string): Errand => ({ station, lot: lot.notice.lot, goods: lot.goods });

/** Works the first three lots, one at each dock, at the same time. */
export async function playFirst(play: Play, lots: readonly Lot[]): Promise<void> {
  const { stage, tell } = play;
  await stage.headquarters.order(
    lots.map((lot) => lot.notice),
    'first',
  );
  tell(`Headquarters announced ${lots.length} lots; staff start at ${lots.length} docks.`);
  await Promise.all(
    lots.map(async (lot, index) => {
      const station = `dock-${index + 1}`;
      await runErrand(errandFor(lot, station), personParts(play, station));
      tell(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: job closed`);
    }),
  );
}

/** Waits, bounded, until both sides have the same ledger and a verdict on every lot. */
export async function agree({ stage, lots, shown }: Play): Promise<Outcome> {
  const clock = simulatorClock();
  const untilMs = clock.monotonicMs() + AGREE_LIMIT_MS;
  for (;;) {
    stage.stop.throwIfAborted();
    const outcome = await readOutcome(stage.page, { lots, shown }, stage.headquarters.report);
    if (outcome) return outcome;
    if (clock.monotonicMs() > untilMs) {
      const link = JSON.stringify(stage.page.state()?.link ?? null);
      throw new Error(`Headquarters did not acknowledge everything within ${AGREE_LIMIT_MS / 1_000} s. Link: ${link}`);
    }
    await pause(clock, ASK_AGAIN_MS);
  }
}
