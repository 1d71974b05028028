// The station where this tablet stands: proposed wherever one must be chosen, and kept with the tablet.
const KEPT_UNDER = 'hakari-station';

export function readTabletStation(): string | null {
  return localStorage.getItem(KEPT_UNDER);
}

export function saveTabletStation(station: string): void {
  localStorage.setItem(KEPT_UNDER, station);
}
