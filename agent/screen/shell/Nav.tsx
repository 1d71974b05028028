// The rooms of the page that this person may enter; the one where they are is marked.
import type { Role } from '../../core/command.ts';
import { useWords } from '../shared/text.ts';
import { DOORS, isBehind } from './doors.ts';
import { addressOf, type Room } from './route.ts';

export function Nav({ room, roles, openCases }: { room: Room; roles: readonly Role[]; openCases: number }) {
  const { t } = useWords();
  return (
    <nav aria-label={t('nav')}>
      <ul>
        {DOORS.filter((door) => roles.some((role) => door.roles.includes(role))).map((door) => (
          <li key={door.room}>
            <a href={addressOf(door.room)} aria-current={isBehind(door, room) ? 'page' : undefined}>
              {t(door.text)}
              {door.room === 'cases' && openCases > 0 && <span class="badge">{openCases}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
