// From the site's configuration to what a station needs. Must not know the site file.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { StationSettings } from './stationParts.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { ScaleFacts, WeighingRange } from '../core/model/weighingEvidence.ts';
import { checkToleranceMg } from '../core/loads/checkWeighing.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';

/**
 * The settings of every station, with the facts of its scale.
 *
 * @throws {Error} when a station's scale is none: the configuration was not checked
 */
export function buildStationSettings(site: SiteConfig): StationSettings[] {
  return site.stations.map(({ loadThresholdMg, ...station }) => {
    const { weighbridge } = station;
    const { scale } = requireInstrumentConfig(site, station.scale);
    if (!scale) throw new Error(`station ${station.id}: ${station.scale} is no scale`);
    const { ranges, unit, decimals } = scale;
    return {
      ...station,
      fitnessSharePpm: site.capture.fitnessSharePpm ?? null,
      load: {
        scale: { ranges, unit, decimals },
        windowMs: weighbridge ? site.capture.bridgeWindowMs : site.capture.windowMs,
        powerUpSuspectMs: POWER_UP_SUSPECT_MS,
        powerUpCertainMs: POWER_UP_CERTAIN_MS,
        ...checkBandOf(station.checkWeight, scale),
      },
      loadThresholdMg: loadThresholdMg ?? defaultLoadThresholdMg(ranges, weighbridge),
      announcementMs: site.capture.announcementMinutes * 60_000,
    };
  });
}

/**
 * One instrument of the site.
 *
 * @throws {Error} when there is none: the configuration was not checked
 */
export function requireInstrumentConfig(site: SiteConfig, id: string): InstrumentConfig {
  const config = site.instruments.find((instrument) => instrument.id === id);
  if (!config) throw new Error(`no instrument ${id}: the site file was checked for that`);
  return config;
}

/** What the check weight shows if it passes. */
function checkBandOf(
  checkWeight: StationSettings['checkWeight'],
  { ranges, class: accuracyClass }: Pick<ScaleFacts, 'ranges' | 'class'>,
): Pick<StationSettings['load'], 'checkBand'> {
  const range = checkWeight && (ranges.find(({ maxMg }) => checkWeight.massMg <= maxMg) ?? ranges.at(-1));
  if (!checkWeight || !range) return {};
  const toleranceMg = checkToleranceMg({ class: accuracyClass, intervalMg: range.intervalMg }, checkWeight.massMg);
  return {
    checkBand: {
      lowMg: asMassMg(checkWeight.massMg - toleranceMg),
      highMg: asMassMg(checkWeight.massMg + toleranceMg),
    },
  };
}

/** Min of the scale; on a weighbridge 400 kg, because people and cars cross it all day. */
function defaultLoadThresholdMg(ranges: readonly WeighingRange[], weighbridge: boolean): MassMg {
  const minMg = ranges[0]?.minMg ?? asMassMg(0);
  return weighbridge ? asMassMg(Math.max(minMg, BRIDGE_THRESHOLD_MG)) : minMg;
}

const BRIDGE_THRESHOLD_MG = 400_000_000;

/** A scale that was silent this long may have been switched off: an indicator takes several seconds to start. */
export const POWER_UP_SUSPECT_MS = 10_000;
/** After a silence this long it was switched off. */
export const POWER_UP_CERTAIN_MS = 300_000;
