// Addresses of the page: whatever is none of them leads to the stations, and what people put into one comes back as it
// was.
import { expect, test } from 'vitest';
import { findRoomTitleKey } from '../../agent/screen/frame/navItems.ts';
import { buildRoomHref, ROOM_NAMES, parseRoute } from '../../agent/screen/frame/route.ts';
import { en } from '../../agent/screen/texts/en.ts';

test.each(['', '#', '#/', '#/nowhere', '#/__proto__', '#/constructor/x', '#nonsense', '#/%', '#//lots'])(
  '%s leads to the stations',
  (hash) => {
    expect(parseRoute(hash).room).toBe('stations');
  },
);

test.each(['dock-1', 'LOT/26 #7', '鉱石', '100%', 'a/b/c', '%2F'])('%s survives its address', (id) => {
  for (const room of ['lot', 'case', 'weighing', 'station'] as const)
    expect(parseRoute(buildRoomHref(room, id))).toEqual({ room, id });
});

test('a torn escape is taken as it stands', () => {
  expect(parseRoute('#/lot/%E9%8')).toEqual({ room: 'lot', id: '%E9%8' });
});

test('every room has its title', () => {
  for (const room of ROOM_NAMES) expect(Object.hasOwn(en, findRoomTitleKey(room))).toBe(true);
});
