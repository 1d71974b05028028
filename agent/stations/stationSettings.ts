// From the site's configuration to what a station needs. Must not know the site file.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { StationSettings } from './stationController.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';

/**
 * The settings of every station, with the facts of its scale.
 *
 * @throws {Error} when a station's scale is none: the configuration was not checked
 */
export function buildStationSettings(site: SiteConfig): StationSettings[] {
  return site.stations.map(({ weighbridge, ...station }) => {
    const { scale } = requireInstrumentConfig(site, station.scale);
    if (!scale) throw new Error(`station ${station.id}: ${station.scale} is no scale`);
    const { ranges, unit, decimals } = scale;
    return {
      ...station,
      load: {
        scale: { ranges, unit, decimals },
        windowMs: weighbridge ? site.capture.bridgeWindowMs : site.capture.windowMs,
        powerUpSuspectMs: POWER_UP_SUSPECT_MS,
      },
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

/** A scale that was silent this long may have been switched off: an indicator takes several seconds to start. */
export const POWER_UP_SUSPECT_MS = 10_000;
