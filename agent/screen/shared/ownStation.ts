// The station where this tablet stands: proposed wherever one must be chosen, and kept with the tablet.
const KEPT_UNDER = 'hakari-station';

export function ownStation(): string | null {
  return localStorage.getItem(KEPT_UNDER);
}

export function keepOwnStation(station: string): void {
  localStorage.setItem(KEPT_UNDER, station);
}
