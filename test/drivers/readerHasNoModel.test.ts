// A depot names its readers by model. What the drivers can speak has a model file, and a page says how to write one.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadModelFiles, parseModelFile } from '../../config/modelFiles.ts';
import { READER_PROTOCOLS } from '../../drivers/rfid/readerCodecs.ts';

const MODELS = loadModelFiles(fileURLToPath(new URL('../../config/models', import.meta.url)));
const PAGE = readFileSync(new URL('../../agent/manual/model-files.md', import.meta.url), 'utf8');

/** What a file of this kind may set, as a faulty one is told. */
function settings(kind: string): string[] {
  const outcome = parseModelFile('x.yaml', `kind: ${kind}\n_: 1\n`);
  const faults = outcome.kind === 'faulty' ? outcome.errors : [];
  return faults.find(({ problem }) => problem === 'unknown setting')?.allowed.split(', ') ?? [];
}

const untold = (kind: string): string[] => settings(kind).filter((name) => !PAGE.includes(`\`${name}\``));

it('what a scale of text may set stands on the page', () => {
  expect(settings('text-scale')).toContain('silentAfterMs');
  expect(untold('text-scale')).toEqual([]);
});

it.fails('each protocol of a reader has a model', () => {
  const spoken = new Set([...MODELS.values()].flatMap((model) => (model.kind === 'reader' ? [model.protocol] : [])));
  expect(READER_PROTOCOLS.filter((protocol) => !spoken.has(protocol))).toEqual([]);
});

it.fails.each(['reader', 'modbus-scale', 'modbus-reader'])('what a %s may set stands on the page', (kind) => {
  expect(untold(kind)).toEqual([]);
});
