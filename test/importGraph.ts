// Questions asked of the graph of imports: what an entrance reaches, which folders import each other.
import { dirname } from 'node:path';
import type { SourceFile } from './sourceTree.ts';

/** Paths of the files that the entrances reach by any number of imports, themselves included. */
export function reachableFiles(files: readonly SourceFile[], entrances: readonly string[]): Set<string> {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const reached = new Set<string>();
  const waiting = [...entrances];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...(imports.get(path) ?? []).filter(({ own }) => own).map(({ to }) => to));
  }
  return reached;
}

/**
 * Pairs of folders that import each other, as "a <-> b". A folder counts with all below it: an import from `a/b/c` to
 * `a/d/e` is one from `a/b` to `a/d`. A folder and what lies in it are no pair.
 */
export function twoWayFolders(files: readonly SourceFile[]): string[] {
  const edges = new Set(
    files.flatMap(({ path, imports }) =>
      imports
        .filter(({ own }) => own)
        .flatMap(({ to }) => [folderEdge(path, to), `${dirname(path)} -> ${dirname(to)}`]),
    ),
  );
  return [...edges]
    .map((edge) => edge.split(' -> '))
    .filter(([from = '', to = '']) => from < to && !isWithin(from, to) && edges.has(`${to} -> ${from}`))
    .map(([from, to]) => `${from} <-> ${to}`);
}

function isWithin(from: string, to: string): boolean {
  return from === to || `${to}/`.startsWith(`${from}/`) || `${from}/`.startsWith(`${to}/`);
}

/** The two folders at which the paths part. */
function folderEdge(from: string, to: string): string {
  const [source, target] = [dirname(from).split('/'), dirname(to).split('/')];
  const shared = source.findIndex((name, index) => name !== target[index]);
  const length = shared === -1 ? source.length : shared + 1;
  return `${source.slice(0, length).join('/')} -> ${target.slice(0, length).join('/')}`;
}
