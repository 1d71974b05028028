// Model files of registers that could give wrong weights or ghost tags are refused when they are loaded, with what is
// missing.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModelFile } from '../../../config/modelFiles.ts';

function shipped(name: string): string {
  return readFileSync(new URL(`../../../config/models/${name}.yaml`, import.meta.url), 'utf8');
}

function faults(name: string, ...changes: [from: string, to: string][]): string[] {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`${name} has no "${from}"`);
    return before.replace(from, to);
  }, shipped(name));
  const outcome = parseModelFile(`${name}.yaml`, text);
  return outcome.kind === 'faulty' ? outcome.errors.map(({ path, allowed }) => `${path}: ${allowed}`) : [];
}

test.each<[string, string, [string, string][], string]>([
  [
    'several requests without a check that they belong together',
    'unipulse-f320',
    [['consistency: reread-status\n', '']],
    'consistency: reread-status',
  ],
  [
    'a check where one request fetches all',
    'pavone-dat400',
    [['poll:', 'consistency: reread-status\npoll:']],
    'consistency: nothing here',
  ],
  ['two sources of the unit', 'hbm-wtx', [['unit: from-register', 'unit: kg']], 'unitFrom: with "unit: from-register"'],
  [
    'no source of the unit',
    'laumas-tlb',
    [['unit: kg', 'unit: from-register']],
    'unitFrom: with "unit: from-register"',
  ],
  ['no weight at all', 'and-ad8551r', [['  displayed: { at: 2000, type: int32 }', '  {}']], 'weights: at least one'],
  [
    'a coil with a bit number',
    'unipulse-f320',
    [['at: 1, in: discrete-inputs', 'at: 1, bit: 3, in: discrete-inputs']],
    'status.stable[0].bit: no bit',
  ],
  [
    'a bit and values in one condition',
    'hbm-wtx',
    [['shift: 2, mask: 3, values: [1]', 'bit: 2, values: [1]']],
    'status.underload[0]: ',
  ],
  [
    'presence without a bit that tells it',
    'turck-tben-idle',
    [['present: [{ at: 2, bit: 0 }, { at: 0, mask: 0x3FFF, values: [0] }]', 'present: []']],
    'present: ',
  ],
  ['a ticket outside the words', 'turck-tben', [['word: 1,', 'word: 9,']], 'fresh.ticket.word: 0 to 4'],
  [
    'a ticket with gaps',
    'turck-tben',
    [['mask: 0xFF, least', 'mask: 0xF5, least']],
    'fresh.ticket.mask: bits in a row',
  ],
  [
    'an echo that leaves the ticket out',
    'pepperl-fuchs-identcontrol',
    [['mask: 0xFF01', 'mask: 0xFF00']],
    'fresh.echo.mask: every bit of the ticket',
  ],
  ['a longer identity than its registers', 'omron-v680s', [['length: 8', 'length: 9']], 'data.length: at most 8'],
  ['no length of the identity', 'omron-v680s', [[', length: 8', '']], 'data: '],
  ['an unknown way to tell a tag', 'omron-v680s', [['by: reply', 'by: magic']], 'fresh'],
])('%s', (_, name, changes, expected) => {
  expect(faults(name)).toEqual([]);
  expect(faults(name, ...changes)).toEqual([expect.stringContaining(expected)]);
});
