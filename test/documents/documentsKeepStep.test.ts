// A document says something else than the declarations: then `npm run documents` was forgotten.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../sourceTree.ts';
import { printDocuments } from './generatedDocuments.ts';

it.each([...printDocuments()])('%s is printed from the declarations', (path, text) => {
  const file = join(ROOT, path);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : 'missing: run npm run documents').toBe(text);
});
