// A simulated person at one station: looks at the page, decides, walks, lifts, presses. Handling times are seeded and
// shortened by `speed`; the page's own times are real. Must not know what is supposed to come out.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import { delayBy } from '../runtime/simulatorClock.ts';
import {
  chooseNextAction,
  type StaffAction,
  type DockItem,
  type HandsState,
  type StaffSituation,
} from './nextAction.ts';
import type { StaffCommandOutcome } from './pageDocuments.ts';
import type { StaffPage } from './staffPage.ts';
import type { WorldClient } from './worldClient.ts';

export interface StaffTask {
  station: string;
  /** The lot named on the paper; null: only check the scale. */
  lot: string | null;
  items: readonly DockItem[];
}

export interface StaffTaskParts {
  page: StaffPage;
  world: WorldClient;
  clock: Clock;
  random: RandomStream;
  /** Handling (walking, lifting) is this many times faster than a calm person's. */
  speed: number;
  stop: AbortSignal;
  /** How long nothing may change before the person gives up. */
  standstillLimitMs: number;
}

/** The person cannot go on, and says what the screen showed. */
class StaffStandstillError extends Error {}

const LOOK_MS = 1_000;
/** The page did not react to what was done: look again, do it again. */
const REPEAT_AFTER_MS = 8_000;
const WALK_MS: readonly [number, number] = [4_000, 9_000];
const TOUCH_MS: readonly [number, number] = [800, 2_000];

interface TaskState {
  task: StaffTask;
  parts: StaffTaskParts;
  hands: HandsState;
}

/** Empty-handed again; what is to be weighed once more goes to the end of the row. */
function handsAfterLifting(hands: HandsState, goesBack: boolean): HandsState {
  const { onPlatform } = hands;
  const returned = goesBack && onPlatform !== null && onPlatform !== 'check-weight' ? [onPlatform] : [];
  const takenOff = onPlatform === 'check-weight' ? null : onPlatform;
  return { ...hands, onPlatform: null, takenOff, isMarkUnknown: false, waiting: [...hands.waiting, ...returned] };
}

function handlingMs(act: StaffAction, parts: StaffTaskParts): number {
  const walks = ['place', 'take-away', 'clear', 'place-check-weight', 'fix-tag', 'declare-missing'].includes(act.do);
  return parts.random.between(...(walks ? WALK_MS : TOUCH_MS)) / parts.speed;
}

/** Things done with the hands; null: not one of them. Returns what the hands know afterwards. */
async function performByHand(act: StaffAction, { task, parts, hands }: TaskState): Promise<HandsState | null> {
  const { station } = task;
  switch (act.do) {
    case 'place-check-weight':
      await parts.world.sendMove({ do: 'place-check-weight', station });
      return { ...hands, onPlatform: 'check-weight' };
    case 'place':
      await parts.world.sendMove({ do: 'place', package: act.goods.item, station });
      return {
        ...hands,
        onPlatform: act.goods,
        waiting: hands.waiting.filter((candidate) => candidate.item !== act.goods.item),
        isMarkUnknown: false,
      };
    case 'clear':
    case 'take-away':
      await parts.world.sendMove({ do: 'remove', station });
      return handsAfterLifting(hands, act.do === 'clear' || act.goesBack);
    case 'fix-tag': {
      const goods = task.items.find((candidate) => candidate.mark === act.mark);
      if (!goods) throw new StaffStandstillError(`station ${station}: nothing here bears the mark ${act.mark}`);
      const { epcHex } = await parts.world.sendMove({ do: 'attach-tag', package: goods.item, station });
      return { ...hands, attachedTag: epcHex === undefined ? null : { package: act.package, epcHex } };
    }
    default:
      return null;
  }
}

function isUnknownMark(answer: StaffCommandOutcome): boolean {
  return answer.kind === 'refused' && (answer.code === 'not-in-lot' || answer.code === 'package-of-other-lot');
}

