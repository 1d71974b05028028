// Reads the project's own source as text for the tests of taste: files, their imports, their sizes.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
export const CODE_FOLDERS = ['agent', 'config', 'drivers', 'simulators', 'test'] as const;

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  path: string;
  lines: string[];
  imports: Import[];
}

export interface Import {
  /** A path from the root for the project's own files, else the package's name ("node:fs", "@fastify/static"). */
  to: string;
  own: boolean;
  /** `import()` at run time, as against a declaration. */
  lazy: boolean;
}

const FROM = /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]/g;
const BARE = /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
const LAZY = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export function readSources(): SourceFile[] {
  return CODE_FOLDERS.flatMap((folder) => listFiles(folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map(readSource);
}

export function listFiles(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const declared = [...text.matchAll(FROM), ...text.matchAll(BARE)].map((match) =>
    importOf(path, match[1] ?? '', false),
  );
  const lazy = [...text.matchAll(LAZY)].map((match) => importOf(path, match[1] ?? '', true));
  return { path, lines: text.replace(/\n$/, '').split('\n'), imports: [...declared, ...lazy] };
}

function importOf(from: string, specifier: string, lazy: boolean): Import {
  if (!specifier.startsWith('.')) {
    const parts = specifier.split('/');
    return { to: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier), own: false, lazy };
  }
  return {
    to: relative(ROOT, join(ROOT, normalize(join(dirname(from), specifier)))).replaceAll('\\', '/'),
    own: true,
    lazy,
  };
}
