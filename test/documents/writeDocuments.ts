// `npm run documents`: prints the generated parts of the documents anew from the declarations.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../sourceTree.ts';
import { printDocuments } from './generatedDocuments.ts';

for (const [path, text] of printDocuments()) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  process.stdout.write(`${path}\n`);
}
