// Taste is a test: directions of imports, cycles, sizes, one place for each outside library, no dead files.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT } from './houseRooms.ts';
import { twoWayFolders } from './importGraph.ts';
import { CODE_FOLDERS, listFiles, readSources, ROOT, type SourceFile } from './sourceTree.ts';

const sources = readSources();
const code = sources.filter(({ path }) => !path.startsWith('test/'));

const ROOMS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

/** The one place of each outside library. */
const LIBRARIES: Record<string, readonly RegExp[]> = {
  serialport: [/^drivers\/ports\/serialPort\.ts$/],
  'modbus-serial': [/^drivers\/modbus\//],
  'better-sqlite3': [/^agent\/ledger\//, /^agent\/headquarters\/store\//],
  mqtt: [/^agent\/link\/(?!contract)/, /^agent\/headquarters\/link\//],
  fastify: [/^agent\/http\//],
  'fastify-type-provider-zod': [/^agent\/http\//],
  '@fastify/static': [/^agent\/http\//],
  lowdb: [/^agent\/register\//],
  jose: [/^agent\/link\/(?!contract)/, /^agent\/headquarters\/signing\//],
  yaml: [/^config\//, /^simulators\//, /^agent\/headquarters\/desk\//],
  'age-encryption': [/^agent\/archive\//],
  tar: [/^agent\/archive\//],
  zod: [
    /^agent\/archive\/archiveManifest\.ts$/,
    /^agent\/ledger\/shapeCheck\.ts$/,
    /^agent\/core\/(model|views)\//,
    /^agent\/link\//,
    /^config\//,
    /^agent\/http\//,
    /^agent\/headquarters\//,
  ],
  pino: [/^agent\/runtime\/log\.ts$/],
  preact: [/^agent\/screen\//],
  'bwip-js': [/^agent\/screen\/rooms\/jobs\//],
  vite: [/^agent\/screen\/vite\.config\.ts$/],
  aedes: [/^simulators\//],
  '@lydell/node-pty': [/^simulators\//],
};

const BAD_NAMES = /(^|\/)(utils?|helpers?|common|managers?|types|misc|index)\.tsx?$/;

/** Null for tests: they may import everything. */
function roomOf(path: string): string | null {
  if (path.startsWith('test/')) return null;
  const room = ROOMS.find((candidate) => path === candidate || (candidate.endsWith('/') && path.startsWith(candidate)));
  if (room === undefined) throw new Error(`${path} is in no room`);
  return room;
}

/** Whether a file may import another: rooms of the page are one room each. */
function mayImport(path: string, to: string): boolean {
  const [room, other] = [roomOf(path), roomOf(to)];
  return room === null || other === null || room === other || (MAY_IMPORT[room] ?? []).includes(other);
}

describe('directions', () => {
  it('every import goes the way the architecture allows', () => {
    const wrong = code.flatMap(({ path, imports }) =>
      imports.filter(({ own, to }) => own && !mayImport(path, to)).map(({ to }) => `${path} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('the command line loads the simulators lazily, so that an installation can leave them out', () => {
    const eager = code.flatMap(({ path, imports }) =>
      imports.filter(
        ({ own, lazy, to }) => own && !lazy && to.startsWith('simulators/') && !path.startsWith('simulators/'),
      ),
    );
    expect(eager).toEqual([]);
  });

  it('the core and the drivers’ contract know no library (but zod for shapes) and nothing of Node', () => {
    const outside = code
      .filter(({ path }) => /^(agent\/core|drivers\/contract)\//.test(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ own, to }) => !own && !(to === 'zod' && /^agent\/core\/(model|views)\//.test(path)))
          .map(({ to }) => `${path} -> ${to}`),
      );
    expect(outside).toEqual([]);
  });

  it('each outside library has its one place', () => {
    const astray = code.flatMap(({ path, imports }) =>
      imports
        .filter(({ own, to }) => !own && !to.startsWith('node:'))
        .filter(({ to }) => !(LIBRARIES[to] ?? []).some((place) => place.test(path)))
        .map(({ to }) => `${path} -> ${to}`),
    );
    expect(astray).toEqual([]);
  });

  it('no two folders import each other', () => {
    // main.ts stands above everything that it loads.
    expect(twoWayFolders(code.filter(({ path }) => path !== 'agent/main.ts'))).toEqual([]);
  });

  it('there are no import cycles, not even by type', () => {
    expect(cycles(sources)).toEqual([]);
  });
});

describe('rooms', () => {
  it('the five code folders, and no sixth', () => {
    const others = readdirSync(ROOT, { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() &&
          !entry.name.startsWith('.') &&
          !['node_modules', 'dist', 'coverage', 'data'].includes(entry.name),
      )
      .map((entry) => entry.name);
    expect(others.sort()).toEqual([...CODE_FOLDERS]);
  });

  it('files stay under 300 lines of code', () => {
    expect(
      sources
        .map(({ path, lines }) => `${path}: ${codeLines(lines)}`)
        .filter((line) => Number(line.split(': ')[1]) > 300),
    ).toEqual([]);
  });

  it('every file of the product says first what it is', () => {
    expect(code.filter(({ lines }) => !/^(\/\/|\/\*|#!)/.test(lines[0] ?? '')).map(({ path }) => path)).toEqual([]);
  });

  it('no file is named after nothing', () => {
    expect(sources.filter(({ path }) => BAD_NAMES.test(path)).map(({ path }) => path)).toEqual([]);
  });
});

describe('care', () => {
  it('no escapes from the type checker or the linter, no left-over marks', () => {
    const escape = new RegExp(
      [
        'as a' + 'ny\\b',
        '@ts-' + 'ignore',
        'eslint-' + 'disable',
        'TO' + 'DO',
        'FIX' + 'ME',
        '\\b(it|test|describe)\\.(only|todo)\\b',
      ].join('|'),
    );
    const found = sources.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (escape.test(line) ? [`${path}:${index + 1}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it('documents stand beside what they describe', () => {
    const documents = CODE_FOLDERS.flatMap((folder) => listFiles(folder)).filter((path) => path.endsWith('.md'));
    expect(documents).toEqual(expect.arrayContaining(['agent/ledger/FORMAT.md', 'agent/link/CONTRACT.md']));
  });
});

/** Lines that are neither blank nor only a comment: what the limits of size count. */
function codeLines(lines: readonly string[]): number {
  let inComment = false;
  return lines.filter((line) => {
    const text = line.trim();
    if (inComment) {
      inComment = !text.endsWith('*/');
      return false;
    }
    inComment = text.startsWith('/*') && !text.endsWith('*/');
    return text !== '' && !text.startsWith('//') && !text.startsWith('/*');
  }).length;
}

/** Import cycles as "a -> b -> a", found by depth-first search. */
function cycles(files: readonly SourceFile[]): string[] {
  const graph = new Map(files.map(({ path, imports }) => [path, imports.filter(({ own }) => own).map(({ to }) => to)]));
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  function visit(path: string): void {
    const at = trail.indexOf(path);
    if (at !== -1) {
      found.push([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) visit(next);
    trail.pop();
    done.add(path);
  }
  for (const path of graph.keys()) visit(path);
  return found;
}
