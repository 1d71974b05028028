// The manual's page of codes against the tables in the code: a code without a row, a row without a code, a text that
// differs.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../agent/core/model/findings.ts';
import { REFUSALS } from '../agent/core/model/refusals.ts';
import { HTTP_ERRORS } from '../agent/http/shared/httpErrors.ts';
import { LEDGER_DISCREPANCIES } from '../agent/ledger/discrepancies.ts';
import { LEDGER_OPEN_ERRORS } from '../agent/ledger/storageErrors.ts';
import { parseModelFile } from '../config/modelFiles.ts';
import { INSTRUMENT_FAULTS } from '../drivers/contract/instrumentFault.ts';
import { FRAME_WORD_MEANINGS } from '../drivers/models/textFrameFormat.ts';
import { listFiles, ROOT } from './sourceTree.ts';

const page = readFileSync(join(ROOT, 'agent/manual/codes.md'), 'utf8');

/** The rows of the section whose heading begins so: code → the other cells. */
function section(heading: string): Map<string, string[]> {
  const text = page.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows
      .map((line) => line.slice(2, -2).split(' | '))
      .map(([code = '', ...cells]) => [code.replaceAll('`', ''), cells]),
  );
}

const TABLES: [string, Record<string, string>][] = [
  ['Instruments', INSTRUMENT_FAULTS],
  ['Refusals', Object.fromEntries(Object.entries(REFUSALS).map(([code, { en }]) => [code, en]))],
  ['Server', Object.fromEntries(Object.entries(HTTP_ERRORS).map(([code, { message }]) => [code, message]))],
  ['Ledger', LEDGER_OPEN_ERRORS],
  ['Verification', LEDGER_DISCREPANCIES],
];

describe('codes', () => {
  it.each(TABLES)('%s: every code has its row with its text, and no row is left over', (heading, table) => {
    const rows = section(heading);
    expect(Object.fromEntries([...rows].map(([code, [meaning]]) => [code, meaning]))).toEqual({ ...table });
  });

  it('every fault of an instrument and every finding says what a person does about it', () => {
    for (const heading of ['Instruments', 'Findings'])
      for (const [code, cells] of section(heading))
        expect([code, cells[1]?.length ?? 0]).toEqual([code, expect.toSatisfy((length: number) => length > 10)]);
    expect([...section('Findings').keys()]).toEqual([...FINDING_CODES]);
  });
});

it('the README shows the model file that its command decodes, word for word, in at most 30 lines', () => {
  const model = readFileSync(join(ROOT, 'test/fixtures/weight-qa.yaml'), 'utf8');
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(model);
  expect(model.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});

/** The settings that a faulty file is told, by their group. */
function settingsTold(): Map<string, string[]> {
  const outcome = parseModelFile(
    'x.yaml',
    'kind: text-scale\n_: 1\npoll: { _: 1 }\nexamples: [{ _: 1 }]\nframe: { _: 1, checksum: { _: 1 }, lines: [{ _: 1 }], commands: { _: 1 } }',
  );
  const faults = outcome.kind === 'faulty' ? outcome.errors : [];
  return new Map(
    faults
      .filter(({ problem }) => problem === 'unknown setting')
      .map(({ path, allowed }) => [path, allowed.split(', ')]),
  );
}

it('the page of model files has every setting and every meaning', () => {
  const manual = readFileSync(join(ROOT, 'agent/manual/model-files.md'), 'utf8');
  const told = settingsTold();
  expect([...told.keys()].sort()).toEqual([
    '_',
    'examples[0]._',
    'frame._',
    'frame.checksum._',
    'frame.commands._',
    'frame.lines[0]._',
    'poll._',
  ]);
  expect([...told.values()].flat().filter((setting) => !manual.includes(`\`${setting}\``))).toEqual([]);
  expect(manual.replaceAll('\n', ' ')).toContain(FRAME_WORD_MEANINGS.join(', '));
});

it('the frame that the page of model files shows reads the line that it shows', () => {
  const manual = readFileSync(join(ROOT, 'agent/manual/model-files.md'), 'utf8');
  const frame = manual.split('```yaml\n')[1]?.split('```')[0] ?? '';
  const file = [
    'kind: text-scale',
    'title: Shown',
    'unmarked: gross',
    frame,
    'examples:',
    '  - { text: "#W:-   12,340kg;ST;G34\\r", expect: { value: "-12.340", unit: kg, stable: true, mode: gross, checksumOk: true } }',
  ];
  const outcome = parseModelFile('shown.yaml', file.join('\n'));
  expect(outcome.kind === 'faulty' ? outcome.errors : []).toEqual([]);
});

it('links in documents lead somewhere', () => {
  const documents = [
    ...listFiles('agent'),
    ...listFiles('test'),
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
  ].filter((path) => path.endsWith('.md'));
  const broken = documents.flatMap((path) => {
    const links = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    return links.filter((link) => !existsSync(join(ROOT, dirname(path), link))).map((link) => `${path} -> ${link}`);
  });
  expect(broken).toEqual([]);
});
