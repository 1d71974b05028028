// The software's name and version in entries, logs and on the screen: "hakari 0.1.0". Must not know anything else of
// the installation.
import { readFileSync } from 'node:fs';

/**
 * From the nearest package.json above this file: two folders up in the source, three in the compiled tree.
 *
 * @throws {Error} when there is none
 */
export function readSoftwareName(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name: string;
        version: string;
      };
      return `${name} ${version}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('package.json is missing: the installation is incomplete');
}
