// CONTRIBUTING.md's recipes name files and a place in each: a file that moved, a table that has another name.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sourceTree.ts';

interface RecipeRow {
  path: string;
  /** Text that the file has, or a file that the folder has; null: something new is put into the folder. */
  anchor: string | null;
}

const RECIPES = ['A model of a scale', 'A codec', 'A kind of entry', 'A command', 'A finding', 'An order', 'A route'];

const recipes = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  .split('\n### ')
  .slice(1)
  .map((section) => [section.split('\n')[0] ?? '', rowsOf(section)] as const);

function rowsOf(section: string): RecipeRow[] {
  return [...section.matchAll(/^\| `([^`]+)` \| (?:`([^`]+)`|new (?:file|folder)) \| .+ \|$/gm)].map((match) => ({
    path: match[1] ?? '',
    anchor: match[2] ?? null,
  }));
}

/** What is wrong with a row; null if file and anchor are there. */
function faultOf({ path, anchor }: RecipeRow): string | null {
  const full = join(ROOT, path);
  if (!existsSync(full)) return `${path} does not exist`;
  if (statSync(full).isDirectory()) {
    return anchor === null || existsSync(join(full, anchor)) ? null : `${path} has no ${anchor}`;
  }
  if (anchor === null) return `${path} is a file and names no place in it`;
  return readFileSync(full, 'utf8').includes(anchor) ? null : `${path} has no ${anchor}`;
}

it('there is one for each thing that is often added', () => {
  expect(recipes.map(([name]) => name)).toEqual([...RECIPES, 'A room of the page']);
});

describe.each(recipes)('%s', (_, rows) => {
  it('has a row that can be read for every file', () => {
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });

  it('names files and places that exist', () => {
    expect(rows.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  });
});

it('every line of a table is a row that is checked', () => {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const lines = text.split('\n').filter((line) => /^\| (?!file )/.test(line));
  expect(lines.length).toBe(recipes.flatMap(([, rows]) => rows).length);
});
