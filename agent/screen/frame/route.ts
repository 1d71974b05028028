// The route: the part of the address behind #. The server knows one page; a link can be stored, printed or sent.
import { useEffect, useState } from 'preact/hooks';
import type { StateView } from '../../core/views/stateView.ts';
import type { CurrentOperator } from '../wire/agentClient.ts';

export const ROOM_NAMES = [
  'stations',
  'station',
  'cases',
  'case',
  'lots',
  'lot',
  'map',
  'drift',
  'instruments',
  'people',
  'history',
  'weighing',
  'scan-sheet',
] as const;
export type RoomName = (typeof ROOM_NAMES)[number];

export interface Route {
  room: RoomName;
  /** Which station, case, lot or weighing; empty where the room has no such thing. */
  id: string;
}

/** Whatever is no address of this page leads to the stations. */
export function parseRoute(hash: string): Route {
  const [name = '', ...segments] = hash.replace(/^#\/?/, '').split('/');
  const room = ROOM_NAMES.find((roomName) => roomName === name) ?? 'stations';
  return { room, id: decodeOrKeep(segments.join('/')) };
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function buildRoomHref(room: RoomName, id = ''): string {
  return room === 'stations' ? '#/' : `#/${room}${id === '' ? '' : `/${encodeURIComponent(id)}`}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const updateRoute = (): void => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', updateRoute);
    return () => removeEventListener('hashchange', updateRoute);
  }, []);
  return route;
}

export interface RoomProps {
  state: StateView;
  currentOperator: CurrentOperator;
  /** Which case, lot or weighing; empty where the room has no such thing. */
  id: string;
}
