// Writes the generated pages of the manual: `npm run documents`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../sourceTree.ts';
import { buildPages } from './pages.ts';

for (const [path, text] of buildPages()) {
  writeFileSync(join(ROOT, path), text);
  process.stdout.write(`${path}\n`);
}
