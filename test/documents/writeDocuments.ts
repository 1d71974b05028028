// `npm run documents`: prints the documents, or the parts of them, that are made from tables and declarations.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../sourceTree.ts';
import { printDocuments } from './generatedDocuments.ts';
import { buildPages } from './pages.ts';

for (const [path, text] of [...printDocuments(), ...buildPages()]) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  process.stdout.write(`${path}\n`);
}
