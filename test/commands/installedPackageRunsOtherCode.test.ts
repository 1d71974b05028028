// Installed from its package, the agent runs other versions of its libraries than those that were tested: overrides
// hold only in a checkout, and the lock file does not travel.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../sourceTree.ts';

interface PackageFile {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  overrides?: Record<string, unknown>;
  bundleDependencies?: string[] | boolean;
}

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean }>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const own = read('package.json') as PackageFile;
const lock = read('package-lock.json') as Lock;

/** What travels inside the package, or is asked for in just this version. */
function comesAlong(name: string): boolean {
  const { bundleDependencies = false, dependencies, optionalDependencies } = own;
  const bundled = Array.isArray(bundleDependencies) ? bundleDependencies.includes(name) : bundleDependencies;
  const version = lock.packages[`node_modules/${name}`]?.version;
  return bundled || (version !== undefined && [dependencies[name], optionalDependencies[name]].includes(version));
}

it('what the agent names itself comes in the version of the lock file', () => {
  expect(Object.keys(own.dependencies).filter((name) => !comesAlong(name))).toEqual([]);
});

it.fails('so does what had to be overridden', () => {
  const overridden = Object.keys(own.overrides ?? {}).filter(
    (name) => lock.packages[`node_modules/${name}`]?.dev !== true,
  );
  expect(overridden.filter((name) => !comesAlong(name))).toEqual([]);
});
