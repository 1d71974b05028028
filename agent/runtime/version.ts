// The software's name and version in entries, logs and on the screen: "hakari 0.1.0"; and when it was out. Must not know anything else of
// the installation.
import { readFileSync } from 'node:fs';

/**
 * From the nearest package.json: a day on which this release, or an earlier one, was out. No date lies before it. In ms
 * since 1970-01-01T00:00:00Z.
 *
 * @throws {Error} when there is none
 */
export function readReleasedWallMs(): number {
  return Date.parse(`${readPackage().released}T00:00:00Z`);
}

/**
 * From the nearest package.json above this file: two folders up in the source, three in the compiled tree.
 *
 * @throws {Error} when there is none
 */
export function readSoftwareName(): string {
  const { name, version } = readPackage();
  return `${name} ${version}`;
}

function readPackage(): { name: string; version: string; released: string } {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as ReturnType<typeof readPackage>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('package.json is missing: the installation is incomplete');
}
