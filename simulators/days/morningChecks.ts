// The scales' own days: the check weight every morning, a scale that gives way, its repair, and what must be weighed
// again then.
import { asMassMg } from '../../drivers/contract/mass.ts';
import { reweighDoubtfulPackages } from './findingFollowUp.ts';
import { classThreeLimitMg } from './trueScale.ts';
import { readNewEntries, type DayContext, type DayWork } from './dayContext.ts';
import type { InjectedError } from './groundTruth.ts';
import type { SitePlatform, PhysicalItem } from './siteModel.ts';

const REPAIR_MS = 3_600_000;
const BLOCKS_PROBABILITY = 0.4;

/** Scales that were damaged and are not repaired, with their error. */
export type ScaleDamages = Map<string, InjectedError>;

/** Something hits the platform: from now on it errs by 0.5 to 3 × its limit more than before. */
export function damageScale({ context, station }: DayWork, damages: ScaleDamages): void {
  const platform = context.site.platformAt(station);
  const { intervalMg, checkWeightMg } = platform.spec;
  const limitMg = classThreeLimitMg(intervalMg, checkWeightMg);
  const sign = platform.trueScale.errorMg(checkWeightMg) < 0 ? -1 : 1;
  platform.trueScale.addDamage(asMassMg(sign * Math.round(context.random.between(0.5, 3) * limitMg)), checkWeightMg);
  const errorMg = Math.abs(platform.trueScale.errorMg(checkWeightMg));
  // The check weight's tolerance is the limit and half an interval; the display rounds by half an interval more.
  const band = errorMg > limitMg + intervalMg ? 'above' : errorMg > limitMg ? 'between' : 'below';
  damages.set(
    station,
    damages.get(station) ??
      context.truth.recordError({ kind: 'drifting scale', origin: 'scale', lots: [], packages: [], band }),
  );
}

/** Each morning's check weight; a scale that fails is repaired, and doubtful goods are weighed again on it. */
export function runMorningChecks(context: DayContext, damages: ScaleDamages): void {
  for (const [station, platform] of context.site.platforms) {
    const work: DayWork = { context, station, person: context.staff.dock };
    const wasSound = !platform.trueScale.isDamaged();
    if (runCheckWeighing(work, platform)) continue;
    const error = damages.get(station);
    if (error) context.truth.markFound(error, 'check weight');
    else if (wasSound)
      context.unexpected.push(`day ${context.truth.day}: the sound scale of ${station} failed its check`);
    readNewEntries(work);
    context.site.passTime(REPAIR_MS);
    platform.trueScale.repair();
    damages.delete(station);
    if (!runCheckWeighing(work, platform))
      context.unexpected.push(`day ${context.truth.day}: the repaired scale of ${station} failed its check`);
    reweighDoubtfulPackages(work);
  }
}

function runCheckWeighing({ context, station, person }: DayWork, platform: SitePlatform): boolean {
  platform.clear();
  // A check that does not pass is made once more, from zero.
  for (const last of [false, true]) {
    const started = context.base.sendCommand({ kind: 'start-check', station }, person);
    if (started.kind === 'refused') {
      context.unexpected.push(`day ${context.truth.day}, ${station}: the check was refused: ${started.code}`);
      return true;
    }
    placeCheckWeight(context, platform);
    const { guidance } = context.base.station(station);
    platform.clear();
    if (guidance === 'check-remove') return true;
    if (last) return false;
  }
  return false;
}

/** One piece, or blocks that are put down one after the other. */
function placeCheckWeight({ random, truth }: DayContext, platform: SitePlatform): void {
  const blocks = random.isTrue(BLOCKS_PROBABILITY) ? Math.floor(random.between(2, 6)) : 1;
  if (blocks > 1) truth.noteHarmless('check weight in blocks');
  const blockMg = Math.floor(platform.spec.checkWeightMg / blocks);
  for (let block = 1; block <= blocks; block += 1) {
    const trueMassMg = asMassMg(block < blocks ? blockMg : platform.spec.checkWeightMg - blockMg * (blocks - 1));
    const piece: PhysicalItem = {
      id: `check weight ${block}`,
      mark: 'check weight',
      trueMassMg,
      epcHex: null,
      isTagReadable: false,
    };
    platform.place([piece], block < blocks ? { standMs: random.between(500, 5_000) } : {});
  }
}
