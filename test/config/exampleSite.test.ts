// The example that administrators copy is itself without a fault, with the installation's real models.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadSiteFile } from '../../config/siteConfig.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';

const inConfig = (path: string): string => fileURLToPath(new URL(`../../config/${path}`, import.meta.url));

test('config/sites/example.yaml', () => {
  const outcome = loadSiteFile(inConfig('sites/example.yaml'), {
    models: loadModelFiles(inConfig('models')),
    data: '/tmp/elsewhere',
  });
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.errors, null, 2));
  expect(outcome.site.base).toBe('takasago');
  expect(outcome.site.data).toBe('/tmp/elsewhere');
  expect(outcome.site.headquarters).toMatchObject({ protocol: 5, keys: inConfig('sites/headquarters.json') });
  expect(outcome.site.instruments.map(({ id, model }) => [id, model.kind])).toEqual([
    ['scale-1', 'text-scale'],
    ['reader-1', 'reader'],
  ]);
});
