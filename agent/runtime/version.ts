// What this software calls itself in entries, logs and on the screen: "hakari 0.1.0".
import { readFileSync } from 'node:fs';

/** The nearest package.json above this file: two folders up in the source, three in the compiled tree. */
export function readSoftwareName(): string {
  for (const above of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8')) as {
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
