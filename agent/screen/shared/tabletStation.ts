// The station where this tablet stands, stored with the tablet and proposed wherever a station is chosen.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
const STORAGE_KEY = 'hakari-station';

export function readTabletStation(): string | null {
  return localStorage.getItem(STORAGE_KEY);
}

export function saveTabletStation(station: StationId): void {
  localStorage.setItem(STORAGE_KEY, station);
}
