// A simulated person at one station: looks at the page, decides, walks, lifts, presses. Handling times are seeded and
// shortened by `speed`; the page's own times are real. Must not know what is supposed to come out.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { SeededChance } from '../chance.ts';
import { pause } from '../clock.ts';
import { decide, type Act, type Goods, type Hands, type Sight } from './decide.ts';
import type { Page } from './page.ts';
import type { WorldLine } from './worldLine.ts';

export interface Errand {
  station: string;
  /** The lot named on the paper; null: only check the scale. */
  lot: string | null;
  goods: readonly Goods[];
}

export interface PersonParts {
  page: Page;
  world: WorldLine;
  clock: Clock;
  chance: SeededChance;
  /** Handling (walking, lifting) is this many times faster than a calm person's. */
  speed: number;
  stop: AbortSignal;
  /** How long nothing may change before the person gives up. */
  patienceMs: number;
}

/** The person cannot go on, and says what the screen showed. */
class GaveUp extends Error {}

const LOOK_MS = 1_000;
/** The page did not react to what was done: look again, do it again. */
const AGAIN_MS = 8_000;
const WALK_MS: readonly [number, number] = [4_000, 9_000];
const PRESS_MS: readonly [number, number] = [800, 2_000];

interface At {
  errand: Errand;
  parts: PersonParts;
  hands: Hands;
}

/** Empty-handed again; what is to be weighed once more goes to the end of the row. */
function afterLifting(hands: Hands, again: boolean): Hands {
  const { onPlatform } = hands;
  const back = again && onPlatform !== null && onPlatform !== 'check-weight' ? [onPlatform] : [];
  return { ...hands, onPlatform: null, unknownHere: false, waiting: [...hands.waiting, ...back] };
}

function handlingMs(act: Act, parts: PersonParts): number {
  const walks = ['place', 'take-away', 'clear', 'place-check-weight', 'fix-tag', 'declare-missing'].includes(act.do);
  return parts.chance.between(...(walks ? WALK_MS : PRESS_MS)) / parts.speed;
}

/** Things done with the hands; null: not one of them. Returns what the hands know afterwards. */
async function handle(act: Act, { errand, parts, hands }: At): Promise<Hands | null> {
  const { station } = errand;
  switch (act.do) {
    case 'place-check-weight':
      await parts.world.move({ do: 'place-check-weight', station });
      return { ...hands, onPlatform: 'check-weight' };
    case 'place':
      await parts.world.move({ do: 'place', package: act.goods.thing, station });
      return {
        ...hands,
        onPlatform: act.goods,
        waiting: hands.waiting.filter((each) => each.thing !== act.goods.thing),
        unknownHere: false,
      };
    case 'clear':
    case 'take-away':
      await parts.world.move({ do: 'remove', station });
      return afterLifting(hands, act.do === 'clear' || act.again);
    case 'fix-tag': {
      const goods = errand.goods.find((each) => each.mark === act.mark);
      if (!goods) throw new GaveUp(`station ${station}: nothing here bears the mark ${act.mark}`);
      const { epcHex } = await parts.world.move({ do: 'attach-tag', package: goods.thing, station });
      return { ...hands, tagFixed: epcHex === undefined ? null : { package: act.package, epcHex } };
    }
    default:
      return null;
  }
}

/** Buttons and scans. A refusal is looked at only where a person would learn something from it. */
async function press(act: Act, { errand, parts, hands }: At): Promise<Hands> {
  const { page } = parts;
  const { station } = errand;
  switch (act.do) {
    case 'start-check':
      await page.ask({ kind: 'start-check', station });
      return hands;
    case 'open-job':
      await page.ask({ kind: 'open-job', order: act.order, station });
      return hands;
    case 'identify': {
      const answer = await page.ask({
        kind: 'identify',
        station,
        code: act.code,
        typed: false,
        weighing: act.weighing,
      });
      const foreign =
        answer.kind === 'refused' && (answer.code === 'not-in-lot' || answer.code === 'package-of-other-lot');
      return { ...hands, unknownHere: foreign };
    }
    case 'hold-foreign':
      await page.ask({ kind: 'hold-foreign', station, identity: act.identity, weighing: act.weighing });
      return hands;
    case 'attach-tag':
      await page.ask({ kind: 'attach-tag', package: act.package, epcHex: act.epcHex });
      return hands;
    case 'declare-missing':
      await page.ask({ kind: 'declare-missing', job: act.job, package: act.package });
      return hands;
    case 'close-job':
      await page.ask({ kind: 'close-job', job: act.job });
      return hands;
    default:
      return hands;
  }
}

/**
 * What the person stands before. Doing the same thing twice before the same picture is pointless for a while; what the
 * hands hold belongs to the picture.
 */
function pictureOf(sight: Sight, hands: Hands, act: Act): string {
  const { guidance, load, job } = sight.station;
  const lying =
    hands.onPlatform === null || hands.onPlatform === 'check-weight' ? hands.onPlatform : hands.onPlatform.thing;
  return JSON.stringify([
    guidance,
    load?.weighing,
    job?.weighed,
    job?.missing,
    lying,
    hands.unknownHere,
    hands.waiting.length,
    act,
  ]);
}

function look(errand: Errand, page: Page): Sight | null {
  const state = page.state();
  const station = state?.stations.find((each) => each.station === errand.station);
  return state && station ? { state, station, lot: errand.lot } : null;
}

/** Works the errand to its end. Rejects if nothing happens for `patienceMs`, saying what the screen showed. */
export async function runErrand(errand: Errand, parts: PersonParts): Promise<void> {
  const { clock, page } = parts;
  let hands: Hands = { onPlatform: null, waiting: errand.goods, unknownHere: false, tagFixed: null };
  let done = { picture: '', atMs: 0 };
  let progressMs = clock.monotonicMs();
  for (;;) {
    parts.stop.throwIfAborted();
    const sight = look(errand, page);
    const act: Act = sight ? decide(sight, hands) : { do: 'wait' };
    if (act.do === 'leave') return;
    const picture = sight ? pictureOf(sight, hands, act) : '';
    const nowMs = clock.monotonicMs();
    const repeated = picture === done.picture && nowMs - done.atMs < AGAIN_MS;
    if (act.do === 'wait' || repeated) {
      if (nowMs - progressMs > parts.patienceMs)
        throw new GaveUp(`station ${errand.station} stands still: ${JSON.stringify(sight?.station ?? 'no page')}`);
      await page.changed(LOOK_MS);
      continue;
    }
    await pause(clock, handlingMs(act, parts));
    const at = { errand, parts, hands };
    hands = (await handle(act, at)) ?? (await press(act, at));
    if (picture !== done.picture) progressMs = clock.monotonicMs();
    done = { picture, atMs: clock.monotonicMs() };
  }
}
