// One person at one station: from what the page says and what the hands know, the next thing to do. Pure. Knows only
// what a person at the dock can see: the screen, the goods that stand there with the marks printed on them, the paper
// with the lot's name. It must not know true masses, declared weights or what is supposed to be wrong.
import type { PageLot, PageStation, PageState } from './pageDocuments.ts';

/** A thing at the dock, as it looks. */
export interface DockItem {
  /** The world's name of the physical thing, to point at it. */
  item: string;
  /** The mark printed on it. */
  mark: string;
}

export interface HandsState {
  /** What these hands put on the platform. */
  onPlatform: DockItem | 'check-weight' | null;
  /** Still waiting to be weighed, the next first. */
  waiting: readonly DockItem[];
  /** What these hands took off last. */
  takenOff: DockItem | null;
  /** The mark on the load was scanned, and this lot does not know it. */
  isMarkUnknown: boolean;
  /** The tag that was just fixed to a package and not yet accepted by the page. */
  attachedTag: { package: string; epcHex: string } | null;
}

export type StaffAction =
  | { do: 'wait' }
  | { do: 'open-job'; order: string }
  | { do: 'start-check' }
  | { do: 'confirm-empty' }
  | { do: 'place-check-weight' }
  | { do: 'clear' }
  | { do: 'place'; goods: DockItem }
  /** `goesBack`: it was not weighed, so it goes back to those that wait. */
  | { do: 'take-away'; goesBack: boolean }
  | { do: 'identify'; code: string; weighing: string | null }
  | { do: 'hold-foreign'; identity: string; weighing: string | null }
  | { do: 'name-weighing'; weighing: string; item: DockItem; foreign: boolean }
  | { do: 'fix-tag'; package: string; mark: string }
  | { do: 'attach-tag'; package: string; epcHex: string }
  | { do: 'declare-missing'; job: string; package: string }
  | { do: 'close-job'; job: string }
  | { do: 'leave' };

const WAIT: StaffAction = { do: 'wait' };

export interface StaffSituation {
  state: PageState;
  station: PageStation;
  /** The lot this person was sent to work on; null: only the daily check of the scale. */
  lot: string | null;
}

/** Where nothing was put by these hands, "take it away" still clears whatever lies there. */
export function chooseNextAction(situation: StaffSituation, hands: HandsState): StaffAction {
  const { key, params } = situation.station.guidance;
  switch (key) {
    case 'check-start':
    case 'check-again':
      return hands.onPlatform === null ? { do: 'start-check' } : { do: 'clear' };
    case 'confirm-empty':
      return hands.onPlatform === null ? { do: 'confirm-empty' } : { do: 'clear' };
    case 'check-place':
      return hands.onPlatform === null ? { do: 'place-check-weight' } : WAIT;
    case 'check-remove':
    case 'check-failed':
    case 'check-incomplete':
    case 'clear-platform':
    case 'recorded-remove':
    case 'old-tag-remove':
    case 'park-package':
    case 'hold-foreign-done':
    case 'over-maximum':
    case 'below-minimum':
      return chooseRemoval(situation, hands);
    case 'put-on-again':
      return { do: 'take-away', goesBack: true };
    case 'choose-job':
      return chooseJob(situation);
    case 'place-package':
    case 'all-weighed':
      return chooseNextPackage(situation, hands);
    case 'scan-package':
      return chooseScanAction(situation, hands);
    case 'name-weighing':
      return hands.takenOff === null
        ? WAIT
        : {
            do: 'name-weighing',
            weighing: String(params['weighing']),
            item: hands.takenOff,
            foreign: hands.isMarkUnknown,
          };
    case 'attach-tag':
      return chooseTagAction({ package: String(params['package'] ?? ''), mark: String(params['mark'] ?? '') }, hands);
    default:
      // hold-still, recording, not-recorded, scale-absent, scale-trouble, blocked-negative: the screen will say when.
      return WAIT;
  }
}

function findOwnLot({ state, lot }: StaffSituation): PageLot | undefined {
  return state.lots.find((candidate) => candidate.lot === lot);
}

function chooseJob(situation: StaffSituation): StaffAction {
  if (situation.lot === null) return { do: 'leave' };
  if (findOwnLot(situation)?.verdict) return { do: 'leave' };
  const order = situation.state.orders.find(
    (candidate) => candidate.lot === situation.lot && candidate.state === 'open',
  );
  return order ? { do: 'open-job', order: order.order } : WAIT;
}

function chooseNextPackage(situation: StaffSituation, hands: HandsState): StaffAction {
  const { job } = situation.station;
  if (hands.onPlatform !== null || !job) return WAIT;
  const next = hands.waiting[0];
  if (next) return { do: 'place', goods: next };
  // Nothing waits any more; whoever has looked may say what is not there.
  const lot = findOwnLot(situation);
  if (!lot) return WAIT;
  const absent = lot.packages.find((candidate) => !candidate.weighed && candidate.state === 'expected');
  return absent ? { do: 'declare-missing', job: job.job, package: absent.package } : { do: 'close-job', job: job.job };
}

function chooseScanAction({ station }: StaffSituation, hands: HandsState): StaffAction {
  if (hands.onPlatform === null || hands.onPlatform === 'check-weight') return WAIT;
  const { mark } = hands.onPlatform;
  const weighing = station.load?.weighing ?? null;
  return hands.isMarkUnknown
    ? { do: 'hold-foreign', identity: mark, weighing }
    : { do: 'identify', code: mark, weighing };
}

function chooseTagAction(named: { package: string; mark: string }, hands: HandsState): StaffAction {
  if (hands.attachedTag?.package === named.package) return { do: 'attach-tag', ...hands.attachedTag };
  return { do: 'fix-tag', ...named };
}

const FINISHED_GUIDANCE = ['recorded-remove', 'old-tag-remove', 'park-package', 'hold-foreign-done'];

/**
 * Only a load that the page calls recorded is done with; after an interruption the list of packages says which are
 * weighed.
 */
function chooseRemoval(situation: StaffSituation, hands: HandsState): StaffAction {
  const { onPlatform } = hands;
  if (onPlatform === null) return WAIT;
  if (onPlatform === 'check-weight' || FINISHED_GUIDANCE.includes(situation.station.guidance.key))
    return { do: 'take-away', goesBack: false };
  const known = findOwnLot(situation)?.packages.find((candidate) => candidate.mark === onPlatform.mark);
  return { do: 'take-away', goesBack: known?.weighed !== true };
}
