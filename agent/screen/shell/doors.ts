// The doors of the page: which rooms belong together, what they are called, and who may enter.
import type { Role } from '../../core/command.ts';
import type { TextKey } from '../texts/en.ts';
import type { Room } from './route.ts';

export interface Door {
  room: Room;
  text: TextKey;
  /** Rooms that belong to it. */
  also: readonly Room[];
  roles: readonly Role[];
}

const EVERYBODY: readonly Role[] = ['operator', 'supervisor', 'technician', 'auditor'];

export const DOORS: readonly Door[] = [
  { room: 'stations', text: 'nav.stations', also: ['station'], roles: EVERYBODY },
  { room: 'cases', text: 'nav.cases', also: ['case'], roles: EVERYBODY },
  { room: 'lots', text: 'nav.lots', also: ['lot'], roles: EVERYBODY },
  { room: 'map', text: 'nav.map', also: [], roles: EVERYBODY },
  { room: 'drift', text: 'nav.drift', also: [], roles: EVERYBODY },
  { room: 'history', text: 'nav.history', also: ['weighing'], roles: EVERYBODY },
  { room: 'instruments', text: 'nav.instruments', also: [], roles: ['technician', 'supervisor'] },
  { room: 'scan-sheet', text: 'nav.scan-sheet', also: [], roles: EVERYBODY },
];

export function isBehind(door: Door, room: Room): boolean {
  return door.room === room || door.also.includes(room);
}

export function titleOf(room: Room): TextKey {
  return DOORS.find((door) => isBehind(door, room))?.text ?? 'nav.stations';
}
