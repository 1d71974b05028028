// Ten labels, each spelled as tags, scanners and people spell it: `hakari decode --protocol gs1` says the same of all.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runDecodeCommand } from '../../agent/commands/decodeCommand.ts';

const GS = '\u001d';

/** What each label names: its container, or the mark in it where it names none. */
const LABELS: Record<string, { says: string; spellings: string[] }> = {
  'SSCC on a drum': {
    says: 'SSCC:006141410000200009',
    spellings: [
      '3114257BF400004E20000000',
      '3174257bf400004e20000000',
      '006141410000200009',
      '００６１４１４１００００２００００９',
      '0 0614141 0000 2000 09',
      '00006141410000200009',
      ']C100006141410000200009',
      '(00)006141410000200009',
      '(00) 0 0614141 0000200009',
      'https://id.gs1.org/00/006141410000200009',
      'urn:epc:id:sscc:0614141.0000020000',
      'urn:epc:id:sscc:061414.01000020000',
      'URN:EPC:TAG:sscc-96:3.0614141.0000020000',
    ],
  },
  'serial number of a trade item': {
    says: 'SGTIN:80614141123458.6789',
    spellings: [
      'urn:epc:tag:sgtin-96:3.0614141.812345.6789',
      'urn:epc:id:sgtin:0614141.812345.6789',
      '3074257BF7194E4000001A85',
      `]d20180614141123458216789`,
      '(01)80614141123458(21)6789(3103)000268',
      `${GS}0180614141123458216789${GS}10LOT-1`,
      'https://example.com/some/path/01/80614141123458/21/6789?3103=000268',
    ],
  },
  'serial number in small letters': {
    says: 'SGTIN:09506000134352.ABC/1',
    spellings: [']Q3010950600013435221abc/1', '(01)09506000134352(21)ABC/1', 'urn:epc:id:sgtin:9506000.013435.ABC%2F1'],
  },
  'returnable container': {
    says: 'GRAI:9506000134352.12',
    spellings: ['urn:epc:id:grai:9506000.13435.12', '(8003)0950600013435212', ']C180030950600013435212'],
  },
  'asset of its own': { says: 'GIAI:9506000DRUM7', spellings: ['(8004)9506000DRUM7', 'urn:epc:id:giai:9506000.drum7'] },
  'place with its extension': {
    says: 'SGLN:9506000134352.B4',
    spellings: [
      'urn:epc:id:sgln:9506000.13435.B4',
      '(414)9506000134352(254)B4',
      'https://id.gs1.org/414/9506000134352/254/B4',
    ],
  },
  'place without one': {
    says: 'SGLN:9506000134352',
    spellings: ['urn:epc:id:sgln:9506000.13435.0', '(414)9506000134352'],
  },
  'lot and mark': {
    says: 'CAL-102-01',
    spellings: [`10LOT-26-102${GS}21CAL-102-01`, '10LOT-26-102<GS>21CAL-102-01', '^10LOT-26-102^21CAL-102-01'],
  },
  'mark behind the scanner’s word': { says: 'CAL-102-01', spellings: [']C1CAL-102-01', ']A0CAL-102-01'] },
  'a plain number': {
    says: '123456789012345678',
    spellings: ['123456789012345678', '１２３４５６７８９０１２３４５６７８'],
  },
};

async function decoded(line: string): Promise<{ code: number; keys: string[]; names: string[] }> {
  const lines: string[] = [];
  const io = {
    stdin: Readable.from([Buffer.from(`${line}\n`)]),
    out: (text: string) => lines.push(text),
    err: () => undefined,
  };
  const code = await runDecodeCommand(['--protocol', 'gs1'], io);
  return { code, ...(JSON.parse(lines[0] ?? '{}') as { keys: string[]; names: string[] }) };
}

it('there are 30 spellings of 10 labels', () => {
  expect(Object.keys(LABELS)).toHaveLength(10);
  expect(Object.values(LABELS).flatMap(({ spellings }) => spellings).length).toBeGreaterThanOrEqual(30);
});

describe.each(Object.entries(LABELS))('%s', (_label, { says, spellings }) => {
  it.each(spellings)('%s', async (spelling) => {
    const { keys, names } = await decoded(spelling);
    if (says.includes(':')) expect(keys).toEqual([says]);
    else expect([keys, names]).toEqual([[], expect.arrayContaining([says])]);
  });
});

it('plain text names no container, and the exit code says so', async () => {
  expect(await decoded('DRUM 1')).toMatchObject({ code: 1, keys: [], names: ['DRUM 1'] });
  expect(await decoded('(00)006141410000200009')).toMatchObject({ code: 0 });
  // A wrong check digit is a misread label.
  expect(await decoded('006141410000200008')).toMatchObject({ keys: [] });
});
