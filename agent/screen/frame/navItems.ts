// The navigation: which rooms belong to one item, its title, and the roles that may enter.
import type { Role } from '../../core/model/roles.ts';
import type { TextKey } from '../texts/en.ts';
import type { RoomName } from './route.ts';

export interface NavItem {
  room: RoomName;
  textKey: TextKey;
  /** Rooms that belong to it. */
  childRooms: readonly RoomName[];
  roles: readonly Role[];
}

const EVERYBODY: readonly Role[] = ['operator', 'supervisor', 'technician', 'auditor'];

export const NAV_ITEMS: readonly NavItem[] = [
  { room: 'stations', textKey: 'nav.stations', childRooms: ['station'], roles: EVERYBODY },
  { room: 'cases', textKey: 'nav.cases', childRooms: ['case'], roles: EVERYBODY },
  { room: 'lots', textKey: 'nav.lots', childRooms: ['lot'], roles: EVERYBODY },
  { room: 'map', textKey: 'nav.map', childRooms: [], roles: EVERYBODY },
  { room: 'drift', textKey: 'nav.drift', childRooms: [], roles: EVERYBODY },
  { room: 'history', textKey: 'nav.history', childRooms: ['weighing'], roles: EVERYBODY },
  { room: 'instruments', textKey: 'nav.instruments', childRooms: [], roles: ['technician', 'supervisor'] },
  { room: 'people', textKey: 'nav.people', childRooms: [], roles: EVERYBODY },
  { room: 'scan-sheet', textKey: 'nav.scan-sheet', childRooms: [], roles: EVERYBODY },
];

export function isActiveNavItem(navItem: NavItem, room: RoomName): boolean {
  return navItem.room === room || navItem.childRooms.includes(room);
}

export function findRoomTitleKey(room: RoomName): TextKey {
  return NAV_ITEMS.find((navItem) => isActiveNavItem(navItem, room))?.textKey ?? 'nav.stations';
}
