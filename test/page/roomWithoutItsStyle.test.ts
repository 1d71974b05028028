// A room without its style sheet: bare text where another room would have loaded the sheet, or where its name is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reachableFiles } from '../importGraph.ts';
import { ROOT, readSources } from '../sourceTree.ts';

const SCREEN = 'agent/screen';

const sources = readSources().filter(({ path }) => path.startsWith(SCREEN));
/** As the browser loads them at once: without what comes later by `import()`. */
const eagerSources = sources.map((file) => ({ ...file, imports: file.imports.filter(({ lazy }) => !lazy) }));
const router = sources.find(({ path }) => path === `${SCREEN}/router/RoomRouter.tsx`);
const rooms = router?.imports.filter(({ lazy }) => lazy).map(({ to }) => to) ?? [];

test('the router loads rooms later', () => expect(rooms.length).toBeGreaterThan(5));

test.each(rooms)('%s opened by its own address brings its style sheet', (room) => {
  expect([...reachableFiles(eagerSources, [room])].filter((path) => path.endsWith('.css'))).not.toEqual([]);
});

// Vite only warns of a file that is not there, and leaves the page without it.
test('index.html names only files that are there', () => {
  const page = readFileSync(join(ROOT, SCREEN, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:href|src)="(\.?)\/([^"]+)"/g)].map(([, relative, path = '']) =>
    join(SCREEN, relative === '.' ? '' : 'public', path),
  );
  expect(named).toContain('agent/screen/style/page.css');
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