/** Buttons and scans. A refusal is looked at only where a person would learn something from it. */
async function performOnPage(act: StaffAction, { task, parts, hands }: TaskState): Promise<HandsState> {
  const { page } = parts;
  const { station } = task;
  switch (act.do) {
    case 'start-check':
      await page.sendCommand({ kind: 'start-check', station });
      return hands;
    case 'confirm-empty':
      await page.sendCommand({ kind: 'confirm-empty', station });
      return hands;
    case 'open-job':
      await page.sendCommand({ kind: 'open-job', order: act.order, station });
      return hands;
    case 'identify': {
      const answer = await page.sendCommand({
        kind: 'identify',
        station,
        code: act.code,
        typed: false,
        weighing: act.weighing,
      });
      return { ...hands, isMarkUnknown: isUnknownMark(answer) };
    }
    case 'name-weighing': {
      const { weighing, item, foreign } = act;
      const answer = await page.sendCommand({ kind: 'name-weighing', weighing, code: item.mark, foreign });
      if (answer.kind === 'refused') return { ...hands, isMarkUnknown: isUnknownMark(answer) };
      const waiting = hands.waiting.filter((candidate) => candidate.item !== item.item);
      return { ...hands, waiting, takenOff: null, isMarkUnknown: false };
    }
    case 'hold-foreign':
      await page.sendCommand({ kind: 'hold-foreign', station, identity: act.identity, weighing: act.weighing });
      return hands;
    case 'attach-tag':
      await page.sendCommand({ kind: 'attach-tag', package: act.package, epcHex: act.epcHex });
      return hands;
    case 'declare-missing':
      await page.sendCommand({ kind: 'declare-missing', job: act.job, package: act.package });
      return hands;
    case 'close-job':
      await page.sendCommand({ kind: 'close-job', job: act.job });
      return hands;
    default:
      return hands;
  }
}

/**
 * What the person stands before. Doing the same thing twice before the same picture is pointless for a while; what the
 * hands hold belongs to the picture.
 */
function describeSituation(situation: StaffSituation, hands: HandsState, act: StaffAction): string {
  const { guidance, load, job } = situation.station;
  const lying =
    hands.onPlatform === null || hands.onPlatform === 'check-weight' ? hands.onPlatform : hands.onPlatform.item;
  return JSON.stringify([
    guidance,
    load?.weighing,
    job?.weighed,
    job?.missing,
    lying,
    hands.isMarkUnknown,
    hands.waiting.length,
    act,
  ]);
}

function readSituation(task: StaffTask, page: StaffPage): StaffSituation | null {
  const state = page.latestState();
  const station = state?.stations.find((candidate) => candidate.station === task.station);
  return state && station ? { state, station, lot: task.lot } : null;
}

/** Works the task to its end. Rejects if nothing changes for `standstillLimitMs`, with what the screen showed. */
export async function runStaffTask(task: StaffTask, parts: StaffTaskParts): Promise<void> {
  const { clock, page } = parts;
  let hands: HandsState = {
    onPlatform: null,
    waiting: task.items,
    takenOff: null,
    isMarkUnknown: false,
    attachedTag: null,
  };
  let lastAction = { picture: '', atMs: 0 };
  let progressMs = clock.monotonicMs();
  for (;;) {
    parts.stop.throwIfAborted();
    const situation = readSituation(task, page);
    const act: StaffAction = situation ? chooseNextAction(situation, hands) : { do: 'wait' };
    if (act.do === 'leave') return;
    const picture = situation ? describeSituation(situation, hands, act) : '';
    const nowMs = clock.monotonicMs();
    const repeated = picture === lastAction.picture && nowMs - lastAction.atMs < REPEAT_AFTER_MS;
    if (act.do === 'wait' || repeated) {
      if (nowMs - progressMs > parts.standstillLimitMs)
        throw new StaffStandstillError(
          `station ${task.station} stands still: ${JSON.stringify(situation?.station ?? 'no page')}`,
        );
      await page.waitForChange(LOOK_MS);
      continue;
    }
    await delayBy(clock, handlingMs(act, parts));
    const taskState: TaskState = { task, parts, hands };
    hands = (await performByHand(act, taskState)) ?? (await performOnPage(act, taskState));
    if (picture !== lastAction.picture) progressMs = clock.monotonicMs();
    lastAction = { picture, atMs: clock.monotonicMs() };
  }
}
