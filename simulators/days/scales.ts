// The scales' own days: the check weight every morning, a scale that gives way, its repair, and what must be weighed
// again then.
import { reweighDoubtful } from './cases.ts';
import { limitOf } from './scaleTruth.ts';
import { readOn } from './release.ts';
import type { Scene, Work } from './scene.ts';
import type { Made } from './truth.ts';
import type { Platform, Thing } from './yard.ts';

const REPAIR_MS = 3_600_000;

/** Scales that were damaged and are not repaired, with their error. */
export type Damages = Map<string, Made>;

/** Something hits the platform: from now on it errs by 0.5 to 3 × its limit more than before. */
export function damageScale({ scene, station }: Work, damages: Damages): void {
  const platform = scene.yard.at(station);
  const { intervalMg, checkWeightMg } = platform.facts;
  const limitMg = limitOf(intervalMg, checkWeightMg);
  const sign = platform.truth.errorMg(checkWeightMg) < 0 ? -1 : 1;
  platform.truth.damage(sign * Math.round(scene.chance.between(0.5, 3) * limitMg), checkWeightMg);
  const errorMg = Math.abs(platform.truth.errorMg(checkWeightMg));
  // The check weight's tolerance is the limit and half an interval; the display rounds by half an interval more.
  const band = errorMg > limitMg + intervalMg ? 'above' : errorMg > limitMg ? 'between' : 'below';
  damages.set(
    station,
    damages.get(station) ?? scene.truth.make({ kind: 'drifting scale', way: 'scale', lots: [], packages: [], band }),
  );
}

/** Each morning's check weight; a scale that fails is repaired, and doubtful goods are weighed again on it. */
export function checkScales(scene: Scene, damages: Damages): void {
  for (const [station, platform] of scene.yard.platforms) {
    const work: Work = { scene, station, person: scene.staff.dock };
    const wasSound = !platform.truth.isDamaged();
    if (check(work, platform)) continue;
    const made = damages.get(station);
    if (made) scene.truth.find(made, 'check weight');
    else if (wasSound) scene.surprises.push(`day ${scene.truth.day}: the sound scale of ${station} failed its check`);
    readOn(work);
    scene.yard.pass(REPAIR_MS);
    platform.truth.repair();
    damages.delete(station);
    if (!check(work, platform))
      scene.surprises.push(`day ${scene.truth.day}: the repaired scale of ${station} failed its check`);
    reweighDoubtful(work);
  }
}

function check({ scene, station, person }: Work, platform: Platform): boolean {
  platform.clear();
  const weight: Thing = {
    id: 'check weight',
    mark: 'check weight',
    trueMg: platform.facts.checkWeightMg,
    epcHex: null,
    readable: false,
  };
  const started = scene.base.press({ kind: 'start-check', station }, person);
  if (started.kind === 'refused') {
    scene.surprises.push(`day ${scene.truth.day}, ${station}: the check was refused: ${started.code}`);
    return true;
  }
  platform.place([weight]);
  const { guidance } = scene.base.station(station);
  platform.clear();
  return guidance !== 'check-failed';
}
