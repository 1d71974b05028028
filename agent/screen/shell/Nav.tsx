// The rooms of the page that this person may enter; the one where they are is marked.
import type { Role } from '../../core/command.ts';
import { useWords, type TextKey } from '../shared/text.ts';
import { addressOf, type Room } from './route.ts';

interface Door {
  room: Room;
  text: TextKey;
  /** Rooms that belong to it. */
  also: readonly Room[];
  roles: readonly Role[];
}

const EVERYBODY: readonly Role[] = ['operator', 'supervisor', 'technician', 'auditor'];

const DOORS: readonly Door[] = [
  { room: 'stations', text: 'nav.stations', also: ['station'], roles: EVERYBODY },
  { room: 'cases', text: 'nav.cases', also: ['case'], roles: EVERYBODY },
  { room: 'lots', text: 'nav.lots', also: ['lot'], roles: EVERYBODY },
  { room: 'map', text: 'nav.map', also: [], roles: EVERYBODY },
  { room: 'drift', text: 'nav.drift', also: [], roles: EVERYBODY },
  { room: 'history', text: 'nav.history', also: ['weighing'], roles: EVERYBODY },
  { room: 'instruments', text: 'nav.instruments', also: [], roles: ['technician', 'supervisor'] },
  { room: 'scan-sheet', text: 'nav.scan-sheet', also: [], roles: EVERYBODY },
];

export function Nav({ room, roles, openCases }: { room: Room; roles: readonly Role[]; openCases: number }) {
  const { t } = useWords();
  return (
    <nav aria-label={t('nav')}>
      <ul>
        {DOORS.filter((door) => roles.some((role) => door.roles.includes(role))).map((door) => (
          <li key={door.room}>
            <a href={addressOf(door.room)} aria-current={door.room === room || door.also.includes(room) ? 'page' : undefined}>
              {t(door.text)}
              {door.room === 'cases' && openCases > 0 && <span class="badge">{openCases}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
