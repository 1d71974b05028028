// From the site's configuration to what a station needs.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { StationSettings } from './stationController.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';

/** Of every station: its own settings with the facts of its scale. */
export function buildStationSettings(site: SiteConfig): StationSettings[] {
  return site.stations.map((station) => {
    const { scale } = requireInstrumentConfig(site, station.scale);
    if (!scale) throw new Error(`station ${station.id}: ${station.scale} is no scale`);
    const { ranges, unit, decimals } = scale;
    return {
      ...station,
      load: {
        scale: { ranges, unit, decimals },
        windowMs: site.capture.windowMs,
        powerUpSuspectMs: POWER_UP_SUSPECT_MS,
      },
    };
  });
}

export function requireInstrumentConfig(site: SiteConfig, id: string): InstrumentConfig {
  const found = site.instruments.find((instrument) => instrument.id === id);
  if (!found) throw new Error(`no instrument ${id}: the site file was checked for that`);
  return found;
}

/** A scale away for this long may have been switched off: an indicator's own start takes several seconds. */
export const POWER_UP_SUSPECT_MS = 10_000;
