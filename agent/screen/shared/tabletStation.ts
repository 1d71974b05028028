// The station where this tablet stands: proposed wherever one must be chosen, and kept with the tablet.
const STORAGE_KEY = 'hakari-station';

export function readTabletStation(): string | null {
  return localStorage.getItem(STORAGE_KEY);
}

export function saveTabletStation(station: string): void {
  localStorage.setItem(STORAGE_KEY, station);
}
