// The rooms of the page that this person may enter; the one where they are is marked.
import type { Role } from '../../core/model/roles.ts';
import { useTranslator } from '../shared/translator.ts';
import { NAV_ITEMS, isActiveNavItem } from './navItems.ts';
import { buildRoomHref, type RoomName } from './route.ts';

export function Nav({ room, roles, openCases }: { room: RoomName; roles: readonly Role[]; openCases: number }) {
  const { t } = useTranslator();
  return (
    <nav aria-label={t('nav')}>
      <ul>
        {NAV_ITEMS.filter((door) => roles.some((role) => door.roles.includes(role))).map((door) => (
          <li key={door.room}>
            <a href={buildRoomHref(door.room)} aria-current={isActiveNavItem(door, room) ? 'page' : undefined}>
              {t(door.textKey)}
              {door.room === 'cases' && openCases > 0 && <span class="badge">{openCases}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
