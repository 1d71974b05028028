// Where one is: the part of the address behind #. The server knows one page; a link can be kept, printed or sent.
import { useEffect, useState } from 'preact/hooks';

export const ROOMS = [
  'stations',
  'station',
  'cases',
  'case',
  'lots',
  'lot',
  'map',
  'drift',
  'instruments',
  'history',
  'weighing',
  'scan-sheet',
] as const;
export type Room = (typeof ROOMS)[number];

export interface Route {
  room: Room;
  /** Which station, case, lot or weighing; empty where the room has no such thing. */
  id: string;
}

/** Whatever is no address of this page leads to the stations. */
export function routeOf(hash: string): Route {
  const [name = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  const room = ROOMS.find((one) => one === name) ?? 'stations';
  return { room, id: decoded(rest.join('/')) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function addressOf(room: Room, id = ''): string {
  return room === 'stations' ? '#/' : `#/${room}${id === '' ? '' : `/${encodeURIComponent(id)}`}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(routeOf(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
